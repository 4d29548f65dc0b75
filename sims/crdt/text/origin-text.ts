/**
 * Text whose characters remember both neighbours that they were typed between: their left and their
 * right origin. YATA introduced it (Nicolaescu et al. 2016, "Near Real-Time Peer-to-Peer Shared
 * Editing on Extensible Data Types", §3), Yjs and diamond-types are built on it. Two rules say which
 * of several characters typed at one place at once comes first:
 *
 * - `fugue` is FugueMax (Weidner and Kleppmann 2023, "The Art of the Fugue", §5; found before as
 *   YjsMod by Gentle): a run that one author typed, forwards or backwards, is not interleaved.
 * - `yjs` is the rule of Yjs itself (src/structs/Item.js, `integrate`).
 *
 * Both put the character of the site with the lower number first. They differ if authors type
 * backwards, or if a third character stands between the origins.
 */

import { tick, witness } from '../clocks/lamport-clock.ts';
import {
  at,
  type CountedList,
  emptyList,
  everySlot,
  none,
  type Slot,
  slotAfter,
  slotAt,
  visibleCount,
} from './counted-list.ts';
import { hide, insertAfter } from './counted-list-changes.ts';
import {
  countOf,
  type ElementId,
  elementId,
  type Site,
  type SlotIndex,
  setSlot,
  siteOf,
  slotOf,
  start,
} from './element-id.ts';
import type { NewReplica, TextReplica } from './text-replica.ts';

export type OriginRule = 'fugue' | 'yjs';

/** `start` stands for the beginning of the text as a left origin, and for its end as a right one. */
export interface OriginInsert {
  readonly insert: ElementId;
  readonly left: ElementId;
  readonly right: ElementId;
  readonly codePoint: number;
}
export type OriginOp = OriginInsert | { readonly delete: ElementId };

export function originReplica(rule: OriginRule): NewReplica<OriginOp> {
  return (site) => new OriginText(rule, site);
}

export class OriginText implements TextReplica<OriginOp> {
  site: Site;
  readonly #rule: OriginRule;
  readonly #list: CountedList = emptyList();
  readonly #index: SlotIndex = [];
  readonly #codePoints: number[] = [];
  /** By slot; `none` for the beginning and the end. */
  readonly #lefts: Slot[] = [];
  readonly #rights: Slot[] = [];
  #clock = 0;

  constructor(rule: OriginRule, site: Site) {
    this.#rule = rule;
    this.site = site;
  }

