/**
 * Leases as memcache at Facebook has them (Nishtala et al. 2013, §3.2.1): who misses gets a token,
 * which allows it to fill the key; a delete makes the token void. A key has one token in ten
 * seconds, whatever becomes of it: others who miss meanwhile get none and wait. The lease is the
 * reader's, not the writer's.
 */
import type { Key } from '../row.ts';
import type { CacheRules } from '../rules.ts';

export type LeaseToken = number;

export interface Leases {
  lastToken: LeaseToken;
  /** The token that may still fill a key. */
  readonly valid: Map<Key, LeaseToken>;
  readonly grantedAtMs: Map<Key, number>;
}

export const noLeases = (): Leases => ({ lastToken: 0, valid: new Map(), grantedAtMs: new Map() });

/**
 * A token to fill the key; undefined within the hold-off of the last one: the paper's is 10 seconds.
 * Neither a fill nor a delete ends it, so that a row that is written all the time is not loaded all
 * the time.
 */
export function grantLease(
  leases: Leases,
  key: Key,
  { nowMs, holdOffMs }: { readonly nowMs: number; readonly holdOffMs: number },
  rules: CacheRules,
): LeaseToken | undefined {
  const isHeldOff = nowMs < (leases.grantedAtMs.get(key) ?? -Infinity) + holdOffMs;
  if (rules['lease-hold-off'] && isHeldOff) return undefined;
  leases.lastToken += 1;
  leases.valid.set(key, leases.lastToken);
  leases.grantedAtMs.set(key, nowMs);
  return leases.lastToken;
}

/** Whether the key may be filled with this token, which is thereby used up. */
export function redeemLease(
  leases: Leases,
  key: Key,
  token: LeaseToken,
  rules: CacheRules,
): boolean {
  const isValid = leases.valid.get(key) === token;
  if (isValid) leases.valid.delete(key);
  return isValid || !rules['verify-lease'];
}

/** What a delete does: nobody who loaded the row before it may fill the key after it. */
export function voidLease(leases: Leases, key: Key): void {
  leases.valid.delete(key);
}
