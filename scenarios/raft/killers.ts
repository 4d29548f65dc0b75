/** For each rule of Raft, a run that shows what happens without it. */
import type { RaftRule } from '../../sims/raft/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const raftKillers: Killers<RaftRule> = {
  'one-vote-per-term': { scenario: 'raft/split-vote', seed: '1' },
  'persist-term-and-vote': { scenario: 'raft/lost-vote', seed: '1' },
  'count-distinct-voters': { scenario: 'raft/random-faults', seed: '15' },
  'candidate-votes-for-itself': { scenario: 'raft/split-vote', seed: '2' },
  'up-to-date-log': { scenario: 'raft/stale-log', seed: '1' },
  'compare-last-term-first': { scenario: 'raft/stale-log', seed: '1' },
  'reject-stale-term': { scenario: 'raft/deaf-leader', seed: '1' },
  'randomize-election-timeout': { scenario: 'raft/split-vote', seed: '1' },
};
