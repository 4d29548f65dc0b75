/**
 * An order that must be kept: what happened before, and what else a model asks for. The model can be kept
 * unless the whole is a circle.
 */
import { must } from '../../kernel/must.ts';
import type { HappensBefore } from './happens-before.ts';

export class Constraints {
  readonly #happened: HappensBefore;
  /** What else must come after an access. */
  readonly #later = new Map<number, Set<number>>();

  constructor(happened: HappensBefore) {
    this.#happened = happened;
  }

  /** False if that was known. */
  add(earlier: number, later: number): boolean {
    const known = this.#later.get(earlier);
    if (known === undefined) this.#later.set(earlier, new Set([later]));
    else if (known.has(later)) return false;
    else known.add(later);
    return true;
  }

  /** What was added: it must come after an access. */
  added(id: number): Iterable<number> {
    return this.#later.get(id) ?? [];
  }

  /** What must come right after an access: of its session, what read it, and what was added. */
  after(id: number): readonly number[] {
    const { history, readers } = this.#happened;
    const { session, place } = this.#happened.access(id);
    const next = history.sessions[session]?.[place + 1];
    const own = next === undefined ? [] : [next.id];
    return [...own, ...(readers.get(id) ?? []), ...this.added(id)];
  }

  /** All accesses in an order that keeps everything; undefined if none does. O(accesses + constraints). */
  order(): number[] | undefined {
    const { accesses } = this.#happened.history;
    const before = new Int32Array(accesses.length);
    for (let id = 0; id < accesses.length; id++) {
      for (const later of this.after(id)) before[later] = must(before[later], 'count') + 1;
    }
    const order = accesses.flatMap(({ id }) => (before[id] === 0 ? [id] : []));
    for (let place = 0; place < order.length; place++) {
      for (const later of this.after(must(order[place], 'access in order'))) {
        const left = must(before[later], 'count') - 1;
        before[later] = left;
        if (left === 0) order.push(later);
      }
    }
    return order.length === accesses.length ? order : undefined;
  }
}
