/**
 * Goal: the checker answers what a search of every order answers, and its explanation is true.
 * Method: all histories of up to three operations, and many shapes of four to six with
 * random operations (every one of them in oracle.deep.ts), for every model; and the return that the explanation names is the
 * first at which the history, cut off there, has no linearization.
 */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import {
  firstImpossibleReturn,
  isLinearizable,
} from '../../support/brute-force-linearizability.ts';
import { choicesOf, historyOf, randomDeeds, shapesOf } from '../../support/history-shapes.ts';
import { cases, check } from '../../support/linearizability-cases.ts';

/** A few shapes of six operations, more of five, all of four. */
const sampled = [
  { n: 4, every: 1 },
  { n: 5, every: 7 },
  { n: 6, every: 211 },
].flatMap(({ n, every }) => shapesOf(n).filter((_, place) => place % every === 0));

describe.each(cases)('$model.id', (each) => {
  const agree = (operations: ReturnType<typeof historyOf>) => {
    const expected = isLinearizable(operations, each.object);
    const { verdict, violation } = check(operations, each);
    if ((verdict === 'linearizable') !== expected || verdict === 'unknown') {
      expect([operations, verdict]).toEqual([operations, expected]);
    }
    if (violation !== undefined) {
      const named = violation.stuck.operation.returnedAt;
      const first = firstImpossibleReturn(operations, each.object);
      if (named !== first) expect([operations, named]).toEqual([operations, first]);
    }
    return expected;
  };

  test('all histories of up to three operations', () => {
    const verdicts = [1, 2, 3].flatMap((n) =>
      shapesOf(n).flatMap((shape) =>
        [...choicesOf(each.menu, n)].map((deeds) => agree(historyOf(shape, deeds))),
      ),
    );
    expect(new Set(verdicts).size).toBe(2);
  });

  test('many shapes of four to six operations', () => {
    const random = new RandomStreams('shapes').stream(each.model.id);
    const verdicts = sampled.map((shape) =>
      agree(historyOf(shape, randomDeeds(each.menu, shape.length, random))),
    );
    expect(new Set(verdicts).size).toBe(2);
  });
});

test('there are as many shapes as there should be', () => {
  const counts = [1, 2, 3, 4].map((n) => shapesOf(n).length);
  expect(counts).toEqual([1 * 2, 3 * 4, 15 * 8, 105 * 16]);
});
