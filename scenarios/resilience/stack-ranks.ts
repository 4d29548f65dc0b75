/** How the orders of a stack are compared. */
import type { Order } from '../../sims/resilience/orders.ts';
import type { Histogram } from '../../src/check/metric.ts';
import type { Tally } from './common.ts';

/** One order before one fault. */
export interface Trial {
  readonly order: Order;
  readonly tally: Tally;
  readonly latencies: Histogram;
  /** Calls that reached the service during the fault, and those of them before the breaker opened. */
  deadCalls: number;
  beforeTrip: number;
  /** From the fault until the breaker opened; undefined where it did not. */
  tripMs: number | undefined;
}

export type Measure = 'goodput' | 'deadCalls' | 'p99' | 'tripMs';

/** 1 for the best. Orders that do equally well share the better rank. */
export function rankOf(trials: readonly Trial[], trial: Trial, by: Measure): number {
  const badness = badnessOf(by);
  return 1 + trials.filter((other) => badness(other) < badness(trial)).length;
}

function badnessOf(by: Measure): (trial: Trial) => number {
  switch (by) {
    case 'goodput':
      return ({ tally }) => -(tally.share ?? 0);
    case 'deadCalls':
      return ({ deadCalls }) => deadCalls;
    case 'p99':
      return ({ latencies }) => latencies.quantile(0.99) ?? Infinity;
    case 'tripMs':
      return ({ tripMs }) => tripMs ?? Infinity;
  }
}
