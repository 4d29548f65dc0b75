/**
 * Goal: every state-based type is a join semilattice that only grows, shows what its naive model
 * shows, and comes to the same value wherever the same edits have arrived. Method: scripts of edits
 * and merges at three replicas; the laws are asked of the states that are reached, not of any that a
 * type might be given.
 */
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogueType } from '../../../sims/crdt/catalogue.ts';
import { type BoundedCounter, rightsOf } from '../../../sims/crdt/counters/bounded-counter.ts';
import { crdtRules } from '../../../sims/crdt/rules.ts';
import { dotsIn, type Orswot } from '../../../sims/crdt/sets/orswot.ts';
import { countOf } from '../../support/campaign.ts';
import {
  arrivedAt,
  carryOut,
  names,
  scriptsOf,
  stateBasedTypes,
} from '../../support/crdt-edits.ts';

const numRuns = countOf({ unit: 40, deep: 1000 });

describe.each(stateBasedTypes)('%s', (name) => {
  const { model, happensBefore } = catalogueType(name, crdtRules.without(), names);

  test.prop([scriptsOf(name)], { numRuns })(
    'merge is commutative, associative and idempotent',
    (script) => {
      const { type, replicas } = carryOut(name, script);
      const [a, b, c] = replicas.map(({ state }) => state);
      expect(type.merge(a, a)).toEqual(a);
      expect(type.merge(a, b)).toEqual(type.merge(b, a));
      expect(type.merge(type.merge(a, b), c)).toEqual(type.merge(a, type.merge(b, c)));
      expect(type.merge(type.initial(), a)).toEqual(a);
    },
  );

  test.prop([scriptsOf(name)], { numRuns })(
    'merge gives the least upper bound, by compare',
    (script) => {
      const { type, replicas } = carryOut(name, script);
      const [a, b, c] = replicas.map(({ state }) => state);
      const ab = type.merge(a, b);
      expect([type.compare(a, ab), type.compare(b, ab)]).toEqual([true, true]);
      // c is an upper bound exactly where merging adds nothing to it; then it is above the merge.
      for (const [x, y] of [
        [a, c],
        [b, c],
        [ab, c],
      ] as const) {
        expect(type.compare(x, y)).toBe(sameState(type.merge(x, y), y));
      }
      expect(type.compare(ab, type.merge(ab, c))).toBe(true);
    },
  );

  test.prop([scriptsOf(name)], { numRuns })(
    'no edit and no merge takes anything away',
    (script) => {
      carryOut(name, script, (type, { state }, before) => {
        expect(type.compare(before.state, state)).toBe(true);
      });
    },
  );

  test.prop([scriptsOf(name)], { numRuns })('every step agrees with the naive model', (script) => {
    carryOut(name, script, (type, { state }, _before, arrived) => {
      const value = type.query(state);
      expect(model?.(value, arrived)).toBeUndefined();
      expect(happensBefore?.(value, arrived)).toBeUndefined();
    });
  });

  // A bounded counter also refuses what its rights do not suffice for.
  if (name !== 'bounded-counter') {
    test.prop([scriptsOf(name)], { numRuns })(
      'an edit is refused only if it would change nothing',
      (script) => {
        carryOut(name, script, undefined, (type, { state }, arrived) => {
          expect(happensBefore).toBeUndefined();
          expect(model?.(type.query(state), arrived)).toBeUndefined();
        });
      },
    );
  }

  test.prop([scriptsOf(name)], { numRuns })(
    'the same edits, the same value, in whatever order',
    (script) => {
      const { type, replicas, history } = carryOut(name, script);
      const states = replicas.map(({ state }) => state);
      const forwards = states.reduce((x, y) => type.merge(x, y));
      const backwards = [...states].reverse().reduce((x, y) => type.merge(x, y));
      expect(type.query(forwards)).toEqual(type.query(backwards));
      const all = { state: forwards, edits: history.map(({ number }) => number) };
      expect(model?.(type.query(forwards), arrivedAt(all, history))).toBeUndefined();
    },
  );
});

describe('limits', () => {
  test.prop([scriptsOf('bounded-counter')], { numRuns })(
    'rights sum to the value, and none is negative',
    (script) => {
      carryOut('bounded-counter', script, (type, { state }) => {
        const rights = names.map((replica) => rightsOf(state as BoundedCounter, replica));
        expect(Math.min(...rights)).toBeGreaterThanOrEqual(0);
        expect(rights.reduce((sum, count) => sum + count, 0)).toBe(type.query(state));
      });
    },
  );

  test.prop([scriptsOf('orswot')], { numRuns })(
    'ORSWOT: no tombstones, and a dot a replica for an element',
    (script) => {
      carryOut('orswot', script, (_type, { state }, _before, arrived) => {
        const { entries, context } = state as Orswot;
        expect(dotsIn(entries)).toBeLessThanOrEqual(names.length * Object.keys(entries).length);
        expect(context.cloud).toEqual([]);
        const adds = arrived.filter(({ edit }) => 'add' in (edit as object)).length;
        expect(Object.values(context.vector).reduce((sum, count) => sum + count, 0)).toBe(adds);
      });
    },
  );

  test.prop([scriptsOf('orswot')], { numRuns })(
    'both forms of the OR-Set show the same',
    (script) => {
      const values = (['or-set', 'orswot'] as const).map((name) => {
        const { type, replicas } = carryOut(name, script);
        return replicas.map(({ state }) => type.query(state));
      });
      expect(values[0]).toEqual(values[1]);
    },
  );
});

function sameState(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}
