/**
 * Scenarios that do to their workers what no scenario should: for the tests of sweeps. A seed
 * decides whether its run is one of the bad ones. Beside them a trivial one, whose figures come
 * from known distributions.
 */
import * as z from 'zod';
import { counter, gauge, histogram } from '../../src/check/metric.ts';
import { defineRules } from '../../src/check/rules.ts';
import type { Sim } from '../../src/check/sim.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { Catalogue, type WingEntry } from '../../src/lab/catalogue.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { NoteBook } from '../../src/trace/note-book.ts';
import type { World } from '../../src/world/world.ts';

const sim: Sim = {
  id: 'faulty',
  title: 'Faults of scenarios',
  about: 'Nothing of interest.',
  sources: [],
  rules: defineRules('faulty', {}),
  invariants: [],
  files: [],
  notes: new NoteBook({}),
  arrowText: () => undefined,
};

const none = { sim, claims: [], invariants: [], goals: () => [], expect: () => [] };

export const faults = [
  'throws',
  'exits',
  'is-killed',
  'loops',
  'eats',
  'eats-at-once',
  'goes-on',
  'never-ends',
  'dies-later',
  'fails',
] as const;

const misbehave = scenario({
  ...none,
  id: 'faulty/misbehave',
  asks: 'What becomes of a sweep when a run goes wrong?',
  params: z.object({
    fault: z
      .enum(['none', ...faults])
      .default('none')
      .describe('what goes wrong'),
    share: z.number().min(0).max(1).default(0.1).describe('in how many of the runs'),
  }),
  durationMs: () => 100,
  metrics: { drawn: gauge('', 'what decides whether the run is a bad one') },
  build({ world, params, metrics }) {
    const drawn = world.kernel.random.stream('fault')();
    metrics.drawn.set(drawn);
    if (drawn >= params.share) return;
    const again = (): void => void world.kernel.schedule(0, again, undefined);
    switch (params.fault) {
      case 'throws':
        throw new TypeError('this run throws');
      case 'exits':
        return process.exit(7);
      case 'is-killed':
        return void process.kill(process.pid, 'SIGKILL');
      case 'loops':
        // Asleep: the pool sees the same as of a busy loop, which takes the CPU of the others.
        for (;;) sleepMs(1_000);
      case 'eats':
        for (const food: number[][] = []; ; ) food.push(Array.from({ length: 1_000 }, Math.abs));
      case 'eats-at-once':
        // A Map whose table does not fit ends the process: V8 does not unwind from there.
        for (const food = new Map<number, number>(); ; ) food.set(food.size, 0);
      case 'goes-on':
        return void world.kernel.schedule(0, takeTime, { world, turns: 12 });
      case 'never-ends':
        return again();
      case 'dies-later':
        setImmediate(() => {
          throw new Error('thrown when nobody was looking');
        });
    }
  },
  expect: ({ fault, share }) => [
    {
      id: 'drawn-well',
      text: 'the run is not one of the bad ones',
      measured: ({ drawn }) => drawn.value,
      bound: fault === 'fails' ? { atLeast: share } : {},
    },
  ],
  tells: () => '',
});

function sleepMs(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** In all longer than a worker may be silent in the tests, but never silent for so long. */
function takeTime({ world, turns }: { world: World; turns: number }): void {
  sleepMs(400);
  for (let i = 0; i < 2_000; i++) world.kernel.schedule(0, () => {}, undefined);
  if (turns > 0) world.kernel.schedule(0, takeTime, { world, turns: turns - 1 });
}

/** Samples of a run: exponential with this mean. */
export const meanMs = 10;
export const samplesInRun = 25;

const trivial = scenario({
  ...none,
  id: 'faulty/trivial',
  asks: 'What does a sweep cost beside its runs?',
  params: z.object({
    samples: z.int().min(0).default(samplesInRun).describe('how many samples a run takes'),
  }),
  durationMs: () => 1,
  metrics: {
    latencyMs: histogram('ms', 'exponential'),
    coins: counter('heads', 'of 8 fair coins'),
  },
  build({ world, params, metrics }) {
    const draw = sampler(exponential(meanMs), world.kernel.random.stream('samples'));
    for (let i = 0; i < params.samples; i++) metrics.latencyMs.record(draw());
    const coin = world.kernel.random.stream('coins');
    for (let i = 0; i < 8; i++) metrics.coins.add(coin() < 0.5 ? 1 : 0);
  },
  tells: () => '',
});

const wing: WingEntry = {
  id: 'faulty',
  title: sim.title,
  scenarios: [misbehave, trivial].map((each) => ({
    id: each.id,
    asks: each.asks,
    load: async () => ({ default: each }),
  })),
  load: async () => ({ sim, killers: {} }),
};

export const catalogue = new Catalogue([wing]);

export const faultyCatalogue = new URL(import.meta.url);
