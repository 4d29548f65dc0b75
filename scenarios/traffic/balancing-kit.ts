/** What the scenarios of balancing share. */
import type { BalancingCluster } from '../../sims/traffic/balancing/cluster.ts';
import { balancingInvariants } from '../../sims/traffic/balancing/laws.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutBalancing = { ...aboutTraffic, invariants: balancingInvariants };

/** One run in a thousand million lies outside the bounds on either side. */
export const missed = 1e-9;

/** For one cluster or several side by side. */
export const allEnded = <
  Subject extends { readonly clusters: readonly BalancingCluster[] },
>(): Goal<Subject> =>
  sometimes<Subject>('all-ended', 'every request has ended', ({ clusters }) =>
    clusters.every(({ total: { ok, failed }, options }) => ok + failed === options.requests),
  );
