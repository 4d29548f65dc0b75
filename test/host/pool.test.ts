/**
 * Goal: a sweep is the same for any number of workers and any division into shards; and whatever a
 * run does to its worker becomes a result: no seed is lost, none counts twice, nothing hangs.
 * Method: scenarios that throw, exit, loop for ever and die later, in one of so many runs, as the
 * seed decides; what each seed must come to is told by running it alone, or by the number that it
 * draws.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { catalogue as lab } from '../../scenarios/index.ts';
import { ScheduleSearch } from '../../src/explore/schedule-search.ts';
import { messagesIn } from '../../src/explore/schedule-trial.ts';
import { createPool, type Pool } from '../../src/host/pool.ts';
import { createSweepPool, sweep } from '../../src/host/sweep.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import { verdictOfSweep } from '../../src/lab/sweep/report.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';
import { mergeShards, type ShardFile, writeShard } from '../../src/lab/sweep/shard-file.ts';
import { casesMax, emptyTally, type Tally } from '../../src/lab/sweep/tally.ts';
import { type Job, performBatch } from '../../src/lab/sweep/work.ts';
import { bundled } from '../support/bundled.ts';
import { catalogue as faulty, faultyCatalogue } from '../support/faulty-catalogue.ts';

const [program, labCatalogue, bundledFaulty] = (await bundled(
  new URL('../../src/host/sweep-worker.ts', import.meta.url),
  new URL('../../scenarios/index.ts', import.meta.url),
  faultyCatalogue,
)) as [URL, URL, URL];

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

/** Starting workers is what takes the time here, so tests that do not harm them share them. */
const pools = {
  faulty: poolOf(bundledFaulty, 2),
  one: poolOf(labCatalogue, 1),
  three: poolOf(labCatalogue, 3),
};
afterAll(() => Promise.all(Object.values(pools).map((pool) => pool.close())));

