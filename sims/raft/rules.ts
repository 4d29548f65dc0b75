/**
 * The rules of Raft, each with the property that fails without it. Sections and figures are those
 * of the extended paper (Ongaro and Ousterhout 2014) unless another source is named.
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const raftRules = defineRules('raft', {
  'one-vote-per-term': {
    protects: 'election-safety',
    source: 'Raft §5.2; Figure 2, RequestVote receiver 2',
    because: 'a server that votes twice in a term can help two candidates to a majority',
  },
  'persist-term-and-vote': {
    protects: 'election-safety',
    source: 'Raft Figure 2, Persistent state on all servers',
    because:
      'a server that restarts would not know that it has voted, and vote again in the same term',
  },
  'count-distinct-voters': {
    protects: 'election-safety',
    source: 'Raft §5.2; Figure 2, Rules for Candidates',
    because:
      'a vote that arrives twice, or was cast in an earlier term, would stand in for servers that did not vote',
  },
  'candidate-votes-for-itself': {
    protects: 'election-safety',
    source: 'Raft §5.2; Figure 2, Rules for Candidates',
    because:
      'a candidate that counts its own vote without recording it could give it away once more',
  },
  'up-to-date-log': {
    protects: 'leader-completeness',
    source: 'Raft §5.4.1; Figure 2, RequestVote receiver 2',
    because: 'a server that misses a committed entry could lead, and overwrite it everywhere',
  },
  'compare-last-term-first': {
    protects: 'leader-completeness',
    source: 'Raft §5.4.1',
    because:
      'a long log of an old term would count for more than a short one with the committed entry',
  },
  'reject-stale-term': {
    protects: 'leader-with-majority',
    source: 'Raft §5.1; Figure 2, RequestVote and AppendEntries receiver 1',
    because: 'a deposed leader that hears nothing would keep the others from having a leader',
  },
  'randomize-election-timeout': {
    protects: 'leader-with-majority',
    source: 'Raft §5.2 and §9.3',
    because: 'servers that time out together split the vote, and do so again in every term',
  },
});

export type RaftRules = RulesOf<typeof raftRules>;
export type RaftRule = keyof RaftRules;
