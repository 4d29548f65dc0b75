import * as z from 'zod';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { drawnFrom } from '../../src/kernel/distribution.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutCaches, databaseAsked, databaseOf, oneSystem } from './common.ts';
import { inMs } from './words.ts';

const params = z.object({
  write: z
    .enum(['write-through', 'delete'])
    .default('write-through')
    .describe('what writers do to the cache'),
  writes: z.int().min(2).max(100).default(20).describe('writes, by two instances'),
  cacheMs: distribution(0.2, 5).describe('a round trip to the cache, uniform'),
  databaseMs: distribution(2, 10).describe('time of a write in the database, uniform'),
});

const key = 'the price';
const spanMs = 100;
const lookAtMs = 400;

const overlapped = sometimes<CacheLab>(
  'writes-overlap',
  'two writes are concurrent',
  ({ systems }) => systems.some(({ database }) => database.working > 1),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/two-writers',
  asks: 'Two writers write through the cache at the same time. Which version does it keep?',
  claims: ['cache-write-through-two-writes'],
  code: [
    'sims/cache/patterns/write-through.ts#writeThrough',
    'sims/cache/server/server.ts#fillIfNewer',
    'sims/cache/patterns/cache-aside.ts#writeAndDelete',
  ],
  params,
  durationMs: () => lookAtMs + 100,
  plan: (p, random): Plan => {
    const stream = random.stream('plan');
    const writes = Array.from({ length: p.writes }, () => ({
      atMs: randomInteger(stream, 0, spanMs),
      operation: { kind: 'write', key, app: randomInteger(stream, 1, 2) },
    }));
    return [...writes, { atMs: lookAtMs, operation: { kind: 'read', key, app: 1 } }];
  },
  metrics: cacheMetrics(50),
  build: ({ world, params: p, rules, metrics }) =>
    oneSystem(
      { world, rules, metrics },
      {
        instances: 2,
        read: 'lease',
        write: p.write,
        cacheLatencyMs: drawnFrom(p.cacheMs),
        database: databaseOf(drawnFrom(p.databaseMs)),
        steady: true,
        tellsAll: true,
        promises: { agreesAtRest: true },
      },
    ),
  goals: (p) => [p.writes >= 20 ? overlapped : databaseAsked],
  expect: ({ cacheMs, databaseMs }) => [
    {
      id: 'two-trips-a-write',
      text: 'ms that the fastest write took: at least one to the database and a trip to the cache',
      claim: 'cache-write-through-two-writes',
      measured: ({ writeLatencyMs }) => writeLatencyMs.min,
      bound: { atLeast: cacheMs.min + databaseMs.min },
    },
    {
      id: 'no-longer-than-both',
      text: 'ms that the slowest write took: at most the slowest of the two together',
      measured: ({ writeLatencyMs }) => writeLatencyMs.max,
      bound: { atMost: cacheMs.max + databaseMs.max + 1e-6 },
    },
    {
      id: 'reads-the-last-version',
      text: 'reads after the writes that got an older version than the database has, if the cache compares versions',
      claim: 'cache-write-through-two-writes',
      measured: ({ staleReads }) => staleReads.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params: p, metrics, subject }) => {
    const [system] = subject.systems;
    const cached = system?.server.store.peek(key, lookAtMs)?.row?.version;
    return (
      'The newer one only if the cache compares versions: two writers can reach the cache in another order than the database, and then the older value stays until its TTL ends. ' +
      'So writers should delete the entry, and the next reader loads the row, or the cache must refuse older versions. ' +
      `After ${p.writes} writes by two instances within ${spanMs} ms, each to the database and then to the cache ` +
      `(${inMs(metrics.writeLatencyMs.mean)} on average), the database has version ` +
      `${system?.database.current(key).version ?? '—'} and the cache ${cached === undefined ? 'nothing' : `version ${cached}`}.`
    );
  },
});

// Left out: a writer that crashes between its two writes. The cache then lags until the TTL is
// over, in any order.
