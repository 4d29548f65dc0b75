/** The laws of atomic commit as invariants, and the goal that every transaction ends. */
import { watched } from '../../../src/check/breaches.ts';
import { eventually, type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { type CommitCluster, inDoubt } from './cluster.ts';
import { commitLaws } from './laws.ts';

export const commitInvariants: readonly Invariant<CommitCluster>[] = Object.values(
  watched(commitLaws, ({ breaches }: CommitCluster) => breaches),
);

/** A participant that has not voted holds no locks, and need not learn anything. */
export const everyTransactionEnds = (withinMs: number): Goal<CommitCluster> =>
  eventually(
    'every-transaction-ends',
    'no participant is left in doubt with its locks',
    withinMs,
    ({ transactions }) => transactions.every((one) => inDoubt(one) === 0),
  );

export const someCommit = (commits: number): Goal<CommitCluster> =>
  sometimes(
    'some-commit',
    'at least as many transactions commit as the question needs',
    ({ transactions }) =>
      transactions.filter(({ judge }) => judge.outcome === 'commit').length >= commits,
  );
