/**
 * Notes with every test file how much CPU time its process, and the processes that it waited for,
 * spent on it: the reporter adds them up. Loading the file counts; what the process did for other
 * files does not.
 */
import { readFileSync } from 'node:fs';
import { afterAll } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    cpuMs?: number;
  }
}

const startedMs = cpuMs();

// biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern that no fixture is wanted
afterAll(({}, suite) => {
  suite.meta.cpuMs = cpuMs() - startedMs;
});

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + childrenMs();
}

/** Of the processes that have ended and were waited for. Linux tells it; elsewhere they do not count. */
function childrenMs(): number {
  if (process.platform !== 'linux') return 0;
  // proc(5): the name may hold blanks; after it come the fields from the third on. 16 and 17 are
  // cutime and cstime, in ticks of 10 ms.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[16 - 3]) + Number(fields[17 - 3])) * 10;
}
