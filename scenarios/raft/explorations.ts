/**
 * For each safety rule of Raft that does not depend on the clock, a search for what happens without
 * it: every order of events within small bounds. The results are in `exploration-stories.ts`.
 */
import type { RaftRule } from '../../sims/raft/rules.ts';
import type { RuleExploration, Stage } from '../../src/check/exploration.ts';
import type { RaftOperation } from './operations.ts';

/** Continues from there with all messages still in flight, or without them. */
const kept = (goal: string): Stage => ({ goal, keepsMessages: true });
const dropped = (goal: string): Stage => ({ goal, keepsMessages: false });

/** Named by their goals, or by the property that the previous stage broke. */
const keptAll = (goals: string): readonly Stage[] => goals.split(' ').map(kept);

// Names no server, so any may be asked.
const put = (value: string): RaftOperation => ({ kind: 'put', client: 'c1', key: 'x', value });
const append = (value: string): RaftOperation => ({
  kind: 'append',
  client: 'c1',
  key: 'x',
  value,
});
const get: RaftOperation = { kind: 'get', client: 'c1', key: 'x' };
const snapshot: RaftOperation = { kind: 'take-snapshot', server: 'n1' };
const voters = (...voters: string[]): RaftOperation => ({ kind: 'change-membership', voters });
const five = voters('n1', 'n2', 'n3', 'n4', 'n5');

/** How often a timer may fire in a stage. */
const timeouts = (electionTimeout: number, others: Readonly<Record<string, number>> = {}) => ({
  timeouts: { electionTimeout, ...others },
});
/** The no-op of a leader, a session, and a write that is answered. */
const aWrite = 'leads committed committed-two committed-three answered';

/** Three servers, and no client. */
const servers = { scenario: 'raft/random-faults', operations: [] };

