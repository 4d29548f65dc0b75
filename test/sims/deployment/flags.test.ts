/**
 * Goal: flags choose users and variants as GrowthBook's SDKs do. Method: the published vectors of FNV-1a (draft-eastlake-fnv,
 * appendix C) and GrowthBook’s cases for its SDKs (packages/sdk-js/test/cases.json, hash and getBucketRange), and laws over drawn
 * flags.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bucketOf,
  fnv1a,
  hashOf,
  rangesOf,
  variantOf,
} from '../../../sims/deployment/flags/buckets.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';

const rules = deploymentRules.without();

test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['b', 0xe70c2de5],
  ['f', 0xe30c2799],
  ['fo', 0x6222e842],
  ['foo', 0xa9f37ed7],
  ['foob', 0x3f5076ef],
  ['fooba', 0x39aaa18a],
  ['foobar', 0xbf9cf968],
])('FNV-1a of "%s"', (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});

test.each([
  ['', 'a', 1, 0.22],
  ['', 'b', 1, 0.077],
  ['b', 'a', 1, 0.946],
  ['ef', 'd', 1, 0.652],
  ['asdf', '8952klfjas09ujk', 1, 0.549],
  ['', '123', 1, 0.011],
  ['', '___)((*":&', 1, 0.563],
  ['seed', 'a', 2, 0.0505],
  ['seed', 'b', 2, 0.2696],
  ['foo', 'ab', 2, 0.2575],
  ['foo', 'def', 2, 0.2019],
  ['89123klj', '8952klfjas09ujkasdf', 2, 0.124],
  ['90850943850283058242805', '123', 2, 0.7516],
  ['()**(%$##$%#$#', '___)((*":&', 2, 0.0128],
] as const)('seed "%s", user "%s", version %i', (seed, user, version, bucket) => {
  expect(hashOf(version, seed, user)).toBe(bucket);
});

const halves = [0.5, 0.5];
test.each([
  [
    'normal 50/50',
    halves,
    1,
    [
      [0, 0.5],
      [0.5, 1],
    ],
  ],
  [
    'reduced coverage',
    halves,
    0.5,
    [
      [0, 0.25],
      [0.5, 0.75],
    ],
  ],
  [
    'zero coverage',
    halves,
    0,
    [
      [0, 0],
      [0.5, 0.5],
    ],
  ],
  [
    'four variations',
    [0.25, 0.25, 0.25, 0.25],
    1,
    [
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 1],
    ],
  ],
  [
    'uneven weights',
    [0.4, 0.6],
    1,
    [
      [0, 0.4],
      [0.4, 1],
    ],
  ],
  [
    'three variations',
    [0.2, 0.3, 0.5],
    1,
    [
      [0, 0.2],
      [0.2, 0.5],
      [0.5, 1],
    ],
  ],
  [
    'three, reduced coverage',
    [0.2, 0.3, 0.5],
    0.2,
    [
      [0, 0.04],
      [0.2, 0.26],
      [0.5, 0.6],
    ],
  ],
  [
    'negative coverage',
    halves,
    -0.2,
    [
      [0, 0],
      [0.5, 0.5],
    ],
  ],
  [
    'coverage above 1',
    halves,
    1.5,
    [
      [0, 0.5],
      [0.5, 1],
    ],
  ],
] as const)('ranges: %s', (_, weights, coverage, ranges) => {
  const found = rangesOf(weights, coverage, rules);
  expect(found.map((range) => range.map((end) => Number(end.toFixed(12))))).toEqual(ranges);
});

const texts = fc.string({ maxLength: 12 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });

test('a user keeps the variant of a flag whenever it goes to more users', () => {
  fc.assert(
    fc.property(texts, texts, shares, shares, shares, (flag, user, weight, one, other) => {
      const bucket = bucketOf(flag, user, rules);
      expect(bucketOf(flag, user, rules)).toBe(bucket);
      const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
      const weights = [weight, 1 - weight];
      const variant = variantOf(bucket, rangesOf(weights, fewer, rules));
      if (variant === undefined) return;
      expect(variantOf(bucket, rangesOf(weights, more, rules))).toBe(variant);
    }),
    { numRuns: 1_000 },
  );
});

test('a range has its first bucket and not its end', () => {
  const ranges = rangesOf(halves, 0.5, rules);
  expect([0, 0.2499, 0.25, 0.5, 0.7499, 0.75].map((bucket) => variantOf(bucket, ranges))).toEqual([
    ...[0, 0, undefined],
    ...[1, 1, undefined],
  ]);
});

test('without the name of the flag a user stands at one place for all flags', () => {
  const without = deploymentRules.without('seed-is-the-flag');
  expect(bucketOf('one', 'user', without)).toBe(bucketOf('other', 'user', without));
  expect(bucketOf('one', 'user', rules)).not.toBe(bucketOf('other', 'user', rules));
});
