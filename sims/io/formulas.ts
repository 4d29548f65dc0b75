/** Closed forms that the runs are held against. */
import { pow } from '../../src/kernel/elementary.ts';

/** Of a service time: the means of its first four powers. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly cube: number;
  readonly fourth: number;
}

/** Of tasks of fixed lengths, each with its share. */
export function momentsOf(
  parts: readonly { readonly share: number; readonly ms: number }[],
): Moments {
  const power = (exponent: number) =>
    parts.reduce((total, { share, ms }) => total + share * pow(ms, exponent), 0);
  return { mean: power(1), square: power(2), cube: power(3), fourth: power(4) };
}

/** The mean wait of an M/G/1 queue: Pollaczek and Khinchine. Undefined from a utilisation of 1 on. */
export function meanWait(
  perMs: number,
  { mean, square }: Pick<Moments, 'mean' | 'square'>,
): number | undefined {
  const utilisation = perMs * mean;
  return utilisation < 1 ? (perMs * square) / (2 * (1 - utilisation)) : undefined;
}

/**
 * Of the wait that a task would have, averaged over so long a time from an empty queue on: what is expected, and its
 * standard deviation for long times. x^2 / (2 (1 - rho)) solves the Poisson equation of the workload of M/G/1, whose
 * moments are those of Takács (Operations Research 10, 1962; Asmussen, Applied Probability and Queues, 2003). Undefined from a utilisation of 1 on.
 */
export function averageWait(
  perMs: number,
  service: Moments,
  overMs: number,
): { readonly mean: number; readonly deviation: number } | undefined {
  const first = meanWait(perMs, service);
  if (first === undefined) return undefined;
  const free = 1 - perMs * service.mean;
  const second = 2 * pow(first, 2) + (perMs * service.cube) / (3 * free);
  const third = 3 * first * second + (perMs / free) * (service.cube * first + service.fourth / 4);
  return {
    // It begins empty, which is less than usual.
    mean: first - second / (2 * free) / overMs,
    deviation: Math.sqrt((third - first * second) / free / overMs),
  };
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
