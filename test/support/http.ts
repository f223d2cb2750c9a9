import { request } from 'undici';

export interface Answer<Body = any> {
  status: number;
  headers: Record<string, string>;
  body: Body;
  text: string;
}

export interface CallOptions {
  /** An API key or token. */
  key?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a Buffer or text is sent as it is. */
  body?: unknown;
}

/** A plain HTTP call, parsed when the answer is JSON. */
export async function call(
  method: string,
  url: string,
  { key, headers, body }: CallOptions = {},
): Promise<Answer> {
  const raw =
    body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const response = await request(url, {
    method: method as 'GET',
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(raw !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: raw,
  });
  const text = await response.body.text();
  const answerHeaders = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
  );
  const isJson = /[/+]json\b/.test(answerHeaders['content-type'] ?? '') && text !== '';
  return {
    status: response.statusCode,
    headers: answerHeaders,
    body: isJson ? JSON.parse(text) : undefined,
    text,
  };
}
