/** The CPU time of this process and of others, which does not depend on what else the machine does. */
import { readdirSync, readFileSync } from 'node:fs';

/** proc(5): ticks of 10 ms. */
const msPerTick = 10;

/**
 * CPU milliseconds of this process, the processes that it has started, and theirs, as long as they live.
 * Linux alone tells those of other processes.
 */
export function cpuOfAllMs(): number {
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1_000;
  const stats = statsOfAll();
  const isBelow = (pid: number): boolean => {
    const parent = stats.get(pid)?.parent;
    return parent !== undefined && (parent === process.pid || isBelow(parent));
  };
  const others = [...stats].filter(([pid]) => isBelow(pid)).map(([, { ticks }]) => ticks);
  return own + msPerTick * others.reduce((sum, ticks) => sum + ticks, 0);
}

function statsOfAll(): Map<number, { readonly parent: number; readonly ticks: number }> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      try {
        // The name may hold blanks and brackets; after it come the fields from the third on.
        const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
        const ticks = Number(fields[14 - 3]) + Number(fields[15 - 3]);
        return [[Number(pid), { parent: Number(fields[4 - 3]), ticks }] as const];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    }),
  );
}