export const raftExplorations: Readonly<Partial<Record<RaftRule, RuleExploration>>> = {
  'one-vote-per-term': { ...servers, bounds: timeouts(2) },
  'persist-term-and-vote': {
    ...servers,
    bounds: { crashes: 1, ...timeouts(2) },
  },
  'count-distinct-voters': {
    ...servers,
    bounds: { duplicates: 1, ...timeouts(3) },
  },
  'candidate-votes-for-itself': { ...servers, bounds: timeouts(2) },
  'lead-on-durable-ballot': {
    ...servers,
    bounds: { disks: 'any-time', ...timeouts(1) },
  },
  'count-grants-for-this-candidacy': {
    ...servers,
    bounds: { disks: 'any-time', crashes: 1, ...timeouts(2) },
    reach: { terms: 2, entries: 2 },
    stages: [kept('committed')],
  },
  'up-to-date-log': {
    ...servers,
    bounds: timeouts(2),
    reach: { terms: 3 },
    stages: [kept('committed')],
  },
  'compare-last-term-first': {
    scenario: 'raft/stale-log',
    operations: [],
    bounds: timeouts(2),
    reach: { terms: 5, entries: 8 },
  },
  // Figure 8 of the paper, with three servers.
  'commit-only-current-term': {
    scenario: 'raft/new-leader-read',
    operations: [
      { kind: 'put', client: 'c1', of: 'n1', key: 'x', value: 'a' },
      { kind: 'put', client: 'c2', of: 'n2', key: 'x', value: 'b' },
    ],
    bounds: timeouts(1),
    reach: { terms: 4, entries: 3 },
    stages: ['leads', 'appended', 'handed-over', 'forked', 'handed-back'].map(kept),
  },
  'check-previous-entry': {
    scenario: 'raft/missed-entry',
    bounds: timeouts(1),
    stages: [dropped('leads')],
  },
  'truncate-on-conflict': {
    ...servers,
    bounds: timeouts(1),
    reach: { terms: 3 },
    stages: [kept('leads'), kept('handed-over')],
  },
  'truncate-only-on-conflict': {
    scenario: 'raft/missed-entry',
    bounds: timeouts(1),
    reach: { terms: 3, entries: 5 },
    stages: [dropped('leads'), kept('answered')],
  },
  'commit-what-agrees': {
    scenario: 'raft/stale-tail',
    bounds: timeouts(1, { heartbeatTimeout: 1 }),
    reach: { terms: 4, entries: 7 },
  },
  'match-what-was-sent': {
    scenario: 'raft/longer-log',
    bounds: timeouts(1, { heartbeatTimeout: 1 }),
    reach: { terms: 5, entries: 7 },
    stages: [kept('leads')],
  },
  'append-only-while-leading': {
    scenario: 'raft/deposed-mid-batch',
    bounds: timeouts(1, { batchTimeout: 2 }),
    stages: [dropped('leads')],
  },
  'durable-before-acknowledged': {
    ...servers,
    bounds: { disks: 'any-time', crashes: 1, ...timeouts(2) },
    stages: [kept('leads')],
  },
  'ignore-stale-replies': {
    scenario: 'raft/late-answer',
    operations: [],
    bounds: timeouts(1),
    reach: { terms: 3, entries: 6 },
    stages: keptAll('leads two-lead committed-is-durable'),
  },
  'stored-in-this-term': {
    scenario: 'raft/stored-late',
    operations: [],
    bounds: { disks: 'any-time', crashes: 1, ...timeouts(1) },
    reach: { terms: 2, entries: 4 },
    stages: keptAll('leads two-lead committed-is-durable'),
  },
  'drop-torn-record': {
    scenario: 'raft/torn-record',
    operations: [],
    bounds: {
      disks: 'any-time',
      crashes: 1,
      tears: 1,
      ...timeouts(1, { heartbeatTimeout: 1 }),
    },
    reach: { terms: 2, entries: 3 },
    stages: keptAll('leads committed-is-durable'),
  },
  'answer-retries-from-session': {
    scenario: 'raft/retried-request',
    operations: [append('a'), get],
    bounds: timeouts(1, { retry: 1 }),
    reach: { terms: 1, entries: 6 },
    stages: keptAll('leads committed committed-two committed-three'),
  },
  'read-after-own-commit': {
    scenario: 'raft/new-leader-read',
    operations: [put('a'), get],
    bounds: timeouts(1),
    reach: { terms: 2, entries: 4 },
    stages: keptAll('leads appended committed committed-two answered handed-over'),
  },
  'read-confirms-leadership': {
    scenario: 'raft/deposed-leader-read',
    operations: [put('a'), put('b'), get],
    bounds: timeouts(1),
    reach: { terms: 2, entries: 6 },
    stages: keptAll(`${aWrite} two-lead leads-behind`),
  },
  'answers-to-this-leadership': {
    scenario: 'raft/stale-confirmation',
    operations: [
      put('a'),
      { kind: 'transfer', to: 'n2' },
      { kind: 'transfer', to: 'n1' },
      put('b'),
      get,
    ],
    bounds: timeouts(1),
    reach: { terms: 4, entries: 8 },
    stages: keptAll(`${aWrite} handed-over handed-back committed-later two-lead`),
  },
  'read-waits-for-apply': {
    scenario: 'raft/follower-read',
    operations: [put('a'), get],
    bounds: timeouts(1),
    reach: { terms: 1, entries: 6 },
    stages: keptAll(aWrite),
  },
  'ignore-old-snapshot': {
    scenario: 'raft/deposed-leader-read',
    operations: [put('a'), snapshot, put('b')],
    bounds: { duplicates: 1, ...timeouts(1) },
    reach: { terms: 1, entries: 6 },
    stages: keptAll(`${aWrite} compacted answered-two`),
  },
  'keep-log-that-matches-snapshot': {
    scenario: 'raft/snapshot-over-log',
    operations: [put('a'), snapshot],
    bounds: timeouts(1),
    reach: { terms: 2, entries: 9 },
    stages: keptAll('leads committed compacted'),
  },
  'snapshot-holds-committed-configuration': {
    scenario: 'raft/snapshot-of-change',
    operations: [five, snapshot, voters('n2', 'n3', 'n4')],
    bounds: timeouts(2),
    reach: { terms: 3, entries: 4 },
    stages: keptAll(
      'leads committed changed compacted two-lead committed-later change-committed leader-completeness',
    ),
  },
  'snapshot-before-compaction': {
    scenario: 'raft/deposed-leader-read',
    // Records that are written together become durable one after another.
    params: { diskMs: { min: 0.1, max: 0.1 } },
    operations: [put('a'), snapshot, get],
    bounds: { disks: 'any-time', crashes: 1, ...timeouts(1) },
    reach: { terms: 2, entries: 6 },
    stages: [...keptAll(aWrite), dropped('compacted'), kept('leaderless')],
  },
  'joint-majorities': {
    scenario: 'raft/figure-10',
    operations: [five],
    bounds: timeouts(1),
    reach: { terms: 2, entries: 4 },
    stages: keptAll('leads changed two-lead'),
  },
  'configuration-counts-once-appended': {
    scenario: 'raft/late-configuration',
    operations: [voters('n1', 'n2', 'n3', 'n4'), five],
    bounds: { crashes: 1, ...timeouts(2, { heartbeatTimeout: 1 }) },
    reach: { terms: 2, entries: 4 },
    stages: [
      ...keptAll('leads committed changed changed-twice committed-three'),
      dropped('change-known'),
    ],
  },
  'one-change-at-a-time': {
    scenario: 'raft/two-changes',
    operations: [voters('n1', 'n2', 'n3', 'n4'), five],
    bounds: timeouts(1),
    reach: { terms: 2, entries: 4 },
    stages: keptAll('leads committed changed changed-twice two-lead'),
  },
  'one-server-at-a-time': {
    scenario: 'raft/several-at-once',
    operations: [five],
    bounds: timeouts(1),
    reach: { terms: 2, entries: 4 },
    stages: keptAll('leads committed changed two-lead'),
  },
  'roll-back-configuration': {
    scenario: 'raft/truncated-change',
    operations: [five, voters('n2', 'n3', 'n4')],
    bounds: timeouts(2),
    reach: { terms: 3, entries: 4 },
    stages: keptAll(
      'leads committed changed two-lead committed-later changed-apart change-committed leader-completeness',
    ),
  },
  'change-after-own-commit': {
    scenario: 'raft/single-server-bug',
    operations: [five, voters('n2', 'n3', 'n4')],
    bounds: timeouts(2),
    reach: { terms: 3, entries: 4 },
    stages: keptAll('leads committed changed two-lead changed-apart change-committed'),
  },
  'removed-leader-does-not-count': {
    scenario: 'raft/leader-outside',
    operations: [voters('n2', 'n3', 'n4'), put('a')],
    bounds: timeouts(1),
    reach: { terms: 2, entries: 6 },
    stages: keptAll('leads committed changed changed-everywhere'),
  },
};

/**
 * The consequences of a violation that no client sees yet: one server that leads the same term
 * twice appends different entries in it, and two servers apply them.
 */
export const raftConsequences: Readonly<Partial<Record<RaftRule, RuleExploration>>> = {
  'lead-on-durable-ballot': {
    scenario: 'raft/new-leader-read',
    property: 'state-machine-safety',
    operations: [put('first'), put('one'), put('two')],
    bounds: { disks: 'any-time', crashes: 1, ...timeouts(1) },
    reach: { terms: 2, entries: 5 },
    stages: [
      ...keptAll('leads appended committed'),
      dropped('answered'),
      ...keptAll('counts-durable-ballots appended log-matching'),
    ],
  },
};
