/**
 * Goal: a tally depends only on the runs that are in it: not on their order, nor on the parts in
 * which they were counted; and a shard file gives back what was written.
 * Method: the text of a tally, which has everything that is in it, must be the same.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import randomFaults from '../../../scenarios/raft/random-faults.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { quantileOf, valuesOf } from '../../../src/lab/sweep/distribution.ts';
import { intervalOfMean } from '../../../src/lab/sweep/interval.ts';
import type { SweepPlan } from '../../../src/lab/sweep/plan.ts';
import { reportCell } from '../../../src/lab/sweep/report.ts';
import { parseSeeds, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import {
  mergeShards,
  readShard,
  type ShardFile,
  writeShard,
} from '../../../src/lab/sweep/shard-file.ts';
import { casesMax, emptyTally, mergeTally, type Tally } from '../../../src/lab/sweep/tally.ts';
import { type Job, performBatch } from '../../../src/lab/sweep/work.ts';
import { catalogue, meanMs, samplesInRun } from '../../support/faulty-catalogue.ts';

const trivial = await catalogue.scenario('faulty/trivial');
const misbehave = await catalogue.scenario('faulty/misbehave');

const jobOf = (scenario: string, seeds: number, set: string[] = []): Job => ({
  scenario,
  seeds: parseSeeds(String(seeds)),
  shard: wholeShard,
  set,
  without: [],
  swarm: false,
  eventsMax: 10_000,
  coverage: true,
});

/** How many of the seeds up to `count` make `faulty/misbehave` go wrong at a share of 0.3. */
const badOf = (count: number) => {
  const seeds = Array.from({ length: count }, (_, seed) => String(seed + 1));
  return seeds.filter((seed) => new RandomStreams(seed).stream('fault')() < 0.3).length;
};

const seedCount = 24;
const jobs = [
  [trivial, jobOf('faulty/trivial', seedCount, ['samples=200'])],
  [misbehave, jobOf('faulty/misbehave', seedCount, ['fault=fails', 'share=0.5'])],
  [misbehave, jobOf('faulty/misbehave', seedCount, ['fault=throws', 'share=0.5'])],
  [randomFaults, { ...jobOf('raft/random-faults', seedCount, ['stormMs=500']), swarm: true }],
] as const;

const plan: SweepPlan = {
  scenario: 'faulty/trivial',
  seeds: '1..24',
  set: [],
  vary: [],
  without: [],
  swarm: false,
  eventsMax: 10_000,
};

const fileOf = (tally: Tally): ShardFile => ({
  version: '0',
  plan,
  shard: wholeShard,
  isComplete: true,
  tallies: [tally],
});
const textOf = (tally: Tally) => writeShard(fileOf(tally));

function merged(...tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) mergeTally(sum, tally);
  return sum;
}

describe.each(jobs)('%s', (scenario, job) => {
  const parts = Array.from({ length: seedCount }, (_, from) =>
    structuredClone(performBatch(scenario, job, { from, to: from + 1 }).tally),
  );
  const whole = textOf(performBatch(scenario, job, { from: 0, to: seedCount }).tally);

  test.prop([fc.shuffledSubarray(parts, { minLength: seedCount })], { numRuns: 10 })(
    'merging is commutative: any order of the runs gives the same',
    (shuffled) => {
      expect(textOf(merged(...shuffled))).toBe(whole);
    },
  );

  test.prop([fc.nat(seedCount), fc.nat(seedCount)], { numRuns: 10 })(
    'merging is associative: any grouping of the runs gives the same',
    (i, j) => {
      const [a, b] = [Math.min(i, j), Math.max(i, j)];
      const [x, y, z] = [parts.slice(0, a), parts.slice(a, b), parts.slice(b)].map((some) =>
        merged(...some),
      ) as [Tally, Tally, Tally];
      expect(textOf(merged(merged(x, y), z))).toBe(whole);
      expect(textOf(merged(x, merged(y, z)))).toBe(whole);
    },
  );

  test('merging leaves what is merged in as it was', () => {
    const [first = emptyTally()] = parts;
    const before = textOf(first);
    mergeTally(merged(first), merged(...parts));
    merged(first, ...parts);
    expect(textOf(first)).toBe(before);
  });

  test('what is written is what is read', () => {
    expect(writeShard(readShard('file', whole))).toBe(whole);
  });
});

