import * as z from 'zod';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { crash, pause } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutCaches, databaseOf, databaseRatePlot, oneSystem } from './common.ts';
import { poisson, warmUp } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  trouble: z
    .enum(['crash', 'stop', 'slow'])
    .default('crash')
    .describe('what happens to the holder of the lock'),
  requestsPerSecond: z.number().min(1_000).max(5_000).default(1_000).describe('reads of the key'),
  stopMs: z
    .int()
    .min(1)
    .max(1_000)
    .default(200)
    .describe('how long a holder that stops is stopped'),
});

const hotKey = 'the hot key';
const ttlMs = 1_000;
const loadMs = { min: 40, typical: 60, max: 160 };
const tripMs = { min: 0.2, max: 3 };
/** The load, plus a look-up, a fill and the release. */
const lockTtlMs = loadMs.max + 4 * tripMs.max;
const troubleAtMs = ttlMs + 20;
const durationMs = troubleAtMs + 700;

/** The lock expires, another reader sees it, and loads. */
const backWithinMs = lockTtlMs + 5 + loadMs.max + 6 * tripMs.max;

const locked = sometimes<CacheLab>(
  'locked',
  'a reader holds the lock of the key when the trouble comes',
  ({ systems }) => systems.some(({ server }) => server.locks.has(hotKey)),
);

const comesBack = eventually<CacheLab>(
  'hot-key-comes-back',
  'after the trouble the key is filled again',
  backWithinMs,
  ({ systems }) => systems.some(({ observer }) => observer.history.lastFillMs > troubleAtMs),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/lock-holder',
  asks: 'The process that holds the lock of a hot key crashes, stops or is slow. When is the key filled again, and by how many loads?',
  claims: ['q6-lock-one-loader'],
  code: [
    'sims/cache/server/lock.ts#takeLock',
    'sims/cache/server/lock.ts#freeLock',
    'sims/cache/guards/lock.ts#lockTtlMs',
  ],
  params,
  durationMs: () => durationMs,
  plan: (p): Plan => {
    if (p.trouble === 'slow') return [];
    const holder = 'lock-holder';
    const fault = p.trouble === 'crash' ? crash(holder) : pause(holder, p.stopMs);
    return [{ atMs: troubleAtMs, fault }];
  },
  metrics: cacheMetrics(50),
  build({ world, params: p, rules, metrics }) {
    const lab = oneSystem(
      { world, rules, metrics },
      {
        instances: 4,
        read: 'lock',
        ttlMs,
        loadMsMax: lockTtlMs,
        loadMsTypical: loadMs.typical,
        cacheLatencyMs: uniform(tripMs.min, tripMs.max),
        database: databaseOf(uniform(loadMs.min, loadMs.max)),
      },
    );
    const [system] = lab.systems;
    if (system !== undefined) warmUp(system, [hotKey], { loadMs: loadMs.typical });
    const traffic = { stream: 'requests', perSecond: p.requestsPerSecond, untilMs: durationMs };
    poisson(world, traffic, (arrival) => system?.read(hotKey, arrival));
    return lab;
  },
  goals: () => [locked, comesBack],
  expect: (p) => [
    {
      id: 'nobody-waits-longer-than-the-lock',
      text: 'longest wait of a reader, in ms: the rest of the lock’s time plus one load',
      claim: 'q6-lock-one-loader',
      measured: ({ latencyMs }) => latencyMs.max,
      bound: { atMost: backWithinMs + (p.trouble === 'stop' ? p.stopMs : 0) },
    },
    {
      id: 'hardly-any-loads',
      text: 'database loads in the whole run: one for each expiry, and one more for the holder that failed',
      measured: ({ databaseQueries }) => databaseQueries.value,
      bound: { atLeast: 1, atMost: 4 },
    },
  ],
  tells: ({ params: p, metrics }) => {
    const trouble = {
      crash: 'crashed in the middle of its load',
      stop: `stopped for ${inDigits(p.stopMs)} ms in the middle of its load`,
      slow: `took up to ${loadMs.max} ms`,
    }[p.trouble];
    return (
      `When the lock expires, by the next reader: the lock lasts ${lockTtlMs} ms, as long as the longest load, and only its holder may release it. ` +
      `The reader that held it ${trouble}, and the longest wait of a reader was ${inMs(metrics.latencyMs.max)}. In ${(durationMs / 1_000).toFixed(1)} s the database got ` +
      `${counted(metrics.databaseQueries.value, 'query', 'queries')} for ${counted(metrics.reads.value, 'read')}.`
    );
  },
  plots: ({ subject }) => [
    databaseRatePlot('A hot key under a lock: load on the database', subject),
  ],
});

// Left out: what a stopped holder writes when it wakes: its row may be an old one. A lock does not
// prevent that; a lease does (cache/invalidation-race).
