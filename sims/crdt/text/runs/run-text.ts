/**
 * RGA in runs: the order of `../rga.ts`, character by character, but what one author typed in one go is one element
 * with a length, which splits when somebody types into it or deletes from it (as the items of YATA: Nicolaescu et al.
 * 2016, §3; block-wise RGA: Briot, Urso and Shapiro 2016, "High Responsiveness for Group Editing CRDTs", §3).
 * Operations carry runs too: an insert a text, a delete ranges of ids.
 *
 * Ids within a run count up, and each character was typed behind the one before it. So of a run that is stepped over
 * only the first id needs to be compared, and a run that arrives is put in at one place. Deleted neighbours whose ids
 * follow one another become one run again, whatever order they were deleted in.
 */
import { type LamportCount, tick, witness } from '../../clocks/lamport-clock.ts';
import { countOf, type ElementId, elementId, type Site, sitesMax, start } from '../element-id.ts';
import { charactersIn, sliceOf } from './characters.ts';
import { emptyRunIndex, runOf } from './run-index.ts';
import {
  emptyRunList,
  everyRun,
  firstAfter,
  lastSlot,
  none,
  type Slot,
  seek,
  slotAfter,
  slotBefore,
  visibleIn,
} from './run-list.ts';
import { hideRange, type Pieces, putRun, splitRun } from './run-pieces.ts';

/** Inserts a text behind a character; behind `start` it comes first. Its ids count up from the first one's. */
export interface InsertRun {
  readonly insert: ElementId;
  readonly after: ElementId;
  readonly text: string;
}
/** The first id of some characters that follow one another by id, and how many they are. */
export type IdRange = readonly [first: ElementId, length: number];
export interface DeleteRanges {
  readonly delete: readonly IdRange[];
}
export type RunOp = InsertRun | DeleteRanges;

export interface RunText extends Pieces {
  /** Under which number it types. */
  site: Site;
  clock: LamportCount;
}

export function emptyRunText(site: Site): RunText {
  return { site, clock: 0, list: emptyRunList(), index: emptyRunIndex() };
}

/** How many characters the text has. */
export function lengthOfRuns({ list }: RunText): number {
  return visibleIn(list);
}

/** How many runs it holds, deleted ones included. */
export function runsOf({ list }: RunText): number {
  return list.ids.length - list.free.length;
}

export function textOfRuns({ list }: RunText): string {
  const parts: string[] = [];
  for (const slot of everyRun(list)) {
    if (list.visible[slot] !== 0) parts.push(list.texts[slot] as string);
  }
  return parts.join('');
}

/** Types a text, of one character at least, so that it comes to stand at this index, from 0. O(log n), n being runs. */
export function insertRunAt(text: RunText, index: number, typed: string): InsertRun {
  const { list, clock, site } = text;
  const insert = elementId(tick(clock), site);
  const length = charactersIn(typed);
  text.clock = clock + length;
  if (index === 0) {
    // Larger than every id that was seen, it comes first.
    const op = { insert, after: start, text: typed };
    list.cursor.slot = putRun(text, none, op, length);
    list.cursor.before = 0;
    return op;
  }
  const left = seek(list, index - 1);
  const offset = index - list.cursor.before;
  const after = (list.ids[left] as ElementId) + (offset - 1) * sitesMax;
  if (offset < (list.lengths[left] as number)) splitRun(text, left, offset);
  const op = { insert, after, text: typed };
  const slot = putRun(text, left, op, length);
  if (slot !== left) {
    list.cursor.slot = slot;
    list.cursor.before = index;
  }
  return op;
}

/** Deletes some characters from this index on, which must be there. O(log n) for each run that it meets. */
export function deleteRunsAt(text: RunText, index: number, count: number): DeleteRanges {
  const { list } = text;
  const ranges: IdRange[] = [];
  for (let left = count; left > 0; ) {
    const slot = seek(list, index);
    const offset = index - list.cursor.before;
    const length = Math.min(left, (list.lengths[slot] as number) - offset);
    pushRange(ranges, (list.ids[slot] as ElementId) + offset * sitesMax, length);
    hideRange(text, slot, offset, length);
    left -= length;
  }
  return { delete: ranges };
}

/** The id of the visible character at an index. */
export function runIdAt({ list }: RunText, index: number): ElementId {
  const slot = seek(list, index);
  return (list.ids[slot] as ElementId) + (index - list.cursor.before) * sitesMax;
}

