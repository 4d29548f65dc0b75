/**
 * Goal: the states of the search stand for real rows. Moves are drawn, and carried out on values beside the abstract
 * state: what it calls current is the last value written, what it calls stale is an older one.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { servedPairs } from '../../../sims/deployment/migration/pairs.ts';
import { searched } from '../../../sims/deployment/migration/search.ts';
import {
  isRefused,
  outdated,
  type Row,
  written,
} from '../../../sims/deployment/migration/table.ts';
import { releaseName, versionsOf } from '../../../sims/deployment/migration/versions.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';

const rules = deploymentRules.without();

test('one instance, or one row: fewer states, and nothing goes wrong', () => {
  const small = searched(1, 1, rules);
  const large = searched(3, 2, rules);
  expect([small.refused, small.stale, large.refused, large.stale]).toEqual(
    Array(4).fill(undefined),
  );
  expect(small.states).toBeLessThan(large.states);
  expect([...small.mixes]).toEqual([]);
  expect([...large.mixes].every((mix) => new Set(mix.split(',')).size === 2)).toBe(true);
});

test('what goes wrong is told from the first move on, in the fewest moves', () => {
  const { stale } = searched(1, 1, deploymentRules.without('write-both-columns'));
  expect(stale).toEqual([
    'the new column is added',
    'instance 1 is deployed with v2',
    'the backfill copies row 1',
    'instance 1 (v2) writes row 1',
    'instance 1 is deployed with v3',
    'instance 1 (v3) reads row 1 and gets an older value',
  ]);
});

test('each release is served by the schemas that have its columns, and need no other', () => {
  const named = servedPairs(rules).map((pair) => {
    const [release, schema] = pair.split('/').map(Number);
    return `${releaseName(release ?? 0)} ${schema}`;
  });
  expect(named).toEqual('v1 0,v1 1,v1 2,v2 1,v2 2,v3 1,v3 2,v4 2,v4 3'.split(','));
  expect(versionsOf(rules)).toHaveLength(4);
});

test('an abstract row says of values what they are', () => {
  const column = fc.constantFrom('old' as const, 'new' as const);
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(column, { minLength: 1 })), (statements) => {
      const schema = { old: 'optional', new: 'optional' } as const;
      let row: Row = { old: null, new: null };
      const values: { old?: number; new?: number } = {};
      for (const [value, columns] of statements.entries()) {
        const before = { old: outdated(row.old), new: outdated(row.new) };
        const set = Object.fromEntries(columns.map((name) => [name, 'current' as const]));
        const after = written(schema, before, set);
        if (isRefused(after)) throw new Error('an optional column refuses nothing');
        row = after;
        for (const name of columns) values[name] = value;
        for (const name of ['old', 'new'] as const) {
          const held = values[name];
          const is = held === undefined ? null : held === value ? 'current' : 'stale';
          expect(row[name]).toBe(is);
        }
      }
    }),
  );
});
