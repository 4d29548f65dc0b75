/** Locks in a cache: `SET key owner NX PX ttl`, and a release that checks the owner. */
import type { Key } from '../row.ts';
import type { CacheRules } from '../rules.ts';

export interface Lock {
  /** A token that only the holder has: a new one each time a lock is taken. */
  readonly owner: string;
  /** Infinity if it does not expire. */
  readonly expiresAtMs: number;
}

export type Locks = Map<Key, Lock>;

/** Takes the lock; returns whether it was free. */
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

/** Releases the lock if the owner still holds it; returns whether it did. */
export function freeLock(locks: Locks, key: Key, owner: string, rules: CacheRules): boolean {
  const isOwn = locks.get(key)?.owner === owner;
  if (rules['release-only-own-lock'] && !isOwn) return false;
  locks.delete(key);
  return isOwn;
}
