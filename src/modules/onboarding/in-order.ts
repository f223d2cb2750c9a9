/**
 * Works on several inputs at a time and gives the results in their order. Begins no further input until its results are asked for; the
 * work must not reject, since whoever stops asking would never hear of it.
 */
export async function* inOrder<Input, Result>(
  inputs: Iterable<Input>,
  concurrency: number,
  work: (input: Input) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Array<Promise<Result>> = [];
  for (const input of inputs) {
    running.push(work(input));
    if (running.length >= concurrency) yield await running.shift()!;
  }
  for (const last of running) yield await last;
}
