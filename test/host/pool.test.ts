/**
 * Goal: a sweep is the same for any number of workers and any division into shards; and whatever a
 * run does to its worker becomes a result: no seed is lost, none counts twice, nothing hangs.
 * Method: scenarios that throw, exit, loop for ever and die later, in one of so many runs, as the
 * seed decides; what each seed must come to is told by running it alone, or by the number that it
 * draws.
 */
import { describe, expect, test } from 'vitest';
import { catalogue as lab } from '../../scenarios/index.ts';
import { createPool } from '../../src/host/pool.ts';
import { createSweepPool, type SweepListener, sweep } from '../../src/host/sweep.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';
import { mergeShards, type ShardFile, writeShard } from '../../src/lab/sweep/shard-file.ts';
import type { Tally } from '../../src/lab/sweep/tally.ts';
import { type Job, performBatch } from '../../src/lab/sweep/work.ts';
import { catalogue as faulty, faultyCatalogue } from '../support/faulty-catalogue.ts';

const labCatalogue = new URL('../../scenarios/index.ts', import.meta.url);

const jobOf = (scenario: string, seeds: string, more: Partial<Job> = {}): Job => ({
  scenario,
  seeds: parseSeeds(seeds),
  shard: wholeShard,
  set: [],
  without: [],
  swarm: false,
  eventsMax: 100_000,
  coverage: false,
  ...more,
});

interface Where extends SweepListener {
  readonly workers: number;
  readonly catalogue?: URL;
  readonly runMsMax?: number;
}

async function swept(scenario: AnyScenario, job: Job, where: Where) {
  const { workers, catalogue = faultyCatalogue, runMsMax = 20_000, ...listener } = where;
  const pool = createSweepPool({ catalogue, workers, runMsMax, heapMiBMax: 64 });
  try {
    return await sweep(pool, scenario, job, listener);
  } finally {
    await pool.close();
  }
}

function fileOf(job: Job, tally: Tally): ShardFile {
  const plan = {
    scenario: job.scenario,
    seeds: job.seeds.text,
    set: job.set,
    vary: [],
    without: job.without,
    swarm: job.swarm,
    eventsMax: job.eventsMax,
  };
  return { version: '0', plan, shard: job.shard, isComplete: true, tallies: [tally] };
}

/** Everything that is in it: equal texts, equal sweeps. */
const textOf = (job: Job, tally: Tally) => writeShard(fileOf(job, tally));

describe.concurrent('a sweep', () => {
  test('is the same in this thread, and on one worker and on three', async () => {
    const scenario = await lab.scenario('raft/random-faults');
    const job = jobOf('raft/random-faults', '1..80', { swarm: true, coverage: true });
    const here = textOf(job, performBatch(scenario, job, { from: 0, to: 80 }).tally);
    for (const workers of [1, 3]) {
      const { tally, isComplete } = await swept(scenario, job, {
        workers,
        catalogue: labCatalogue,
      });
      expect(isComplete).toBe(true);
      expect(textOf(job, tally)).toBe(here);
    }
  });

  test('is the same in shards', async () => {
    const of = 7;
    const trivial = await faulty.scenario('faulty/trivial');
    const whole = jobOf('faulty/trivial', '1..500,a,b');
    const files = Array.from({ length: of }, (_, part) => {
      const job = { ...whole, shard: { part: part + 1, of } };
      const { tally } = performBatch(trivial, job, { from: 0, to: Math.ceil((502 - part) / of) });
      return { name: String(part), file: fileOf(job, tally) };
    });
    const { tally } = await swept(trivial, whole, { workers: 2 });
    expect(writeShard(mergeShards(files.reverse()))).toBe(textOf(whole, tally));
  });
});

