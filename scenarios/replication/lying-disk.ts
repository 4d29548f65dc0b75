import { z } from 'zod';
import { everyStoreRestarts } from '../../sims/replication/durability/cluster.ts';
import { durabilityMetrics } from '../../sims/replication/durability/laws.ts';
import { none, within } from '../../src/check/expected.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { sideBySide } from './common.ts';
import { aboutDurability, stores } from './durability.ts';

const params = z.object({
  everyMs: whole(1, 50, 5, 'from one write to the next'),
  cacheMs: whole(10, 500, 100, 'how long a write stays in the cache of the drive'),
});

// Three stores sync each write before they acknowledge it: on an honest drive, on one that lies, and one whose process
// is killed while the power stays.
export default scenario({
  ...aboutDurability,
  id: 'replication/lying-disk',
  asks: 'Each write is synced before it is acknowledged, and the drive says "done" too early. What is lost?',
  claims: [],
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
    none('honest.lost', 'honest-loses-none').says('on an honest drive nothing'),
    within('lying.lost', 'lying-loses-cache', {
      atLeast: Math.floor(cacheMs / everyMs) - 1,
      atMost: Math.ceil(cacheMs / everyMs) + 1,
    }).says('on one that lies what is in its cache: rate times its delay'),
    none('killed.lost', 'killed-loses-none').says(
      'a killed process loses nothing even without a sync: the page cache is the system’s',
    ),
  ],
  tells: ({ metrics }) =>
    `What is in the volatile cache of the drive: ${counted(metrics['lying.lost'].value, 'acknowledged write')} of ${metrics['lying.acked'].value}. "fsync always" is as good as the drive’s word; on an honest one nothing was lost. ` +
    'A process that is killed, as with kill -9, loses nothing either way: that test says nothing of a power failure.',
});

// Left out: drives with a battery, whose cache survives.
