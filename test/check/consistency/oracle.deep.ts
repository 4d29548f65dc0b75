/**
 * Goal: the checkers answer what the definitions say, on many more histories than oracle.test.ts has.
 * Method: every history of four operations, random ones of five to eight, against every order.
 */
import { expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { agreement } from '../../support/consistency-agreement.ts';
import { allSteps, randomSteps } from '../../support/small-sessions.ts';

/**
 * Four operations fall into sessions in four ways: 4, 3+1, 2+2 and 2+1+1. By how many of them read and write the two
 * keys, with a value for each read among the writes of its key and the initial one:
 *   sum over r0+w0+r1+w1 = 4 of 4!/(r0! w0! r1! w1!) * (1+w0)^r0 * (1+w1)^r1 = 792.
 */
test('every history of four operations', () => {
  const { count, allowed } = agreement(allSteps(4));
  expect(count).toBe(4 * 792);
  expect(Object.fromEntries(allowed)).toEqual({
    sequential: 1_888,
    'causal-memory': 1_892,
    'causal-convergence': 1_890,
    causal: 1_894,
    'read-your-writes': 1_976,
    'monotonic-reads': 2_400,
    'monotonic-writes': 2_514,
    'writes-follow-reads': 2_532,
  });
});

const histories = 8_000;

test.each([5, 6, 7, 8])('8,000 random histories of %d operations', (operations) => {
  const stream = new RandomStreams('many small sessions').stream(String(operations));
  const steps = Array.from({ length: histories }, () => randomSteps(stream, operations));
  // No verdict is always the same.
  for (const count of agreement(steps).allowed.values()) {
    expect(count > 500 && count < histories).toBe(true);
  }
});
