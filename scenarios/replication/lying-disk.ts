import * as z from 'zod';
import { everyStoreRestarts } from '../../sims/replication/durability/cluster.ts';
import { durabilityMetrics } from '../../sims/replication/durability/laws.ts';
import { none, within } from '../../src/check/expected.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { sideBySide } from './common.ts';
import { aboutDurability, stores } from './durability.ts';

const params = z.object({
  everyMs: whole(1, 50, 5, 'time from one write to the next'),
  cacheMs: whole(10, 500, 100, 'how long a write stays in the drive’s cache'),
});

// Three stores sync each write before they acknowledge it: on an honest drive, on one that lies,
// and one whose process is killed while the power stays on.
export default scenario({
  ...aboutDurability,
  id: 'replication/lying-disk',
  asks: 'Each write is synced before it is acknowledged, but the drive says "done" too early. Which writes are lost?',
  claims: [],
  code: ['sims/replication/durability/store.ts#sync'],
  params,
  durationMs: () => 2_500,
  metrics: sideBySide(['honest', 'lying', 'killed'], durabilityMetrics, ['acked', 'lost']),
  build: ({ params: { everyMs, cacheMs }, ...parts }) => {
    const common = { policy: 'always', writeEveryMs: everyMs, crashAtMs: 2_000 } as const;
    return stores(parts, {
      honest: { stores: 1, optionsOf: () => common },
      lying: { stores: 1, optionsOf: () => ({ ...common, driveLies: true, fsyncMs: cacheMs }) },
      killed: {
        stores: 1,
        optionsOf: () => ({ ...common, policy: 'everysec', loses: 'process' }) as const,
      },
    });
  },
  goals: () => [everyStoreRestarts],
  expect: ({ everyMs, cacheMs }) => [
    none('honest.lost', 'honest-loses-none').says(
      'acknowledged writes lost at a power failure on an honest drive',
    ),
    within('lying.lost', 'lying-loses-cache', {
      atLeast: Math.floor(cacheMs / everyMs) - 1,
      atMost: Math.ceil(cacheMs / everyMs) + 1,
    }).says(
      'acknowledged writes lost at a power failure on a lying drive: those in its cache, write rate x the time that they stay there',
    ),
    none('killed.lost', 'killed-loses-none').says(
      'acknowledged writes lost when a process that never syncs is killed: none, as the operating system keeps the page cache',
    ),
  ],
  tells: ({ metrics }) =>
    `A drive that says "done" too early loses what is in its volatile cache: ${counted(metrics['lying.lost'].value, 'acknowledged write')} of ` +
    `${metrics['lying.acked'].value}. "fsync always" is only as good as the drive’s word; on an honest drive nothing was ` +
    'lost. A killed process, as with kill -9, loses nothing either way, so that test says nothing about a power failure.',
});

// Left out: drives with a battery, whose cache survives.
