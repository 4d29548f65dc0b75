/**
 * Goal: the badge is the number of messages that no device has shown, in whatever order requests come, are repeated and
 * overtake one another. Method: drawn requests beside a list of messages and a set of those shown; a visit with constant
 * times, message by message; and lost acknowledgements against their distribution.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fanoutNotes } from '../../../sims/fanout/notes.ts';
import { type FanoutRule, fanoutRules } from '../../../sims/fanout/rules.ts';
import { type BadgeRequest, badgeServer, type Loaded } from '../../../sims/fanout/unread/badge.ts';
import { posting, reading } from '../../../sims/fanout/unread/clients.ts';
import { trialsUntil } from '../../../src/check/bounds.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { troubleLink } from '../../../src/world/fault.ts';
import { client } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const unreadOf = (world: World) => (world.node('store').state as { unread: number }).unread;

function chat(latencyMs: number, ...off: FanoutRule[]): World {
  const world = new World('1', { latencyMs: constant(latencyMs) });
  world.addServer('store', badgeServer(fanoutRules.without(...off)));
  return world;
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ add: fc.nat(15) }) },
  { weight: 1, arbitrary: fc.record({ opens: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ reports: fc.nat(2) }) },
);

test('the badge agrees with a list of messages and a set of those shown', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const world = chat(1);
      const seen: number[] = [];
      const expected: number[] = [];
      const run = client('user', (node) => {
        node.spawn(acts());
        return {};

        function* acts() {
          const ask = (request: BadgeRequest) => node.call<Loaded>('store', request);
          const messages: string[] = [];
          const shown = new Set<string>();
          const loaded = new Map<number, { upTo: number; copy: readonly string[] }>();
          for (const each of steps) {
            if ('add' in each) {
              const id = `m${each.add}`;
              yield* ask({ add: id });
              if (!messages.includes(id)) messages.push(id);
            } else if ('opens' in each) {
              const { upTo } = yield* ask({ load: true });
              loaded.set(each.opens, { upTo, copy: [...messages] });
            } else {
              // Whatever it has loaded last, once more and late.
              const { upTo, copy } = loaded.get(each.reports) ?? { upTo: 0, copy: [] };
              yield* ask({ read: upTo });
              for (const id of copy) shown.add(id);
            }
            seen.push(unreadOf(world));
            expected.push(messages.filter((id) => !shown.has(id)).length);
          }
        }
      });
      world.addServer('user', run);
      world.kernel.runUntil(1_000);
      expect(seen).toHaveLength(steps.length);
      expect(seen).toEqual(expected);
    }),
    { numRuns: 150, seed: 1 },
  );
});

/** Twelve messages arrive at 110, 210 … 1,210 ms. The phone loads at 411 and reports at 931, the laptop at 611 and 831. */
function visit(...off: FanoutRule[]) {
  const world = chat(10, ...off);
  world.addServer('service', posting('store', { messages: 12, everyMs: 100, timeoutMs: 50 }));
  world.addServer('phone', reading('store', [{ atMs: 401, readMs: 500 }]));
  world.addServer('laptop', reading('store', [{ atMs: 601, readMs: 200 }]));
  const reports: (readonly [shown: number, unread: number])[] = [];
  fanoutNotes.listen(world.trace, 'marks-read', ({ shown, unread }) =>
    reports.push([shown, unread]),
  );
  world.kernel.runUntil(2_000);
  return { reports, left: unreadOf(world) };
}

describe('two devices read', () => {
  test('the badge goes by the laptop, which has loaded more', () => {
    // At 831 ms there are 8 messages, at 931 ms there are 9.
    expect(visit()).toEqual({
      reports: [
        [6, 2],
        [4, 3],
      ],
      left: 6,
    });
  });

  test('a counter is set to zero, with the messages that came meanwhile', () => {
    expect(visit('read-up-to-position')).toEqual({
      reports: [
        [6, 0],
        [4, 0],
      ],
      left: 3,
    });
  });

  test('a position that may go back goes back to that of the phone', () => {
    expect(visit('position-only-advances')).toEqual({
      reports: [
        [6, 2],
        [4, 5],
      ],
      left: 8,
    });
  });
});

test.each([0.05, 0.3])('of acknowledgements a share of %s is lost', (loss) => {
  const messages = 2_000;
  const counts = (...off: FanoutRule[]) => {
    const world = chat(10, ...off);
    world.addServer('service', posting('store', { messages, everyMs: 10, timeoutMs: 30 }));
    world.plan([{ atMs: 0, fault: troubleLink('store', 'service', { loss }) }]);
    world.kernel.runUntil(messages * 10 + 2_000);
    return unreadOf(world);
  };
  const { atLeast, atMost } = trialsUntil(messages, 1 - loss);
  const copies = counts('message-counts-once');
  expect(copies).toBeGreaterThanOrEqual(atLeast);
  expect(copies).toBeLessThanOrEqual(atMost);
  expect(atLeast).toBeGreaterThan(messages);
  expect(counts()).toBe(messages);
});
