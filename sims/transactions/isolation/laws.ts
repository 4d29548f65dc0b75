/**
 * The laws of isolation: what each level promises, and what clients lose that ask for less than
 * they need.
 */
import { watched } from '../../../src/check/breaches.ts';
import { finalInvariant, type Invariant } from '../../../src/check/invariant.ts';
import type { TransactionsSubject } from '../subject.ts';
import type { AnomalyId } from './hermitage.ts';

export const isolationLaws = {
  'no-dirty-write': 'no transaction overwrites an uncommitted write of another',
  'no-dirty-read': 'no transaction reads uncommitted data, or only part of a commit',
  'one-view':
    'all reads of a transaction show the database at one moment, if its level promises that',
  'reader-and-writer-never-wait':
    'no plain SELECT waits for a writer, and no writer for it, if reads come from a snapshot',
  'snapshot-keeps-its-rows': 'a snapshot finds each row that was there when it was taken',
  'no-lost-update': 'no committed update is overwritten by a transaction that has not seen it',
  'no-lost-increment': 'no increment inside an UPDATE is lost',
  'serial-equivalent':
    'the committed transactions could have run one after the other, if their level promises that',
  'no-deadlock': 'transactions that lock their rows in one order never fail by a deadlock',
  'job-done-once': 'no job of a queue is done twice if workers lock it',
  'job-is-not-lost': 'the job of a worker that has died is done by another one',
  'claims-never-wait': 'no worker waits for the job of another one if it skips locked rows',
  unique: 'no two rows have the same value in a unique column',
} as const;

export type IsolationLaw = keyof typeof isolationLaws;

/** The promise that is broken if a level shows an anomaly that it should prevent. */
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

/** What the scenarios of isolation observe. */
export interface IsolationSubject extends TransactionsSubject {
  /** Transactions that are still open at the end of the run, in words. */
  readonly unended: () => string | undefined;
}

export const isolationInvariants: readonly Invariant<IsolationSubject>[] = [
  ...Object.values(
    watched<IsolationLaw, IsolationSubject>(isolationLaws, ({ breaches }) => breaches),
  ),
  finalInvariant(
    'every-transaction-ends',
    'at the end every transaction has committed or failed',
    ({ unended }: IsolationSubject) => unended(),
  ),
];
