/** Locks in a cache: `SET key owner NX PX ttl`, and a release that looks at the owner. */
import type { Key } from '../row.ts';
import type { CacheRules } from '../rules.ts';

export interface Lock {
  /** A token that only the holder has: one for each time that a lock is taken. */
  readonly owner: string;
  /** Infinity where it does not expire. */
  readonly expiresAtMs: number;
}

export type Locks = Map<Key, Lock>;

/** Takes the lock; answers whether it was free. */
export function takeLock(
  locks: Locks,
  key: Key,
  lock: { readonly owner: string; readonly nowMs: number; readonly ttlMs: number },
  rules: CacheRules,
): boolean {
  const held = locks.get(key);
  if (held !== undefined && lock.nowMs < held.expiresAtMs) return false;
  const expiresAtMs = rules['lock-expires'] ? lock.nowMs + lock.ttlMs : Infinity;
  locks.set(key, { owner: lock.owner, expiresAtMs });
  return true;
}

/** Frees the lock, if it is still the owner's; answers whether it was. */
export function freeLock(locks: Locks, key: Key, owner: string, rules: CacheRules): boolean {
  const isOwn = locks.get(key)?.owner === owner;
  if (rules['release-only-own-lock'] && !isOwn) return false;
  locks.delete(key);
  return isOwn;
}
