/** n1 added n5, but the entry was never committed, and another leader truncates it. */
import { story } from './script.ts';
import {
  bothStandInTerm3,
  truncatedChange,
  truncatedChangeCluster,
  truncatedChangeMetrics,
  watchTruncatedChange,
} from './truncated-change-steps.ts';

export default story({
  id: 'raft/truncated-change',
  asks: 'A change of membership is truncated from the log. Which configuration counts then?',
  claims: ['raft-joint-consensus'],
  cluster: truncatedChangeCluster,
  steps: truncatedChange([]),
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
      id: 'goes-back',
      text: 'n1 goes back to the configuration before, and is not elected by n4 and n5',
      claim: 'raft-joint-consensus',
      measured: ({ leaders }) => leaders.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ truncated, leaders }) =>
    `n1 truncated ${truncated.value} entry, its change, and went back to four servers: with n4 it had two votes of four. ` +
    `${leaders.value} leader was elected in term 3. By the configuration of the truncated entry n1 would have been a second one.`,
});

// Left out: joint consensus, where an entry that is truncated cannot have been enough for a majority
// by itself.
