import { ApiError, ErrorDetail } from '../../core/http/api-error';
import { readJson } from '../../core/http/json-body';
import { validationPipe } from '../../core/http/validation';
import { BatchLineInput } from './batch.inputs';

/** An onboarding with all the metadata it may have takes a third of it. */
const maximumLineBytes = 65_536;

const pipe = validationPipe();

/** What the line asks for. Throws what the same body would be answered with by POST /platform/companies, and says which member it is. */
export async function readLine(bytes: Buffer): Promise<BatchLineInput> {
  if (bytes.length > maximumLineBytes) throw tooLong();
  if (bytes.toString('latin1').trim() === '') throw refusal('required', 'is empty; leave the line out');
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refusal('type', 'must be a JSON object, on one line');
  return (await pipe.transform(value, { type: 'body', metatype: BatchLineInput })) as BatchLineInput;
}

function parse(bytes: Buffer): unknown {
  try {
    return readJson(bytes);
  } catch (error) {
    throw refusal('json', (error as ApiError).message.replace(/^The body /, ''));
  }
}

function refusal(rule: string, message: string): ApiError {
  return new ApiError('INVALID_REQUEST', { message: `body: ${message}`, details: detail(rule, message) });
}

function tooLong(): ApiError {
  const message = `is longer than ${maximumLineBytes} bytes`;
  return new ApiError('PAYLOAD_TOO_LARGE', {
    message: `body: ${message}`,
    details: detail('max_bytes', message),
  });
}

function detail(rule: string, message: string): ErrorDetail[] {
  return [{ field: 'body', rule, message }];
}
