import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { scanned } from '../../sims/access/partitions.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  partitions: whole(2, 200, 50, 'of the table, of a week each'),
  rows: whole(1_000, 100_000, 50_000, 'that are simulated'),
  millions: whole(1, 10_000, 500, 'rows of the table that is computed, in millions'),
});

const days = 7;

export default scenario({
  ...aboutAccess,
  id: 'access/partition-pruning',
  asks: 'A table of 500 million rows is split into 50 partitions. How many rows does a query of one week read?',
  claims: ['q11-partition-500m-10m'],
  code: ['sims/access/partitions.ts#scanned'],
  params,
  metrics: {
    partitions: gauge('partitions', 'read for a week'),
    rows: gauge('rows', 'read for a week, simulated'),
    across: gauge('partitions', 'read for a week that begins in the middle of one'),
    other: gauge('rows', 'read with a condition on another column'),
    large: gauge('million rows', 'read of the table that is computed'),
    matching: gauge('partitions', 'that can have a row of the answer'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('rows');
    const counts = Array.from({ length: p.partitions }, () => 0);
    for (let row = 0; row < p.rows; row++) {
      const place = randomInteger(stream, 0, p.partitions - 1);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    const place = randomInteger(stream, 0, p.partitions - 2);
    const week = { from: place * days, to: place * days + days - 1 };
    const across = { from: week.from + 3, to: week.to + 3 };
    return study
      .next(() => {
        const { partitions, rows } = scanned(counts, days, week, rules);
        study.observes('partitions read for a week', partitions, '', metrics.partitions);
        study.observes('rows read for a week', rows, '', metrics.rows);
        study.holds(
          'only-partitions-that-match',
          partitions === 1,
          `${counted(partitions, 'partition is', 'partitions are')} read for one week, although its rows can only be in one or two`,
        );
      })
      .next(() => {
        const { partitions } = scanned(counts, days, across, rules);
        study.observes('partitions read for a week across two', partitions, '', metrics.across);
      })
      .next(() => {
        const { rows } = scanned(counts, days, undefined, rules);
        study.observes('rows read with another condition', rows, '', metrics.other);
      })
      .next(() => study.observes('partitions that match a week', 1, '', metrics.matching))
      .next(() =>
        study.observes('millions of rows for a week', p.millions / p.partitions, '', metrics.large),
      )
      .next(() => study.observes('rows of the smallest partition', Math.min(...counts)))
      .next(() => study.observes('rows of the largest partition', Math.max(...counts)))
      .next(() => study.observes('first day that is asked for', week.from))
      .next(() => study.observes('days of a partition', days))
      .next(() => study.observes('rows of a partition, mean', p.rows / p.partitions));
  },
  expect: (p) => [
    exactly(1, 'partitions', 'one').says('partitions read for a week', 'q11-partition-500m-10m'),
    exactly(p.millions / p.partitions, 'large', 'large').says(
      'million rows read for a week: rows of the table / partitions',
      'q11-partition-500m-10m',
    ),
    within('rows', 'rows', binomialBounds(p.rows, 1 / p.partitions)).says(
      'rows read for a week in the small table of the run',
    ),
    exactly(2, 'across', 'across').says(
      'partitions read for a week that begins in the middle of one',
    ),
    exactly(p.rows, 'other', 'other').says(
      'rows read in the small table with a condition on another column: all',
      'q11-partition-500m-10m',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${inDigits(m.large.value ?? 0)} million of ${inDigits(p.millions)} million, if the condition is on the partition key: the planner skips the partitions whose range cannot match and reads one of ${p.partitions}. A week that begins in the middle of a partition reads ${m.across.value}. With a condition on another column all ${p.partitions} are read.`,
});

// Left out: the time to plan with thousands of partitions, and indexes, which each partition has for itself.
