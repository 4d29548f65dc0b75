/** Goal: the sample that a comparison by ranks asks for is the one of Noether's formula. */
import { expect, test } from 'vitest';
import { compareBulk } from '../../../../sims/canary/judge/bulk.ts';
import { defaultDesign } from '../../../../sims/canary/judge/design.ts';

test('(z of alpha/2 + z of beta)^2 / (6 (P - 1/2)^2) values on each side (Noether 1987)', () => {
  // The logarithms vary by 0.5 and shift by log 1.1: P = 0.5536106 and z = 2.8015852 give 455.15.
  const values = Array.from({ length: 40 }, (_, place) => Math.exp(place % 2 === 0 ? 0.5 : -0.5));
  const sides = { baseline: { values }, canary: { values } };
  const design = { ...defaultDesign, latencyThreshold: 0.1, alpha: 0.05, power: 0.8 };
  expect(compareBulk('latency', sides, design, undefined).sampleNeeded).toBe(456);
});
