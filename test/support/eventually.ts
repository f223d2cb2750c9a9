const pauseMilliseconds = 10;

/** Polls until the check gives something other than undefined or false; fails with its last error or the given words. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  withinMilliseconds = 20_000,
): Promise<T> {
  const end = Date.now() + withinMilliseconds;
  for (;;) {
    const result = await check();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > end) throw new Error(`waited ${withinMilliseconds} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
}