function poolOf(
  catalogue: URL,
  workers: number,
  limits: { readonly runMsMax?: number; readonly silentMsMax?: number } = {},
): Pool {
  const patient = { runMsMax: 600_000, silentMsMax: 600_000 };
  return createSweepPool({ program, catalogue, workers, heapMiBMax: 64, ...patient, ...limits });
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

describe('a sweep', () => {
  test('is the same in this thread, and on one worker and on three', async () => {
    const scenario = await lab.scenario('raft/random-faults');
    const more = { set: ['stormMs=1000'], swarm: true, coverage: true };
    const job = jobOf('raft/random-faults', '1..12', more);
    const here = textOf(job, performBatch(scenario, job, { from: 0, to: 12 }).tally);
    for (const pool of [pools.one, pools.three]) {
      const { tally, isComplete } = await sweep(pool, scenario, job);
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
    const { tally } = await sweep(pools.faulty, trivial, whole);
    expect(writeShard(mergeShards(files.reverse()))).toBe(textOf(whole, tally));
  });
});

describe('what a run does to its worker', () => {
  const share = 0.06;
  const seeds = Array.from({ length: 40 }, (_, seed) => String(seed + 1));
  const isBad = (seed: string) => new RandomStreams(seed).stream('fault')() < share;
  const bad = seeds.filter(isBad);

  async function misbehaving(fault: string, pool = pools.faulty) {
    const scenario = await faulty.scenario('faulty/misbehave');
    const job = jobOf('faulty/misbehave', '1..40', { set: [`fault=${fault}`, `share=${share}`] });
    const { tally, isComplete } = await sweep(pool, scenario, job);
    expect([tally.runs, isComplete]).toEqual([40, true]);
    return tally;
  }

  test('some of the seeds are bad', () => {
    expect(bad.length).toBeGreaterThanOrEqual(1);
    expect(bad.length).toBeLessThanOrEqual(casesMax);
  });

  test.each([
    ['throws', 'error', 'TypeError: this run throws'],
    ['exits', 'died', 'its worker died: it exited with status 7'],
    ['is-killed', 'died', 'its worker died: it was killed by SIGKILL'],
    ['eats', 'died', 'its worker died: it ran out of memory'],
    ['eats-at-once', 'died', 'its worker died: it ran out of memory'],
    [
      'never-ends',
      'inconclusive',
      'stopped before its time was over, after 0 events: raise --events-max',
    ],
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
    // So long that no other run of these is given up with it, however busy the machine is.
    const pool = poolOf(bundledFaulty, 2, { runMsMax: 4_000 });
    const { outcomes, cases } = await misbehaving('loops', pool);
    await pool.close();
    expect(outcomes).toMatchObject({ timeout: bad.length, pass: 40 - bad.length });
    expect(cases.map(({ seed }) => seed)).toEqual(bad);
    expect(cases[0]?.why).toBe('not finished after 4 s of wall-clock time');
  });

  test('hangs: ended when no event ends for too long, though a run may take longer', async () => {
    const pool = poolOf(bundledFaulty, 2, { silentMsMax: 4_000 });
    const { outcomes, cases } = await misbehaving('loops', pool);
    expect(outcomes).toMatchObject({ timeout: bad.length, pass: 40 - bad.length });
    expect(cases.map(({ seed }) => seed)).toEqual(bad);
    expect(cases[0]?.why).toBe('it hung: no event ended for 4 s');
    const goesOn = await misbehaving('goes-on', pool);
    await pool.close();
    expect(goesOn.outcomes.pass).toBe(40);
  });

  test('a seed that is lost leaves the sweep open', () => {
    for (const lost of ['died', 'timeout'] as const) {
      const outcomes = { ...emptyTally().outcomes, pass: 39, [lost]: 1 };
      expect(verdictOfSweep({ isComplete: true, cells: [{ outcomes }] }).verdict).toBe(
        'inconclusive',
      );
    }
  });

  test('throws when nobody is looking: whatever that hits, every seed counts once', async () => {
    // Of its own, since what is thrown may hit whatever comes after it.
    const pool = poolOf(bundledFaulty, 2);
    const { outcomes } = await misbehaving('dies-later', pool);
    await pool.close();
    expect(outcomes.pass + outcomes.died).toBe(40);
  });
});

describe('a pool', () => {
  test('stops at once when it is told to, keeps what was finished, and can be used again', async () => {
    const trivial = await faulty.scenario('faulty/trivial');
    const stop = new AbortController();
    const endless = jobOf('faulty/trivial', '1..100000000');
    const { tally, isComplete, seeds } = await sweep(pools.faulty, trivial, endless, {
      signal: stop.signal,
      onProgress: ({ runs }) => {
        if (runs > 100) stop.abort();
      },
    });
    expect(isComplete).toBe(false);
    expect(tally.runs).toBeGreaterThan(100);
    expect(tally.runs).toBeLessThan(seeds / 100);
    expect(tally.outcomes.pass).toBe(tally.runs);

    const signal = AbortSignal.abort();
    const nothing = await sweep(pools.faulty, trivial, endless, { signal });
    expect([nothing.tally.runs, nothing.isComplete]).toEqual([0, false]);
    for (const text of ['1..5', '1..90', 'a']) {
      const job = jobOf('faulty/trivial', text);
      expect((await sweep(pools.faulty, trivial, job)).tally.runs).toBe(job.seeds.count);
    }
    const empty = { ...jobOf('faulty/trivial', '1..2'), shard: { part: 3, of: 3 } };
    expect((await sweep(pools.faulty, trivial, empty)).tally.runs).toBe(0);
  });

  test('whose workers cannot start says why, and does not try for ever', async () => {
    const trivial = await faulty.scenario('faulty/trivial');
    const lost = poolOf(new URL('./missing.ts', import.meta.url), 2);
    const attempt = sweep(lost, trivial, jobOf('faulty/trivial', '1..10'));
    await expect(attempt).rejects.toThrow('missing.ts');
    await lost.close();
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
      set: ['nodes=3', 'stormMs=1500'],
      without: ['count-distinct-voters'],
      hunt: { property: 'election-safety' },
    });
    const here = performBatch(scenario, job, { from: 0, to: 500 }).foundAt;
    expect(here).toBeGreaterThan(0);
    for (const pool of [pools.one, pools.three]) {
      const { foundAt, isComplete } = await sweep(pool, scenario, job);
      expect([foundAt, isComplete]).toEqual([here, true]);
    }
  });

  test('of schedules counts those up to the first that breaks, for any number of workers', async () => {
    const scenario = await lab.scenario('cache/two-writers');
    const options = { without: ['newest-version-wins'], changes: 3 };
    const search = new ScheduleSearch(scenario, { ...options, schedules: 40 });
    while (search.advance(10_000));
    const messages = messagesIn(scenario, options);
    const job = jobOf(scenario.id, '1..40', {
      ...options,
      hunt: {},
      schedules: { ...options, messages },
    });
    for (const pool of [pools.one, pools.three]) {
      const { tally, foundAt, isComplete } = await sweep(pool, scenario, job);
      expect([foundAt, isComplete]).toEqual([Number(search.found?.seed) - 1, true]);
      expect([tally.runs, Number(tally.events), tally.held, tally.outcomes.inconclusive]).toEqual([
        search.tried,
        search.events,
        search.delays,
        search.cut,
      ]);
    }
  });
});
