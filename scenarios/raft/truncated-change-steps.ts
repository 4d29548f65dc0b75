/** What the stories of a truncated change share: {n1 n2 n3 n4} and a change that is undone. */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { counter, type MetricsOf } from '../../src/check/metric.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { heal, partition } from '../../src/world/fault.ts';
import { changeMembership, type Step, stand } from './script.ts';

/** n1 adds n5 and reaches no other server; n2 undoes that; then the others go on without n1. */
export const truncatedChange = (meanwhile: readonly Step[]): readonly Step[] => [
  [stand('n1')],
  [partition(['n1', 'n5'], ['n2', 'n3', 'n4'])],
  [changeMembership('n1', 'n1', 'n2', 'n3', 'n4', 'n5')],
  ...meanwhile,
  [stand('n2')],
  // n1 hears of n2, and truncates its change.
  [heal()],
  // Two of {n2 n3 n4} commit the removal of n1. n1, n4 and n5 would be three of five.
  [partition(['n1', 'n4', 'n5'], ['n2', 'n3'])],
  [changeMembership('n2', 'n2', 'n3', 'n4')],
  [stand('n1'), stand('n3')],
  [heal()],
];

export const truncatedChangeCluster = {
  nodes: 4,
  spares: 1,
  membership: 'single-server',
  learnersFirst: false,
} as const;

export const truncatedChangeMetrics = {
  truncated: counter('entries', 'that n1 truncated: its change'),
  leaders: counter('leaders', 'that were elected in term 3'),
};

export function watchTruncatedChange(
  trace: Trace,
  metrics: MetricsOf<typeof truncatedChangeMetrics>,
): void {
  raftNotes.listen(trace, 'truncates', (_note, by) => {
    if (by === 'n1' && metrics.leaders.value === 0) metrics.truncated.add();
  });
  raftNotes.listen(trace, 'leads', ({ term }) => {
    if (term === 3) metrics.leaders.add();
  });
}

export const bothStandInTerm3: Goal<RaftCluster> = sometimes(
  'both-stand',
  'n1 and n3 reach term 3',
  ({ servers }) => servers[0]?.state?.currentTerm === 3 && servers[2]?.state?.currentTerm === 3,
);
