/**
 * Leases as in Facebook's memcache (Nishtala et al. 2013, §3.2.1): a reader that misses gets a
 * token, which allows it to fill the key; a delete voids the token. A key gets one token in ten
 * seconds, whatever happens to it: other readers that miss in that time get none and wait. The
 * lease belongs to the reader, not the writer.
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
 * A token to fill the key; undefined within the hold-off of the last one: the paper's is 10
 * seconds. Neither a fill nor a delete ends it, so that a row with constant writes is not loaded
 * constantly.
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

/** Whether this token may fill the key; the token is used up. */
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

/** The effect of a delete: no reader that loaded the row before it may fill the key after it. */
export function voidLease(leases: Leases, key: Key): void {
  leases.valid.delete(key);
}
