/**
 * The search for a linearization (Wing and Gong 1993, with the cache of Lowe 2017).
 *
 * Calls and returns stand in one list, in the order of the history. Whatever is linearized next must
 * have been called before the first return in the list, so the search tries those calls one by one:
 * an operation that the state allows is linearized, and its two entries are lifted out of the list.
 * At a return with nothing left to try it goes back: the last operation is put back where it was, and
 * the next call is tried. A list without returns means that all is linearized; nothing left to put
 * back means that nothing can be.
 *
 * Four things make it short. A configuration that was seen before is not searched again. A read
 * that the state allows is linearized at once and never tried later, since it stands in nobody's
 * way. Pending operations are tried last, since a configuration that took fewer of them makes those
 * that took more needless; and of those that do the same only the one called first, since they never
 * return, and it can stand wherever the others can. And the search looks ahead to the reads: a state
 * that the next one cannot follow is given up at once, and states that are never read count as one.
 *
 * Worst case exponential in the number of operations that are open at a time: deciding it is
 * NP-complete (Gibbons and Korach 1997). The search can be interrupted and taken up again.
 */
import { Configurations, type Window, wordsFor } from './configurations.ts';
import { isPending, type Operation } from './history.ts';
import type { Action, AnyModel } from './model.ts';
import { States } from './states.ts';

/** An operation of one object, with what it does to it. */
export interface Step {
  readonly operation: Operation;
  readonly action: Action<unknown>;
}

/** Where the search went back that came furthest. */
export interface Furthest {
  /** What was linearized by then, in this order. */
  readonly linearized: readonly Step[];
  /** The operation that had to return next. */
  readonly stuck: Step;
  /** What the object can be when it has to, one for each way to get there, in words. */
  readonly states: readonly string[];
}

export type Outcome = 'linearizable' | 'not-linearizable';

/** Ends the list at both ends. */
const sentinel = 0;

const nothing = -1;

export class Search {
  /** How often the search tried to linearize an operation. */
  tries = 0;
  outcome: Outcome | undefined = undefined;
  readonly #steps: readonly Step[];
  readonly #looksAhead: boolean;
  readonly #states: States;
  readonly #seen: Configurations;

  // The list. Entries are numbered from 1, in the order of the history.
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** Which step an entry belongs to. */
  readonly #stepOf: Int32Array;
  /** Of a call, its return; `nothing` where it has none, and for returns. */
  readonly #returnOf: Int32Array;
  readonly #isCall: Uint8Array;
  /** Of a pending call, the call before it that does the same; `nothing` where there is none. */
  readonly #twinOf: Int32Array;
  /** How many of the operations that return were called before an entry. */
  readonly #calledBefore: Int32Array;
  /** Of a step, its place among those that return, or among the pending ones. */
  readonly #bitOf: Int32Array;
  #returnsLeft = 0;

  // Where the search stands.
  readonly #returningDone: Int32Array;
  readonly #pendingDone: Int32Array;
  #state: number;
  #cursor: number;
  /** Whether the calls that are tried now are those of pending operations: they come second. */
  #triesPending = false;
  readonly #callStack: Int32Array;
  readonly #stateStack: Int32Array;
  #depth = 0;

  // How far it got.
  #furthestReturn = nothing;
  #furthestPath: readonly number[] = [];
  readonly #furthestStates = new Set<number>();

  /**
   * The steps in the order of their calls. A search that does not look ahead takes longer, and knows
   * in the end how far each way leads.
   */
  constructor(model: AnyModel, initial: unknown, steps: readonly Step[], looksAhead = true) {
    this.#steps = steps;
    this.#looksAhead = looksAhead;
    this.#states = new States(
      model,
      steps.map(({ action }) => action),
    );
    const pending = steps.filter(({ operation }) => isPending(operation)).length;
    const returning = steps.length - pending;
    this.#seen = new Configurations(returning, pending);
    this.#returningDone = new Int32Array(wordsFor(returning));
    this.#pendingDone = new Int32Array(wordsFor(pending));
    this.#bitOf = new Int32Array(steps.length);
    this.#state = this.#states.add(initial);
    this.#callStack = new Int32Array(steps.length);
    this.#stateStack = new Int32Array(steps.length);

