/**
 * Edits of the replicated types, and scripts of edits and merges at a few replicas, as fast-check
 * draws them; and what comes of a script at replicas that ship whole states or deltas to one another.
 */

import { fc } from '@fast-check/vitest';
import { catalogueType, type TypeName } from '../../sims/crdt/catalogue.ts';
import type { EditRecord } from '../../sims/crdt/models.ts';
import { union } from '../../sims/crdt/plain.ts';
import type { AnyStateBased } from '../../sims/crdt/replication/replica.ts';
import { crdtRules } from '../../sims/crdt/rules.ts';
import { update } from '../../sims/crdt/types.ts';
import { must } from '../../src/kernel/must.ts';

export const stateBasedTypes = [
  'g-counter',
  'pn-counter',
  'bounded-counter',
  'reset-counter',
  'g-set',
  'two-phase-set',
  'or-set',
  'collected-set',
  'orswot',
  'remove-wins-set',
  'lww-register',
  'mv-register',
  'lww-map',
  'or-map',
  'document-map',
] as const satisfies readonly TypeName[];

export type StateBasedName = (typeof stateBasedTypes)[number];

export const names = ['a', 'b', 'c'] as const;
const element = fc.constantFrom('x', 'y', 'z');
const letter = fc.constantFrom('p', 'q', 'r', 's');
const key = fc.constantFrom('k', 'l');
const add = fc.record({ add: element });
const setEdit = fc.oneof(add, fc.record({ remove: element }));
const write = fc.record({ write: letter });
const path = fc.constantFrom(['k'], ['l'], ['l', 'k'], ['l', 'l'], ['l', 'k', 'x']);
/** Of nothing, of some of it, of more than is there. */
const read = fc
  .tuple(...names.map((replica) => fc.tuple(fc.constant(replica), fc.nat({ max: 4 }))))
  .map((counts) => Object.fromEntries(counts) as Readonly<Record<string, number>>);

export const editsOf: Readonly<Record<StateBasedName, fc.Arbitrary<object>>> = {
  'g-counter': fc.record({ add: fc.integer({ min: 0, max: 5 }) }),
  'pn-counter': fc.record({ add: fc.integer({ min: -5, max: 5 }) }),
  'bounded-counter': fc.oneof(
    fc.record({ add: fc.integer({ min: -4, max: 5 }) }),
    fc.record({ transfer: fc.integer({ min: 0, max: 4 }), to: fc.constantFrom(...names) }),
  ),
  'reset-counter': fc.oneof(
    fc.record({ add: fc.integer({ min: -3, max: 3 }) }),
    fc.record({ reset: fc.constant(true) }),
  ),
  'g-set': add,
  'two-phase-set': setEdit,
  'or-set': setEdit,
  'collected-set': setEdit,
  orswot: setEdit,
  'remove-wins-set': setEdit,
  'lww-register': write,
  'mv-register': write,
  'lww-map': fc.record({
    set: fc.dictionary(element, letter, { minKeys: 1, noNullPrototype: true }),
  }),
  'or-map': fc.oneof(
    fc.record({ key, add: element }),
    fc.record({ key, remove: element }),
    fc.record({ removeKey: key }),
  ),
  'document-map': fc.oneof(
    fc.record({ path, count: fc.integer({ min: -2, max: 3 }) }),
    fc.record({ path, raise: fc.constant(true) }),
    fc.record({ path, write: letter, read }, { requiredKeys: ['path', 'write'] }),
    fc.record({ path, clear: fc.constant(true), read }, { requiredKeys: ['path', 'clear'] }),
  ),
};

/** An edit at a replica, or a replica that takes in the whole state of another. */
export type Step =
  | { readonly at: number; readonly edit: object; readonly clockMs: number }
  | { readonly at: number; readonly from: number };

export function scriptsOf(type: StateBasedName): fc.Arbitrary<readonly Step[]> {
  const place = fc.nat({ max: names.length - 1 });
  return fc.array(
    fc.oneof(
      // Clocks that stand still, and run backwards.
      fc.record({ at: place, edit: editsOf[type], clockMs: fc.nat({ max: 5 }) }),
      fc.record({ at: place, from: place }),
    ),
    { maxLength: 25 },
  );
}

/** A replica with what an observer knows of it. */
export interface Observed {
  state: unknown;
  edits: readonly number[];
}

/**
 * Carries a script out. `onStep` sees every replica after every step, and what it was before; `onRefusal` each that has
 * refused an edit, with what would have arrived if it had not.
 */
export function carryOut(
  name: StateBasedName,
  script: readonly Step[],
  onStep?: (
    type: AnyStateBased,
    changed: Observed,
    before: Observed,
    arrived: EditRecord[],
  ) => void,
  onRefusal?: (type: AnyStateBased, replica: Observed, arrived: EditRecord[]) => void,
): { readonly type: AnyStateBased; readonly replicas: Observed[]; readonly history: EditRecord[] } {
  const type = typeNamed(name);
  const history: EditRecord[] = [];
  const replicas = names.map((): Observed => ({ state: type.initial(), edits: [] }));
  for (const step of script) {
    const replica = must(replicas[step.at], 'replica of the step');
    const before = { ...replica };
    if ('from' in step) {
      const other = must(replicas[step.from], 'replica of the step');
      replica.state = type.merge(replica.state, other.state);
      replica.edits = union(replica.edits, other.edits);
    } else {
      const by = { replica: must(names[step.at], 'name of the replica'), now: () => step.clockMs };
      const record = {
        number: history.length,
        node: by.replica,
        edit: step.edit,
        seen: before.edits,
      };
      if (type.mutate(replica.state, step.edit, by) === undefined) {
        onRefusal?.(type, replica, [...arrivedAt(replica, history), record]);
        continue;
      }
      replica.state = update(type, replica.state, step.edit, by);
      history.push(record);
      replica.edits = union(before.edits, [history.length - 1]);
    }
    onStep?.(type, replica, before, arrivedAt(replica, history));
  }
  return { type, replicas, history };
}

export function arrivedAt({ edits }: Observed, history: readonly EditRecord[]): EditRecord[] {
  return edits.map((number) => must(history[number], 'edit of that number'));
}

export function typeNamed(name: StateBasedName): AnyStateBased {
  return catalogueType(name, crdtRules.without(), names).stateBased as AnyStateBased;
}
