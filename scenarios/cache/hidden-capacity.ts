import { z } from 'zod';
import { reading } from '../../sims/cache/app/requests.ts';
import type { CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { pick } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent, rounded } from '../../src/words/numbers.ts';
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
  requestsPerSecond: z.number().min(700).max(2_000).default(700).describe('reads, all the time'),
  keys: z.int().min(500).max(800).default(500).describe('rows, read alike'),
  timeoutMs: z.int().min(100).max(400).default(300).describe('when a reader gives up'),
});

type Params = z.output<typeof params>;

const connections = 3;
const queryMs = 10;
/** Queries a second. */
const capacity = (connections * 1_000) / queryMs;
const ttlMs = 6_000;
const lostAtMs = 500;
const lateFromMs = 8_500;
const durationMs = 10_000;

/** Each key is loaded once in a TTL and the gap until its next read. */
function loadsPerSecond({ keys, requestsPerSecond }: Params): number {
  return keys / (ttlMs / 1_000 + keys / requestsPerSecond);
}

const overloaded = sometimes<CacheLab>(
  'overloaded',
  'more queries wait than the database serves within the time that readers wait',
  (lab) => systemOf(lab, 'fills-die').database.waiting > capacity,
);

export default scenario({
  ...aboutCaches,
  id: 'cache/hidden-capacity',
  asks: 'A cache with 90% hits stands before a database that can do 300 queries a second. The cache is lost for a moment. Does the system come back?',
  claims: [],
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
      text: 'where the fill ends with the request that gave up, nothing is ever cached again: the system stays down at a load that it carried before',
      measured: (m) => m['fills-die.answeredLate'].value,
      bound: { atMost: 0.1 },
    },
    {
      id: 'comes-back',
      text: 'where loads go on without their requests, and once a key, the cache fills and the system comes back',
      measured: (m) => m['fills-go-on.answeredLate'].value,
      bound: { atLeast: 0.9 },
    },
  ],
  tells: ({ params: p, metrics: m }) => {
    const load = loadsPerSecond(p);
    return (
      `The database can do ${capacity}/s. With the cache it got about ${rounded(load)}/s of ${rounded(p.requestsPerSecond)} reads a second ` +
      `(${percent(1 - load / p.requestsPerSecond)} hits), so the system looks good for ${rounded((capacity * p.requestsPerSecond) / load)}/s; without the cache its capacity is ${capacity}/s. When the ` +
      `cache was lost, the load on the database rose ${(p.requestsPerSecond / load).toFixed(0)}-fold. Readers gave up after ${p.timeoutMs} ms, and their queries went on for nobody. Eight seconds later ` +
      `${percent(m['fills-die.answeredLate'].value)} of the reads were answered: the overload had outlived its cause (a metastable failure). With loads that are shared and fill the cache ` +
      `although the reader has gone, it was ${percent(m['fills-go-on.answeredLate'].value)}.`
    );
  },
  plots: ({ subject }) => [
    databaseRatePlot('The cache is lost for a moment: what the database gets', subject, [
      { x: lostAtMs, label: 'the cache is lost' },
    ]),
  ],
});

/** Starts reads, and keeps count of how many of them are answered in time. */
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

// Left out: retries, which would make it worse, and shedding load, which would bring the other system
// back too.
