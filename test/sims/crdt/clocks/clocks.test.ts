/**
 * Goal: each logical clock says of two events what its paper says that it says. Method: examples,
 * and random runs of three processes that act, send and receive, compared with happens-before as a
 * set of events.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  contextOf,
  isContextBelow,
  joinContexts,
  joinDots,
  knows,
  nextDot,
} from '../../../../sims/crdt/clocks/causal-context.ts';
import {
  areConcurrent,
  happenedBefore,
  knownBy,
  newEvent,
} from '../../../../sims/crdt/clocks/dotted-version-vector.ts';
import {
  beginning,
  compareTimes,
  type HybridTime,
  nextTime,
  receiveTime,
} from '../../../../sims/crdt/clocks/hybrid-logical-clock.ts';
import { compareStamps, tick, witness } from '../../../../sims/crdt/clocks/lamport-clock.ts';
import {
  compareVectors,
  increment,
  joinVectors,
  sumOf,
  type VersionVector,
} from '../../../../sims/crdt/clocks/version-vector.ts';
import { must } from '../../../../src/kernel/must.ts';
import { countOf } from '../../../support/campaign.ts';

const numRuns = countOf({ unit: 30, deep: 1000 });
const processes = ['a', 'b', 'c'] as const;

interface Event {
  readonly process: string;
  readonly lamport: number;
  readonly vector: VersionVector;
  readonly hybrid: HybridTime;
  readonly physicalMs: number;
  /** This event and all that happened before it: the definition, as a set. */
  readonly past: ReadonlySet<number>;
}

/** Each step is an event of a process that may first receive what another process has last sent. */
const runs = fc
  .array(
    fc.record({
      at: fc.nat({ max: 2 }),
      from: fc.option(fc.nat({ max: 2 })),
      tickMs: fc.nat({ max: 3 }),
      skewMs: fc.constant(0),
    }),
    { maxLength: 30 },
  )
  .chain((steps) =>
    fc.tuple(fc.constant(steps), fc.array(fc.nat({ max: 50 }), { minLength: 3, maxLength: 3 })),
  )
  .map(([steps, skews]) => {
    const events: Event[] = [];
    const last: (Event | undefined)[] = [undefined, undefined, undefined];
    let trueMs = 0;
    for (const { at, from, tickMs } of steps) {
      trueMs += tickMs;
      const process = must(processes[at], 'process at the place');
      const own = last[at];
      const received = from === null ? undefined : last[from];
      const physicalMs = trueMs + must(skews[at], 'skew of the process');
      const hybrid =
        received === undefined
          ? nextTime(own?.hybrid ?? beginning, physicalMs)
          : receiveTime(own?.hybrid ?? beginning, received.hybrid, physicalMs);
      const event: Event = {
        process,
        lamport: tick(witness(own?.lamport ?? 0, received?.lamport ?? 0)),
        vector: increment(joinVectors(own?.vector ?? {}, received?.vector ?? {}), process),
        hybrid,
        physicalMs,
        past: new Set([...(own?.past ?? []), ...(received?.past ?? []), events.length]),
      };
      events.push(event);
      last[at] = event;
    }
    return { events, skews };
  });

function pairs<T>(list: readonly T[]): [T, T, number, number][] {
  return list.flatMap((a, i) => list.map((b, j): [T, T, number, number] => [a, b, i, j]));
}

describe('Lamport clock', () => {
  test.prop([runs], { numRuns })(
    '"if a -> b then C(a) < C(b)" (Lamport 1978, Clock Condition)',
    ({ events }) => {
      for (const [a, b, i, j] of pairs(events)) {
        if (i !== j && b.past.has(i)) expect(a.lamport).toBeLessThan(b.lamport);
      }
    },
  );

  test('stamps are totally ordered: by count, then by process', () => {
    const stamps = [
      { count: 2, replica: 'a' },
      { count: 1, replica: 'b' },
      { count: 1, replica: 'a' },
    ];
    expect(stamps.sort(compareStamps)).toEqual([
      { count: 1, replica: 'a' },
      { count: 1, replica: 'b' },
      { count: 2, replica: 'a' },
    ]);
  });
});

