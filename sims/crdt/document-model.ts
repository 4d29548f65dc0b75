/** The naive model of a document map: which edits no later one has replaced or cleared, and what they come to. */
import type { Document, DocumentEdit } from './maps/document-map.ts';
import type { EditRecord, Model } from './models.ts';
import { lookUp, same, sorted } from './plain.ts';

interface Made {
  readonly record: EditRecord;
  readonly edit: DocumentEdit;
  /** Counts the edits of its replica that made something, from 1: what contexts count. */
  readonly number: number;
}

export const documentModel: Model = (value, arrived) => {
  const made = numbered(arrived);
  const alive = made.filter(
    (one) => shows(one.edit) && !made.some((other) => replaces(other, one)),
  );
  const right = documentOf(alive.map(({ edit }) => edit));
  return same(value, right) ? undefined : JSON.stringify(right);
};

/** Counting nothing makes nothing. */
function shows(edit: DocumentEdit): boolean {
  return 'count' in edit ? edit.count !== 0 : !('clear' in edit);
}

/** By replica, in the order in which they were made. */
function numbered(arrived: readonly EditRecord[]): readonly Made[] {
  const counts = new Map<string, number>();
  return arrived.map((record) => {
    const edit = record.edit as DocumentEdit;
    const number = (counts.get(record.node) ?? 0) + (shows(edit) ? 1 : 0);
    counts.set(record.node, number);
    return { record, edit, number };
  });
}

/** A write replaces the writes of its register, and a clear all at its path and below: what its client had read of it. */
function replaces({ record: later, edit }: Made, { record, edit: earlier, number }: Made): boolean {
  if (!('clear' in edit) && !('write' in edit)) return false;
  if (!later.seen.includes(record.number)) return false;
  if (edit.read !== undefined && number > (lookUp(edit.read, record.node) ?? 0)) return false;
  const isBelow = edit.path.every((name, depth) => earlier.path[depth] === name);
  if ('clear' in edit) return isBelow;
  return 'write' in earlier && isBelow && earlier.path.length === edit.path.length;
}

function documentOf(edits: readonly DocumentEdit[]): Document {
  const here = edits.filter(({ path }) => path.length === 1);
  const names = (of: readonly DocumentEdit[]) => sorted(of.map(({ path }) => path[0] ?? ''));
  const named = (of: readonly DocumentEdit[], name: string) =>
    of.filter(({ path }) => path[0] === name);
  const counts = here.filter((edit) => 'count' in edit);
  const raised = here.filter((edit) => 'raise' in edit);
  const writes = here.filter((edit) => 'write' in edit);
  const deeper = edits.filter(({ path }) => path.length > 1);
  const document = {
    counters: names(counts).map((name) => [
      name,
      named(counts, name).reduce((sum, edit) => sum + ('count' in edit ? edit.count : 0), 0),
    ]),
    registers: names(writes).map((name) => [
      name,
      sorted(named(writes, name).flatMap((edit) => ('write' in edit ? [edit.write] : []))),
    ]),
    maps: names(deeper).map((name) => [
      name,
      documentOf(named(deeper, name).map((edit) => ({ ...edit, path: edit.path.slice(1) }))),
    ]),
  };
  const kinds = Object.entries(document).filter(([, fields]) => fields.length > 0);
  return {
    ...Object.fromEntries(kinds.map(([kind, fields]) => [kind, Object.fromEntries(fields)])),
    ...(raised.length === 0 ? {} : { flags: names(raised) }),
  };
}
