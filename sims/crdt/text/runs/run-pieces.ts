/**
 * The runs of a text and the index of their ids, changed together: a run is put in or grows, is cut in two, is hidden, and
 * deleted neighbours whose ids follow one another become one.
 */
import { type ElementId, sitesMax } from '../element-id.ts';
import { sliceOf } from './characters.ts';
import { addToIndex, type RunIndex, takeFromIndex } from './run-index.ts';
import { type NodeIndex, nodeAt, none, type RunList, type Slot } from './run-list.ts';
import { addVisible, insertRunAfter, newRun, takeOutRun } from './run-list-changes.ts';

export interface Pieces {
  readonly list: RunList;
  readonly index: RunIndex;
}

/** Puts a run behind another, or lets the other grow if it goes on from there. Returns where it is. */
export function putRun(
  { list, index }: Pieces,
  left: Slot,
  { insert, text }: { readonly insert: ElementId; readonly text: string },
  length: number,
): Slot {
  const { ids, lengths, visible, texts, leafOf } = list;
  if (left !== none && visible[left] !== 0 && !startsWithHalf(text)) {
    const leftLength = lengths[left] as number;
    if ((ids[left] as ElementId) + leftLength * sitesMax === insert) {
      lengths[left] = leftLength + length;
      visible[left] = leftLength + length;
      texts[left] += text;
      addVisible(list, leafOf[left] as NodeIndex, length);
      return left;
    }
  }
  const slot = newRun(list, insert, length, text);
  insertRunAfter(list, left, slot);
  addToIndex(index, list, slot);
  return slot;
}

/** Would it form one character with what it is put behind? Both halves of a pair are characters if typed apart. */
function startsWithHalf(text: string): boolean {
  return (text.charCodeAt(0) & 0xfc00) === 0xdc00;
}

/** Cuts a run in two: so many characters stay. */
export function splitRun({ list, index }: Pieces, slot: Slot, offset: number): Slot {
  const { ids, lengths, visible, texts, leafOf } = list;
  const length = lengths[slot] as number;
  const text = texts[slot] as string;
  const isVisible = visible[slot] !== 0;
  const id = (ids[slot] as ElementId) + offset * sitesMax;
  const rest = isVisible ? sliceOf(text, length, offset, length) : '';
  const right = newRun(list, id, length - offset, rest);
  lengths[slot] = offset;
  if (isVisible) {
    texts[slot] = sliceOf(text, length, 0, offset);
    visible[slot] = offset;
    addVisible(list, leafOf[slot] as NodeIndex, offset - length);
  } else {
    visible[right] = 0;
  }
  insertRunAfter(list, slot, right);
  addToIndex(index, list, right);
  return right;
}

/**
 * Hides some characters of a visible run. Deleting goes on where it has been, so most join the deleted run next to
 * them; otherwise the run is split, and whoever is hidden looks for neighbours that it continues.
 */
export function hideRange(pieces: Pieces, slot: Slot, offset: number, count: number): void {
  const { list } = pieces;
  const { ids, lengths, visible, texts, leafOf } = list;
  const length = lengths[slot] as number;
  const leaf = leafOf[slot] as NodeIndex;
  const { items } = nodeAt(list.nodes, leaf);
  const place = items.indexOf(slot);
  const id = ids[slot] as ElementId;
  if (count < length && offset + count === length) {
    const next = items[place + 1];
    if (next !== undefined && isGoneAt(list, next, id + length * sitesMax)) {
      ids[next] = id + offset * sitesMax;
      lengths[next] = (lengths[next] as number) + count;
      shorten(list, slot, 0, offset);
      addVisible(list, leaf, -count);
      return;
    }
  } else if (count < length && offset === 0) {
    const before = items[place - 1];
    if (before !== undefined && isGoneBefore(list, before, id)) {
      lengths[before] = (lengths[before] as number) + count;
      shorten(list, slot, count, length);
      ids[slot] = id + count * sitesMax;
      addVisible(list, leaf, -count);
      return;
    }
  }
  if (offset + count < length) splitRun(pieces, slot, offset + count);
  const hidden = offset === 0 ? slot : splitRun(pieces, slot, offset);
  addVisible(list, leafOf[hidden] as NodeIndex, -count);
  visible[hidden] = 0;
  texts[hidden] = '';
  joinGone(pieces, hidden);
}

/** Lets only these characters of a visible run stay. */
function shorten({ lengths, visible, texts }: RunList, slot: Slot, from: number, to: number): void {
  texts[slot] = sliceOf(texts[slot] as string, lengths[slot] as number, from, to);
  lengths[slot] = to - from;
  visible[slot] = to - from;
}

/** Is this a deleted run that begins with the id? */
function isGoneAt({ ids, visible }: RunList, slot: Slot, id: ElementId): boolean {
  return visible[slot] === 0 && ids[slot] === id;
}

/** Is this a deleted run whose ids end before the id? */
function isGoneBefore({ ids, lengths, visible }: RunList, slot: Slot, id: ElementId): boolean {
  return (
    visible[slot] === 0 && (ids[slot] as ElementId) + (lengths[slot] as number) * sitesMax === id
  );
}

/** Makes one of a deleted run and its deleted neighbours in the leaf, as far as their ids follow one another. */
function joinGone(pieces: Pieces, slot: Slot): void {
  const { list } = pieces;
  const { ids, lengths, leafOf } = list;
  const { items } = nodeAt(list.nodes, leafOf[slot] as NodeIndex);
  const place = items.indexOf(slot);
  const before = items[place - 1];
  const next = items[place + 1];
  const behind = (ids[slot] as ElementId) + (lengths[slot] as number) * sitesMax;
  if (next !== undefined && isGoneAt(list, next, behind)) absorb(pieces, slot, next);
  if (before !== undefined && isGoneBefore(list, before, ids[slot] as ElementId)) {
    absorb(pieces, before, slot);
  }
}

/** Makes the right one of two deleted neighbours part of the left one. */
function absorb({ list, index }: Pieces, left: Slot, right: Slot): void {
  const { lengths, cursor } = list;
  // Neither shows anything, so as much is before the one as before the other.
  if (cursor.slot === right) cursor.slot = left;
  takeFromIndex(index, list, right);
  lengths[left] = (lengths[left] as number) + (lengths[right] as number);
  takeOutRun(list, right);
}
