/** What replicas say in the trace, in plain words. */
import type { Note } from '../../src/trace/event.ts';
import type { BroadcastMessage } from './causal-broadcast.ts';
import type { DeltaMessage } from './delta-gossip.ts';
import type { EditsNote, RefusesNote } from './group.ts';
import type { LearnsNote } from './replica.ts';
import type { StateMessage } from './state-gossip.ts';

export type CrdtNote = EditsNote | RefusesNote | LearnsNote;

export function crdtNoteInWords(note: Note): string | undefined {
  const said = note as CrdtNote;
  switch (said.kind) {
    case 'edits':
      // What the edit was stands in the line of the operation.
      return `shows ${said.value}`;
    case 'refuses':
      return `cannot ${editInWords(said.edit)}`;
    case 'learns':
      return `hears from ${said.from}, shows ${said.value}`;
  }
}

/** An edit of any type. */
export function editInWords(edit: unknown): string {
  const { add, remove, key, removeKey, write, set, transfer, to, at, type } = edit as Record<
    string,
    unknown
  >;
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

/** Acknowledgements, and what replicas say that they have, are routine. */
export function crdtArrowText(message: unknown): string | undefined {
  const sent = message as StateMessage | DeltaMessage | BroadcastMessage;
  switch (sent.kind) {
    case 'state':
    case 'full-state':
      return `state with ${sent.edits.length} edits`;
    case 'interval':
      return `deltas ${sent.from} to ${sent.to}`;
    case 'op':
      return `op ${sent.origin}.${sent.number}`;
    default:
      return undefined;
  }
}

/** How many bytes a message is as JSON, without what only observers need. */
export function bytesOf(message: unknown): number {
  const { edits, ...sent } = message as { edits?: unknown };
  return JSON.stringify(sent).length;
}
