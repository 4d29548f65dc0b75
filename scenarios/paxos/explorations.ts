/**
 * For each rule that does not depend on clocks, a search over every order of a few proposals for
 * what happens without it.
 */
import type { PaxosRule } from '../../sims/paxos/rules.ts';
import type { RuleExploration } from '../../src/check/exploration.ts';

const scenario = 'paxos/single-decree';
const propose = (server: string, value: string) => ({ kind: 'propose', server, value });
const [one, other] = [propose('n1', 'a'), propose('n2', 'b')];
/** A law about messages is checked by the consequence of its violation. */
const duel = {
  scenario,
  property: 'one-value',
  operations: [one, other],
  bounds: { timeouts: { retry: 0 } },
};

const put = (server: string, value: string, serial = 1) => ({ kind: 'put', server, value, serial });
const ofLog = { scenario: 'paxos/log-races' };

export const paxosExplorations: Readonly<Partial<Record<PaxosRule, RuleExploration>>> = {
  'promise-persists': { ...duel, bounds: { crashes: 1, timeouts: { retry: 0 } } },
  'acceptance-persists': { ...duel, bounds: { crashes: 1, timeouts: { retry: 0 } } },
  'accept-only-promised': duel,
  'adopt-accepted-value': duel,
  'choose-highest-accepted': {
    ...duel,
    bounds: { timeouts: { retry: 1 } },
    stages: [{ goal: 'two-values-accepted', keepsMessages: true }],
  },
  'majority-not-half': { ...duel, params: { servers: 4 } },
  'ballots-unique': duel,
  // A message sent before the crash arrives after it, and is taken for an answer to the second
  // ballot with that number.
  'round-persists': {
    ...duel,
    operations: [one, propose('n1', 'b')],
    bounds: { network: 'set', ownMessages: 'any-time', crashes: 1, timeouts: { retry: 0 } },
  },
  'learn-from-majority': duel,
  'count-one-ballot': { ...duel, bounds: { timeouts: { retry: 1 } } },
  'new-leader-recovers': { ...ofLog, operations: [put('n1', 'a'), put('n2', 'b')] },
  'apply-in-slot-order': {
    ...ofLog,
    operations: [put('n1', 'a'), put('n1', 'b', 2)],
    reach: { slots: 2 },
  },
};
