/** For rules of Raft, a search that finds what happens without them: every order within small bounds. */
import type { RaftRule } from '../../sims/raft/rules.ts';
import type { RuleExploration, Stage } from '../../src/check/exploration.ts';

/** Goes on from there with all that is under way; or without it. */
const kept = (goal: string): Stage => ({ goal, keepsMessages: true });
const dropped = (goal: string): Stage => ({ goal, keepsMessages: false });

/** Three servers, and nobody who asks for anything. */
const servers = { scenario: 'raft/random-faults', operations: [] };

export const raftExplorations: Readonly<Partial<Record<RaftRule, RuleExploration>>> = {
  'one-vote-per-term': { ...servers, bounds: { timeouts: { electionTimeout: 2 } } },
  'persist-term-and-vote': {
    ...servers,
    bounds: { crashes: 1, timeouts: { electionTimeout: 2 } },
  },
  'count-distinct-voters': {
    ...servers,
    bounds: { duplicates: 1, timeouts: { electionTimeout: 3 } },
  },
  'candidate-votes-for-itself': { ...servers, bounds: { timeouts: { electionTimeout: 2 } } },
  'lead-on-durable-ballot': {
    ...servers,
    bounds: { disks: 'any-time', timeouts: { electionTimeout: 1 } },
  },
  'count-grants-for-this-candidacy': {
    ...servers,
    bounds: { disks: 'any-time', crashes: 1, timeouts: { electionTimeout: 2 } },
    reach: { terms: 2, entries: 2 },
    stages: [kept('committed')],
  },
  'up-to-date-log': {
    ...servers,
    bounds: { timeouts: { electionTimeout: 2 } },
    reach: { terms: 3 },
    stages: [kept('committed')],
  },
  'compare-last-term-first': {
    scenario: 'raft/stale-log',
    operations: [],
    bounds: { timeouts: { electionTimeout: 2 } },
    reach: { terms: 5, entries: 8 },
  },
  // Figure 8 of the paper, with three servers.
  'commit-only-current-term': {
    scenario: 'raft/new-leader-read',
    operations: [
      { kind: 'put', client: 'c1', of: 'n1', key: 'x', value: 'a' },
      { kind: 'put', client: 'c2', of: 'n2', key: 'x', value: 'b' },
    ],
    bounds: { timeouts: { electionTimeout: 1 } },
    reach: { terms: 4, entries: 3 },
    stages: ['leads', 'appended', 'handed-over', 'forked', 'handed-back'].map(kept),
  },
  'check-previous-entry': {
    scenario: 'raft/missed-entry',
    bounds: { timeouts: { electionTimeout: 1 } },
    stages: [dropped('leads')],
  },
  'truncate-on-conflict': {
    ...servers,
    bounds: { timeouts: { electionTimeout: 1 } },
    reach: { terms: 3 },
    stages: [kept('leads'), kept('handed-over')],
  },
  'truncate-only-on-conflict': {
    scenario: 'raft/missed-entry',
    bounds: { timeouts: { electionTimeout: 1 } },
    reach: { terms: 3, entries: 5 },
    stages: [dropped('leads'), kept('answered')],
  },
  'commit-what-agrees': {
    scenario: 'raft/stale-tail',
    bounds: { timeouts: { electionTimeout: 1, heartbeatTimeout: 1 } },
    reach: { terms: 4, entries: 7 },
  },
  'match-what-was-sent': {
    scenario: 'raft/longer-log',
    bounds: { timeouts: { electionTimeout: 1, heartbeatTimeout: 1 } },
    reach: { terms: 5, entries: 7 },
    stages: [kept('leads')],
  },
  'append-only-while-leading': {
    scenario: 'raft/deposed-mid-batch',
    bounds: { timeouts: { electionTimeout: 1, batchTimeout: 2 } },
    stages: [dropped('leads')],
  },
  'durable-before-acknowledged': {
    ...servers,
    bounds: { disks: 'any-time', crashes: 1, timeouts: { electionTimeout: 2 } },
    stages: [kept('leads')],
  },
};

/**
 * Rules of safety of which a search has found nothing yet: how far it went. The searches were cut after six
 * CPU seconds, unless they say that they are complete; each began from stages, with one timeout a stage.
 */
export const raftSearched: Readonly<Partial<Record<RaftRule, string>>> = {
  'drop-torn-record':
    '282,095 states, complete: a crash that tears, two terms, from what is committed',
  'answer-retries-from-session': '328,367 states: a retry, a term, from the first answer',
  'read-after-own-commit': '424,523 states: a write and a read, two terms, from the first answer',
  'read-confirms-leadership':
    '419,373 states: two writes and a read, two terms, from the second leader',
  'answers-to-this-leadership':
    '388,684 states: two writes and a read, four terms, from the leader to whom the lead was handed back',
  'read-waits-for-apply': '323,906 states: a write and a read, one term, from the first answer',
  'ignore-old-snapshot':
    '73,038 states, complete: a snapshot and a heartbeat, two terms, from the first answer',
  'keep-log-that-matches-snapshot':
    '445,632 states: a snapshot and a heartbeat, two terms, from the first leader',
  'snapshot-before-compaction': '457,097 states: a snapshot and a crash, two terms, from a leader',
  'joint-majorities': '430,314 states: one change, two timeouts, two terms, from a leader',
  'one-server-at-a-time':
    '9,983 states, complete: one change, one timeout, two terms, from what is committed',
  'configuration-counts-once-appended':
    '405,321 states: two changes, one timeout, two terms, from a leader',
};
