/**
 * Goal: the checker answers what a search of every order answers, for many more histories.
 * Method: as oracle.test.ts. All shapes of up to four operations with every choice of three kinds,
 * and every shape of five and every fourth of six, with random operations.
 */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { isLinearizable } from '../../support/brute-force-linearizability.ts';
import {
  choicesOf,
  type Deed,
  historyOf,
  randomDeeds,
  shapesOf,
} from '../../support/history-shapes.ts';
import { cases, check } from '../../support/linearizability-cases.ts';
import './oracle.test.ts';

const shapes = [1, 2, 3, 4].flatMap(shapesOf);
const largeShapes = [...shapesOf(5), ...shapesOf(6).filter((_, place) => place % 4 === 0)];

describe.each(cases)('$model.id', (each) => {
  const disagrees = (operations: ReturnType<typeof historyOf>) =>
    (check(operations, each).verdict === 'linearizable') !==
    isLinearizable(operations, each.object);

  test('all histories of up to four operations of three kinds', () => {
    // A write, what changes it, and a read, as each menu has them.
    const menu = [each.menu[0], each.menu[1], each.menu.at(-1)] as Deed[];
    for (const shape of shapes) {
      for (const deeds of choicesOf(menu, shape.length)) {
        const operations = historyOf(shape, deeds);
        if (disagrees(operations)) expect(operations).toBe('judged alike');
      }
    }
  });

  test('every shape of five operations, and many of six', () => {
    const random = new RandomStreams('deep').stream(each.model.id);
    for (const shape of largeShapes) {
      const operations = historyOf(shape, randomDeeds(each.menu, shape.length, random));
      if (disagrees(operations)) expect(operations).toBe('judged alike');
    }
  });
});
