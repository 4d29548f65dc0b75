/**
 * Goal: every statistic agrees with R's, to a relative error of 1e-9, for thousands of random tables
 * and samples and down to p = 1e-200.
 *
 * What R itself finds by a root search (conditional odds ratios, ends of shifts by the normal
 * approximation) is good to its tolerance of about 1e-4 only, and is held to that; R's p-values of
 * Kolmogorov-Smirnov are differences from 1, and are held to that.
 */

import { describe, expect, test } from 'vitest';
import { withoutOutliers } from '../../sims/canary/kayenta/outliers.ts';
import { must } from '../../src/kernel/must.ts';
import { betaAbove, betaAtMost } from '../../src/statistics/beta.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { binomialTest } from '../../src/statistics/binomial-test.ts';
import {
  chiSquaredFit,
  chiSquaredTable,
  chiSquaredTwoByTwo,
} from '../../src/statistics/chi-squared.ts';
import {
  chiSquaredUpperTail,
  normalUpperTail,
  quantileOfTail,
} from '../../src/statistics/distributions.ts';
import { fisherExact, fisherPValue } from '../../src/statistics/fisher.ts';
import { hodgesLehmann } from '../../src/statistics/hodges-lehmann.ts';
import { kolmogorovSmirnov } from '../../src/statistics/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../src/statistics/mann-whitney.ts';
import { mantelHaenszel } from '../../src/statistics/mantel-haenszel.ts';
import { benjaminiHochberg, holm } from '../../src/statistics/multiple.ts';
import { powerOfTwoProportions, trialsForPower } from '../../src/statistics/power.ts';
import { compareRates } from '../../src/statistics/rate-ratio.ts';
import { newcombe, wilson } from '../../src/statistics/score-interval.ts';
import { studentQuantileOfTail, studentTwoSided } from '../../src/statistics/student.ts';
import { tableOf } from '../../src/statistics/table.ts';
import { twoProportions } from '../../src/statistics/two-proportions.ts';
import { isDeep } from '../support/campaign.ts';
import { type FixtureRow, fixture, relativeError } from '../support/fixtures.ts';

const folder = new URL('./fixtures/', import.meta.url).href;
const digits = 1e-9;
const rootSearch = 1e-4;

/** The row and column with the largest error: what a failure shows. */
function worst(
  rows: readonly FixtureRow[],
  check: (row: FixtureRow) => Record<string, [number, number]>,
) {
  let found = { error: 0, row: -1, column: '', value: 0, right: 0 };
  for (const [place, row] of rows.entries()) {
    for (const [column, [value, right]] of Object.entries(check(row))) {
      // Below this, numbers have fewer digits.
      if (Math.abs(right) < 1e-300 && Math.abs(value) < 1e-300) continue;
      const error = relativeError(value, right);
      if (!(error <= found.error)) found = { error, row: place, column, value, right };
    }
  }
  return found;
}

