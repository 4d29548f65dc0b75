/**
 * Goal: the checker answers what a search of every order answers, for all histories of up to four
 * operations and for every shape of five and six.
 * Method: as oracle.test.ts; the shapes of five and six get random operations.
 */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { isLinearizable } from '../../support/brute-force-linearizability.ts';
import { choicesOf, historyOf, randomDeeds, shapesOf } from '../../support/history-shapes.ts';
import { cases, check } from '../../support/linearizability-cases.ts';

const shapes = [1, 2, 3, 4].flatMap(shapesOf);
const largeShapes = [5, 6].flatMap(shapesOf);

describe.each(cases)('$model.id', (each) => {
  const disagrees = (operations: ReturnType<typeof historyOf>) =>
    (check(operations, each).verdict === 'linearizable') !==
    isLinearizable(operations, each.object);

  test('all histories of up to four operations', () => {
    for (const shape of shapes) {
      for (const deeds of choicesOf(each.menu, shape.length)) {
        const operations = historyOf(shape, deeds);
        if (disagrees(operations)) expect(operations).toBe('judged alike');
      }
    }
  });

  test('every shape of five and six operations', () => {
    const random = new RandomStreams('deep').stream(each.model.id);
    for (const shape of largeShapes) {
      const operations = historyOf(shape, randomDeeds(each.menu, shape.length, random));
      if (disagrees(operations)) expect(operations).toBe('judged alike');
    }
  });
});
