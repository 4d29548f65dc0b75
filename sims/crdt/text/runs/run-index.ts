/**
 * Which run holds a character, by its id: for each site its runs in the order of their ids, in blocks that are split
 * as they grow. A look-up is two binary searches; adding moves at most one block.
 */
import { type ElementId, siteOf, sitesMax } from '../element-id.ts';
import { none, type RunList, type Slot } from './run-list.ts';

export interface RunIndex {
  /** By site: its blocks of runs. No block is empty. */
  readonly sites: Slot[][][];
  /** Where the last look-up ended, as most ask for what is next to it. */
  last: Slot;
}

const blockMax = 128;

export function emptyRunIndex(): RunIndex {
  return { sites: [], last: none };
}

/** The run that holds the character; `none` if there is none. */
export function runOf(index: RunIndex, list: RunList, id: ElementId): Slot {
  if (index.last !== none && holds(list, index.last, id)) return index.last;
  const blocks = index.sites[siteOf(id)];
  if (blocks === undefined || blocks.length === 0) return none;
  const block = blocks[blockOf(blocks, list, id)] as Slot[];
  const slot = block[placeOf(block, list, id)];
  if (slot === undefined || !holds(list, slot, id)) return none;
  index.last = slot;
  return slot;
}

/** Is the character in the run? The ids of a run are a site's, so they are whole multiples of `sitesMax` apart. */
function holds({ ids, lengths }: RunList, slot: Slot, id: ElementId): boolean {
  const offset = (id - (ids[slot] as ElementId)) / sitesMax;
  return offset >= 0 && offset < (lengths[slot] as number) && offset === Math.floor(offset);
}

export function addToIndex(index: RunIndex, list: RunList, slot: Slot): void {
  const id = list.ids[slot] as ElementId;
  const site = siteOf(id);
  while (index.sites.length <= site) index.sites.push([]);
  const blocks = index.sites[site] as Slot[][];
  if (blocks.length === 0) {
    blocks.push([slot]);
    return;
  }
  const number = blockOf(blocks, list, id);
  const block = blocks[number] as Slot[];
  const place = placeOf(block, list, id) + 1;
  if (place === block.length) block.push(slot);
  else block.splice(place, 0, slot);
  if (block.length > blockMax) blocks.splice(number + 1, 0, block.splice(block.length >> 1));
}

/** Before the run is taken out of the list. */
export function takeFromIndex(index: RunIndex, list: RunList, slot: Slot): void {
  const id = list.ids[slot] as ElementId;
  const blocks = index.sites[siteOf(id)] as Slot[][];
  const number = blockOf(blocks, list, id);
  const block = blocks[number] as Slot[];
  block.splice(placeOf(block, list, id), 1);
  if (block.length === 0) blocks.splice(number, 1);
  if (index.last === slot) index.last = none;
}

/** The last block that begins at the id or before, or the first. */
function blockOf(blocks: readonly Slot[][], { ids }: RunList, id: ElementId): number {
  let low = 0;
  let high = blocks.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ids[blocks[middle]?.[0] as Slot] as ElementId) <= id) low = middle;
    else high = middle;
  }
  return low;
}

/** The place of the last run of a block that begins at the id or before; -1 if none does. */
function placeOf(block: readonly Slot[], { ids }: RunList, id: ElementId): number {
  let low = -1;
  let high = block.length;
  if ((ids[block[high - 1] as Slot] as ElementId) <= id) return high - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ids[block[middle] as Slot] as ElementId) <= id) low = middle;
    else high = middle;
  }
  return low;
}
