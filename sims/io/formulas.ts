/** Closed forms that the runs are held against. */

/** Of a service time: its first two moments. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
}

/** Of tasks of fixed lengths, each with its share. */
export function momentsOf(
  parts: readonly { readonly share: number; readonly ms: number }[],
): Moments {
  const sum = (power: (ms: number) => number) =>
    parts.reduce((total, { share, ms }) => total + share * power(ms), 0);
  return { mean: sum((ms) => ms), square: sum((ms) => ms * ms) };
}

/** The mean wait of an M/G/1 queue: Pollaczek and Khinchine. Undefined from a utilisation of 1 on. */
export function meanWait(perMs: number, { mean, square }: Moments): number | undefined {
  const utilisation = perMs * mean;
  return utilisation < 1 ? (perMs * square) / (2 * (1 - utilisation)) : undefined;
}

/**
 * Threads that keep so many processors busy to that share: cores x utilisation x (1 + wait / compute) (Goetz et al.,
 * Java Concurrency in Practice, section 8.2).
 */
export const threadsFor = (
  cores: number,
  utilisation: number,
  { waitMs, computeMs }: { readonly waitMs: number; readonly computeMs: number },
): number => cores * utilisation * (1 + waitMs / computeMs);

/**
 * The share of the processors that are busy with so many threads, each of which computes and waits in turn, both for
 * exponential times: a birth-and-death process, as of machines and their repairmen.
 */
export function busyShare(
  cores: number,
  threads: number,
  { waitMs, computeMs }: { readonly waitMs: number; readonly computeMs: number },
): number {
  // The weight of n threads that compute or want to, of n - 1: threads that wait, by processors that work.
  let weight = 1;
  let sum = 1;
  let busy = 0;
  for (let ready = 1; ready <= threads; ready++) {
    weight *= ((threads - ready + 1) * computeMs) / (Math.min(ready, cores) * waitMs);
    sum += weight;
    busy += weight * Math.min(ready, cores);
  }
  return busy / sum / cores;
}
