/**
 * Goal: what a crash of the sender does to a batch depends on the step that it interrupts, and on nothing else; with a key
 * it does nothing. Method: with constant times a crash at every half millisecond of one batch, against the table of its
 * steps; then random times against the share of each step.
 */
import { describe, expect, test } from 'vitest';
import { providerServer } from '../../../sims/fanout/campaign/provider.ts';
import { senderServer } from '../../../sims/fanout/campaign/sender.ts';
import { fanoutNotes } from '../../../sims/fanout/notes.ts';
import { fanoutRules } from '../../../sims/fanout/rules.ts';
import { shareOf } from '../../../src/check/bounds.ts';
import { constant, type Distribution, uniform } from '../../../src/kernel/distribution.ts';
import { crash, restart } from '../../../src/world/fault.ts';
import { World } from '../../../src/world/world.ts';

const ways = {
  'send-first': ['send-carries-key'],
  'record-first': ['send-carries-key', 'checkpoint-after-send'],
  'with-key': [],
  'record-first with a key': ['checkpoint-after-send'],
} as const;
type Way = keyof typeof ways;

/** How often each batch was sent, and how many were recognised, if the sender crashes at these times. */
function campaign(
  way: Way,
  batches: number,
  latencyMs: Distribution,
  crashesMs: readonly number[],
) {
  const world = new World('1', { latencyMs });
  world.addServer('provider', providerServer());
  const plan = { id: 'c', batches, loadMs: 20 };
  const server = senderServer(fanoutRules.without(...ways[way]), plan, 'provider');
  const sender = world.addServer('sender', server, { diskMs: constant(10) });
  world.plan(
    crashesMs.flatMap((atMs) => [
      { atMs, fault: crash('sender') },
      { atMs: atMs + 100, fault: restart('sender') },
    ]),
  );
  const sent = new Map<number, number>();
  fanoutNotes.listen(world.trace, 'sends-batch', ({ batch, times }) => sent.set(batch, times));
  let known = 0;
  fanoutNotes.listen(world.trace, 'knows-key', () => {
    known += 1;
  });
  world.kernel.runUntil(batches * 60 + crashesMs.length * 200 + 100);
  expect(sender.state).toEqual({ upTo: batches });
  const times = Array.from({ length: batches }, (_, place) => sent.get(place + 1) ?? 0);
  return { times, known };
}

test.each(Object.keys(ways) as Way[])('without a crash each batch is sent once: %s', (way) => {
  expect(campaign(way, 5, constant(10), [])).toEqual({ times: [1, 1, 1, 1, 1], known: 0 });
});

/** A batch takes 50 ms; the third one begins at 100 ms. */
const moments = Array.from({ length: 50 }, (_, place) => place + 0.5);

describe('a crash at each moment of the third batch', () => {
  test.each<[Way, (phase: number) => { sent: number; known: number }]>([
    // Load 20 ms, request and answer 20 ms, record 10 ms.
    ['send-first', (phase) => ({ sent: phase < 20 ? 1 : 2, known: 0 })],
    ['with-key', (phase) => ({ sent: 1, known: phase < 20 ? 0 : 1 })],
    // Record 10 ms, load 20 ms, request and answer 20 ms.
    ['record-first', (phase) => ({ sent: phase < 10 || phase > 30 ? 1 : 0, known: 0 })],
    ['record-first with a key', (phase) => ({ sent: phase < 10 || phase > 30 ? 1 : 0, known: 0 })],
  ])('%s', (way, expected) => {
    for (const phase of moments) {
      const { sent, known } = expected(phase);
      const seen = campaign(way, 5, constant(10), [100 + phase]);
      expect([phase, seen]).toEqual([phase, { times: [1, 1, sent, 1, 1], known }]);
    }
  });
});

test('of crashes at random moments, each step has its share', () => {
  const count = 200;
  const crashesMs = Array.from(
    { length: count },
    (_, place) => place * 700 + ((place * 263.7) % 500),
  );
  const latencyMs = uniform(5, 15);
  const [again, left] = [shareOf(count, 30 / 50), shareOf(count, 20 / 50)];
  const first = campaign('send-first', 3_000, latencyMs, crashesMs);
  const shareAgain = first.times.reduce((sum, times) => sum + times - 1, 0) / count;
  expect(shareAgain).toBeGreaterThanOrEqual(again.atLeast);
  expect(shareAgain).toBeLessThanOrEqual(again.atMost);
  const recorded = campaign('record-first', 3_000, latencyMs, crashesMs);
  const shareLeft = recorded.times.filter((times) => times === 0).length / count;
  expect(shareLeft).toBeGreaterThanOrEqual(left.atLeast);
  expect(shareLeft).toBeLessThanOrEqual(left.atMost);
  const keyed = campaign('with-key', 3_000, latencyMs, crashesMs);
  expect(new Set(keyed.times)).toEqual(new Set([1]));
});
