/**
 * n1 added n5, and takes a snapshot of what was committed before that; then its change is
 * truncated.
 */

import { counted } from '../../src/words/numbers.ts';
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
  asks: 'A server takes a snapshot while a change of membership is in progress. Which configuration belongs in it?',
  claims: ['raft-joint-consensus'],
  code: [
    'sims/raft/snapshot/snapshot.ts#configurationAsOf',
    'sims/raft/snapshot/snapshot.ts#takeSnapshot',
  ],
  cluster: truncatedChangeCluster,
  steps: truncatedChange([[takeSnapshot('n1')]]),
  metrics: truncatedChangeMetrics,
  listen: watchTruncatedChange,
  goals: [bothStandInTerm3],
  expect: [
    {
      id: 'truncated',
      text: 'entries that n1 truncates: its change',
      measured: ({ truncated }) => truncated.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'holds-what-is-committed',
      text: 'leaders elected in term 3: one, as n1 goes back to the configuration in its snapshot',
      claim: 'raft-joint-consensus',
      measured: ({ leaders }) => leaders.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ truncated, leaders }) =>
    `The one at the snapshot’s last entry, four servers: n1 truncated ${counted(truncated.value, 'entry', 'entries')}, its change, and must go back to that. ` +
    `The servers elected ${counted(leaders.value, 'leader')} in term 3.`,
});

// Left out: snapshots that keep configurations in a file of their own, as some implementations do.
