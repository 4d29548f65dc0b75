/**
 * Ids of the elements of a text: a Lamport count and the number of the replica that made it (its
 * site), in one number, so that comparing ids is comparing numbers: by count first, then by site.
 */

import { must } from '../../../src/kernel/must.ts';
import type { LamportCount } from '../clocks/lamport-clock.ts';
import type { Slot } from './counted-list.ts';

export type ElementId = number;

/** The number of a replica, from 0. */
export type Site = number;

/** How many replicas can have a number. */
export const sitesMax = 4_096;

/** Before the first element. Counts start at 1, so no element has it. */
export const start: ElementId = 0;

export const elementId = (count: LamportCount, site: Site): ElementId => count * sitesMax + site;
export const countOf = (id: ElementId): LamportCount => Math.floor(id / sitesMax);
export const siteOf = (id: ElementId): Site => id % sitesMax;

/**
 * Where each element is: for each site, pages of 64 counts. Counts of one site have gaps, where
 * others wrote, so that one long array a site would mostly be empty.
 */
export type SlotIndex = (Slot[] | undefined)[][];

const pageBits = 6;
const pageSize = 1 << pageBits;

export function slotOf(index: SlotIndex, id: ElementId): Slot | undefined {
  const count = countOf(id);
  const slot = index[siteOf(id)]?.[count >>> pageBits]?.[count & (pageSize - 1)];
  return slot === undefined || slot < 0 ? undefined : slot;
}

/** Sets where an element is; a slot below 0 forgets it. */
export function setSlot(index: SlotIndex, id: ElementId, slot: Slot): void {
  const count = countOf(id);
  const site = siteOf(id);
  while (index.length <= site) index.push([]);
  const pages = must(index[site], 'row of the site');
  const number = count >>> pageBits;
  while (pages.length <= number) pages.push(undefined);
  let page = pages[number];
  if (page === undefined) {
    page = new Array<Slot>(pageSize).fill(-1);
    pages[number] = page;
  }
  page[count & (pageSize - 1)] = slot;
}
