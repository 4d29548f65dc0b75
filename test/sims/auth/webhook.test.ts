/**
 * Goal: deliveries are signed as providers sign them, and a receiver lets each event have one effect.
 * Method: GitHub’s published signature, Node’s own HMAC, the bounds of stripe-node, and a naive receiver
 * that keeps a list of all that it took.
 */
import { createHmac } from 'node:crypto';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type AuthRule, authRules } from '../../../sims/auth/rules.ts';
import { hmacHex, signedDelivery, WebhookReceiver } from '../../../sims/auth/webhook.ts';

const secret = 'whsec_1';
const options = { secret, toleranceMs: 300_000, rememberMs: 900_000 };
const bodyOf = (id: string) => JSON.stringify({ id });
const receiver = (...off: readonly AuthRule[]) =>
  new WebhookReceiver(authRules.without(...off), options);

describe('the signature', () => {
  test('is that of GitHub’s documentation, Validating webhook deliveries', () => {
    expect(hmacHex("It's a Secret to Everybody", 'Hello, World!')).toBe(
      '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    );
  });

  property.prop([fc.string(), fc.string({ unit: 'grapheme' }), fc.nat(4_000_000_000_000)])(
    'is an HMAC over timestamp, dot and body, as Stripe’s',
    (key, body, nowMs) => {
      const { timestamp, signature } = signedDelivery(key, body, nowMs);
      expect(timestamp).toBe(Math.trunc(nowMs / 1_000));
      const text = `${timestamp}.${body}`;
      expect(signature).toBe(createHmac('sha256', key).update(text, 'utf8').digest('hex'));
    },
  );

  test('covers the timestamp, the body and the secret', () => {
    const delivery = signedDelivery(secret, bodyOf('a'), 5_000);
    expect(receiver().take({ ...delivery, timestamp: 6 }, 5_000)).toBe('bad-signature');
    expect(receiver().take({ ...delivery, body: bodyOf('b') }, 5_000)).toBe('bad-signature');
    const forged = signedDelivery('another', bodyOf('a'), 5_000);
    expect(receiver().take(forged, 5_000)).toBe('bad-signature');
    expect(receiver('webhook-signature-is-checked').take(forged, 5_000)).toBe('effect');
    expect(receiver().take(delivery, 5_000)).toBe('effect');
  });
});

test('a timestamp may be 300 seconds old, counted in whole seconds as by stripe-node', () => {
  const delivery = signedDelivery(secret, bodyOf('a'), 1_900);
  expect(receiver().take(delivery, 301_999)).toBe('effect');
  expect(receiver().take(delivery, 302_000)).toBe('too-old');
  expect(receiver('webhook-timestamp-is-checked').take(delivery, 302_000)).toBe('effect');
});

test('a retry is signed anew, and only its id tells that it is one', () => {
  const own = receiver();
  const naive = receiver('event-ids-are-remembered');
  for (const each of [own, naive]) {
    expect(each.take(signedDelivery(secret, bodyOf('a'), 1_000), 1_000)).toBe('effect');
  }
  const retry = signedDelivery(secret, bodyOf('a'), 61_000);
  expect(own.take(retry, 61_000)).toBe('duplicate');
  expect(naive.take(retry, 61_000)).toBe('effect');
});

test('ids are forgotten after their time, and not before', () => {
  const own = receiver();
  expect(own.take(signedDelivery(secret, bodyOf('a'), 0), 0)).toBe('effect');
  expect(own.take(signedDelivery(secret, bodyOf('a'), 900_000), 900_000)).toBe('duplicate');
  expect(own.remembered).toBe(1);
  expect(own.take(signedDelivery(secret, bodyOf('a'), 901_000), 901_000)).toBe('effect');
});

const steps = fc.array(
  fc.record({
    afterMs: fc.nat(400_000),
    id: fc.constantFrom('a', 'b', 'c'),
    ageMs: fc.constantFrom(0, 1_000, 299_000, 310_000),
    isForged: fc.boolean(),
  }),
  { maxLength: 40 },
);

property.prop([steps])('a receiver judges as one that keeps a list of all it took', (all) => {
  const own = receiver();
  const took: { id: string; atMs: number }[] = [];
  let nowMs = 1_000_000;
  for (const { afterMs, id, ageMs, isForged } of all) {
    nowMs += afterMs;
    const delivery = signedDelivery(isForged ? 'x' : secret, bodyOf(id), nowMs - ageMs);
    const isKnown = took.some((each) => each.id === id && nowMs - each.atMs <= 900_000);
    let expected = isKnown ? 'duplicate' : 'effect';
    if (Math.trunc(nowMs / 1_000) - delivery.timestamp > 300) expected = 'too-old';
    if (isForged) expected = 'bad-signature';
    expect(own.take(delivery, nowMs)).toBe(expected);
    if (expected === 'effect') took.push({ id, atMs: nowMs });
  }
});