  get length(): number {
    return visibleCount(this.#list);
  }

  get elements(): number {
    return this.#codePoints.length;
  }

  get treeNodes(): number {
    return this.#list.nodes.length;
  }

  get text(): string {
    const parts: string[] = [];
    for (const slot of everySlot(this.#list)) {
      if (!this.#list.hidden[slot]) parts.push(String.fromCodePoint(this.#codePoints[slot] ?? 0));
    }
    return parts.join('');
  }

  insertAt(index: number, codePoint: number): OriginInsert {
    let left = index === 0 ? none : slotAt(this.#list, index - 1);
    let right = slotAfter(this.#list, left);
    // Yjs types behind tombstones (YText: minimizeAttributeChanges), others in front of them.
    while (this.#rule === 'yjs' && right !== none && this.#list.hidden[right]) {
      left = right;
      right = slotAfter(this.#list, left);
    }
    const op = {
      insert: elementId(tick(this.#clock), this.site),
      left: this.#idOf(left),
      right: this.#idOf(right),
      codePoint,
    };
    this.#put(op, left, left, right);
    return op;
  }

  deleteAt(index: number): OriginOp {
    const op = { delete: this.#idOf(slotAt(this.#list, index)) };
    this.apply(op);
    return op;
  }

  /** O(log n), and O(c log n) if c characters were typed at the same place at once. */
  apply(op: OriginOp): void {
    if ('delete' in op) {
      const slot = slotOf(this.#index, op.delete);
      if (slot !== undefined && !this.#list.hidden[slot]) hide(this.#list, slot);
      return;
    }
    if (slotOf(this.#index, op.insert) !== undefined) return;
    const left = this.#slotOf(op.left);
    const right = this.#slotOf(op.right);
    if (left === undefined || right === undefined) return;
    const site = siteOf(op.insert);
    const place =
      this.#rule === 'yjs'
        ? this.#placeOfYjs(left, right, site)
        : this.#placeOfFugue(left, right, site);
    this.#put(op, place, left, right);
  }

  /** Does it have what the operation refers to? */
  isReady(op: OriginOp): boolean {
    if ('delete' in op) return slotOf(this.#index, op.delete) !== undefined;
    return this.#slotOf(op.left) !== undefined && this.#slotOf(op.right) !== undefined;
  }

  /**
   * Passes over what stands between the origins and comes first: a character of the same left origin
   * whose right origin is further to the right, or the same and its site lower, with all that was
   * typed behind it. One whose right origin is nearer is passed only if such a character follows.
   */
  #placeOfFugue(left: Slot, right: Slot, site: Site): Slot {
    const between = new Set<Slot>();
    let place = left;
    let last = left;
    let isScanning = false;
    for (;;) {
      if (!isScanning) place = last;
      const other = slotAfter(this.#list, last);
      if (other === none || other === right) return place;
      const itsLeft = this.#lefts[other] as Slot;
      if (itsLeft === left) {
        const itsRight = this.#rights[other] as Slot;
        if (itsRight === right && site < this.#siteOf(other)) return place;
        isScanning = itsRight !== right && this.#isBefore(itsRight, right);
      } else if (!between.has(itsLeft)) {
        return place;
      }
      between.add(other);
      last = other;
    }
  }

  /** Yjs: only the left origins and the sites decide, and equal right origins end the search. */
  #placeOfYjs(left: Slot, right: Slot, site: Site): Slot {
    const between = new Set<Slot>();
    let conflicting = new Set<Slot>();
    let place = left;
    let other = slotAfter(this.#list, left);
    for (; other !== none && other !== right; other = slotAfter(this.#list, other)) {
      between.add(other);
      conflicting.add(other);
      const itsLeft = this.#lefts[other] as Slot;
      let isPassed = false;
      if (itsLeft === left) {
        isPassed = this.#siteOf(other) < site;
        if (!isPassed && this.#rights[other] === right) return place;
      } else if (between.has(itsLeft)) {
        isPassed = !conflicting.has(itsLeft);
      } else {
        return place;
      }
      if (!isPassed) continue;
      place = other;
      conflicting = new Set();
    }
    return place;
  }

  /** Does one slot stand to the left of another? `none` is the end of the text. O(log n). */
  #isBefore(one: Slot, other: Slot): boolean {
    if (one === none || other === none) return one !== none;
    const [path, otherPath] = [this.#pathOf(one), this.#pathOf(other)];
    const place = path.findIndex((step, depth) => step !== otherPath[depth]);
    return place !== -1 && (path[place] as number) < (otherPath[place] as number);
  }

  /** Its place in each node from the root down. */
  #pathOf(slot: Slot): number[] {
    const { nodes, leafOf } = this.#list;
    const path: number[] = [];
    let item = slot;
    let node = leafOf[slot] as number;
    for (; node !== none; item = node, node = at(nodes, node).parent) {
      path.push(at(nodes, node).items.indexOf(item));
    }
    return path.reverse();
  }

  #put({ insert, codePoint }: OriginInsert, place: Slot, left: Slot, right: Slot): void {
    const slot = this.#codePoints.length;
    this.#list.keys[slot] = insert;
    this.#codePoints.push(codePoint);
    this.#lefts.push(left);
    this.#rights.push(right);
    insertAfter(this.#list, place, slot);
    setSlot(this.#index, insert, slot);
    this.#clock = witness(this.#clock, countOf(insert));
  }

  #idOf(slot: Slot): ElementId {
    return slot === none ? start : (this.#list.keys[slot] as ElementId);
  }

  #slotOf(id: ElementId): Slot | undefined {
    return id === start ? none : slotOf(this.#index, id);
  }

  #siteOf(slot: Slot): Site {
    return siteOf(this.#list.keys[slot] as ElementId);
  }
}
