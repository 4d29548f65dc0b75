/**
 * LWW-Map: a LWW-Register for each key. Writes to different keys do not touch one another, which is
 * the difference between last-writer-wins per field and per item. A removed key is a write of null,
 * and stays as a tombstone.
 */

import { joinRecords, lookUp } from '../plain.ts';
import { type LwwRegister, lwwRegister, type Write } from '../registers/lww-register.ts';
import type { CrdtRules } from '../rules.ts';
import type { StateBased } from '../types.ts';

export type LwwMap = Readonly<Record<string, Write>>;
/** Writes some fields together, each as a register of its own. */
export interface FieldsEdit {
  readonly set: Readonly<Record<string, string>>;
}
export type Fields = Readonly<Record<string, string>>;

export type LwwMapType = StateBased<LwwMap, FieldsEdit, Fields>;

export function lwwMap(rules: CrdtRules): LwwMapType {
  const field = lwwRegister(rules);
  const joinFields = (x: Write | undefined, y: Write | undefined) =>
    (field.merge(x ?? null, y ?? null) as LwwRegister) ?? undefined;
  return {
    initial: () => ({}),
    query: (fields) =>
      Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value])),
    mutate: (fields, { set }, by) =>
      Object.fromEntries(
        Object.entries(set).map(([key, write]) => [
          key,
          field.mutate(lookUp(fields, key) ?? null, { write }, by) as Write,
        ]),
      ),
    merge: (a, b) => joinRecords(a, b, joinFields),
    compare: (a, b) =>
      Object.keys(a).every((key) => field.compare(a[key] ?? null, lookUp(b, key) ?? null)),
  };
}
