/**
 * n1 added n5, and takes a snapshot of what is committed before that; then its change is truncated.
 */
import { story, takeSnapshot } from './script.ts';
import {
  bothStandInTerm3,
  truncatedChange,
  truncatedChangeCluster,
  truncatedChangeMetrics,
  watchTruncatedChange,
} from './truncated-change-steps.ts';

export default story({
  id: 'raft/snapshot-of-change',
  asks: 'A server takes a snapshot while a change of membership is under way. Which configuration goes into it?',
  claims: ['raft-joint-consensus'],
  cluster: truncatedChangeCluster,
  steps: truncatedChange([[takeSnapshot('n1')]]),
  metrics: truncatedChangeMetrics,
  listen: watchTruncatedChange,
  goals: [bothStandInTerm3],
  expect: [
    {
      id: 'truncated',
      text: 'n1 truncates its change',
      measured: ({ truncated }) => truncated.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'holds-what-is-committed',
      text: 'the snapshot holds the configuration at its own last entry: n1 goes back to that',
      claim: 'raft-joint-consensus',
      measured: ({ leaders }) => leaders.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ truncated, leaders }) =>
    `n1 truncated ${truncated.value} entry, its change, and went back to the configuration of its snapshot, which was that of ` +
    `the snapshot’s last entry: four servers. ${leaders.value} leader was elected in term 3.`,
});

// Left out: snapshots of configurations in their own file, as some implementations have them.
