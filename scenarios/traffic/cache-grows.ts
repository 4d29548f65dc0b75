import * as z from 'zod';
import { type CacheCluster, cacheCluster } from '../../sims/traffic/hashing/caches.ts';
import { movedRange } from '../../sims/traffic/hashing/formulas.ts';
import type { HashingLaw } from '../../sims/traffic/hashing/laws.ts';
import { pointsEach } from '../../sims/traffic/hashing/schemes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutHashing, missed, namesOf } from './hashing-kit.ts';

const params = z.object({
  caches: whole(2, 50, 4, 'cache nodes before one is added'),
  keys: whole(50, 20_000, 300, 'keys that the app reads'),
});

const pauseMs = 1_000;
/** Four passes over all keys: a read takes two messages, a miss six. */
const durationMs = ({ keys }: { keys: number }) => pauseMs + keys * 4 * 6;

export default scenario({
  ...aboutHashing,
  id: 'traffic/cache-grows',
  asks: 'An app reads through a few cache nodes. One is added, and later all are redeployed at new addresses. How many reads go to the database?',
  claims: [],
  code: ['sims/traffic/hashing/caches.ts#ownerAmong'],
  params,
  durationMs,
  metrics: {
    cold: gauge('misses', 'in the first pass over all keys'),
    warm: gauge('misses', 'in the second pass'),
    grown: gauge('misses', 'after a cache was added'),
    redeployed: gauge('misses', 'after the redeploy'),
  },
  build({ world, rules, params: { caches, keys }, metrics }) {
    const breaches = new Breaches<HashingLaw>();
    const options = { caches, keys, pauseMs };
    const cluster = cacheCluster(world, rules, options, { breaches, redeploy });
    world.at(durationMs({ keys }) - 0.5, () => {
      const { cold, warm, grown, redeployed } = cluster.passes;
      metrics.cold.set(cold);
      metrics.warm.set(warm);
      metrics.grown.set(grown);
      metrics.redeployed.set(redeployed);
    });
    return cluster;

    function redeploy(): void {
      for (const id of namesOf('cache', caches + 1)) {
        world.strike(crash(id));
        world.at(world.kernel.nowMs + pauseMs / 2, () => world.strike(restart(id)));
      }
    }
  },
  goals: () => [
    sometimes<CacheCluster>('all-read', 'the app completes all four passes', ({ done }) => done),
  ],
  expect: ({ caches, keys }) => [
    exactly(keys, 'cold', 'cold-misses').says(
      'misses in the first pass over all keys: each of them',
    ),
    exactly(0, 'warm', 'warm-misses').says('misses in the second pass over the same keys'),
    within('grown', 'moved', movedRange('ring', caches + 1, { keys, pointsEach, missed })).says(
      `misses after cache ${caches + 1} was added, of ${keys}: its share of the ring`,
    ),
    exactly(0, 'redeployed', 'redeploy-misses').says('misses after the redeploy'),
  ],
  tells: ({ params: { caches, keys }, metrics }) =>
    `After cache ${caches + 1} was added, ${percent((metrics.grown.value ?? 0) / keys)} of the reads went to the database, ` +
    `all for keys of the new cache; with hash mod n it would be ${percent(caches / (caches + 1))}. ` +
    `After the redeploy ${percent((metrics.redeployed.value ?? 0) / keys)} did, because ` +
    'caches are hashed by name, and names do not change with the addresses.',
});

// Left out: the load on the database while the new cache fills, and caches that lose their rows in
// a restart.
