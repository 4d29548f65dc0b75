/** The rules of single-decree Paxos, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const lamport = 'Lamport, Paxos Made Simple, 2001';

export const synodRules = {
  'promise-persists': {
    protects: 'promises-are-kept',
    source: `${lamport}, §2.5`,
    because:
      'an acceptor that crashes forgets its promise, and accepts a proposal that it had promised to refuse',
  },
  'acceptance-persists': {
    protects: 'one-value',
    source: `${lamport}, §2.5`,
    because: 'an acceptor forgets its vote for a chosen value, and no other acceptor reports it',
  },
  'accept-only-promised': {
    protects: 'promises-are-kept',
    source: `${lamport}, §2.2, P1a`,
    because: 'an old proposal is accepted after a newer proposer was told that there is none',
  },
  'adopt-accepted-value': {
    protects: 'one-value',
    source: `${lamport}, §2.2, P2c`,
    because: 'a proposer proposes its own value after another may have been chosen',
  },
  'choose-highest-accepted': {
    protects: 'one-value',
    source: `${lamport}, §2.2, P2c`,
    because: 'a value of an old ballot that was not chosen wins over the chosen one',
  },
  'majority-not-half': {
    protects: 'one-value',
    source: `${lamport}, §2.2`,
    because: 'two of four acceptors choose one value, and the other two another',
  },
  'ballots-unique': {
    protects: 'one-value-per-ballot',
    source: `${lamport}, §2.5`,
    because: 'two proposers propose two values in one ballot, and acceptors cannot tell them apart',
  },
  'round-persists': {
    protects: 'one-value-per-ballot',
    source: `${lamport}, §2.5`,
    because: 'a proposer that restarts begins one of its ballots a second time, with another value',
  },
  'learn-from-majority': {
    protects: 'learned-was-chosen',
    source: `${lamport}, §2.3`,
    because: 'a value counts as chosen that a single acceptor has accepted',
  },
  'count-one-ballot': {
    protects: 'one-value',
    source: `${lamport}, §2.2`,
    because: 'answers to an earlier ballot of the same proposer count for this one',
  },
  'back-off-at-random': {
    protects: 'value-is-chosen',
    source: `${lamport}, §2.4`,
    because: 'two proposers outbid each other in turn, and neither gets through phase 2',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type SynodRule = keyof typeof synodRules;
export type SynodRules = Switches<SynodRule>;
