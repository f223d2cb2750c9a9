const milliseconds = 250;

/** Takes as long whether or not there was anything to do: how long an answer takes must not tell who has an account. */
export async function inSteadyTime(work: () => Promise<void>): Promise<void> {
  const pause = new Promise((resolve) => setTimeout(resolve, milliseconds));
  const [outcome] = await Promise.allSettled([work(), pause]);
  if (outcome.status === 'rejected') throw outcome.reason;
}
