const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * The first Ctrl-C asks for an orderly end, the second one ends the process at once; the launcher's watchdog then stops
 * what is left.
 * @returns {{ signal: AbortSignal, came: Promise<void>, giveUp: (error: Error) => void }}
 */
export function awaitInterruption() {
  const controller = new AbortController();
  const came = new Promise((resolve) => controller.signal.addEventListener('abort', () => resolve()));
  const end = () => (controller.signal.aborted ? process.exit(130) : controller.abort());
  for (const name of signals) process.on(name, end);
  return { signal: controller.signal, came, giveUp: (error) => controller.abort(error) };
}
