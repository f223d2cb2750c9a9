/** Rejects after that time, so that a race with it ends; keeps no process alive. */
export function rejectAfter(milliseconds: number): Promise<never> {
  return new Promise((_resolve, reject) =>
    setTimeout(() => reject(new Error('timed out')), milliseconds).unref(),
  );
}
