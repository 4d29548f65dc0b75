import * as z from 'zod';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import { cacheNotes } from '../../sims/cache/notes.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { chance, pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { outage } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutCaches, databaseAsked, databaseOf, oneSystem } from './common.ts';
import { keysNamed } from './traffic.ts';

const params = z.object({
  operations: z.int().min(1).max(300).default(120).describe('number of reads and writes'),
  keys: z.int().min(1).max(20).default(3).describe('number of keys'),
  capacity: z.int().min(1).max(20).default(2).describe('entries that the cache holds'),
  outages: z.int().min(0).max(5).default(2).describe('outages of the database'),
  flushIntervalMs: z.int().min(10).max(300).default(60).describe('how often the cache flushes'),
});

type Params = z.output<typeof params>;

const instances = 2;
const spanMs = 1_000;
const outageMsMax = 80;
/** Longer than a query takes. */
const databaseTimeoutMs = 60;
/** Loads that failed have failed by then. */
const backMs = spanMs + outageMsMax + databaseTimeoutMs + 10;
const lookAgainMs = backMs + 10;

/** Every instance reads every key, at that interval. */
const readAll = ({ keys }: Params, fromMs: number, gapMs: number): Plan =>
  keysNamed('row', keys).flatMap((key, place) =>
    Array.from({ length: instances }, (_, app) => ({
      atMs: fromMs + gapMs * (instances * place + app),
      operation: { kind: 'read', key, app: app + 1 },
    })),
  );

/** If the cache cannot hold all keys, some reads must load, and a load fails. */
function outageOf(p: Params, stream: RandomStream, atMs: number): Plan {
  const kind = pick(stream, ['refuses', 'hangs'] as const);
  const fault = outage('database', kind, randomInteger(stream, 20, outageMsMax));
  return [{ atMs, fault }, ...readAll(p, atMs + 1, 0)];
}

function randomOperations(p: Params, stream: RandomStream): Plan {
  const keys = keysNamed('row', p.keys);
  return Array.from({ length: p.operations }, () => ({
    atMs: randomInteger(stream, 0, spanMs),
    operation: {
      kind: chance(stream, 0.4) ? 'write' : 'read',
      key: pick(stream, keys),
      app: randomInteger(stream, 1, instances),
    },
  }));
}

const loadFailed = sometimes<CacheLab>(
  'load-failed',
  'a load fails while the database is down',
  ({ systems }) => systems.some(({ observer }) => observer.metrics.failedReads.value > 0),
);

const flushed = sometimes<CacheLab>(
  'flushed',
  'an acknowledged write reaches the database',
  ({ systems }) =>
    systems.some(({ observer, database }) =>
      [...observer.acknowledged].some(([key]) => database.current(key).version > 1),
    ),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/random-write-behind',
  asks: 'Random reads and writes go through a write-behind cache whose database is sometimes down. Does a write ever go back?',
  claims: [],
  code: [
    'sims/cache/server/server.ts#fill',
    'sims/cache/server/write-behind.ts#flushOne',
    'sims/cache/server/write-behind.ts#keepForNextFlush',
  ],
  params,
  durationMs: (p) => lookAgainMs + 50 * instances * p.keys + 3 * p.flushIntervalMs + 200,
  plan: (p, random): Plan => {
    const stream = random.stream('plan');
    // The first one follows the last writes: no later write repairs what it undoes.
    const outages = Array.from({ length: p.outages }, (_, place) =>
      outageOf(p, stream, place === 0 ? spanMs - outageMsMax : randomInteger(stream, 0, spanMs)),
    );
    return [...randomOperations(p, stream), ...outages.flat(), ...readAll(p, lookAgainMs, 50)];
  },
  metrics: {
    ...cacheMetrics(100),
    lateFailures: counter('reads', 'reads that failed although the database was back'),
  },
  build({ world, params: p, rules, metrics }) {
    cacheNotes.listen(world.trace, 'read-fails', (_note, _by, atMs) => {
      if (atMs > backMs) metrics.lateFailures.add();
    });
    return oneSystem(
      { world, rules, metrics },
      {
        instances,
        read: 'coalescing',
        write: 'write-behind',
        capacity: p.capacity,
        ttlMs: 200,
        flushIntervalMs: p.flushIntervalMs,
        cacheLatencyMs: uniform(0.2, 3),
        databaseTimeoutMs,
        database: databaseOf(uniform(2, 40)),
        tellsAll: true,
      },
    );
  },
  goals: (p) => [
    p.keys > p.capacity && p.outages > 0 ? loadFailed : databaseAsked,
    ...(p.operations >= 20 ? [flushed] : []),
  ],
  expect: () => [
    {
      id: 'failed-loads-are-forgotten',
      text: 'reads that failed although the database was back',
      measured: ({ lateFailures }) => lateFailures.value,
      bound: { atMost: 0 },
    },
  ],
  tells({ metrics, subject }) {
    const breach = subject.breaches.of('unflushed-row-served');
    return (
      (breach === undefined
        ? 'No: the cache flushes each write again until the database has it, and no load takes its place in the cache until then. '
        : `Yes: ${breach}. `) +
      `There were ${counted(metrics.reads.value, 'read')} and ${counted(metrics.writeLatencyMs.count, 'write')}, with ${counted(metrics.failedReads.value, 'failed read')} while the database was down.`
    );
  },
});

// Left out: crashes of the cache, which lose what is not flushed: see cache/write-behind-crash.
