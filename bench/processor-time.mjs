import { readdirSync, readFileSync } from 'node:fs';

/** Of USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/**
 * Seconds of processor time that these processes and their descendants have used, those included that have ended and
 * were waited for. NaN where there is no /proc.
 * @param {number[]} pids
 */
export function processorSeconds(pids) {
  const processes = readProcesses();
  if (processes.size === 0) return NaN;
  const children = Map.groupBy
    ? Map.groupBy(processes.values(), ({ parent }) => parent)
    : groupByParent(processes.values());
  let ticks = 0;
  for (const open = [...pids]; open.length > 0;) {
    const pid = open.pop();
    ticks += processes.get(pid)?.ticks ?? 0;
    open.push(...(children.get(pid) ?? []).map((child) => child.pid));
  }
  return ticks / ticksPerSecond;
}

function groupByParent(processes) {
  const children = new Map();
  for (const one of processes) children.set(one.parent, [...(children.get(one.parent) ?? []), one]);
  return children;
}

function readProcesses() {
  const found = new Map();
  for (const name of listProc()) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      found.set(Number(name), { pid: Number(name), parent: Number(fields[1]), ticks });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

function listProc() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
