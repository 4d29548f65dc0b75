/** Larger counts than those of `counts.test.ts`, and the same counts in a browser. */
import { expect, test } from 'vitest';
import { Search } from '../../src/explore/search.ts';
import { chromium, postedBy } from '../support/engines.ts';
import { exploredCounts } from '../support/explored-counts.ts';
import { twoPhaseCommit } from '../support/explored-models.ts';

test('two-phase commit, 7 resource managers: 296,448 distinct of 2,744,706 (TLC)', () => {
  const { distinct, generated, depth, ended } = new Search(twoPhaseCommit(7)).finish();
  expect({ distinct, generated, depth, ended }).toEqual({
    distinct: 296_448,
    generated: 2_744_706,
    // Three events a resource manager and two of the coordinator, as with 3 (11) and 5 (17).
    depth: 23,
    ended: 'complete',
  });
});

test('Chromium counts what Node counts', async ({ skip }) => {
  const engine = chromium();
  if (engine === undefined) {
    if (process.env['CI'] === undefined) skip('not judged: Chromium is not installed');
    throw new Error('Chromium is not installed');
  }
  const there = await postedBy(engine, 'test/support/counts-anywhere.ts');
  expect(there).toEqual(exploredCounts());
});
