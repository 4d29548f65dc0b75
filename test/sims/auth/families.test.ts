/** Goal: refresh tokens do what RFC 9700 §4.14.2 says of rotation, at the edges of time, too. */
import { expect, test } from 'vitest';
import { Families } from '../../../sims/auth/families.ts';
import { exposure, guessChance } from '../../../sims/auth/formulas.ts';
import { authRules } from '../../../sims/auth/rules.ts';
import { faultOf } from '../../../sims/auth/token.ts';

const rules = authRules.without();

test('a token is used once; used again, it revokes its family, and no other', () => {
  const families = new Families(rules, { absoluteMs: 1_000, graceMs: 0 });
  const [first, other] = [families.start('ann', 0), families.start('ann', 0)];
  const second = families.refresh(first, 1);
  expect(second).toEqual({ user: 'ann', refresh: 'refresh-3' });
  expect(families.refresh(first, 2)).toEqual({ user: 'ann', refused: 'reused' });
  expect(families.refresh('refresh-3', 3)).toEqual({ user: 'ann', refused: 'revoked' });
  expect(families.refresh(other, 4)).toEqual({ user: 'ann', refresh: 'refresh-4' });
});

test('within the grace window a used token gives its successor again, and not afterwards', () => {
  const families = new Families(rules, { absoluteMs: 1_000, graceMs: 10 });
  const first = families.start('ann', 0);
  expect(families.refresh(first, 1)).toMatchObject({ refresh: 'refresh-2' });
  expect(families.refresh(first, 10)).toMatchObject({ refresh: 'refresh-2' });
  expect(families.refresh(first, 11)).toMatchObject({ refused: 'reused' });
});

test('the absolute lifetime counts from the sign-in, however often it is renewed', () => {
  const families = new Families(rules, { absoluteMs: 100, graceMs: 0 });
  let token = families.start('ann', 0);
  for (const atMs of [40, 80, 99]) {
    const refreshed = families.refresh(token, atMs);
    token = 'refresh' in refreshed ? refreshed.refresh : '';
  }
  expect(families.refresh(token, 100)).toEqual({ user: 'ann', refused: 'too old' });
  expect(() => families.refresh('unknown', 0)).toThrow(RangeError);
});

test('a token is good until its expiry and the leeway, and not at that moment', () => {
  const token = {
    id: 't',
    subject: 'ann',
    issuer: 'authority',
    audience: 'orders',
    version: 1,
    key: 'k1',
    expiresMs: 100,
  };
  const expected = { issuer: 'authority', audience: 'orders', keys: ['k1'], leewayMs: 10 };
  expect(faultOf(token, expected, 109.9, rules)).toBeUndefined();
  expect(faultOf(token, expected, 110, rules)).toBe('expired');
  expect(faultOf({ ...token, key: 'k2' }, expected, 0, rules)).toBe('unknown key');
});

test('the exposure of a token that outlives all slots is what is left of it', () => {
  // Last let in after 12 intervals of 12: uniform from 0 to 12.
  const { mean, deviation } = exposure(12, () => 12);
  expect(mean).toBeCloseTo(6, 12);
  expect(deviation).toBeCloseTo(12 / Math.sqrt(12), 12);
  expect(exposure(12, (slot) => slot).mean).toBe(0);
});

test('a guess of one valid code of ten is a tenth, and of all ten certain', () => {
  expect(guessChance(1, 1, 1)).toBeCloseTo(0.1, 12);
  expect(guessChance(10, 1, 3)).toBe(1);
});