    const entries = entriesOf(steps);
    const size = entries.length + 1;
    this.#next = new Int32Array(size);
    this.#previous = new Int32Array(size);
    this.#stepOf = new Int32Array(size);
    this.#returnOf = new Int32Array(size).fill(nothing);
    this.#isCall = new Uint8Array(size);
    this.#calledBefore = new Int32Array(size);
    this.#twinOf = new Int32Array(size).fill(nothing);
    this.#buildList(entries);
    this.#linearizeReads();
    this.#cursor = this.#next[sentinel] as number;
  }

  /** About how much memory the search takes. */
  get bytes(): number {
    return this.#seen.bytes + this.#states.bytes;
  }

  /**
   * Goes on for so many tries at most, and until it takes so much memory, and answers the outcome if
   * there is one by then.
   */
  advance(triesMax: number, bytesMax = Infinity): Outcome | undefined {
    const last = this.tries + triesMax;
    while (this.outcome === undefined && this.tries < last && this.bytes <= bytesMax) this.#move();
    return this.outcome;
  }

  /** What is linearized now, in this order. */
  get linearized(): readonly Step[] {
    return [...this.#callStack.subarray(0, this.#depth)].map((call) => this.#stepAt(call));
  }

  /** Undefined while the search never went back. */
  get furthest(): Furthest | undefined {
    if (this.#furthestReturn === nothing) return undefined;
    return {
      linearized: this.#furthestPath.map((call) => this.#stepAt(call)),
      stuck: this.#stepAt(this.#furthestReturn),
      states: [...this.#furthestStates].map((state) => this.#states.inWords(state)),
    };
  }

  #stepAt(entry: number): Step {
    return this.#steps[this.#stepOf[entry] as number] as Step;
  }

  #move(): void {
    const entry = this.#cursor;
    if (this.#returnsLeft === 0) {
      this.outcome = 'linearizable';
    } else if (this.#isCall[entry] === 1) {
      const isTried = this.#isPending(entry) === this.#triesPending;
      if (!isTried || !this.#linearize(entry)) this.#cursor = this.#next[entry] as number;
    } else if (!this.#triesPending) {
      this.#triesPending = true;
      this.#cursor = this.#next[sentinel] as number;
    } else {
      this.#goBack();
    }
  }

  /** False where the operation cannot be linearized here, or that was tried before. */
  #linearize(call: number): boolean {
    this.tries += 1;
    const twin = this.#twinOf[call] as number;
    if (twin !== nothing && !this.#isLinearized(twin)) return false;
    const state = this.#states.after(this.#state, this.#stepOf[call] as number);
    if (state === nothing) return false;
    const depth = this.#depth;
    this.#push(call, state);
    this.#linearizeReads();
    if (
      (!this.#looksAhead || this.#lookAhead()) &&
      this.#seen.add(this.#window(), this.#pendingDone, this.#state)
    ) {
      this.#startOver();
      return true;
    }
    while (this.#depth > depth) this.#pop();
    return false;
  }

  /**
   * Of the returning operations in the order of their calls: those before the first call in the list
   * are linearized; what was called after the first return in the list is not.
   */
  #window(): Window {
    let entry = this.#next[sentinel] as number;
    let first = nothing;
    while (this.#isCall[entry] === 1) {
      if (first === nothing && !this.#isPending(entry))
        first = this.#bitOf[this.#stepOf[entry] as number] as number;
      entry = this.#next[entry] as number;
    }
    const words = this.#returningDone;
    if (first === nothing) return { words, first: words.length, end: words.length };
    return { words, first: first >> 5, end: wordsFor(this.#calledBefore[entry] as number) };
  }

  /** Every read that fits now. */
  #linearizeReads(): void {
    let entry = this.#next[sentinel] as number;
    while (this.#isCall[entry] === 1) {
      const step = this.#stepOf[entry] as number;
      const fits = this.#states.isRead(step) && this.#states.after(this.#state, step) !== nothing;
      if (!fits) {
        entry = this.#next[entry] as number;
        continue;
      }
      this.#push(entry, this.#state);
      // With its return gone, later calls may have come into reach.
      entry = this.#next[sentinel] as number;
    }
  }

  /**
   * What the reads to come say of the state. Whatever is linearized before the next read that must
   * return was called before it returns. If the read cannot follow the state, then something in
   * between has to overwrite it; if nothing does, the state is given up: false. If something does,
   * and no other read can see the state before, then nothing depends on it any more, and one stands
   * for all that is never seen.
   */
  #lookAhead(): boolean {
    let canBeSeen = false;
    let overwritten = false;
    let entry = this.#next[sentinel] as number;
    for (; entry !== sentinel; entry = this.#next[entry] as number) {
      const step = this.#stepOf[entry] as number;
      const isRead = this.#states.isRead(step);
      if (this.#isCall[entry] === 0) {
        if (isRead) break;
        continue;
      }
      const undoes = this.#states.undoes(step);
      if (undoes === 'some') return true;
      if (undoes === 'all') overwritten = true;
      else if (isRead) canBeSeen ||= this.#states.canFollow(this.#state, step);
    }
    if (canBeSeen) return true;
    if (entry !== sentinel && !(overwritten && this.#isOverwrittenFor(entry))) return false;
    this.#state = this.#states.unseen(this.#state);
    return true;
  }

  /** Does anything before the return of a read overwrite the state with what it can follow? */
  #isOverwrittenFor(itsReturn: number): boolean {
    const read = this.#stepOf[itsReturn] as number;
    let entry = this.#next[sentinel] as number;
    for (; entry !== itsReturn; entry = this.#next[entry] as number) {
      const step = this.#stepOf[entry] as number;
      if (this.#isCall[entry] === 0 || this.#states.undoes(step) !== 'all') continue;
      if (this.#states.canFollow(this.#states.after(this.#state, step), read)) return true;
    }
    return false;
  }

  #goBack(): void {
    this.#noteHowFar(this.#cursor);
    while (this.#depth > 0) {
      const call = this.#pop();
      if (this.#states.isRead(this.#stepOf[call] as number)) continue;
      this.#cursor = this.#next[call] as number;
      this.#triesPending = this.#isPending(call);
      return;
    }
    this.outcome = 'not-linearizable';
  }

  /** The entries that are numbered higher come later in the history. */
  #noteHowFar(entry: number): void {
    if (entry < this.#furthestReturn) return;
    const isFurther = entry > this.#furthestReturn;
    if (isFurther) this.#furthestStates.clear();
    this.#furthestReturn = entry;
    this.#furthestStates.add(this.#state);
    if (isFurther || this.#depth > this.#furthestPath.length) {
      this.#furthestPath = [...this.#callStack.subarray(0, this.#depth)];
    }
  }

  #push(call: number, state: number): void {
    this.#callStack[this.#depth] = call;
    this.#stateStack[this.#depth] = this.#state;
    this.#depth += 1;
    this.#state = state;
    this.#flip(call);
    this.#lift(call);
    const itsReturn = this.#returnOf[call] as number;
    if (itsReturn === nothing) return;
    this.#lift(itsReturn);
    this.#returnsLeft -= 1;
  }

  #pop(): number {
    this.#depth -= 1;
    const call = this.#callStack[this.#depth] as number;
    this.#state = this.#stateStack[this.#depth] as number;
    const itsReturn = this.#returnOf[call] as number;
    if (itsReturn !== nothing) {
      this.#unlift(itsReturn);
      this.#returnsLeft += 1;
    }
    this.#unlift(call);
    this.#flip(call);
    return call;
  }

  #lift(entry: number): void {
    const next = this.#next[entry] as number;
    const previous = this.#previous[entry] as number;
    this.#next[previous] = next;
    this.#previous[next] = previous;
  }

  /** Undoes the last lift that is not undone. */
  #unlift(entry: number): void {
    this.#next[this.#previous[entry] as number] = entry;
    this.#previous[this.#next[entry] as number] = entry;
  }

  /** With the first call, and those that return before the pending ones. */
  #startOver(): void {
    this.#cursor = this.#next[sentinel] as number;
    this.#triesPending = false;
  }

  #isPending(call: number): boolean {
    return this.#returnOf[call] === nothing;
  }

  #flip(call: number): void {
    const done = this.#isPending(call) ? this.#pendingDone : this.#returningDone;
    const bit = this.#bitOf[this.#stepOf[call] as number] as number;
    done[bit >> 5] = (done[bit >> 5] as number) ^ (1 << (bit & 31));
  }

  /** Of a pending operation. */
  #isLinearized(call: number): boolean {
    const bit = this.#bitOf[this.#stepOf[call] as number] as number;
    return (((this.#pendingDone[bit >> 5] as number) >> (bit & 31)) & 1) === 1;
  }

  #buildList(entries: readonly ListEntry[]): void {
    const callOf = new Map<number, number>();
    const lastPending = new Map<string, number>();
    let returning = 0;
    let pending = 0;
    for (const [place, { step, isCall }] of entries.entries()) {
      const entry = place + 1;
      this.#stepOf[entry] = step;
      this.#isCall[entry] = isCall ? 1 : 0;
      this.#calledBefore[entry] = returning;
      if (isCall) {
        callOf.set(step, entry);
        const { operation, action } = this.#steps[step] as Step;
        this.#bitOf[step] = isPending(operation) ? pending++ : returning++;
        if (!isPending(operation)) continue;
        this.#twinOf[entry] = lastPending.get(action.words) ?? nothing;
        lastPending.set(action.words, entry);
      } else {
        this.#returnOf[callOf.get(step) as number] = entry;
        this.#returnsLeft += 1;
      }
    }
    for (let entry = 0; entry <= entries.length; entry++) {
      this.#next[entry] = entry === entries.length ? sentinel : entry + 1;
      this.#previous[entry] = entry === 0 ? entries.length : entry - 1;
    }
  }
}

interface ListEntry {
  readonly atEvent: number;
  readonly step: number;
  readonly isCall: boolean;
}

/** Calls and returns in the order of the history. Of a pending operation there is only a call. */
function entriesOf(steps: readonly Step[]): ListEntry[] {
  const entries = steps.flatMap(({ operation }, step): ListEntry[] => [
    { atEvent: operation.calledAt, step, isCall: true },
    ...(isPending(operation) ? [] : [{ atEvent: operation.returnedAt, step, isCall: false }]),
  ]);
  return entries.sort((a, b) => a.atEvent - b.atEvent);
}