describe('distributions', () => {
  test('upper tail of the normal', () => {
    const rows = fixture(folder, 'normal');
    const off = worst(rows, (r) => ({
      upper: [normalUpperTail(r.number('z')), r.number('upper')],
    }));
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
    expect(Math.min(...rows.map((r) => r.number('upper')))).toBeLessThan(1e-190);
  });

  test('quantiles of the normal', () => {
    const rows = fixture(folder, 'normal-quantiles');
    const off = worst(rows, (r) => ({ z: [quantileOfTail(r.number('tail')), r.number('z')] }));
    expect(off.error, JSON.stringify(off)).toBeLessThan(1e-12);
  });

  test('upper tail of chi-squared', () => {
    const off = worst(fixture(folder, 'chi-squared'), (r) => ({
      upper: [chiSquaredUpperTail(r.number('x'), r.number('df')), r.number('upper')],
    }));
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  test('both tails of the beta distribution', () => {
    const off = worst(fixture(folder, 'beta'), (r) => {
      const [x, a, b] = [r.number('x'), r.number('a'), r.number('b')];
      return {
        lower: [betaAtMost(x, a, b), r.number('lower')],
        upper: [betaAbove(x, a, b), r.number('upper')],
      };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  test('Student’s t: tails and quantiles', () => {
    const off = worst(fixture(folder, 'student'), (r) => {
      const freedom = r.number('freedom');
      return {
        twoSided: [studentTwoSided(r.number('t'), freedom), r.number('twoSided')],
        quantile: [studentQuantileOfTail(r.number('tail'), freedom), r.number('quantile')],
      };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });
});

test('the ratio of two rates, with its exact interval', () => {
  const off = worst(fixture(folder, 'rates'), (r) => {
    const first = { hits: r.number('x'), trials: r.number('m') };
    const second = { hits: r.number('y'), trials: r.number('n') };
    const { ratio, interval, pValue } = compareRates(first, second, r.number('confidence'));
    return {
      ratio: [ratio, r.number('ratio')],
      low: [interval.low, r.number('low')],
      high: [interval.high, r.number('high')],
      p: [pValue, Math.min(1, 2 * r.number('greater'), 2 * r.number('less'))],
    };
  });
  expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
});

describe('score intervals', () => {
  const z = quantileOfTail(0.025);

  test('of a share', () => {
    const off = worst(fixture(folder, 'wilson'), (r) => {
      const { low, high } = wilson({ hits: r.number('k'), trials: r.number('n') }, z);
      // R leaves rounding where an end is 0; errors are measured from 1.
      return { low: [1 + low, 1 + r.number('low')], high: [high, r.number('high')] };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  // Newcombe 1998 (differences of proportions), table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of the difference of %i/%i and %i/%i', (x, m, y, n, low, high) => {
    const first = { hits: x, trials: m };
    const interval = newcombe([{ first, second: { hits: y, trials: n }, weight: 1 }], z);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

test('outliers by Tukey’s fences and R’s default percentiles', () => {
  for (const r of fixture(folder, 'outliers')) {
    const kept = withoutOutliers(r.numbers('x'), r.number('factor'));
    expect(kept).toHaveLength(r.number('kept'));
    expect(kept.reduce((sum, x) => sum + x, 0)).toBeCloseTo(r.number('sum'), 6);
  }
});

describe('two groups, two outcomes', () => {
  const rows = fixture(folder, 'two-by-two');
  const groups = (r: FixtureRow) =>
    [
      { hits: r.number('a'), trials: r.number('m') },
      { hits: r.number('c'), trials: r.number('n') },
    ] as const;
  const table = (r: FixtureRow) => tableOf(...groups(r));

  test('are well over a thousand tables, and their p-values go down to 1e-200 and below', () => {
    expect(rows.length).toBeGreaterThan(1_500);
    expect(rows.some((r) => r.number('chiP') > 0 && r.number('chiP') < 1e-200)).toBe(true);
  });

  test('chi-squared with and without Yates', () => {
    const off = worst(rows, (r) => {
      const plain = chiSquaredTwoByTwo(table(r), { yates: false });
      const yates = chiSquaredTwoByTwo(table(r), { yates: true });
      return {
        chi: [plain.statistic, r.number('chi')],
        chiP: [plain.pValue, r.number('chiP')],
        yates: [yates.statistic, r.number('yates')],
        yatesP: [yates.pValue, r.number('yatesP')],
      };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  test('two-proportion z: the square of z is chi-squared, and the interval', () => {
    const off = worst(rows, (r) => {
      const { z, pValue, interval } = twoProportions(...groups(r));
      return {
        chi: [z * z, r.number('chi')],
        chiP: [pValue, r.number('chiP')],
        low: [interval.low, r.number('low')],
        high: [interval.high, r.number('high')],
      };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  test('Fisher, two-sided and one-sided', () => {
    const off = worst(rows, (r) => ({
      fisherP: [fisherPValue(table(r), 'two-sided'), r.number('fisherP')],
      less: [fisherPValue(table(r), 'less'), r.number('lessP')],
      greater: [fisherPValue(table(r), 'greater'), r.number('greaterP')],
    }));
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  test('the conditional odds ratio and its interval', () => {
    // Each is a search, so `npm test` takes one in four.
    const searched = rows.filter((_, place) => isDeep || place % 4 === 0);
    const off = worst(searched, (r) => {
      const { oddsRatio, interval } = fisherExact(table(r));
      // R searches for the odds ratio or for its inverse, whichever is below 1.
      const sought = (odds: number) => 1 + Math.min(odds, 1 / odds);
      return {
        odds: [sought(oddsRatio), sought(r.number('odds'))],
        low: [sought(interval.low), sought(r.number('oddsLow'))],
        high: [sought(interval.high), sought(r.number('oddsHigh'))],
      };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(2 * rootSearch);
  });
});

test('larger tables', () => {
  const off = worst(fixture(folder, 'tables'), (r) => {
    const counts = r.numbers('counts');
    const width = counts.length / r.number('rows');
    const table = Array.from({ length: r.number('rows') }, (_, row) =>
      counts.slice(row * width, (row + 1) * width),
    );
    const { statistic, degreesOfFreedom, pValue } = chiSquaredTable(table);
    return {
      statistic: [statistic, r.number('statistic')],
      df: [degreesOfFreedom, r.number('df')],
      p: [pValue, r.number('p')],
    };
  });
  expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
});

test('goodness of fit', () => {
  const off = worst(fixture(folder, 'fits'), (r) => {
    const { statistic, pValue } = chiSquaredFit(r.numbers('counts'), r.numbers('weights'));
    return { statistic: [statistic, r.number('statistic')], p: [pValue, r.number('p')] };
  });
  expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
});

describe('two samples', () => {
  const rows = fixture(folder, 'samples');

  test('Mann-Whitney, exact and normal, two-sided and one-sided', () => {
    const off = worst(rows, (r) => {
      const [x, y] = [r.numbers('x'), r.numbers('y')];
      const exact = r.number('ties') === 0;
      const two = mannWhitney(x, y, { exact });
      return {
        u: [two.u, r.number('u')],
        p: [two.pValue, r.number('p')],
        less: [mannWhitney(x, y, { exact, alternative: 'less' }).pValue, r.number('less')],
        greater: [mannWhitney(x, y, { exact, alternative: 'greater' }).pValue, r.number('greater')],
        normal: [mannWhitney(x, y, { exact: false }).pValue, r.number('normal')],
        plain: [mannWhitney(x, y, { exact: false, continuity: false }).pValue, r.number('plain')],
      };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  test('Hodges-Lehmann, exact', () => {
    const off = worst(
      rows.filter((r) => r.number('ties') === 0),
      (r) => {
        const { estimate, interval } = hodgesLehmann(r.numbers('x'), r.numbers('y'));
        return {
          estimate: [estimate, r.number('estimate')],
          low: [interval.low, r.number('low')],
          high: [interval.high, r.number('high')],
        };
      },
    );
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });

  test('the ends of the normal approximation, to the tolerance of R’s root search', () => {
    let off = 0;
    for (const r of rows) {
      const { interval } = hodgesLehmann(r.numbers('x'), r.numbers('y'), { exact: false });
      off = Math.max(off, Math.abs(interval.low - r.number('normalLow')));
      off = Math.max(off, Math.abs(interval.high - r.number('normalHigh')));
    }
    expect(off).toBeLessThan(2 * rootSearch);
  });

  test('the estimate is the median of all differences, however large the samples', () => {
    for (const r of rows) {
      const [x, y] = [r.numbers('x'), r.numbers('y')];
      const differences = Float64Array.from(x.flatMap((a) => y.map((b) => a - b))).sort();
      const middle = [(differences.length - 1) >> 1, differences.length >> 1];
      const median =
        middle.reduce(
          (sum, place) => sum + must(differences[place], 'difference at the place'),
          0,
        ) / 2;
      expect(hodgesLehmann(x, y, { exact: false }).estimate).toBeCloseTo(median, 9);
    }
  });

  test('Kolmogorov-Smirnov, exact, with and without ties', () => {
    const off = worst(rows, (r) => {
      const { d, pValue } = kolmogorovSmirnov(r.numbers('x'), r.numbers('y'), { exact: true });
      return { d: [d, r.number('d')], ks: [1 + pValue, 1 + r.number('ks')] };
    });
    expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
  });
});

test('a share against a given one', () => {
  const off = worst(fixture(folder, 'shares'), (r) => {
    const observed = { hits: r.number('k'), trials: r.number('n') };
    const share = r.number('share');
    const { pValue, interval } = binomialTest(observed, share);
    return {
      p: [pValue, r.number('p')],
      less: [binomialTest(observed, share, { alternative: 'less' }).pValue, r.number('less')],
      greater: [
        binomialTest(observed, share, { alternative: 'greater' }).pValue,
        r.number('greater'),
      ],
      low: [interval.low, r.number('low')],
      high: [interval.high, r.number('high')],
    };
  });
  expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
});

test('quantiles of counts', () => {
  for (const r of fixture(folder, 'binomial-quantiles')) {
    const range = binomialQuantiles(r.number('n'), r.number('share'), r.number('missed'));
    expect(range).toEqual({ atLeast: r.number('atLeast'), atMost: r.number('atMost') });
  }
});

test('strata', () => {
  const off = worst(fixture(folder, 'strata'), (r) => {
    const counts = r.numbers('counts');
    const strata = Array.from({ length: counts.length / 4 }, (_, i) => {
      const [a = 0, b = 0, c = 0, d = 0] = counts.slice(i * 4, i * 4 + 4);
      return { a, b, c, d };
    });
    const { statistic, pValue, commonOddsRatio, interval } = mantelHaenszel(strata);
    return {
      statistic: [statistic, r.number('statistic')],
      p: [pValue, r.number('p')],
      plain: [mantelHaenszel(strata, { continuity: false }).pValue, r.number('plain')],
      odds: [commonOddsRatio, r.number('odds')],
      low: [interval.low, r.number('low')],
      high: [interval.high, r.number('high')],
    };
  });
  expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
});

test('power and sample size', () => {
  const off = worst(fixture(folder, 'power'), (r) => {
    const detection = { baseline: r.number('p'), changed: r.number('q') };
    return {
      power: [powerOfTwoProportions(r.number('n'), detection), r.number('power')],
      trials: [trialsForPower(0.8, detection), r.number('trials')],
    };
  });
  expect(off.error, JSON.stringify(off)).toBeLessThan(digits);
});

test('adjusted p-values', () => {
  for (const r of fixture(folder, 'adjusted')) {
    const p = r.numbers('p');
    for (const [place, right] of r.numbers('holm').entries()) {
      expect(relativeError(must(holm(p)[place], 'adjusted p-value'), right)).toBeLessThan(digits);
    }
    for (const [place, right] of r.numbers('bh').entries()) {
      expect(
        relativeError(must(benjaminiHochberg(p)[place], 'adjusted p-value'), right),
      ).toBeLessThan(digits);
    }
  }
});
