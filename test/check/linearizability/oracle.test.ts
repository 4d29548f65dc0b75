/**
 * Goal: the checker answers what a search of every order answers, and its explanation is true.
 * Method: all histories of up to two operations, every shape of three and four and many of five with
 * random operations, for every model (larger ones in oracle.deep.ts); and the return that the explanation
 * names is the first at which the history, cut off there, has no linearization.
 */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import {
  firstImpossibleReturn,
  isLinearizable,
} from '../../support/brute-force-linearizability.ts';
import { countOf, isDeep } from '../../support/campaign.ts';
import { choicesOf, historyOf, randomDeeds, shapesOf } from '../../support/history-shapes.ts';
import { cases, check } from '../../support/linearizability-cases.ts';

/** Some shapes of five operations, all of four, each of three with several choices. */
const sampled = [
  ...Array.from({ length: countOf({ unit: 4, deep: 8 }) }, () => shapesOf(3)).flat(),
  ...shapesOf(4),
  ...shapesOf(5).filter((_, place) => place % countOf({ unit: 61, deep: 23 }) === 0),
  ...(isDeep ? shapesOf(6).filter((_, place) => place % 211 === 0) : []),
];
const exhausted = isDeep ? [1, 2, 3] : [1, 2];

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

  test(`all histories of up to ${exhausted.length} operations`, () => {
    const verdicts = exhausted.flatMap((n) =>
      shapesOf(n).flatMap((shape) =>
        [...choicesOf(each.menu, n)].map((deeds) => agree(historyOf(shape, deeds))),
      ),
    );
    expect(new Set(verdicts).size).toBe(2);
  });

  test('many shapes of three to five operations', () => {
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
