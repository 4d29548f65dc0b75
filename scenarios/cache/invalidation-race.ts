import * as z from 'zod';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant, drawnAround, largestOf, uniform } from '../../src/kernel/distribution.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutCaches, databaseOf, oneSystem } from './common.ts';
import { inMs } from './words.ts';

const params = z.object({
  guard: z.enum(['cache-aside', 'lease']).default('cache-aside').describe('how readers fill'),
  readMs: typical(z.number().min(10).max(100), 20, 0).describe('minimum duration of the slow read'),
  writeMs: z.number().min(1).max(5).default(4).describe('duration of the write'),
});

type Params = z.output<typeof params>;

const key = 'the profile';
const writeAtMs = 12;
const readAgainAtMs = ({ readMs }: Params) => 60 + 2 * largestOf(readMs);

/** The reader is slower than the writer: that is enough. */
const writtenDuringTheLoad = sometimes<CacheLab>(
  'written-during-the-load',
  'the row is written while a reader is loading it',
  ({ systems }) =>
    systems.some(
      ({ observer }) => observer.ledger.latest(key) > 1 && observer.metrics.latencyMs.count > 0,
    ),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/invalidation-race',
  asks: 'A writer deletes the cached row after its commit. How can readers still get the old one?',
  claims: ['cache-aside-possible-stale', 'cache-lease-writer-acquires'],
  code: [
    'sims/cache/server/lease.ts#redeemLease',
    'sims/cache/server/lease.ts#voidLease',
    'sims/cache/patterns/cache-aside.ts#cacheAside',
  ],
  params,
  durationMs: (p) => readAgainAtMs(p) + largestOf(p.readMs) * 2 + 10,
  plan: (p) => [
    { atMs: 10, operation: { kind: 'read', key, app: 1 } },
    { atMs: writeAtMs, operation: { kind: 'write', key, app: 2 } },
    { atMs: readAgainAtMs(p), operation: { kind: 'read', key, app: 3 } },
  ],
  metrics: cacheMetrics(10),
  build({ world, params: p, rules, metrics }) {
    const lab = oneSystem(
      { world, rules, metrics },
      {
        instances: 3,
        read: p.guard,
        write: 'delete',
        cacheLatencyMs: constant(0.5),
        database: databaseOf(
          drawnAround(p.readMs, (leastMs) => uniform(leastMs, 1.5 * leastMs)),
          { writeMs: constant(p.writeMs) },
        ),
        tellsAll: true,
        promises: p.guard === 'lease' ? { agreesAtRest: true } : {},
      },
    );
    return lab;
  },
  goals: () => [writtenDuringTheLoad],
  expect: (p) =>
    p.guard === 'lease'
      ? [
          {
            id: 'lease-closes-the-race',
            text: 'reads that got the old version after the delete, if readers fill under a lease that a delete voids',
            claim: 'cache-lease-writer-acquires',
            measured: ({ staleReads }) => staleReads.value,
            bound: { atMost: 0 },
          },
        ]
      : [
          {
            id: 'stale-although-deleted',
            text: 'ms after the commit at which a reader still got the old version, without a lease',
            claim: 'cache-aside-possible-stale',
            measured: ({ stalenessMs }) => stalenessMs.max,
            bound: { atLeast: readAgainAtMs(p) - (writeAtMs + p.writeMs) - 0.001 },
          },
        ],
  tells: ({ params: p, metrics }) =>
    'By a slow fill (a race of fill and delete): a reader missed and read version 1, a writer committed version 2 and deleted the entry, which was not there, ' +
    'and then the reader ' +
    (p.guard === 'lease'
      ? `could not put version 1 into the cache, because the delete had voided its lease. The next reader ${metrics.staleReads.value === 0 ? 'got the new version' : 'got the old version'}.`
      : 'put version 1 into the cache. A lease prevents that (--set guard=lease): a reader that misses gets a token, the writer’s delete voids it, and the cache refuses the late fill. ' +
        `Without one the next reader got version 1 ${inMs(metrics.stalenessMs.max)} after it had been superseded, and so will all others until the TTL is over.`),
});

// Left out: a delete that is lost, which leaves the old version in the same way. See
// cache/thirty-second-profile.
