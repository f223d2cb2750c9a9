import { OutboundAnswer } from '../../../core/outbound/outbound.client';
import { ExecutionOutcome } from './execution';

const loggedBytes = 65_536;

/**
 * What an endpoint's answer means for the flow: `result` of a JSON object with an empty `error`, and anything else an error in words
 * (gateway documentation, "Response Format").
 */
export function readAnswer(answer: OutboundAnswer, timeoutMilliseconds: number): ExecutionOutcome {
  const { statusCode = null, body, durationMilliseconds } = answer;
  const read = interpret(answer, timeoutMilliseconds);
  return {
    ...read,
    state: read.error === '' ? 'succeeded' : 'failed',
    statusCode,
    responseBody: body?.subarray(0, loggedBytes) ?? null,
    durationMilliseconds,
  };
}

interface Interpretation {
  result: string;
  error: string;
}

function interpret(answer: OutboundAnswer, timeoutMilliseconds: number): Interpretation {
  const { statusCode, error, body, truncated } = answer;
  if (statusCode === undefined) {
    return error?.startsWith('timed out')
      ? failed(`action did not answer within ${timeoutMilliseconds / 1_000} seconds`)
      : failed(`action could not be called: ${error ?? 'call failed'}`);
  }
  if (statusCode < 200 || statusCode > 299) return failed(`action returned status ${statusCode}`);
  if (truncated) return failed('action answered with more than 1 MB');
  return interpretBody(parse(body));
}

function interpretBody(answered: unknown): Interpretation {
  if (typeof answered !== 'object' || answered === null || Array.isArray(answered))
    return failed('action answered with something that is not a JSON object');
  const { result, error } = answered as { result?: unknown; error?: unknown };
  if (error !== undefined && error !== null && error !== '')
    return failed(typeof error === 'string' ? error : 'action answered with an "error" that is not a text');
  if (typeof result !== 'string') return failed('action answered without a "result" text');
  return { result, error: '' };
}

function failed(error: string): Interpretation {
  return { result: '', error };
}

function parse(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString() ?? '');
  } catch {
    return undefined;
  }
}
