/** What the scenarios of balancing have in common. */
import type { BalancingCluster } from '../../sims/traffic/balancing/cluster.ts';
import { balancingInvariants } from '../../sims/traffic/balancing/laws.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutBalancing = { ...aboutTraffic, invariants: balancingInvariants };

/** One in a thousand million runs lies outside the bounds on either side. */
export const missed = 1e-9;

/** Of one cluster or of several side by side. */
export const allEnded = <
  Subject extends { readonly clusters: readonly BalancingCluster[] },
>(): Goal<Subject> =>
  sometimes<Subject>('all-ended', 'every request has ended', ({ clusters }) =>
    clusters.every(({ total: { ok, failed }, options }) => ok + failed === options.requests),
  );
