/** For each rule of caching, a run that shows what happens without it. */
import type { CacheRule } from '../../sims/cache/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const cacheKillers: Killers<CacheRule> = {
  'coalesce-loads': {
    scenario: 'cache/hot-key-expires',
    seed: '1',
    params: { requestsPerSecond: 400 },
  },
  'lease-hold-off': {
    scenario: 'cache/hot-key-expires',
    seed: '1',
    params: { requestsPerSecond: 400 },
  },
  'scale-by-delta': {
    scenario: 'cache/hot-key-expires',
    seed: '1',
    params: { requestsPerSecond: 400 },
  },
  'jitter-ttl': { scenario: 'cache/mass-expiry', seed: '1', params: { requestsPerSecond: 500 } },
  'lock-expires': { scenario: 'cache/lock-holder', seed: '1' },
  'lock-outlives-load': {
    scenario: 'cache/lock-holder',
    seed: '1',
    params: { trouble: 'slow' },
  },
  'release-only-own-lock': {
    scenario: 'cache/lock-holder',
    seed: '0',
    params: { trouble: 'stop' },
  },
  'verify-lease': {
    scenario: 'cache/invalidation-race',
    seed: '1',
    params: { guard: 'lease' },
  },
  'discard-overtaken-loads': { scenario: 'cache/five-patterns', seed: '1' },
  'delete-not-set': {
    scenario: 'cache/two-writers',
    seed: '0',
    params: { write: 'delete' },
  },
  'newest-version-wins': { scenario: 'cache/two-writers', seed: '0' },
  'commit-before-invalidate': {
    scenario: 'cache/random-traffic',
    seed: '0',
    plan: [
      { atMs: 290, operation: { kind: 'write', key: 'row 1', app: 3 } },
      { atMs: 292, operation: { kind: 'read', key: 'row 1', app: 3 } },
    ],
  },
  'cache-absence': { scenario: 'cache/nothing-there', seed: '1' },
  'errors-expire-soon': { scenario: 'cache/nothing-there', seed: '1' },
  'key-names-the-tenant': { scenario: 'cache/shared-page', seed: '1' },
  'log-before-acknowledging': {
    scenario: 'cache/write-behind-crash',
    seed: '1',
    params: { crashes: 5, writesPerSecond: 100 },
  },
  'keep-unflushed-row': { scenario: 'cache/random-write-behind', seed: '1' },
  'grace-inside-the-limit': { scenario: 'cache/stale-in-grace', seed: '1' },
  'read-the-version-fresh': { scenario: 'cache/version-keys', seed: '1' },
};
