import { printAnswer, printCall } from './printer.mjs';

/** What the server answered instead of what the story needs. */
export class UnexpectedAnswer extends Error {
  constructor(method, path, status, body) {
    const { code, message } = body?.error ?? {};
    super(`${method} ${path} was answered with ${status}${code ? ` ${code}: ${message}` : ''}`);
    this.status = status;
  }
}

/**
 * Makes real calls and shows each with its answer.
 * @param {string} url of the server
 */
export function exchangeClient(url) {
  /**
   * @param {string} method
   * @param {string} path below /exchange/v1
   * @param {object} [options]
   * @param {string} [options.key] an API key or a dashboard token
   * @param {string} [options.company] to act for
   * @param {string} [options.idempotencyKey]
   * @param {unknown} [options.body]
   * @param {number[]} [options.accept] statuses that the story can go on with; any 2xx by default
   * @param {boolean} [options.quiet] shows nothing: a look that is repeated until it shows what is waited for
   * @returns {Promise<{ status: number, body: any, isReplayed: boolean }>}
   */
  return async function call(
    method,
    path,
    { key, company, idempotencyKey, body, accept, quiet = false } = {},
  ) {
    const headers = {
      ...(key && { Authorization: `Bearer ${key}` }),
      ...(company && { 'X-Flowie-Company': company }),
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...(body && { 'Content-Type': 'application/json' }),
    };
    const address = `${url}/exchange/v1${path}`;
    if (!quiet) printCall(method, address, headers, body);
    const response = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    const answer = text ? JSON.parse(text) : undefined;
    const isReplayed = response.headers.get('idempotent-replayed') === 'true';
    if (!quiet) printAnswer(response.status, isReplayed && 'Idempotent-Replayed: true', answer);
    if (!(accept ? accept.includes(response.status) : response.ok))
      throw new UnexpectedAnswer(method, path, response.status, answer);
    return { status: response.status, body: answer, isReplayed };
  };
}
