/**
 * What the runs of a hunt amount to up to what it found. Workers run ahead: what they ran behind the
 * first place at which something was found does not count, as if the runs had gone one by one.
 */
import { emptyTally, mergeTally, type Tally } from './tally.ts';

/** Places `from` to `to`, `to` excluded, or to where something was found. */
export interface FoundPart {
  readonly from: number;
  readonly to: number;
  readonly tally: Tally;
  readonly foundAt: number | undefined;
}

export class FirstFound {
  /** The first place at which something was found, so far. */
  foundAt: number | undefined;
  /** Of all places before this one, without a gap: those that do not fit yet wait. */
  #next = 0;
  readonly #whole = emptyTally();
  readonly #waiting = new Map<number, FoundPart>();

  /** Parts come in any order, and share no place. */
  add(part: FoundPart): void {
    const { from, foundAt } = part;
    if (foundAt !== undefined) this.foundAt = Math.min(this.foundAt ?? Infinity, foundAt);
    this.#waiting.set(from, part);
    for (let next = this.#fitting(); next !== undefined; next = this.#fitting()) {
      this.#waiting.delete(next.from);
      mergeTally(this.#whole, next.tally);
      this.#next = next.foundAt === undefined ? next.to : Infinity;
    }
  }

  #fitting(): FoundPart | undefined {
    return this.#waiting.get(this.#next);
  }

  /** Of the parts that begin at `foundAt` or before: complete once no place before it is missing. */
  total(): Tally {
    const total = emptyTally();
    mergeTally(total, this.#whole);
    const end = this.foundAt ?? Infinity;
    for (const { from, tally } of this.#waiting.values()) {
      if (from <= end) mergeTally(total, tally);
    }
    return total;
  }
}
