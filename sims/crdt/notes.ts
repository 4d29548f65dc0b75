/** What replicas say in the trace, as data and in plain words. */
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import type { NodeId } from '../../src/world/actor.ts';

interface CrdtNotes {
  /** An edit has been carried out where it was made. `value`, as JSON, is what the replica shows. */
  edits: { edit: unknown; value: string };
  refuses: { edit: unknown };
  /** Edits of others have taken effect here. */
  learns: { from: NodeId; value: string };
  /** A state that it does not merge. */
  ignores: { from: NodeId; why: 'older' | 'earlier view' | 'leaving' };
  enters: { number: number; members: readonly NodeId[] };
  /** It has learnt that it is out of the group, and drops what it has. `id` is its new name. */
  'starts-afresh': { id: string };
}

export type CrdtNote = NoteOf<CrdtNotes>;

const ignoredBecause = {
  older: 'it was sent before one that has come',
  'earlier view': 'it is of an earlier view',
  leaving: 'that replica is being evicted',
};

export const crdtNotes = new NoteBook<CrdtNotes>({
  // What the edit was stands in the line of the operation.
  edits: ({ value }) => `shows ${value}`,
  refuses: ({ edit }) => `cannot ${editInWords(edit)}`,
  learns: ({ from, value }) => `hears from ${from}, shows ${value}`,
  ignores: ({ from, why }) => `ignores a state of ${from}: ${ignoredBecause[why]}`,
  enters: ({ number, members }) => `enters view ${number}: ${members.join(', ')}`,
  'starts-afresh': ({ id }) => `is out of the group, drops its state and asks to join as ${id}`,
});

/** An edit of a document map, with what its client had read if it says so. */
function documentEditInWords(edit: Record<string, unknown>, path: readonly unknown[]): string {
  const { count, write, read } = edit;
  const at = path.join('/');
  const put = read === undefined ? '' : ` after reading ${JSON.stringify(read)}`;
  if (count !== undefined) return `count ${count} at ${at}`;
  if (write !== undefined) return `write ${JSON.stringify(write)} at ${at}${put}`;
  return edit['clear'] === true ? `clear ${at}${put}` : `raise ${at}`;
}

/** An edit of any type. */
export function editInWords(edit: unknown): string {
  const { add, remove, key, removeKey, write, set, transfer, to, at, type, reset, path } =
    edit as Record<string, unknown>;
  if (Array.isArray(path)) return documentEditInWords(edit as Record<string, unknown>, path);
  if (reset !== undefined) return 'reset';
  const under = key === undefined ? '' : ` under ${key}`;
  if (typeof add === 'number') return add < 0 ? `take ${-add}` : `add ${add}`;
  if (add !== undefined) return `add ${add}${under}`;
  if (remove !== undefined) return `remove ${remove}${under}`;
  if (removeKey !== undefined) return `remove all under ${removeKey}`;
  if (write !== undefined) return `write ${JSON.stringify(write)}`;
  if (set !== undefined) return `set ${JSON.stringify(set)}`;
  if (transfer !== undefined) return `hand ${transfer} over to ${to}`;
  if (type !== undefined) return `type ${JSON.stringify(type)} at ${at}`;
  return `delete ${(edit as Record<string, unknown>)['delete']} at ${at}`;
}
