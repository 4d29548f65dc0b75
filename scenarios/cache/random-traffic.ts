import * as z from 'zod';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { drawnFrom, uniform } from '../../src/kernel/distribution.ts';
import { chance, pick, randomInteger } from '../../src/kernel/random.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutCaches, databaseAsked, databaseOf, oneSystem } from './common.ts';
import { keysNamed } from './traffic.ts';

const params = z.object({
  operations: z.int().min(1).max(200).default(40).describe('number of reads and writes'),
  keys: z.int().min(1).max(20).default(2).describe('number of keys'),
  instances: z.int().min(1).max(10).default(3).describe('application instances'),
  writeShare: z.number().min(0).max(1).default(0.4).describe('the share of writes'),
  databaseMs: distribution(2, 40).describe('time of a query or a write, uniform'),
});

const spanMs = 600;
const restMs = 400;

const severalAtATime = sometimes<CacheLab>(
  'several-at-a-time',
  'two operations are concurrent',
  ({ systems }) => systems.some(({ database }) => database.working > 1),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/random-traffic',
  asks: 'Do random reads and writes of a few keys ever leave an old row in the cache for good?',
  claims: ['cache-lease-writer-acquires'],
  code: [
    'sims/cache/patterns/cache-aside.ts#writeAndDelete',
    'sims/cache/server/lease.ts#redeemLease',
  ],
  params,
  durationMs: ({ databaseMs }) => spanMs + restMs + 10 * databaseMs.max,
  plan: (p, random): Plan => {
    const stream = random.stream('plan');
    const keys = keysNamed('row', p.keys);
    return Array.from({ length: p.operations }, (_, index) => {
      // Two concurrent writes come first: without a race a run would prove nothing.
      const isFirst = index < 2;
      return {
        atMs: isFirst ? 0 : randomInteger(stream, 0, spanMs),
        operation: {
          kind: isFirst || chance(stream, p.writeShare) ? 'write' : 'read',
          key: pick(stream, keys),
          app: randomInteger(stream, 1, p.instances),
        },
      };
    });
  },
  metrics: cacheMetrics(100),
  build: ({ world, params: p, rules, metrics }) =>
    oneSystem(
      { world, rules, metrics },
      {
        instances: p.instances,
        read: 'lease',
        write: 'delete',
        retryMs: 3,
        // Short, so that a key is filled, and races, many times.
        leaseHoldOffMs: 20,
        cacheLatencyMs: uniform(0.2, 3),
        database: databaseOf(drawnFrom(p.databaseMs)),
        steady: true,
        tellsAll: true,
        promises: { agreesAtRest: true },
      },
    ),
  goals: (p) => [p.operations >= 2 ? severalAtATime : databaseAsked],
  expect: () => [],
  tells: ({ metrics, subject }) => {
    const broken = subject.breaches.of('cache-agrees-at-rest');
    return (
      (broken === undefined
        ? 'No: whenever a key came to rest, the cache held the version of the database, or nothing. A writer commits first and then deletes the entry, and its delete voids the leases of readers that loaded the row before. '
        : `Yes: at the end ${broken}. `) +
      `The run had ${counted(metrics.reads.value, 'read')} and ${counted(metrics.writeLatencyMs.count, 'write')} within ${spanMs} ms, many of them concurrent.`
    );
  },
});

// Left out: instances that crash between the commit and the delete. The delete never comes, and
// only the TTL bounds staleness.
