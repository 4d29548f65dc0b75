/**
 * Knows for each write what its region held, and when it arrived where. The table does not depend
 * on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Item, Unit } from './item.ts';
import type { RegionLaw } from './laws.ts';

interface Write {
  readonly key: string;
  readonly attribute: string;
  readonly atMs: number;
  /** All writes of the item that its region held by then. */
  readonly seen: ReadonlySet<string>;
  arrivals: number;
}

export class RegionJudge {
  #converged = 0;
  readonly #writes = new Map<string, Write>();
  readonly #heldIn = new Map<string, Set<string>>();
  readonly #breaches: Breaches<RegionLaw>;
  readonly #hasConverged: (ms: number) => void;
  readonly #others: number;
  readonly #unit: Unit;

  /** @param hasConverged is told how long each write took to reach the last of the other regions */
  constructor(
    breaches: Breaches<RegionLaw>,
    others: number,
    unit: Unit,
    hasConverged: (ms: number) => void = () => {},
  ) {
    this.#breaches = breaches;
    this.#others = others;
    this.#unit = unit;
    this.#hasConverged = hasConverged;
  }

  writes(region: string, key: string, attribute: string, write: string, atMs: number): void {
    const held = this.#held(region, key);
    this.#writes.set(write, { key, attribute, atMs, seen: new Set(held), arrivals: 0 });
    held.add(write);
  }

  arrives(region: string, write: string, after: Item, atMs: number): void {
    const one = must(this.#writes.get(write), 'write of that name');
    const held = this.#held(region, one.key);
    if (held.has(write)) return;
    held.add(write);
    one.arrivals += 1;
    if (one.arrivals === this.#others) {
      this.#converged += 1;
      this.#hasConverged(atMs - one.atMs);
    }
    this.#judgeConflict(region, one, held, after);
    const rival = after.cells[one.attribute];
    const rivals = rival === undefined ? Object.values(after.cells) : [rival];
    if (rivals.every((other) => one.seen.has(other.write)))
      this.#breaches.report(
        'write-wins-over-what-it-saw',
        `in region ${region}, write ${write} of item ${one.key} loses to a write that its own region held before, and which it should replace`,
      );
  }

  /** Of the writes in a region that no other there had seen, exactly one is there: of an item, or of an attribute. */
  #judgeConflict(region: string, arrived: Write, held: ReadonlySet<string>, after: Item): void {
    const rivals = [...held].flatMap((write) => {
      const one = must(this.#writes.get(write), 'write of that name');
      const isRival = this.#unit === 'item' || one.attribute === arrived.attribute;
      return isRival ? [{ ...one, write }] : [];
    });
    const unseen = rivals.filter(({ write }) => !rivals.some(({ seen }) => seen.has(write)));
    const there = unseen.filter(({ attribute, write }) => after.cells[attribute]?.write === write);
    if (there.length !== 1)
      this.#breaches.report(
        'one-write-per-conflict',
        `region ${region} keeps ${there.length} of ${unseen.length} concurrent writes of item ${arrived.key}, instead of one`,
      );
  }

  /** Whether there were writes, and every region has them all. */
  get allArrived(): boolean {
    return this.#writes.size > 0 && this.#converged === this.#writes.size;
  }

  /** Writes that are neither there nor known to the write in their place. */
  lostFrom(items: Readonly<Record<string, Item>>): number {
    let lost = 0;
    for (const [write, { key, attribute }] of this.#writes) {
      const last = items[key]?.cells[attribute]?.write;
      const isThere =
        last !== undefined && (last === write || this.#writes.get(last)?.seen.has(write) === true);
      if (!isThere) lost += 1;
    }
    return lost;
  }

  #held(region: string, key: string): Set<string> {
    const name = `${region}/${key}`;
    const held = this.#heldIn.get(name) ?? new Set();
    this.#heldIn.set(name, held);
    return held;
  }
}
