/**
 * Goal: the checkers answer what the definitions say, on many more histories than oracle.test.ts has.
 * Method: every history of four operations, random ones of five to eight, against every order.
 */
import { expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { agreement } from '../../support/consistency-agreement.ts';
import { allSteps, randomSteps } from '../../support/small-sessions.ts';

test('every history of four operations', () => {
  const { count, allowed } = agreement(allSteps(4));
  expect(count).toBe(4_000);
  expect(Object.fromEntries(allowed)).toEqual({});
});

test.each([5, 6, 7, 8])('30,000 random histories of %d operations', (operations) => {
  const stream = new RandomStreams('many small sessions').stream(String(operations));
  const histories = Array.from({ length: 30_000 }, () => randomSteps(stream, operations));
  const { allowed } = agreement(histories);
  for (const count of allowed.values()) expect(count > 1_000 && count < 30_000).toBe(true);
});
