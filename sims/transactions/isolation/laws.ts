/** What isolation is held to: what a level promises, and what its clients lose if they ask for less than they need. */
import { watched } from '../../../src/check/breaches.ts';
import { finalInvariant, type Invariant } from '../../../src/check/invariant.ts';
import type { TransactionsSubject } from '../subject.ts';
import type { AnomalyId } from './hermitage.ts';

export const isolationLaws = {
  'no-dirty-write': 'no transaction writes over what another has not committed',
  'no-dirty-read': 'no transaction reads what is not committed, or only part of what is',
  'one-view': 'all reads of a transaction show the database at one moment, if its level says so',
  'no-lost-update': 'no committed update is overwritten by one that has not seen it',
  'no-lost-increment': 'no increment inside an UPDATE is lost',
  'serial-equivalent': 'what committed could have run one after the other, if the level says so',
  unique: 'no two rows have the same value in a unique column',
} as const;

export type IsolationLaw = keyof typeof isolationLaws;

/** Which promise is broken if a level shows an anomaly that it prevents. */
export const lawOf: Readonly<Record<AnomalyId, IsolationLaw>> = {
  G0: 'no-dirty-write',
  G1a: 'no-dirty-read',
  G1b: 'no-dirty-read',
  G1c: 'no-dirty-read',
  OTV: 'no-dirty-read',
  PMP: 'one-view',
  P4: 'no-lost-update',
  'G-single': 'one-view',
  'G2-item': 'serial-equivalent',
  G2: 'serial-equivalent',
};

/** What the scenarios of isolation look at. */
export interface IsolationSubject extends TransactionsSubject {
  /** Transactions that have begun and not ended, at the end of the run, in words. */
  readonly unended: () => string | undefined;
}

export const isolationInvariants: readonly Invariant<IsolationSubject>[] = [
  ...Object.values(
    watched<IsolationLaw, IsolationSubject>(isolationLaws, ({ breaches }) => breaches),
  ),
  finalInvariant(
    'every-transaction-ends',
    'in the end every transaction has committed or failed',
    ({ unended }: IsolationSubject) => unended(),
  ),
];
