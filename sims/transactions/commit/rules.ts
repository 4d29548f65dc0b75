/** The rules of atomic commit, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const mohan = 'Mohan, Lindsay and Obermarck, Transaction Management in R*, TODS 1986';
const grayLamport = 'Gray and Lamport, Consensus on Transaction Commit, TODS 2006';

export const commitRules = {
  'vote-is-logged-before-sent': {
    protects: 'atomicity',
    source: `${mohan}, §2.1`,
    because: 'a participant crashes after its yes, and has nothing that it could commit',
  },
  'decision-is-logged-before-sent': {
    protects: 'atomicity',
    source: `${mohan}, §2.1`,
    because: 'the coordinator tells one participant to commit, crashes, and tells another to abort',
  },
  'commit-needs-every-vote': {
    protects: 'atomicity',
    source: `${grayLamport}, §3.1`,
    because: 'the others commit what the participant that refused has aborted',
  },
  'prepared-waits': {
    protects: 'no-unilateral-abort',
    source: `${grayLamport}, §3.3`,
    because: 'a participant that gives up waiting aborts what the others commit',
  },
  'coordinator-forgets-after-acks': {
    protects: 'atomicity',
    source: `${mohan}, §2.1`,
    because: 'a participant that missed the decision asks, and gets the presumed outcome instead',
  },
  'recovery-asks-coordinator': {
    protects: 'every-transaction-ends',
    source: `${mohan}, §2.2`,
    because:
      'a participant that missed an abort, which is never repeated, keeps its locks for ever',
  },
  'acceptance-is-logged-before-sent': {
    protects: 'atomicity',
    source: `${grayLamport}, §4.1`,
    because: 'an acceptor forgets a vote that the leader has counted',
  },
  'promise-refuses-older-ballot': {
    protects: 'atomicity',
    source: `${grayLamport}, §4.1, phase 1b`,
    because: 'late votes are counted after a new leader has found none',
  },
  'leader-adopts-accepted-vote': {
    protects: 'atomicity',
    source: `${grayLamport}, §4.1, phase 2a`,
    because: 'a new leader aborts what the old one may have committed',
  },
  'decision-needs-quorum': {
    protects: 'atomicity',
    source: `${grayLamport}, §4.2`,
    because: 'a new leader can ask a majority that does not know of the one acceptance',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type CommitRule = keyof typeof commitRules;
export type CommitRules = Switches<CommitRule>;
