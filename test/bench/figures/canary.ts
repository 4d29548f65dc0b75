/** Canary statistics and rollouts, each beside the time that it may take. */
import badRelease from '../../../scenarios/canary/bad-release.ts';
import { lognormal, sampler } from '../../../src/kernel/distribution.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { run } from '../../../src/lab/run.ts';
import { fisherExact } from '../../../src/statistics/fisher.ts';
import { mannWhitney } from '../../../src/statistics/mann-whitney.ts';
import { type Figure, median, timeNs } from '../measure.ts';

function within(allowedMs: number, what: string, action: () => void): Figure {
  action();
  const ms = median(Array.from({ length: 7 }, () => timeNs(action) / 1e6));
  return {
    ratio: ms / allowedMs,
    reference: `${allowedMs} ms`,
    meaning: 'share of the time allowed',
    detail: `${ms.toFixed(1)} ms for ${what}`,
    atMost: 1,
  };
}

function sample(name: string, size: number): Float64Array {
  const draw = sampler(lognormal(100, 0.5), new RandomStreams('bench').stream(name));
  return Float64Array.from({ length: size }, draw);
}

const rollouts = 500;

export const canaryFigures: Readonly<Record<string, () => Figure>> = {
  'mann-whitney-exact': () => {
    const [x, y] = [sample('x', 100), sample('y', 100)];
    return within(50, 'an exact test of 100 and 100 values', () => {
      mannWhitney(x, y, { exact: true });
    });
  },
  'mann-whitney-normal': () => {
    const [x, y] = [sample('x', 1_000_000), sample('y', 1_000_000)];
    return within(2_000, 'a test of a million and a million values', () => {
      mannWhitney(x, y);
    });
  },
  'fisher-large': () => {
    const table = { a: 500_500, b: 499_500, c: 499_000, d: 501_000 };
    return within(50, 'Fisher, odds ratio and interval on margins of a million', () => {
      fisherExact(table);
    });
  },
  'canary-rollouts': () =>
    // 10,000 in 30 s on two cores are 6 ms of one core each.
    within(rollouts * 6, `${rollouts} rollouts of three phases on one core`, () => {
      run(badRelease, { seed: 'bench', params: { releases: rollouts } });
    }),
};
