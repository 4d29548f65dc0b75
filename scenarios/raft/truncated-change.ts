/** n1 added n5, but the entry was never committed, and another leader truncates it. */

import { counted } from '../../src/words/numbers.ts';
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
  code: [
    'sims/raft/membership/membership.ts#rollBackConfigurations',
    'sims/raft/log/follower.ts#store',
  ],
  cluster: truncatedChangeCluster,
  steps: truncatedChange([]),
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
      id: 'goes-back',
      text: 'leaders elected in term 3: one, as n1 goes back to the previous configuration, and n4 and n5 do not elect it',
      claim: 'raft-joint-consensus',
      measured: ({ leaders }) => leaders.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ truncated, leaders }) =>
    `The previous one: n1 truncated ${counted(truncated.value, 'entry', 'entries')}, its change, so it is back to four servers, where it and n4 are two votes out of four. ` +
    `The servers elected ${counted(leaders.value, 'leader')} in term 3; by the truncated configuration n1 would be a second one.`,
});

// Left out: joint consensus, where a truncated entry cannot have been enough for a majority by
// itself.