describe.concurrent('what a run does to its worker', () => {
  const share = 0.08;
  const seeds = Array.from({ length: 40 }, (_, seed) => String(seed + 1));
  const isBad = (seed: string) => new RandomStreams(seed).stream('fault')() < share;
  const bad = seeds.filter(isBad);

  async function misbehaving(fault: string, runMsMax = 20_000) {
    const scenario = await faulty.scenario('faulty/misbehave');
    const job = jobOf('faulty/misbehave', '1..40', { set: [`fault=${fault}`, `share=${share}`] });
    const { tally, isComplete } = await swept(scenario, job, { workers: 2, runMsMax });
    expect([tally.runs, isComplete]).toEqual([40, true]);
    return tally;
  }

  test('some of the seeds are bad', () => {
    expect([2, 3, 4]).toContain(bad.length);
  });

  test.each([
    ['throws', 'error', 'TypeError: this run throws'],
    ['exits', 'died', 'its worker exited with status 7'],
    [
      'eats',
      'died',
      'its worker died: Worker terminated due to reaching memory limit: JS heap out of memory',
    ],
    ['never-ends', 'inconclusive', 'stopped before its time was over, after 0 events'],
    ['fails', 'fail', 'broken: drawn-well'],
  ])('%s: %s', async (fault, outcome, why) => {
    const { outcomes, cases, metrics } = await misbehaving(fault);
    expect(outcomes).toMatchObject({ [outcome]: bad.length, pass: 40 - bad.length });
    expect(cases).toEqual(
      bad.map((seed) => ({ index: Number(seed) - 1, seed, outcome, why, drawn: [] })),
    );
    const finished = outcome === 'error' || outcome === 'died' ? 40 - bad.length : 40;
    expect(metrics.get('drawn')?.perRun.distribution.count).toBe(finished);
  });

  test('loops for ever: given up after its wall-clock time', async () => {
    const { outcomes, cases } = await misbehaving('loops', 1_500);
    expect(outcomes).toMatchObject({ timeout: bad.length, pass: 40 - bad.length });
    expect(cases.map(({ seed }) => seed)).toEqual(bad);
    expect(cases[0]?.why).toBe('not finished after 1.5 s of wall-clock time');
  }, 60_000);

  test('throws when nobody is looking: whatever that hits, every seed counts once', async () => {
    const { outcomes } = await misbehaving('dies-later');
    expect(outcomes.pass + outcomes.died).toBe(40);
  });
});

describe.concurrent('a pool', () => {
  test('stops at once when it is told to, and keeps what was finished', async () => {
    const trivial = await faulty.scenario('faulty/trivial');
    const stop = new AbortController();
    const { tally, isComplete, seeds } = await swept(
      trivial,
      jobOf('faulty/trivial', '1..100000000'),
      {
        workers: 2,
        signal: stop.signal,
        onProgress: ({ runs }) => {
          if (runs > 100) stop.abort();
        },
      },
    );
    expect(isComplete).toBe(false);
    expect(tally.runs).toBeGreaterThan(100);
    expect(tally.runs).toBeLessThan(seeds / 100);
    expect(tally.outcomes.pass).toBe(tally.runs);
  });

  test('that was stopped before it began has run nothing', async () => {
    const trivial = await faulty.scenario('faulty/trivial');
    const job = jobOf('faulty/trivial', '1..10');
    const { tally, isComplete } = await swept(trivial, job, {
      workers: 2,
      signal: AbortSignal.abort(),
    });
    expect([tally.runs, isComplete]).toEqual([0, false]);
  });

  test('can be used again, and has nothing to do for no seeds', async () => {
    const trivial = await faulty.scenario('faulty/trivial');
    const pool = createSweepPool({ catalogue: faultyCatalogue, workers: 2, runMsMax: 20_000 });
    const empty = { ...jobOf('faulty/trivial', '1..2'), shard: { part: 3, of: 3 } };
    expect((await sweep(pool, trivial, empty)).tally.runs).toBe(0);
    const stop = new AbortController();
    const stopped = sweep(pool, trivial, jobOf('faulty/trivial', '1..100000000'), {
      onProgress: () => stop.abort(),
      signal: stop.signal,
    });
    expect((await stopped).isComplete).toBe(false);
    for (const seeds of ['1..5', '1..90', 'a']) {
      const job = jobOf('faulty/trivial', seeds);
      expect((await sweep(pool, trivial, job)).tally.runs).toBe(job.seeds.count);
    }
    await pool.close();
  });

  test('whose workers cannot start says why, and does not try for ever', async () => {
    const trivial = await faulty.scenario('faulty/trivial');
    const missing = new URL('./missing.ts', import.meta.url);
    const attempt = swept(trivial, jobOf('faulty/trivial', '1..10'), {
      workers: 2,
      catalogue: missing,
    });
    await expect(attempt).rejects.toThrow('missing.ts');
    const program = new URL('./missing-program.ts', import.meta.url);
    const pool = createPool({ workers: 1, program, data: 0, placeMsMax: 1_000, heapMiBMax: 64 });
    const work = { length: 1, job: 0, onResult: () => {}, onLost: () => {} };
    await expect(pool.perform(work)).rejects.toThrow('missing-program.ts');
    await pool.close();
  });
});

describe('a hunt on a pool', () => {
  test('finds the smallest place at which the property breaks, for any number of workers', async () => {
    const scenario = await lab.scenario('raft/random-faults');
    const job = jobOf('raft/random-faults', '1..500', {
      without: ['count-distinct-voters'],
      hunt: { property: 'election-safety' },
    });
    const here = performBatch(scenario, job, { from: 0, to: 500 }).foundAt;
    expect(here).toBeGreaterThan(0);
    for (const workers of [1, 3]) {
      const { foundAt, isComplete } = await swept(scenario, job, {
        workers,
        catalogue: labCatalogue,
      });
      expect([foundAt, isComplete]).toEqual([here, true]);
    }
  });
});
