/**
 * What the length of a lease costs and gains, in closed form: constant latency, renewals at even
 * intervals.
 */
import type { LeaseTiming } from './lease.ts';

export const renewalsPerSecond = ({ intervalMs }: LeaseTiming): number => 1_000 / intervalMs;

/**
 * From the crash of a holder until another holds the lease. The keeper waits for the lease’s length
 * after the last renewal, which came at any moment of the interval before; then it tells the other
 * candidate, which asks, and is answered.
 */
export const failoverMs = ({ leaseMs, intervalMs }: LeaseTiming, latencyMs: number) => ({
  mean: leaseMs - intervalMs / 2 + 4 * latencyMs,
  atLeast: leaseMs - intervalMs + 4 * latencyMs,
  atMost: leaseMs + 4 * latencyMs,
});
