/**
 * Goal: the dependency graph answers what a search of every order answers.
 * Method: random histories of up to five transactions from a store with serial execution, with
 * snapshots, or without isolation, some with a read changed. Where reads tell the whole order of
 * versions, verdicts are equal; elsewhere a violation is never claimed of what some order explains.
 */
import { describe, expect, test } from 'vitest';
import { checkIsolation } from '../../../src/check/isolation/check.ts';
import { levels } from '../../../src/check/isolation/level.ts';
import type { Transaction } from '../../../src/check/isolation/transaction.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { isSerializable, isSnapshotIsolated } from '../../support/brute-force-isolation.ts';
import { countOf } from '../../support/campaign.ts';
import { type Made, madeHistory, withOneReadChanged } from '../../support/made-transactions.ts';

const histories = countOf({ unit: 40, deep: 3_000 });

const oracles = [
  ['snapshot', isSnapshotIsolated],
  ['serializable', (of: readonly Transaction[]) => isSerializable(of)],
  ['strict-serializable', (of: readonly Transaction[]) => isSerializable(of, true)],
] as const;

function reportOf(transactions: readonly Transaction[], id: string) {
  const level = levels.find((each) => each.id === id);
  if (level === undefined) throw new RangeError(id);
  return checkIsolation(transactions, level);
}

/** How often the verdicts agree, and how often each of them is a violation. */
function compare(made: Omit<Made, 'transactions' | 'keys' | 'stepsMax'>, isChanged: boolean) {
  const random = new RandomStreams('isolation').stream(
    `${made.objects} ${made.store} ${isChanged}`,
  );
  const seen = { equal: 0, violated: 0, undetected: 0 };
  for (let count = 0; count < histories; count++) {
    const sizes = { transactions: 2 + (count % 3), keys: 1 + (count % 3), stepsMax: 3 };
    const isRepeating = made.objects === 'register' && count % 2 === 1;
    const values = isRepeating ? { values: 3 } : {};
    const history = madeHistory({ ...made, ...sizes, ...values }, random);
    const transactions = isChanged ? withOneReadChanged(history, random) : history;
    for (const [id, oracle] of oracles) {
      const { verdict, gaps } = reportOf(transactions, id);
      const isViolated = verdict === 'violated';
      const isImpossible = !oracle(transactions);
      const tellsAll = Object.values(gaps).every((of) => of === 0) && made.objects === 'list';
      if (isViolated !== isImpossible && (isViolated || tellsAll)) {
        expect({ id, transactions, isViolated }).toEqual('the verdict of every order');
      }
      seen.equal += isViolated === isImpossible ? 1 : 0;
      seen.undetected += isViolated === isImpossible ? 0 : 1;
      seen.violated += isImpossible ? 1 : 0;
    }
  }
  return seen;
}

describe('as every order says', () => {
  const stores = ['serial', 'snapshot', 'none'] as const;
  const objects = ['list', 'register'] as const;
  const cases = objects.flatMap((of) =>
    stores.flatMap((store) => [false, true].map((isChanged) => [of, store, isChanged] as const)),
  );
  test.each(cases)('%ss, store %s, a read changed: %s', (of, store, isChanged) => {
    const made = { objects: of, store, endsWithReads: of === 'list', troubles: 0.1 };
    const seen = compare(made, isChanged);
    // Both verdicts have been met; a store that isolates breaks few levels, and seldom.
    expect(seen.equal).toBeGreaterThan(0);
    if (store === 'none' || isChanged) expect(seen.violated).toBeGreaterThan(0);
  });
});

describe('a store keeps the level that it is made for', () => {
  test.each([
    ['serial', 'strict-serializable'],
    ['snapshot', 'snapshot'],
  ] as const)('%s: %s', (store, id) => {
    const random = new RandomStreams('isolation').stream(`kept by ${store}`);
    for (const objects of ['list', 'register'] as const) {
      for (let count = 0; count < countOf({ unit: 20, deep: 1_000 }); count++) {
        const made = { transactions: 30, keys: 3, stepsMax: 4, endsWithReads: true, troubles: 0.1 };
        const history = madeHistory({ ...made, objects, store }, random);
        const { violations } = reportOf(history, id);
        if (violations.length > 0) expect({ history, violations }).toEqual('no violation');
      }
    }
  });
});
