import { spawn } from 'node:child_process';

/**
 * Waits on a pipe that closes when the launcher dies, however it dies; then ends every recorded process with its
 * signal, insists after a second (PostgreSQL, which may be writing, gets five), and clears away. The records are
 * read once: later ones belong to somebody else. A dead process that nobody buries, as in a container without an
 * init, is not waited for.
 */
const script = `
read -r word
[ "$word" = done ] && exit 0
signal_all() {
  for record in $records; do
    [ "$1" = '' ] || [ "$1" = "\${record#*:}" ] || continue
    kill -s "\${2:-\${record#*:}}" -- "-\${record%%:*}" 2>/dev/null
  done
}
is_left() {
  kill -s 0 -- "-$1" 2>/dev/null || return 1
  [ $tick -gt 10 ] && read -r stat 2>/dev/null < "/proc/$1/stat" || return 0
  case "\${stat##*) }" in Z*) return 1 ;; esac
}
anybody_left() {
  for record in $records; do
    is_left "\${record%%:*}" && return 0
  done
  return 1
}
records=
for file in "$1"/*.pid; do
  [ -f "$file" ] && read -r pid signal rest < "$file" && records="$records $pid:$signal"
done
signal_all
tick=0
while [ $tick -lt 100 ] && anybody_left; do
  sleep 0.1 2>/dev/null || sleep 1
  tick=$((tick + 1))
  [ $tick -eq 10 ] && signal_all TERM KILL
  [ $tick -eq 50 ] && signal_all INT QUIT
done
rm -rf "$1"
[ "$2" = '' ] || rm -rf "$2"
`;

/**
 * Nothing may outlive the launcher, not even after kill -9.
 * @param {string} records folder with the record of each process
 * @param {string} leftovers a folder to remove afterwards, or ''
 * @returns {() => void} ends the watchdog, once everything is stopped properly
 */
export function startWatchdog(records, leftovers) {
  const options = { cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true };
  const watchdog = spawn('/bin/sh', ['-c', script, 'flowie-watchdog', records, leftovers], options);
  watchdog.unref();
  watchdog.stdin.unref();
  watchdog.stdin.on('error', () => undefined);
  return () => watchdog.stdin.end('done\n');
}
