import * as z from 'zod';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, rounded } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import { meanError, poissonAtMost } from './bounds.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemsSideBySide,
} from './common.ts';
import { poisson } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  writesPerSecond: z
    .number()
    .min(20)
    .max(1_000)
    .default(40)
    .describe('writes, almost all to different keys'),
  flushIntervalMs: z.int().min(100).max(5_000).default(500).describe('how often the cache flushes'),
  crashes: z.int().min(1).max(100).default(20).describe('crashes, each at a random moment'),
});

type Params = z.output<typeof params>;

const keys = 100_000;
const queryMs = 5;
/** From one crash to the next, so that each finds a cache that has flushed since the last. */
const spacingMs = ({ flushIntervalMs }: Params) => 2 * flushIntervalMs + 100;
const durationMs = (p: Params) => (p.crashes + 1) * spacingMs(p) + 1_000;

const lostSome = sometimes<CacheLab>(
  'crashed-dirty',
  'the cache crashes with writes that are not flushed',
  ({ systems }) => systems.some(({ observer }) => observer.metrics.lostWrites.value > 0),
);

/** Dirty at a random moment: the writes since the last flush, up to an interval ago. */
function expectedLoss({ writesPerSecond, flushIntervalMs }: Params): number {
  return (writesPerSecond * flushIntervalMs) / 2_000;
}

/** A log that is not waited for costs nothing. */
function costOfLog(loggedMs: number | undefined, otherMs: number | undefined): string {
  const [logged, other] = [inMs(loggedMs), inMs(otherMs)];
  return logged === other
    ? `, because the cache acknowledges as early as without one, after ${logged}`
    : `, and a write took ${logged} instead of ${other}`;
}

export default scenario({
  ...aboutCaches,
  id: 'cache/write-behind-crash',
  asks: 'A write-behind cache crashes. How many acknowledged writes are gone?',
  claims: ['cache-write-behind-loss'],
  code: ['sims/cache/server/write-behind.ts#write', 'sims/cache/server/write-behind.ts#recover'],
  params,
  durationMs,
  plan: (p, random): Plan => {
    const draw = random.stream('plan');
    return Array.from({ length: p.crashes }, (_, index) => {
      const atMs = Math.round((index + 1) * spacingMs(p) + draw() * p.flushIntervalMs);
      return [
        { atMs, fault: crash('caches') },
        { atMs, fault: restart('down') },
      ];
    }).flat();
  },
  metrics: {
    ...sideBySide(['memory-only', 'logged'], 1_000, [
      'lostWrites',
      'writeLatencyMs',
      'databaseQueries',
    ]),
    writes: counter('writes', 'writes that clients made'),
  },
  build({ world, params: p, rules, metrics }) {
    const shared = {
      read: 'cache-aside',
      write: 'write-behind',
      ttlMs: 2_000,
      flushIntervalMs: p.flushIntervalMs,
      logMs: 1,
      cacheLatencyMs: constant(0.5),
      database: databaseOf(uniform(queryMs, 2 * queryMs)),
    } as const;
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        'memory-only': { ...shared, logs: false },
        logged: { ...shared, logs: true },
      },
    );
    const choice = world.kernel.random.stream('choice of keys');
    const untilMs = durationMs(p) - 500;
    poisson(world, { stream: 'writes', perSecond: p.writesPerSecond, untilMs }, () => {
      const key = `event ${randomInteger(choice, 1, keys)}`;
      metrics.writes.add();
      for (const system of lab.systems) system.write(key);
    });
    return lab;
  },
  goals: () => [lostSome],
  expect: (p) => {
    const expected = expectedLoss(p);
    const deviation = Math.sqrt(pow(p.writesPerSecond * p.flushIntervalMs, 2) / 12e6 + expected);
    const error = p.crashes * meanError(deviation, p.crashes);
    const most = poissonAtMost((p.writesPerSecond * (p.flushIntervalMs + 2 * queryMs)) / 1_000);
    return [
      {
        id: 'half-an-interval',
        text: `acknowledged writes lost in ${counted(p.crashes, 'crash', 'crashes')} of a cache without a log: write rate x flush interval / 2 a crash, ${(p.crashes * expected).toFixed(0)} on average`,
        claim: 'cache-write-behind-loss',
        measured: (m) => m['memory-only.lostWrites'].value,
        bound: {
          atLeast: Math.max(0, p.crashes * expected - error),
          atMost: Math.min(p.crashes * most, p.crashes * expected + error),
        },
      },
      {
        id: 'log-loses-nothing',
        text: 'acknowledged writes lost by a cache that writes to a log first',
        claim: 'cache-write-behind-loss',
        measured: (m) => m['logged.lostWrites'].value,
        bound: { atMost: 0 },
      },
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `All since the last flush, unless the cache writes them to a log before it acknowledges (a write-ahead log): a crash lost ${(m['memory-only.lostWrites'].value / p.crashes).toFixed(0)} on average, ${rounded(m['memory-only.lostWrites'].value)} of ${rounded(m.writes.value)} over ${counted(p.crashes, 'crash', 'crashes')}; ` +
    `write rate x flush interval / 2 = ${inDigits(p.writesPerSecond)}/s x ${inDigits(p.flushIntervalMs)} ms / 2 = ${expectedLoss(p).toFixed(0)}. ` +
    `With the log ${m['logged.lostWrites'].value === 0 ? 'none were lost' : `${counted(m['logged.lostWrites'].value, 'write was', 'writes were')} lost, too`}` +
    `${costOfLog(m['logged.writeLatencyMs'].mean, m['memory-only.writeLatencyMs'].mean)}.`,
  plots: ({ subject }) => [databaseRatePlot('Write-behind: load on the database', subject)],
});

// Left out: losing the log as well, and the time that it takes to replay it.
