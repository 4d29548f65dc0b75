import * as z from 'zod';
import { everyStoreRestarts } from '../../sims/replication/durability/cluster.ts';
import { durabilityMetrics } from '../../sims/replication/durability/laws.ts';
import { largest, within } from '../../src/check/expected.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { hangDisk } from '../../src/world/fault.ts';
import { sideBySide } from './common.ts';
import { aboutDurability, stores } from './durability.ts';

const params = z.object({
  everyMs: whole(5, 50, 20, 'time from one write to the next'),
  blocksAfterMs: whole(500, 4_000, 2_000, 'writes wait once a sync has taken longer than this'),
  hungMs: whole(1_000, 8_000, 5_000, 'how long the disk has hung when the power fails'),
});
type Params = z.output<typeof params>;

const secondMs = 1_000;
/** By then two syncs are done, at 1 and 2 s. */
const hangsAtMs = 2_500;
const safeMs = 2_000;

const windowMs = ({ hungMs }: Params): number => hangsAtMs + hungMs - safeMs;

/**
 * Writes acknowledged until the sync that began at 3 s is late, or until the crash; everything
 * since the sync of 2 s is lost.
 */
const lostMs = ({ hungMs, blocksAfterMs }: Params): number =>
  Math.min(hangsAtMs + hungMs, safeMs + secondMs + blocksAfterMs) - safeMs;

// A healthy disk and one that hangs, under a log that is synced every second; the power fails
// during the hang.
export default scenario({
  ...aboutDurability,
  id: 'replication/long-fsync',
  asks: 'A log is synced every second, and the disk is slow when the power fails. Is at most one second of writes lost?',
  claims: ['db-redis-aof-everysec-1s'],
  code: [
    'sims/replication/durability/store.ts#lateSync',
    'sims/replication/durability/store.ts#everysec',
  ],
  params,
  durationMs: ({ hungMs }) => hangsAtMs + hungMs + 500,
  plan: () => [{ atMs: hangsAtMs, fault: hangDisk('hung1/store', 20_000) }],
  metrics: sideBySide(['healthy', 'hung'], durabilityMetrics, ['acked', 'lost', 'windowMs']),
  build: ({ params: p, ...parts }) => {
    const common = { policy: 'everysec', writeEveryMs: p.everyMs } as const;
    const crashAtMs = hangsAtMs + p.hungMs;
    return stores(parts, {
      healthy: { stores: 1, optionsOf: () => ({ ...common, crashAtMs, windowMs: 1_100 }) },
      hung: {
        stores: 1,
        optionsOf: () => ({
          ...common,
          crashAtMs,
          blocksAfterMs: p.blocksAfterMs,
          windowMs: secondMs + p.blocksAfterMs,
        }),
      },
    });
  },
  goals: () => [everyStoreRestarts],
  expect: (p) => [
    within(largest('healthy.windowMs'), 'healthy-window', { atMost: secondMs + 10 }).says(
      'span of acknowledged writes lost on a healthy disk, in ms: at most a second plus the time of a sync',
    ),
    within('hung.lost', 'hung-lost', {
      atLeast: Math.floor(lostMs(p) / p.everyMs) - 1,
      atMost: Math.ceil(lostMs(p) / p.everyMs) + 1,
    }).says(
      'span of acknowledged writes lost on a disk that hangs, in ms: at most the second before the sync plus the time until writes must wait',
      'db-redis-aof-everysec-1s',
    ),
    within(largest('hung.windowMs'), 'hung-window', {
      atLeast: windowMs(p) - p.everyMs,
      atMost: windowMs(p),
    }).says('time from the first lost write to the crash, on a disk that hangs, in ms'),
  ],
  tells: ({ params: p, metrics }) =>
    `With a sync every second a healthy disk loses at most that second of writes (${inSeconds(metrics['healthy.windowMs'].max)} here), and a disk that hangs more: ` +
    `the store keeps acknowledging until the running sync is ${inSeconds(p.blocksAfterMs)} late, and ${metrics['hung.lost'].value} writes are lost, ` +
    `${inSeconds(metrics['hung.lost'].value * p.everyMs)} worth. Without that limit all writes until the crash would be lost.`,
});

// Left out: no-appendfsync-on-rewrite, which skips syncs while the log is being rewritten.
