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
  'back-off-at-random': { scenario: 'paxos/duel', seed: '1', params: { duels: 10 } },
};