describe('version vectors', () => {
  test.prop([runs], { numRuns })(
    'V(a) < V(b) exactly where a -> b (Mattern 1989)',
    ({ events }) => {
      for (const [a, b, i, j] of pairs(events)) {
        const order =
          i === j ? 'equal' : b.past.has(i) ? 'before' : a.past.has(j) ? 'after' : 'concurrent';
        expect(compareVectors(a.vector, b.vector)).toBe(order);
        expect(sumOf(a.vector)).toBe(a.past.size);
      }
    },
  );
});

describe('dotted version vectors', () => {
  test('two writes through one replica that did not see one another stay concurrent', () => {
    const first = newEvent({}, {}, 'r');
    const second = newEvent({}, knownBy([first]), 'r');
    expect(second.dot).toEqual(['r', 2]);
    expect(areConcurrent(first, second)).toBe(true);
    // A plain version vector would have to say that the second came later.
    expect(compareVectors({ r: 1 }, { r: 2 })).toBe('before');
    const third = newEvent(knownBy([first]), knownBy([first, second]), 'r');
    expect([happenedBefore(first, third), areConcurrent(second, third)]).toEqual([true, true]);
  });

  test.prop([runs], { numRuns })(
    'a dot is in the other’s past exactly where a -> b',
    ({ events }) => {
      const clocks = events.map(({ process, vector }) => {
        const count = must(vector[process], 'entry of the process');
        const past =
          count === 1 ? { ...vector, [process]: 0 } : { ...vector, [process]: count - 1 };
        return { dot: [process, count] as const, past };
      });
      for (const [a, b, i, j] of pairs(clocks)) {
        expect(happenedBefore(a, b)).toBe(
          i !== j && must(events[j], 'event at the place').past.has(i),
        );
      }
    },
  );
});

describe('hybrid logical clock', () => {
  test.prop([runs], { numRuns })(
    'an effect is stamped after its cause, whatever the clocks show',
    ({ events }) => {
      for (const [a, b, i, j] of pairs(events)) {
        if (i !== j && b.past.has(i)) expect(compareTimes(a.hybrid, b.hybrid)).toBeLessThan(0);
      }
    },
  );

  test.prop([runs], { numRuns })(
    'it is never behind the physical clock, nor ahead of the fastest (Theorem 3)',
    ({ events, skews }) => {
      for (const { hybrid, physicalMs, process } of events) {
        expect(hybrid.ms).toBeGreaterThanOrEqual(physicalMs);
        const own = must(skews[processes.indexOf(process as 'a')], 'skew of the process');
        expect(hybrid.ms).toBeLessThanOrEqual(physicalMs - own + Math.max(...skews));
      }
    },
  );
});

describe('causal contexts', () => {
  const dots = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 6 }))
      .map(([r, n]) => `${r}.${n}`),
  );

  test.prop([dots, dots])('know exactly the dots that went in, compact as they are', (a, b) => {
    const joined = joinContexts(contextOf(a), contextOf(b));
    for (const replica of ['a', 'b']) {
      for (let n = 1; n <= 7; n++) {
        const dot = `${replica}.${n}`;
        expect(knows(joined, dot)).toBe(a.includes(dot) || b.includes(dot));
      }
    }
    expect(knows(joined, nextDot(joined, 'a'))).toBe(false);
    expect(isContextBelow(contextOf(a), contextOf(b))).toBe(a.every((dot) => b.includes(dot)));
    // What is gapless stands in the vector, so nothing of the cloud could.
    for (const dot of joined.cloud) {
      const [replica = '', number] = dot.split('.');
      expect(Number(number)).toBeGreaterThan((joined.vector[replica] ?? 0) + 1);
    }
  });

  test("the join of dot sets: (s ∩ s') ∪ (s \\ c') ∪ (s' \\ c) (Almeida et al. 2016, Figure 4)", () => {
    const c = contextOf(['a.1', 'a.2', 'a.3']);
    const other = contextOf(['a.1', 'a.2', 'b.1']);
    expect(joinDots(['a.1', 'a.3'], c, ['a.1', 'a.2', 'b.1'], other)).toEqual([
      'a.1',
      'a.3',
      'b.1',
    ]);
    expect(joinDots(['a.2'], c, [], other)).toEqual([]);
  });
});
