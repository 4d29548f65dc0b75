/**
 * Goal: locks and leases do what their papers say, and no more. Method: examples, each a sentence of
 * its source.
 */
import { describe, expect, test } from 'vitest';
import { cacheRules } from '../../../../sims/cache/rules.ts';
import {
  grantLease,
  noLeases,
  redeemLease,
  voidLease,
} from '../../../../sims/cache/server/lease.ts';
import { freeLock, type Locks, takeLock } from '../../../../sims/cache/server/lock.ts';

const rules = cacheRules.without();
const at = (nowMs: number) => ({ nowMs, holdOffMs: 10_000 });

describe('SET NX PX', () => {
  const take = (locks: Locks, owner: string, nowMs: number) =>
    takeLock(locks, 'k', { owner, nowMs, ttlMs: 100 }, rules);

  test('one owner at a time, until the time is over', () => {
    const locks: Locks = new Map();
    expect(take(locks, 'a', 0)).toBe(true);
    expect(take(locks, 'b', 99)).toBe(false);
    expect(take(locks, 'b', 100)).toBe(true);
  });

  test('“delete the key only if it holds your value”', () => {
    const locks: Locks = new Map();
    take(locks, 'a', 0);
    take(locks, 'b', 100);
    expect(freeLock(locks, 'k', 'a', rules)).toBe(false);
    expect(take(locks, 'c', 120)).toBe(false);
    expect(freeLock(locks, 'k', 'b', rules)).toBe(true);
    expect(take(locks, 'c', 121)).toBe(true);
  });

  test('without an expiry a crashed holder keeps it for ever', () => {
    const locks: Locks = new Map();
    const forEver = cacheRules.without('lock-expires');
    takeLock(locks, 'k', { owner: 'a', nowMs: 0, ttlMs: 100 }, forEver);
    expect(takeLock(locks, 'k', { owner: 'b', nowMs: 1e9, ttlMs: 100 }, forEver)).toBe(false);
  });
});

describe('leases (Nishtala et al. 2013, §3.2.1)', () => {
  test('“return a token only once every 10 seconds per key”', () => {
    const leases = noLeases();
    expect(grantLease(leases, 'k', at(0), rules)).toBe(1);
    expect(grantLease(leases, 'k', at(9_999), rules)).toBeUndefined();
    expect(grantLease(leases, 'other', at(9_999), rules)).toBe(2);
    expect(grantLease(leases, 'k', at(10_000), rules)).toBe(3);
  });

  test('a token that was superseded fills nothing', () => {
    const leases = noLeases();
    grantLease(leases, 'k', at(0), rules);
    grantLease(leases, 'k', at(10_000), rules);
    expect(redeemLease(leases, 'k', 1, rules)).toBe(false);
    expect(redeemLease(leases, 'k', 2, rules)).toBe(true);
  });

  test('memcached cannot store a value if the lease was invalidated by a delete', () => {
    const leases = noLeases();
    const token = grantLease(leases, 'k', at(0), rules) ?? 0;
    voidLease(leases, 'k');
    expect(redeemLease(leases, 'k', token, rules)).toBe(false);
    expect(redeemLease(leases, 'k', token, cacheRules.without('verify-lease'))).toBe(true);
  });

  test('a token is good for one fill', () => {
    const leases = noLeases();
    const token = grantLease(leases, 'k', at(0), rules) ?? 0;
    expect(redeemLease(leases, 'k', token, rules)).toBe(true);
    expect(redeemLease(leases, 'k', token, rules)).toBe(false);
    expect(grantLease(leases, 'k', at(9_999), rules)).toBeUndefined();
  });

  test('neither a fill nor a delete ends the hold-off: the rate of tokens is what it limits', () => {
    const leases = noLeases();
    grantLease(leases, 'k', at(0), rules);
    voidLease(leases, 'k');
    expect(grantLease(leases, 'k', at(9_999), rules)).toBeUndefined();
    expect(grantLease(leases, 'k', at(10_000), rules)).toBe(2);
  });
});
