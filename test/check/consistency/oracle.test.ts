/**
 * Goal: the checkers answer what the definitions say.
 * Method: every history of up to three operations, and random ones of four to six, against orders that are
 * tried one by one (test/support/brute-force-consistency.ts). All of four and more of six: oracle.deep.ts.
 */
import { expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { agreement } from '../../support/consistency-agreement.ts';
import { allSteps, randomSteps } from '../../support/small-sessions.ts';

test.each([
  [1, 4],
  [2, 40],
  [3, 354],
])('every history of %d operations: %d', (operations, count) => {
  expect(agreement(allSteps(operations)).count).toBe(count);
});

test.each([4, 5, 6])('random histories of %d operations', (operations) => {
  const stream = new RandomStreams('small sessions').stream(String(operations));
  const histories = Array.from({ length: 150 }, () => randomSteps(stream, operations));
  const { allowed } = agreement(histories);
  // No verdict is always the same.
  for (const count of allowed.values()) expect(count > 15 && count < 150).toBe(true);
});
