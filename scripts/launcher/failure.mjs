/** Something a person can act on: printed as one sentence, without a stack. */
export class LauncherFailure extends Error {}

/**
 * Ends the process with the error's sentence; DEBUG=1 adds the stack of a mistake of our own.
 * @param {Error} error
 * @returns {never}
 */
export function exitWith(error) {
  const expected = error instanceof LauncherFailure;
  const sentence = expected ? error.message : `The launcher failed: ${error.message}`;
  process.stderr.write(`\n${sentence}\n${process.env.DEBUG && !expected ? `${error.stack}\n` : ''}`);
  process.exit(1);
}
