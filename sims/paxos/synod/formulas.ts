/** How long two proposers outbid each other, in closed form. */
import { pow } from '../../../src/kernel/elementary.ts';

export interface Duel {
  /** One-way latency, the same on every link; disks take no time. */
  readonly latencyMs: number;
  /** An outbid proposer waits for a time drawn uniformly from 0 to this. */
  readonly backoffMs: number;
  /** Number of independent duels. */
  readonly duels: number;
}

/**
 * A Prepare reaches the acceptors; one of them is the other proposer, which gives up and waits w.
 * The first knows that its value is chosen after three latencies, and is itself outbid if the new
 * Prepare arrives before that, after w + L: if w < 2L. So a duel continues with probability 2L / B
 * each time, and the number of ballots outbid after the first is geometric.
 */
export function outbidShare({ latencyMs, backoffMs }: Duel): number {
  return backoffMs <= 2 * latencyMs ? 1 : (2 * latencyMs) / backoffMs;
}

/** For the mean over the duels: expected value, and standard error. */
export function outbidBallots(duel: Duel): { readonly mean: number; readonly error: number } {
  const on = outbidShare(duel);
  const mean = on / (1 - on);
  return { mean, error: Math.sqrt(on / duel.duels) / (1 - on) };
}

/**
 * From the first proposal to the first server that knows, for the mean over the duels: 4L without a
 * rival. A wait that is too short was drawn uniformly from 0 to 2L, and L more pass until the
 * Prepare arrives: 2L for each ballot outbid after the first.
 */
export function undecidedMs(duel: Duel): { readonly mean: number; readonly error: number } {
  const { mean, error } = outbidBallots(duel);
  const ofWaits = mean / 3 / duel.duels;
  return {
    mean: (4 + 2 * mean) * duel.latencyMs,
    error: Math.sqrt(ofWaits + pow(2 * error, 2)) * duel.latencyMs,
  };
}
