/**
 * Goal: a replica holds exactly the writes that no other write has seen. Method: random histories
 * of reads, writes and merges of three replicas are compared with a model without clocks that
 * keeps, for each write, the set of all writes that its client had seen; and without each rule of
 * versions some history differs from the model.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import siblingStore from '../../../scenarios/replication/sibling-store.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import type { SiblingRules } from '../../../sims/replication/siblings/rules.ts';
import {
  clockOf,
  contextOf,
  droppedUnseen,
  mergeSiblings,
  type Sibling,
} from '../../../sims/replication/siblings/versions.ts';
import { must } from '../../../src/kernel/must.ts';
import { run as runScenario } from '../../../src/lab/run.ts';

const replicas = ['a', 'b', 'c'] as const;
type Place = (typeof replicas)[number];
const place = fc.constantFrom(...replicas);
const step = fc.oneof(
  fc.record({ do: fc.constant('read' as const), client: fc.nat(2), at: place }),
  fc.record({ do: fc.constant('write' as const), client: fc.nat(2), at: place }),
  fc.record({ do: fc.constant('merge' as const), from: place, at: place }),
);
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

/** What the replicas hold at the end, by their clocks and by the model. */
function run(steps: readonly Step[], rules: SiblingRules) {
  const held = new Map<string, readonly Sibling[]>(replicas.map((id) => [id, []]));
  const known = new Map<string, ReadonlySet<string>>(replicas.map((id) => [id, new Set()]));
  const seenBy = new Map<string, ReadonlySet<string>>();
  const read = new Map<number, { siblings: readonly Sibling[]; seen: ReadonlySet<string> }>();
  const at = <Value>(map: ReadonlyMap<string, Value>, id: string) => must(map.get(id), 'replica');
  steps.forEach((does, number) => {
    const here = at(held, does.at);
    if (does.do === 'read') {
      read.set(does.client, { siblings: here, seen: at(known, does.at) });
    } else if (does.do === 'write') {
      const { siblings, seen } = read.get(does.client) ?? { siblings: [], seen: new Set<string>() };
      const write = `w${number}`;
      const clock = clockOf(rules, does.at, here, contextOf(siblings));
      const written = { clock, write, atMs: number, value: [] };
      held.set(does.at, mergeSiblings(rules, here, [written]));
      known.set(does.at, new Set([...at(known, does.at), ...seen, write]));
      seenBy.set(write, seen);
    } else {
      held.set(does.at, mergeSiblings(rules, here, at(held, does.from)));
      known.set(does.at, new Set([...at(known, does.at), ...at(known, does.from)]));
    }
  });
  const modelled = (id: string) => {
    const all = [...at(known, id)];
    return all.filter((one) => !all.some((other) => must(seenBy.get(other), 'write').has(one)));
  };
  return replicas.map((id) => ({
    held: at(held, id)
      .map(({ write }) => write)
      .sort(),
    modelled: modelled(id).sort(),
    entries: Object.keys(contextOf(at(held, id))).length,
  }));
}

const rules = replicationRules.without();
const steps = fc.array(step, { minLength: 1, maxLength: 40 });

describe('siblings', () => {
  test('are the writes that no other had seen, and have an entry a replica at most', () => {
    fc.assert(
      fc.property(steps, (history) => {
        for (const { held, modelled, entries } of run(history, rules)) {
          expect(held).toEqual(modelled);
          expect(entries).toBeLessThanOrEqual(replicas.length);
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each(['concurrent-writes-are-kept', 'write-carries-context', 'dot-is-apart-from-past'])(
    'differ from that without %s',
    (rule) => {
      const failed = fc.check(
        fc.property(steps, (history) =>
          run(history, { ...rules, [rule]: false }).every(
            ({ held, modelled }) => held.join() === modelled.join(),
          ),
        ),
        { numRuns: 200, seed: 1 },
      );
      expect(failed.failed).toBe(true);
    },
  );

  test('merge in any order, and again, to the same', () => {
    const merges = (...pairs: readonly (readonly [Place, Place])[]) =>
      pairs.map(([from, to]): Step => ({ do: 'merge', from, at: to }));
    fc.assert(
      fc.property(steps, (history) => {
        const clockwise = merges(['a', 'b'], ['b', 'c'], ['c', 'a'], ['a', 'b']);
        const back = merges(['c', 'b'], ['b', 'a'], ['a', 'c'], ['c', 'b'], ['c', 'b']);
        const ends = [clockwise, back].flatMap((round) => run([...history, ...round], rules));
        expect(new Set(ends.map(({ held }) => held.join())).size).toBe(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the last writer', () => {
  const sibling = (replica: string, count: number, atMs: number, past = {}): Sibling => ({
    clock: { dot: [replica, count], past },
    atMs,
    write: `${replica}${count}`,
    value: [],
  });
  const byClock = { ...rules, 'concurrent-writes-are-kept': false };

  test('wins by its clock, then by the name of its replica, in any order', () => {
    const [early, late, tie] = [sibling('b', 1, 5), sibling('a', 1, 6), sibling('c', 1, 6)];
    for (const [one, other] of [
      [early, late],
      [late, early],
    ] as const)
      expect(mergeSiblings(byClock, [one], [other])).toEqual([late]);
    expect(mergeSiblings(byClock, [late], [tie])).toEqual([tie]);
    expect(mergeSiblings(byClock, [tie], [late])).toEqual([tie]);
  });

  test('drops what it has not seen, and replaces what it has', () => {
    const [first, second] = [sibling('a', 1, 1), sibling('b', 1, 2)];
    expect(droppedUnseen([first, second], [second])).toEqual([first]);
    const after = sibling('b', 1, 2, { a: 1 });
    expect(droppedUnseen([first, after], [after])).toEqual([]);
  });
});

test.each([
  // Replicas gave a dot to a reader before it was on their disk, crashed, and gave it to another write.
  ['944', 'a dot that is read before it is durable'],
  ['1804', 'a dot that is read before it is durable'],
  // The law took the two versions of a put that arrives twice for one.
  ['45', 'a put that is delivered twice'],
  ['124', 'a put that is delivered twice'],
])('the store of seed %s keeps its laws: %s', (seed) => {
  const { invariants } = runScenario(siblingStore, { seed });
  expect(invariants.flatMap(({ violations }) => violations)).toEqual([]);
});
