/** For each rule, a run that shows what happens without it. */
import type { PaxosRule } from '../../sims/paxos/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const oneValue = { scenario: 'paxos/one-value', seed: '1' };

export const paxosKillers: Killers<PaxosRule> = {
  'promise-persists': oneValue,
  'acceptance-persists': oneValue,
  'accept-only-promised': oneValue,
  'adopt-accepted-value': oneValue,
  'choose-highest-accepted': oneValue,
  'majority-not-half': { ...oneValue, params: { servers: 4 } },
  'ballots-unique': { ...oneValue, seed: '2' },
  'round-persists': oneValue,
  'learn-from-majority': oneValue,
  'count-one-ballot': { ...oneValue, seed: '0' },
  'new-leader-recovers': { scenario: 'paxos/log', seed: '1' },
  'gaps-get-no-ops': { scenario: 'paxos/new-leader', seed: '1' },
  'apply-in-slot-order': { scenario: 'paxos/log', seed: '1' },
  'read-through-log': { scenario: 'paxos/log', seed: '0' },
  'commands-apply-once': { scenario: 'paxos/new-leader', seed: '1', params: { behind: 1 } },
  'highest-zxid-wins': { scenario: 'paxos/zab-election', seed: '1' },
  'epoch-is-durable': { scenario: 'paxos/zab-election', seed: '1' },
  'follower-takes-in-order': { scenario: 'paxos/zab-reads', seed: '1' },
  'session-not-behind': { scenario: 'paxos/zab-reads', seed: '1' },
  'sync-asks-leader': { scenario: 'paxos/zab-reads', seed: '1' },
  'back-off-at-random': { scenario: 'paxos/duel', seed: '1', params: { duels: 10 } },
};
