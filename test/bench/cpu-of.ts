/** CPU time of this process and of those that it has started. */
import { readdirSync, readFileSync } from 'node:fs';

interface Used {
  readonly parent: number;
  /** The name of its program: `node`, `redis-server`. */
  readonly name: string;
  readonly ms: number;
}

/** proc(5): ticks of 10 ms. */
const msPerTick = 10;

export function cpuOfThisMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** CPU milliseconds of the living processes below this one whose program has that name. Linux alone tells. */
export function cpuBelowMs(name: string): number {
  const all = usedByAll();
  const isBelow = (pid: number): boolean => {
    const parent = all.get(pid)?.parent;
    return parent !== undefined && (parent === process.pid || isBelow(parent));
  };
  return [...all]
    .filter(([pid, used]) => used.name === name && isBelow(pid))
    .reduce((sum, [, { ms }]) => sum + ms, 0);
}

function usedByAll(): Map<number, Used> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      try {
        // The name is in brackets, and may hold some; after it come the fields from the third on.
        const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const end = text.lastIndexOf(') ');
        const fields = text.slice(end + 2).split(' ');
        const ms = msPerTick * (Number(fields[14 - 3]) + Number(fields[15 - 3]));
        const name = text.slice(text.indexOf('(') + 1, end);
        return [[Number(pid), { parent: Number(fields[4 - 3]), name, ms }] as const];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    }),
  );
}
