import * as z from 'zod';
import { reading } from '../../sims/cache/app/requests.ts';
import type { CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { pick } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent, rounded } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, poisson, warmUp } from './traffic.ts';

const params = z.object({
  requestsPerSecond: z
    .number()
    .min(700)
    .max(2_000)
    .default(700)
    .describe('read rate, throughout the run'),
  keys: z.int().min(500).max(800).default(500).describe('rows, equally popular'),
  timeoutMs: z.int().min(100).max(400).default(300).describe('when a reader gives up'),
});

type Params = z.output<typeof params>;

const connections = 3;
const queryMs = 10;
/** Queries per second. */
const capacity = (connections * 1_000) / queryMs;
const ttlMs = 6_000;
const lostAtMs = 500;
const lateFromMs = 8_500;
const durationMs = 10_000;

/** Each key is loaded once per TTL plus the gap until its next read. */
function loadsPerSecond({ keys, requestsPerSecond }: Params): number {
  return keys / (ttlMs / 1_000 + keys / requestsPerSecond);
}

const overloaded = sometimes<CacheLab>(
  'overloaded',
  'more queries wait than the database serves within the readers’ timeout',
  (lab) => systemOf(lab, 'fills-die').database.waiting > capacity,
);

export default scenario({
  ...aboutCaches,
  id: 'cache/hidden-capacity',
  asks: 'A cache with 90% hits protects a database with a capacity of 300 queries per second. The cache is lost for a moment. Does the system recover?',
  claims: [],
  code: [
    'sims/cache/guards/coalescing.ts#sharedLoad',
    'sims/cache/guards/coalescing.ts#coalescing',
    'sims/cache/patterns/cache-aside.ts#cacheAside',
  ],
  params,
  durationMs: () => durationMs,
  plan: () => [
    { atMs: lostAtMs, fault: crash('caches') },
    { atMs: lostAtMs, fault: restart('down') },
  ],
  metrics: {
    ...sideBySide(['fills-die', 'fills-go-on'], 500, ['failedReads', 'missesLost']),
    'fills-die.answeredLate': gauge(
      'of 1',
      'share of reads that were answered, from 8 s after the loss',
    ),
    'fills-go-on.answeredLate': gauge(
      'of 1',
      'share of reads that were answered, from 8 s after the loss',
    ),
  },
  build({ world, params: p, rules, metrics }) {
    const shared = {
      ttlMs,
      ttlJitter: 0.2,
      requestTimeoutMs: p.timeoutMs,
      database: databaseOf(constant(queryMs), { connections }),
    };
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        'fills-die': { ...shared, read: 'cache-aside' },
        'fills-go-on': { ...shared, read: 'coalescing' },
      },
    );
    const { random } = world.kernel;
    const keys = keysNamed('row', p.keys);
    for (const system of lab.systems) {
      warmUp(system, keys, { loadMs: queryMs, ages: random.stream('ages') });
    }
    const choice = random.stream('choice of keys');
    const late = {
      'fills-die': lateShare(metrics['fills-die.answeredLate']),
      'fills-go-on': lateShare(metrics['fills-go-on.answeredLate']),
    };
    const traffic = { stream: 'reads', perSecond: p.requestsPerSecond, untilMs: durationMs };
    poisson(world, traffic, () => {
      const key = pick(choice, keys);
      for (const system of lab.systems) {
        const isLate = world.kernel.nowMs >= lateFromMs;
        if (isLate) late[system.options.name as keyof typeof late](system, key);
        else system.read(key);
      }
    });
    return lab;
  },
  goals: () => [overloaded],
  expect: () => [
    {
      id: 'stays-down',
      text: 'share of reads answered from 8 s after the loss, if a load ends with the request that gave up: nothing is cached any more',
      measured: (m) => m['fills-die.answeredLate'].value,
      bound: { atMost: 0.1 },
    },
    {
      id: 'comes-back',
      text: 'share of reads answered from 8 s after the loss, if a load goes on after its request gave up: the cache fills',
      measured: (m) => m['fills-go-on.answeredLate'].value,
      bound: { atLeast: 0.9 },
    },
  ],
  tells: ({ params: p, metrics: m }) => {
    const load = loadsPerSecond(p);
    return (
      `Only if a load goes on after its reader has given up: then the cache fills, and ${percent(m['fills-go-on.answeredLate'].value)} of the reads were answered eight seconds later. ` +
      `If the load ends with its request, nothing is cached any more, and ${percent(m['fills-die.answeredLate'].value)} were answered (a metastable failure). ` +
      `With ${percent(1 - load / p.requestsPerSecond)} hits the system seems to have room for ${rounded((capacity * p.requestsPerSecond) / load)} reads/s, the database’s ${capacity} queries/s divided by the share of misses; without the cache it has room for ${capacity}/s. ` +
      `When the cache was lost, the load on the database rose ${(p.requestsPerSecond / load).toFixed(0)}-fold, from about ${rounded(load)} to ${rounded(p.requestsPerSecond)} queries/s. ` +
      `Readers gave up after ${inDigits(p.timeoutMs)} ms, but the database went on with their queries.`
    );
  },
  plots: ({ subject }) => [
    databaseRatePlot('The cache is lost for a moment: load on the database', subject, [
      { x: lostAtMs, label: 'the cache is lost' },
    ]),
  ],
});

/** Starts reads, and counts how many of them are answered in time. */
function lateShare(answered: { set(share: number): void }) {
  const counts = { ended: 0, answered: 0 };
  return (system: CacheSystem, key: string): void => {
    const app = system.app(0);
    if (app === undefined) return;
    app.node.spawn(
      (function* counted(): Process<void> {
        const row = yield* reading(app, key);
        counts.ended += 1;
        if (row !== undefined) counts.answered += 1;
        answered.set(counts.answered / counts.ended);
      })(),
    );
  };
}

// Left out: retries, which would make it worse, and load shedding, which would let the other system
// recover too.