describe('what a tally says', () => {
  const { tally } = performBatch(trivial, jobOf('faulty/trivial', 400), { from: 0, to: 400 });
  const metric = tally.metrics.get('latencyMs');

  test('a run counts once for the mean, and with all its samples for the quantiles', () => {
    expect(metric?.perRun.distribution.count).toBe(400);
    expect(metric?.pooled?.distribution.count).toBe(400 * samplesInRun);
    const { metrics } = reportCell(trivial, [], tally);
    const { latencyMs, coins } = metrics;
    expect(latencyMs?.perRun.mean).toBeCloseTo(latencyMs?.pooled?.mean ?? 0, 10);
    expect(coins?.pooled).toBeNull();
    const values = valuesOf(tally.metrics.get('coins')?.perRun.distribution as never);
    expect(values.reduce((sum, { times }) => sum + times, 0)).toBe(400);
  });

  test('known distributions come out: the mean in its interval, the quantiles where they belong', () => {
    if (metric === undefined || metric.pooled === null) throw new Error('nothing was measured');
    const { perRun, pooled } = metric;
    const interval = intervalOfMean({ count: 400, ...perRun });
    expect(interval?.low).toBeLessThan(meanMs);
    expect(interval?.high).toBeGreaterThan(meanMs);
    // The q quantile of n values lies between the q -+ 3.29 sqrt(q (1 - q) / n) quantiles of the
    // distribution with a probability of 99.9%; the sketch adds its own 0.4%.
    for (const q of [0.5, 0.95, 0.99]) {
      const half = 3.29 * Math.sqrt((q * (1 - q)) / pooled.distribution.count);
      const exponentialAt = (share: number) => -meanMs * Math.log(1 - share);
      const measured = quantileOf(pooled.distribution, q) ?? 0;
      expect(measured).toBeGreaterThan(exponentialAt(q - half) * (1 - 2 ** -8));
      expect(measured).toBeLessThan(exponentialAt(q + half) * (1 + 2 ** -8));
    }
  });

  test('runs that throw are counted, named, and in no figure', () => {
    const job = jobOf('faulty/misbehave', 500, ['fault=throws', 'share=0.3']);
    const thrown = performBatch(misbehave, job, { from: 0, to: 500 }).tally;
    const { error, pass } = thrown.outcomes;
    expect([error, pass]).toEqual([badOf(500), 500 - badOf(500)]);
    expect(thrown.metrics.get('drawn')?.perRun.distribution.count).toBe(pass);
    expect(thrown.cases.length).toBe(casesMax);
    expect(thrown.cases[0]).toMatchObject({ outcome: 'error', why: 'TypeError: this run throws' });
  });

  test('a run that would never end is stopped by its budget, and proves nothing', () => {
    const job = jobOf('faulty/misbehave', 100, ['fault=never-ends', 'share=0.3']);
    const { outcomes, cases } = performBatch(misbehave, job, { from: 0, to: 100 }).tally;
    expect(outcomes).toMatchObject({ inconclusive: badOf(100), pass: 100 - badOf(100) });
    expect(cases[0]?.why).toContain('stopped before its time was over');
  });

  test('the size of its text does not grow with the number of runs', () => {
    const job = jobOf('faulty/trivial', 6_000, ['samples=5']);
    // Exact values become bins after so many: the longer sweep has fewer digits to keep.
    const { tally } = performBatch(trivial, job, { from: 0, to: 2_000 });
    const before = textOf(tally).length;
    mergeTally(tally, performBatch(trivial, job, { from: 2_000, to: 6_000 }).tally);
    expect(textOf(tally).length).toBeLessThan(before);
  });
});

describe('shard files', () => {
  const shardOf = (part: number, of: number, other: Partial<ShardFile> = {}) => ({
    name: `${part}.json`,
    file: { ...fileOf(emptyTally()), shard: { part, of }, ...other },
  });

  test.each([
    [[shardOf(1, 3), shardOf(3, 3)], 'Missing: shard 2/3'],
    [[shardOf(1, 2), shardOf(1, 2)], 'are both shard 1/2'],
    [[shardOf(1, 2), shardOf(2, 3)], 'one of 3 shards'],
    [
      [shardOf(1, 2), shardOf(2, 2, { plan: { ...plan, seeds: '1..61' } })],
      'is of another sweep than "1.json"',
    ],
    [[shardOf(1, 2), shardOf(2, 2, { version: '1' })], 'was run by version 1 of the lab'],
    [[], 'Name the files'],
  ])('%#: that do not belong together are refused', (files, message) => {
    expect(() => mergeShards(files)).toThrow(message);
  });

  test('a part that was stopped leaves the whole unfinished', () => {
    const whole = mergeShards([shardOf(1, 2), shardOf(2, 2, { isComplete: false })]);
    expect([whole.isComplete, whole.shard]).toEqual([false, wholeShard]);
  });

  test.each([
    ['', 'it is not JSON'],
    ['{"format":', 'it is not JSON'],
    ['[]', 'is not a shard of a sweep'],
    [writeShard(fileOf(emptyTally())).replace('"runs":0', '"runs":1'), 'was changed'],
    [
      writeShard(fileOf(emptyTally())).replace('"runs":0', '"runs":-1'),
      'is not a shard of a sweep',
    ],
  ])('%#: that are damaged are refused', (text, message) => {
    expect(() => readShard('x.json', text)).toThrow(message);
  });
});
