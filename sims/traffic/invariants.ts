/** What must hold after every event, and what must happen. */
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { type Invariant, invariant } from '../../src/check/invariant.ts';
import { type Cluster, totalOf } from './cluster.ts';

export const trafficInvariants: readonly Invariant<Cluster>[] = [
  invariant('counted-once', 'no request is counted twice', (cluster: Cluster) => {
    const total = totalOf(cluster) ?? 0;
    return total > cluster.sent ? `${total} counted, and ${cluster.sent} were sent` : undefined;
  }),
];

export const allAnswered = (requests: number): Goal<Cluster> =>
  sometimes('all-answered', 'every request is answered', ({ answered }) => answered === requests);