/** The ids of some visible characters from an index on. */
export function rangesAt({ list }: RunText, index: number, count: number): readonly IdRange[] {
  const ranges: IdRange[] = [];
  for (let place = index; place < index + count; ) {
    const slot = seek(list, place);
    const offset = place - list.cursor.before;
    const length = Math.min(index + count - place, (list.lengths[slot] as number) - offset);
    pushRange(ranges, (list.ids[slot] as ElementId) + offset * sitesMax, length);
    place += length;
  }
  return ranges;
}

function pushRange(ranges: IdRange[], first: ElementId, length: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last[0] + last[1] * sitesMax === first) {
    ranges[ranges.length - 1] = [last[0], last[1] + length];
  } else {
    ranges.push([first, length]);
  }
}

/** Does the replica have what the operation refers to? */
export function isRunOpReady({ index, list }: RunText, op: RunOp): boolean {
  if ('insert' in op) return op.after === start || runOf(index, list, op.after) !== none;
  return op.delete.every(([first, length]) => {
    for (let done = 0; done < length; ) {
      const id = first + done * sitesMax;
      const slot = runOf(index, list, id);
      if (slot === none) return false;
      done += (list.lengths[slot] as number) - (id - (list.ids[slot] as ElementId)) / sitesMax;
    }
    return true;
  });
}

/** Integrates an operation of another replica. What is there already, or gone already, is left as it is. */
export function applyRunOp(text: RunText, op: RunOp): void {
  if ('insert' in op) applyInsertRun(text, op);
  else for (const [first, length] of op.delete) applyDeleteRange(text, first, length);
}

function applyInsertRun(text: RunText, op: InsertRun): void {
  const { list, index } = text;
  const length = charactersIn(op.text);
  const known = knownOf(text, op.insert, length);
  if (known === length) return;
  if (known > 0) {
    const rest = sliceOf(op.text, length, known, length);
    const insert = op.insert + known * sitesMax;
    applyInsertRun(text, { insert, after: insert - sitesMax, text: rest });
    return;
  }
  const reference = op.after === start ? none : runOf(index, list, op.after);
  // Without the reference it has no place: whoever calls sees to it that this does not happen.
  if (reference === none && op.after !== start) return;
  putRun(text, placeFor(text, reference, op), op, length);
  list.cursor.slot = none;
  text.clock = witness(text.clock, countOf(op.insert) + length - 1);
}

/** How many characters of a run are there already: some of its first, as they come in the order of their ids. */
function knownOf({ index, list, clock }: RunText, first: ElementId, length: number): number {
  if (countOf(first) > clock) return 0;
  let known = 0;
  while (known < length) {
    const id = first + known * sitesMax;
    const slot = runOf(index, list, id);
    if (slot === none) return known;
    known += (list.lengths[slot] as number) - (id - (list.ids[slot] as ElementId)) / sitesMax;
  }
  return length;
}

/** The run behind which a run belongs, split off where that is within one (Roh et al. 2011, §3.3). */
function placeFor(text: RunText, reference: Slot, { insert, after }: InsertRun): Slot {
  const { list } = text;
  if (reference !== none) {
    const id = list.ids[reference] as ElementId;
    const offset = (after - id) / sitesMax + 1;
    // Within a run, its next character is the one to compare with, and what is behind that is larger still.
    if (offset < (list.lengths[reference] as number) && after + sitesMax < insert) {
      splitRun(text, reference, offset);
      return reference;
    }
  }
  const next = slotAfter(list, reference);
  if (next === none || (list.ids[next] as ElementId) < insert) return reference;
  const smaller = firstAfter(list, next, insert);
  return smaller === none ? lastSlot(list) : slotBefore(list, smaller);
}

function applyDeleteRange(text: RunText, first: ElementId, length: number): void {
  const { list, index } = text;
  list.cursor.slot = none;
  for (let done = 0; done < length; ) {
    const id = first + done * sitesMax;
    const slot = runOf(index, list, id);
    if (slot === none) {
      done += 1;
      continue;
    }
    const offset = (id - (list.ids[slot] as ElementId)) / sitesMax;
    const here = Math.min(length - done, (list.lengths[slot] as number) - offset);
    if (list.visible[slot] !== 0) hideRange(text, slot, offset, here);
    done += here;
  }
}
