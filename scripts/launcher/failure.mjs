/** Something a person can act on: printed as one sentence, without a stack. */
export class LauncherFailure extends Error {}

/** Ends the process with the error's sentence; a mistake of our own keeps its stack. */
export function exitWith(error) {
  process.stderr.write(`${error instanceof LauncherFailure ? `\n${error.message}` : error.stack}\n`);
  process.exit(1);
}
