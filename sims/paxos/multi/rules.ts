/** The rules of a log of many values, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';
import type { SynodRules } from '../synod/rules.ts';

const lamport = 'Lamport, Paxos Made Simple, 2001, §3';

export const multiRules = {
  'new-leader-recovers': {
    protects: 'one-command-per-slot',
    source: lamport,
    because: 'a new leader puts its own commands into slots for which others were chosen',
  },
  'gaps-get-no-ops': {
    protects: 'commands-are-answered',
    source: lamport,
    because: 'a slot that stays empty holds up every command behind it',
  },
  'apply-in-slot-order': {
    protects: 'same-commands-in-order',
    source: lamport,
    because: 'servers learn of slots in different orders, and their stores drift apart',
  },
  'read-through-log': {
    protects: 'linearizable',
    source: lamport,
    because: 'a leader that was outbid without knowing it answers from an old store',
  },
  'commands-apply-once': {
    protects: 'linearizable',
    source: 'Ongaro and Ousterhout, Raft, 2014, §8',
    because: 'a request that arrives twice is put into two slots, and undoes what came between',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type MultiRule = keyof typeof multiRules;

/** Rules of single-decree Paxos that its acceptors and leaders obey for every slot. */
type Kept =
  | 'promise-persists'
  | 'acceptance-persists'
  | 'accept-only-promised'
  | 'choose-highest-accepted'
  | 'majority-not-half'
  | 'learn-from-majority'
  | 'back-off-at-random';

export type MultiRules = Switches<MultiRule> & Pick<SynodRules, Kept>;
