/**
 * Leases as memcache at Facebook has them (Nishtala et al. 2013, §3.2.1): who misses gets a token,
 * which allows it to fill the key; a delete makes the token void, and others who miss meanwhile get
 * none and wait. The lease is the reader's, not the writer's.
 */
import type { Key } from './row.ts';
import type { CacheRules } from './rules.ts';

export type LeaseToken = number;

export interface Leases {
  lastToken: LeaseToken;
  readonly byKey: Map<Key, { readonly token: LeaseToken; readonly grantedAtMs: number }>;
}

export const noLeases = (): Leases => ({ lastToken: 0, byKey: new Map() });

/**
 * A token to fill the key; undefined where another was granted within the hold-off: the paper's is
 * 10 seconds.
 */
export function grantLease(
  leases: Leases,
  key: Key,
  { nowMs, holdOffMs }: { readonly nowMs: number; readonly holdOffMs: number },
  rules: CacheRules,
): LeaseToken | undefined {
  const granted = leases.byKey.get(key);
  const isHeldOff = granted !== undefined && nowMs < granted.grantedAtMs + holdOffMs;
  if (rules['lease-hold-off'] && isHeldOff) return undefined;
  leases.lastToken += 1;
  leases.byKey.set(key, { token: leases.lastToken, grantedAtMs: nowMs });
  return leases.lastToken;
}

/** Whether the key may be filled with this token, which is thereby used up. */
export function redeemLease(
  leases: Leases,
  key: Key,
  token: LeaseToken,
  rules: CacheRules,
): boolean {
  const isValid = leases.byKey.get(key)?.token === token;
  if (isValid) leases.byKey.delete(key);
  return isValid || !rules['verify-lease'];
}

/** What a delete does: nobody who loaded the row before it may fill the key after it. */
export function voidLease(leases: Leases, key: Key): void {
  leases.byKey.delete(key);
}
