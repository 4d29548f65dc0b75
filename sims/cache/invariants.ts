/** The laws of caches as invariants: the observers report a violation when it happens. */
import { watched } from '../../src/check/breaches.ts';
import { finalInvariant, type Invariant } from '../../src/check/invariant.ts';
import { cacheLaws } from './observer/laws.ts';
import type { CacheLab, CacheSystem } from './system.ts';

/** This one can be judged only when everything has come to rest. */
const lossWithinDirtySet = finalInvariant<CacheLab>(
  'loss-within-dirty-set',
  cacheLaws['loss-within-dirty-set'],
  ({ systems }) => systems.map(missingBeyondTheLost).find((message) => message !== undefined),
);

/** Acknowledged, in neither the database nor the cache, and not known to be lost in a crash. */
function missingBeyondTheLost(system: CacheSystem): string | undefined {
  const { observer, database, server, options } = system;
  if (options.write !== 'write-behind') return undefined;
  let missing = 0;
  for (const [key, version] of observer.acknowledged) {
    const pending = server.writeBehind.pending(key)?.version ?? 0;
    if (Math.max(database.current(key).version, pending) < version) missing += 1;
  }
  const lost = observer.metrics.lostWrites.value + observer.inDoubt;
  return missing > lost
    ? `${missing} acknowledged writes are in neither the database nor the cache, but only ${lost} were waiting in the cache when it crashed`
    : undefined;
}

export const cacheInvariants: readonly Invariant<CacheLab>[] = Object.values({
  ...watched(cacheLaws, ({ breaches }: CacheLab) => breaches),
  [lossWithinDirtySet.id]: lossWithinDirtySet,
});
