/**
 * Goal: the odds of a bisection are those of all ways in which its tests can be wrong. Method: every culprit and every set
 * of wrong tests of a short history, each with its probability.
 */
import { expect, test } from 'vitest';
import { bisected, halfOf } from '../../../sims/deployment/bisection/bisect.ts';
import { halvings, leftBySkips, oddsOf } from '../../../sims/deployment/bisection/odds.ts';
import { runs } from '../../../sims/deployment/bisection/runs.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';

const rules = deploymentRules.without('test-both-ends');

/** Right searches and tests over all culprits and all sets of commits whose test is wrong. */
function enumerated(commits: number, ofGood: number, ofBad: number) {
  let [right, tests, most] = [0, 0, 0];
  for (let culprit = 1; culprit <= commits; culprit++) {
    for (let wrong = 0; wrong < 2 ** commits; wrong++) {
      let probability = 1 / commits;
      for (let commit = 1; commit <= commits; commit++) {
        const share = commit >= culprit ? ofBad : ofGood;
        probability *= wrong & (1 << (commit - 1)) ? share : 1 - share;
      }
      const isBad = (commit: number) => commit >= culprit !== (wrong & (1 << (commit - 1))) > 0;
      const found = bisected(commits, (commit) => (isBad(commit) ? 'bad' : 'good'), rules);
      if ('misplaced' in found) throw new Error('the ends are not tested');
      if (found.candidates.join() === `${culprit}`) right += probability;
      if (wrong > 0) continue;
      tests += found.asked.length / commits;
      most = Math.max(most, found.asked.length);
    }
  }
  return { rightShare: right, meanTests: tests, testsMax: most };
}

test.each([1, 2, 3, 4, 5, 7, 8, 9])('%i commits: the odds of every way to be wrong', (commits) => {
  const odds = oddsOf(commits, { ofGood: 0.1, ofBad: 0.3 });
  const all = enumerated(commits, 0.1, 0.3);
  expect(odds.rightShare).toBeCloseTo(all.rightShare, 12);
  expect(odds.meanTests).toBeCloseTo(all.meanTests, 12);
  expect(odds.testsMax).toBe(all.testsMax);
});

test('of a power of two each search takes as many tests, none of which may be wrong', () => {
  expect(oddsOf(1_024, { ofGood: 0.1, ofBad: 0.1 }).rightShare).toBeCloseTo(0.9 ** 10, 12);
  expect(oddsOf(1_024, { ofGood: 0, ofBad: 0.1 }).rightShare).toBeCloseTo(0.95 ** 10, 12);
  for (let commits = 1; commits < 3_000; commits++) {
    expect([commits, oddsOf(commits, { ofGood: 0, ofBad: 0 }).testsMax]).toEqual([
      commits,
      halvings(commits),
    ]);
    expect(halvings(commits)).toBe(Math.ceil(Math.log2(commits)));
  }
  expect([2, 3, 4, 5].map(halfOf)).toEqual([1, 2, 2, 2]);
});

test('untestable commits: what is left, by enumeration around a culprit in the middle', () => {
  const share = 0.2;
  let [mean, square] = [0, 0];
  for (let broken = 0; broken < 2 ** 13; broken++) {
    let probability = 1;
    for (let bit = 0; bit < 13; bit++) probability *= broken & (1 << bit) ? share : 1 - share;
    const isBroken = (commit: number) => (broken & (1 << (commit - 1))) > 0 && commit <= 13;
    const found = bisected(
      14,
      (commit) => (isBroken(commit) ? 'untestable' : commit >= 7 ? 'bad' : 'good'),
      rules,
    );
    const left = 'candidates' in found ? found.candidates.length : 0;
    mean += probability * left;
    square += probability * left * left;
  }
  // Runs of more than six are cut short here: less than 0.2^6 of all.
  expect(leftBySkips(share).mean).toBeCloseTo(mean, 3);
  expect(leftBySkips(share).deviation).toBeCloseTo(Math.sqrt(square - mean * mean), 2);
});

test('both ends are tested first, and only if they are what they were said to be is there a search', () => {
  const all = deploymentRules.without();
  expect(bisected(8, () => 'bad', all)).toEqual({ misplaced: 'good' });
  expect(bisected(8, () => 'good', all)).toEqual({ misplaced: 'bad' });
  expect(bisected(8, (commit) => (commit > 2 ? 'bad' : 'good'), all)).toMatchObject({
    candidates: [3],
  });
});

test('only bad commits pass now and then, if any failure decides', () => {
  const stream = new RandomStreams('seed').stream('runs');
  const flaky = { flips: 0.5, repeats: 3, decides: 'any-failure' } as const;
  const good = runs(() => 'good', flaky, stream, rules);
  expect(Array.from({ length: 100 }, () => good(1))).toEqual(Array(100).fill('good'));
  const bad = runs(() => 'bad', flaky, stream, rules);
  const passes = Array.from({ length: 4_000 }, () => bad(1)).filter((is) => is === 'good').length;
  // One in eight; five standard deviations on either side.
  expect(Math.abs(passes - 500)).toBeLessThan(5 * Math.sqrt(4_000 * (1 / 8) * (7 / 8)));
  expect(runs(() => 'untestable', flaky, stream, rules)(1)).toBe('untestable');
});
