import { Injectable } from '@nestjs/common';
import type * as acme from 'acme-client';
import { Agent, request } from 'undici';
import { Settings } from '../../core/config/settings';
import { certificatesOf } from '../pem';
import { AcmeProblem, problemName, refusalOf, unreachable } from './acme-problem';

const answerLimitBytes = 1_000_000;
const timeoutMilliseconds = 10_000;

type Adapter = Extract<typeof acme.axios.defaults.adapter, (...parameters: never[]) => unknown>;
type AcmeRequest = Parameters<Adapter>[0];
type AcmeAnswer = Awaited<ReturnType<Adapter>>;

/**
 * How the ACME library calls: it takes no other HTTP client than its one axios instance, whose own repeats would outlast a job's lease and hide
 * what went wrong. Each call is made once; refusals are thrown as such, and jobs repeat.
 */
@Injectable()
export class AcmeTransport {
  private readonly agent: Agent;
  private loading?: Promise<typeof acme>;

  constructor({ ACME_CA }: Settings) {
    const ca = ACME_CA === '' ? undefined : certificatesOf('ACME_CA', ACME_CA).map(String);
    this.agent = new Agent({ connect: { ca } });
  }

  /** The library, calling by this transport. Loaded when first needed: it costs 300 ms, which few processes need to spend. */
  library(): Promise<typeof acme> {
    return (this.loading ??= this.load());
  }

  private async load(): Promise<typeof acme> {
    const library = await import('acme-client');
    library.axios.defaults.adapter = (config: AcmeRequest) => this.send(config);
    return library;
  }

  private async send(config: AcmeRequest): Promise<AcmeAnswer> {
    const { status, headers, data } = await this.exchange(config);
    const answer = { status, statusText: '', headers, data, config };
    if (status < 400) return answer;
    const problem = readProblem(data);
    // The library answers this one by itself, with a new nonce.
    if (problemName(problem) === 'badNonce') return answer;
    if (status >= 500 && problemName(problem) === '') throw unreachable(`it answered with ${status}`);
    throw refusalOf(problem, Number(headers['retry-after']) || 0);
  }

  private async exchange({ url = '', method = 'get', headers, data }: AcmeRequest) {
    try {
      const answer = await request(url, {
        method: method.toUpperCase() as 'GET',
        headers: { 'content-type': String(headers.get('Content-Type')), 'user-agent': 'flowie-exchange' },
        body: data as string | undefined,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const text = await limited(answer.body);
      return { status: answer.statusCode, headers: plain(answer.headers), data: text };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw unreachable(code ?? message);
    }
  }
}

async function limited(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > answerLimitBytes) throw new Error('its answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function plain(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function readProblem(text: string): AcmeProblem {
  try {
    return JSON.parse(text) as AcmeProblem;
  } catch {
    return { detail: text };
  }
}
