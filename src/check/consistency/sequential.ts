/**
 * Is there one order of all operations that keeps each session's own order, and in which every read returns
 * the last write of its key (Lamport 1979, "How to make a multiprocessor computer that correctly executes
 * multiprocess programs")? NP-complete (Gibbons and Korach 1997), hence a search with a budget.
 *
 * It goes through the sessions side by side. A read that can come next does: it stands in no other's way.
 * A write waits while the value that it overwrites has reads left and no other write to bring it back, and
 * for what `constraints` say must come first. A configuration that led nowhere is not entered again: what
 * can follow depends on the place in each session and on the value of each key alone.
 */
import { must } from '../../kernel/must.ts';
import { isPending } from '../linearizability/history.ts';
import type { Constraints } from './constraints.ts';
import type { Access, Sessions } from './sessions.ts';

export interface SearchLimits {
  /** How many writes may be tried. */
  readonly triesMax: number;
  /** About how much memory the configurations that led nowhere may take. */
  readonly bytesMax: number;
  /** Called from time to time: what it throws ends the search. */
  readonly onWay?: (() => void) | undefined;
}

export interface Searched {
  /** Undefined if a limit was reached. */
  readonly isSequential: boolean | undefined;
  readonly tries: number;
  readonly isOutOfMemory: boolean;
}

/** One step of the search: which writes may come next, and how much was in order before. */
interface Step {
  readonly writes: readonly Access[];
  next: number;
  readonly placed: number;
}

const triesBetweenCalls = 4096;

export function searchSequential(
  history: Sessions,
  constraints: Constraints | undefined,
  limits: SearchLimits,
): Searched {
  const order = new PartialOrder(history, constraints);
  const deadEnds = new Set<string>();
  let [tries, bytes] = [0, 0];
  const steps: Step[] = [];
  const enter = (placed: number) => {
    order.placeReads();
    steps.push({ writes: order.nextWrites(), next: 0, placed });
  };
  enter(0);
  while (!order.isWhole) {
    const step = steps.at(-1);
    if (step === undefined) return { isSequential: false, tries, isOutOfMemory: false };
    const write = step.writes[step.next++];
    if (write === undefined) {
      const configuration = order.configuration();
      deadEnds.add(configuration);
      bytes += 2 * configuration.length + 64;
      order.takeBack(step.placed);
      steps.pop();
      continue;
    }
    if (tries >= limits.triesMax || bytes > limits.bytesMax) {
      return { isSequential: undefined, tries, isOutOfMemory: tries < limits.triesMax };
    }
    if (tries++ % triesBetweenCalls === 0) limits.onWay?.();
    const { placed } = order;
    order.place(write);
    enter(placed);
    if (deadEnds.size > 0 && deadEnds.has(order.configuration())) {
      order.takeBack(placed);
      steps.pop();
    }
  }
  return { isSequential: true, tries, isOutOfMemory: false };
}

/** A prefix of the order: how far each session is, and what each key holds. */
class PartialOrder {
  readonly #history: Sessions;
  readonly #constraints: Constraints | undefined;
  readonly #heads: Int32Array;
  readonly #holds: Int32Array;
  /** By key and value, the reads and the writes that are not in order yet. */
  readonly #readsLeft: Int32Array;
  readonly #writesLeft: Int32Array;
  readonly #firstValue: Int32Array;
  /** How many accesses that must come first are not in order yet. */
  readonly #waitsFor: Int32Array;
  readonly #trail: { readonly access: Access; readonly held: number }[] = [];
  #needed: number;

  constructor(history: Sessions, constraints: Constraints | undefined) {
    const { accesses, sessions, keys, values } = history;
    this.#history = history;
    this.#constraints = constraints;
    this.#heads = new Int32Array(sessions.length);
    this.#holds = new Int32Array(keys);
    this.#firstValue = new Int32Array(keys + 1);
    for (const [key, count] of values.entries()) {
      this.#firstValue[key + 1] = must(this.#firstValue[key], 'first value') + count;
    }
    const valueCount = must(this.#firstValue[keys], 'number of values');
    this.#readsLeft = new Int32Array(valueCount);
    this.#writesLeft = new Int32Array(valueCount);
    this.#waitsFor = new Int32Array(accesses.length);
    for (const access of accesses) {
      change(this.#left(access), this.#valueOf(access), 1);
      for (const later of constraints?.added(access.id) ?? []) change(this.#waitsFor, later, 1);
    }
    this.#needed = accesses.filter(isNeeded).length;
  }

  /** Is all in order that must be? A pending write need not be. */
  get isWhole(): boolean {
    return this.#needed === 0;
  }

  get placed(): number {
    return this.#trail.length;
  }

  /** Until none can come next. */
  placeReads(): void {
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (let session = 0; session < this.#heads.length; session++) {
        for (let next = this.#next(session); this.#canRead(next); next = this.#next(session)) {
          this.place(must(next, 'next access'));
          isNew = true;
        }
      }
    }
  }

  /** The one called first comes first: most histories are near the order of real time. */
  nextWrites(): Access[] {
    return [...this.#heads.keys()]
      .map((session) => this.#next(session))
      .filter((access) => access !== undefined)
      .filter((access) => !access.isRead && this.#isFree(access) && this.#canOverwrite(access))
      .sort((a, b) => a.operation.calledAt - b.operation.calledAt);
  }

  place(access: Access): void {
    const { id, session, key, value, isRead } = access;
    this.#trail.push({ access, held: must(this.#holds[key], 'value of the key') });
    if (!isRead) this.#holds[key] = value;
    change(this.#heads, session, 1);
    change(this.#left(access), this.#valueOf(access), -1);
    for (const later of this.#constraints?.added(id) ?? []) change(this.#waitsFor, later, -1);
    if (isNeeded(access)) this.#needed -= 1;
  }

  /** Until only so many are in order. */
  takeBack(placed: number): void {
    while (this.#trail.length > placed) {
      const { access, held } = must(this.#trail.pop(), 'access in order');
      this.#holds[access.key] = held;
      change(this.#heads, access.session, -1);
      change(this.#left(access), this.#valueOf(access), 1);
      for (const later of this.#constraints?.added(access.id) ?? []) {
        change(this.#waitsFor, later, 1);
      }
      if (isNeeded(access)) this.#needed += 1;
    }
  }

  /** Equal for equal configurations, and for no others. */
  configuration(): string {
    return `${this.#heads.join()};${this.#holds.join()}`;
  }

  #next(session: number): Access | undefined {
    return this.#history.sessions[session]?.[must(this.#heads[session], 'place in the session')];
  }

  #canRead(access: Access | undefined): boolean {
    return (
      access?.isRead === true && this.#holds[access.key] === access.value && this.#isFree(access)
    );
  }

  #isFree({ id }: Access): boolean {
    return this.#waitsFor[id] === 0;
  }

  /** Not while the value has reads left that no other write serves. */
  #canOverwrite({ key, value }: Access): boolean {
    const held = must(this.#holds[key], 'value of the key');
    const place = must(this.#firstValue[key], 'first value') + held;
    return held === value || this.#readsLeft[place] === 0 || this.#writesLeft[place] !== 0;
  }

  #left({ isRead }: Access): Int32Array {
    return isRead ? this.#readsLeft : this.#writesLeft;
  }

  #valueOf({ key, value }: Access): number {
    return must(this.#firstValue[key], 'first value') + value;
  }
}

function isNeeded({ operation }: Access): boolean {
  return !isPending(operation);
}

function change(counts: Int32Array, place: number, by: number): void {
  counts[place] = must(counts[place], 'count') + by;
}
