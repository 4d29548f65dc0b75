/** For each rule of caching, a run that shows what happens without it. */
import type { CacheRule } from '../../sims/cache/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const todo = { tried: 'nothing yet, and nothing at all so far' };

export const cacheKillers: Killers<CacheRule> = {
  'coalesce-loads': { scenario: 'cache/hot-key-expires', seed: '1' },
  'lease-hold-off': { scenario: 'cache/hot-key-expires', seed: '1' },
  'scale-by-delta': { scenario: 'cache/hot-key-expires', seed: '1' },
  'jitter-ttl': todo,
  'lock-expires': todo,
  'lock-outlives-load': todo,
  'release-only-own-lock': todo,
  'verify-lease': todo,
  'delete-not-set': todo,
  'newest-version-wins': todo,
  'commit-before-invalidate': todo,
  'cache-absence': todo,
  'errors-expire-soon': todo,
  'key-names-the-tenant': todo,
  'log-before-acknowledging': todo,
  'grace-inside-the-limit': todo,
  'read-the-version-fresh': todo,
};
