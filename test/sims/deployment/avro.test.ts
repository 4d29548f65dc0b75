/** Goal: schemas, bytes and values are those of the package avsc, over pairs of schemas from one seed. */
import { expect, test } from 'vitest';
import { judgePairs } from './avro-judge.ts';

test('pairs of schemas, bytes and values as the package has them', () => {
  const { allowed, refused, read } = judgePairs({ numRuns: 500, seed: 3 });
  // Neither side is rare among the pairs.
  expect(Math.min(allowed, refused, read)).toBeGreaterThan(100);
});
