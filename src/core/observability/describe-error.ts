/** How deep causes are followed: those of the systems below us are few, and one may be its own. */
const deepest = 4;

export interface DescribedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: DescribedError;
}

/**
 * What a log may know of an error. Not its other members: those of a failed statement are the values that were to be stored, such as whole
 * invoices and the hashes of keys.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause, code } = error as Error & { code?: unknown };
  return {
    type: name,
    message,
    code: typeof code === 'string' ? code : undefined,
    stack,
    cause: cause === undefined || depth === deepest ? undefined : describeError(cause, depth + 1),
  };
}
