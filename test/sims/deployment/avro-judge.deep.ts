/** Goal: schemas, bytes and values are those of the package avsc, over other pairs of schemas each time. */
import { expect, test } from 'vitest';
import { judgePairs } from './avro-judge.ts';

test('many pairs of schemas, bytes and values as the package has them', {
  timeout: 120_000,
}, () => {
  const { allowed, refused } = judgePairs({ numRuns: 5_000 });
  expect(Math.min(allowed, refused)).toBeGreaterThan(500);
});
