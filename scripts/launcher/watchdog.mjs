import { spawn } from 'node:child_process';

/** Reads a pipe that closes when the launcher dies, however it dies; then stops what the pid files name. */
const script = `
cat >/dev/null
for file in "$1"/*.pid; do
  [ -f "$file" ] || continue
  read -r pid signal < "$file"
  kill -s "$signal" -- "-$pid" 2>/dev/null || kill -s "$signal" "$pid" 2>/dev/null
done
sleep 2
for file in "$1"/*.pid; do
  [ -f "$file" ] || continue
  read -r pid signal < "$file"
  [ "$signal" = TERM ] && kill -s KILL -- "-$pid" 2>/dev/null
done
rm -rf "$2"
`;

/**
 * Nothing may outlive the launcher, not even after kill -9.
 * @param {string} runFolder where each server's pid and signal stand
 * @param {string} leftovers a folder to remove afterwards, or ''
 * @returns {() => void} ends the watchdog, once everything is stopped properly
 */
export function startWatchdog(runFolder, leftovers) {
  const watchdog = spawn('/bin/sh', ['-c', script, 'watchdog', runFolder, leftovers], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.unref();
  watchdog.stdin.unref();
  return () => watchdog.kill('SIGKILL');
}
