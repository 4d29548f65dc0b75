/**
 * The queue of what is still to happen, ordered by time and, at equal times, by the order of
 * scheduling.
 *
 * The events that are due first stand in a short sorted list, the front; all others in a binary
 * heap behind it. Most events are due soon after they are scheduled, and find their place in the
 * front in a few steps. The heap's removal sinks the hole to a leaf before it looks at the
 * displaced entry (Wegener 1993, bottom-up heapsort), which saves half of the comparisons.
 *
 * Cost for n events: push and pop O(log n), cancel and put off O(1). A cancelled event stays where
 * it is until it is reached, or until cancelled events outnumber live ones, when one sweep of O(n
 * log n) removes them all.
 */

/**
 * Names a scheduled event, so that it can be cancelled. Never used again, so a late cancel cannot
 * hit another event.
 */
export type EventHandle = number;

/** The handle of nothing. */
export const noEvent: EventHandle = -1;

/**
 * What runs when an event is due. It gets the argument it was scheduled with, so no closure need be
 * made for it.
 */
export type Action<Argument> = (argument: Argument) => void;

/** Gets an event that is due. */
export type RunEvent = (
  timeMs: number,
  cause: number,
  action: Action<unknown>,
  argument: unknown,
) => void;

/**
 * A handle is a sequence number and a place, as one number: good for 2^33 events in all, 2^20 at a
 * time.
 */
const placesMax = 2 ** 20;
const placeMask = placesMax - 1;
const noSequence = -1;

const initialCapacity = 64;
/**
 * How many events the front may hold, and how many are moved at a time to fill it, or to make room
 * in it.
 */
const frontMax = 32;
const frontStep = 16;
/** Below this many cancelled events a sweep costs more than it frees. */
const sweepFloor = 64;

/**
 * The event in a place. It lets go of its argument when the event runs or is cancelled: a timer of
 * an ended request would keep all of the request in memory until the timer's time has come.
 */
interface Slot {
  action: Action<unknown>;
  argument: unknown;
  cause: number;
}

export class EventQueue {
  // Events are named by their places. Both lists hold places; the front has the latest first.
  readonly #front = new Int32Array(frontMax);
  #frontSize = 0;
  #heap = new Int32Array(initialCapacity);
  #heapSize = 0;

  readonly #slots: Slot[] = [];
  // The time and sequence number under which the event in a place stands in one of the lists.
  #times = new Float64Array(initialCapacity);
  #sequences = new Float64Array(initialCapacity);
  // When it is really due: later, where it was put off since. Once it has run or was cancelled it
  // has no number.
  #dueTimes = new Float64Array(initialCapacity);
  #dueSequences = new Float64Array(initialCapacity);

  readonly #freePlaces: number[] = [];
  #nextSequence = 0;
  #cancelled = 0;

  /** Events that will still run. */
  get length(): number {
    return this.#frontSize + this.#heapSize - this.#cancelled;
  }

  push<Argument>(
    timeMs: number,
    cause: number,
    action: Action<Argument>,
    argument: Argument,
  ): EventHandle {
    const place = this.#freePlaces.pop() ?? this.#newPlace();
    const slot = this.#slots[place] as Slot;
    slot.action = action as Action<unknown>;
    slot.argument = argument;
    slot.cause = cause;
    this.#dueTimes[place] = timeMs;
    this.#dueSequences[place] = this.#nextSequence++;
    this.#insert(place);
    return this.#handleOf(place);
  }

  /**
   * Puts an event off: as if it were cancelled and pushed again with its action and argument. O(1),
   * since the lists learn of it only when the old time has come. Returns its new handle; `noEvent`,
   * with nothing done, where the event is not still to come or the lists would learn of it too
   * late.
   */
  putOff(handle: EventHandle, timeMs: number, cause: number): EventHandle {
    const place = handle & placeMask;
    if (this.#handleOf(place) !== handle) return noEvent;
    if (timeMs < (this.#times[place] as number)) return noEvent;
    this.#dueTimes[place] = timeMs;
    this.#dueSequences[place] = this.#nextSequence++;
    (this.#slots[place] as Slot).cause = cause;
    return this.#handleOf(place);
  }

  /**
   * Answers whether the event was still to come. Cancelling twice, or after it ran, is harmless.
   */
  cancel(handle: EventHandle): boolean {
    const place = handle & placeMask;
    if (this.#handleOf(place) !== handle) return false;
    this.#dueSequences[place] = noSequence;
    (this.#slots[place] as Slot).argument = undefined;
    this.#cancelled += 1;
    if (this.#cancelled > sweepFloor && this.#cancelled > this.length) this.#sweep();
    return true;
  }

  /**
   * The event that is to run with that very argument; undefined where none is. It looks through all
   * of them, O(n): so that those who nearly never ask pay, and not every event.
   */
  find(argument: unknown): { readonly handle: EventHandle; readonly timeMs: number } | undefined {
    const place = this.#slots.findIndex(
      (slot, place) => slot.argument === argument && this.#dueSequences[place] !== noSequence,
    );
    if (place === -1) return undefined;
    return { handle: this.#handleOf(place), timeMs: this.#dueTimes[place] as number };
  }

  /** When the next live event is due; Infinity where there is none. */
  peekTimeMs(): number {
    while (this.#frontSize > 0 || this.#heapSize > 0) {
      if (this.#frontSize === 0) this.#fillFront();
      const place = this.#front[this.#frontSize - 1] as number;
      const sequence = this.#dueSequences[place] as number;
      if (sequence === this.#sequences[place]) return this.#times[place] as number;
      this.#frontSize -= 1;
      if (sequence === noSequence) this.#dropCancelled(place);
      else this.#insert(place);
    }
    return Infinity;
  }

  /**
   * Takes the next live event out and hands it to `run`, if it is due by `untilMs`; false where
   * none is.
   */
  runNext(untilMs: number, run: RunEvent): boolean {
    const timeMs = this.peekTimeMs();
    if (timeMs > untilMs || this.#frontSize === 0) return false;
    this.#frontSize -= 1;
    const place = this.#front[this.#frontSize] as number;
    const slot = this.#slots[place] as Slot;
    const { cause, action, argument } = slot;
    slot.argument = undefined;
    this.#dueSequences[place] = noSequence;
    this.#freePlaces.push(place);
    run(timeMs, cause, action, argument);
    return true;
  }

  /** NaN for a place that was never given, as of `noEvent`: it is the handle of no event. */
  #handleOf(place: number): EventHandle {
    return (this.#dueSequences[place] as number) * placesMax + place;
  }

  /** Puts an event into the list in which it belongs, under the time at which it is due. */
  #insert(place: number): void {
    this.#times[place] = this.#dueTimes[place] as number;
    this.#sequences[place] = this.#dueSequences[place] as number;
    if (this.#frontSize === frontMax) this.#makeRoomInFront();
    if (this.#heapSize === 0 || (this.#frontSize > 0 && this.#isBefore(place, this.#front[0]))) {
      this.#insertIntoFront(place);
    } else {
      this.#rise(this.#heapSize++, place);
    }
  }

  #isBefore(a: number, b: number | undefined): boolean {
    const timeA = this.#times[a] as number;
    const timeB = this.#times[b as number] as number;
    if (timeA !== timeB) return timeA < timeB;
    return (this.#sequences[a] as number) < (this.#sequences[b as number] as number);
  }

  #insertIntoFront(place: number): void {
    const front = this.#front;
    let hole = this.#frontSize++;
    while (hole > 0) {
      const later = front[hole - 1] as number;
      if (this.#isBefore(place, later)) break;
      front[hole] = later;
      hole -= 1;
    }
    front[hole] = place;
  }

  /** Moves the latest events of the front into the heap. */
  #makeRoomInFront(): void {
    for (let i = 0; i < frontStep; i++) this.#rise(this.#heapSize++, this.#front[i] as number);
    this.#front.copyWithin(0, frontStep, this.#frontSize);
    this.#frontSize -= frontStep;
  }

  /** Moves the earliest events of the heap into the front, which is empty. */
  #fillFront(): void {
    const moved = Math.min(frontStep, this.#heapSize);
    for (let hole = moved - 1; hole >= 0; hole--) {
      this.#front[hole] = this.#heap[0] as number;
      this.#removeFirstOfHeap();
    }
    this.#frontSize = moved;
  }

  #removeFirstOfHeap(): void {
    const last = --this.#heapSize;
    const displaced = this.#heap[last] as number;
    if (last > 0) this.#rise(this.#sinkHole(last), displaced);
  }

  /**
   * Moves the hole at the root of a heap of that size down to a leaf, always along the earlier
   * child.
   */
  #sinkHole(size: number): number {
    const heap = this.#heap;
    const times = this.#times;
    const sequences = this.#sequences;
    let hole = 0;
    for (let child = 1; child < size; child = hole * 2 + 1) {
      let earlier = heap[child] as number;
      if (child + 1 < size) {
        const right = heap[child + 1] as number;
        const leftTime = times[earlier] as number;
        const rightTime = times[right] as number;
        const rightIsEarlier =
          rightTime < leftTime ||
          (rightTime === leftTime && (sequences[right] as number) < (sequences[earlier] as number));
        if (rightIsEarlier) {
          earlier = right;
          child += 1;
        }
      }
      heap[hole] = earlier;
      hole = child;
    }
    return hole;
  }

  /**
   * Fills the hole with an event, having moved the hole up past every event that comes after it.
   */
  #rise(start: number, place: number): void {
    const heap = this.#heap;
    let hole = start;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] as number;
      if (!this.#isBefore(place, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = place;
  }

  /**
   * Takes every cancelled event out. The order does not change: time and sequence number decide it
   * alone.
   */
  #sweep(): void {
    const places = [
      ...this.#front.subarray(0, this.#frontSize),
      ...this.#heap.subarray(0, this.#heapSize),
    ];
    this.#frontSize = 0;
    this.#heapSize = 0;
    for (const place of places) {
      if (this.#dueSequences[place] === noSequence) this.#dropCancelled(place);
      else this.#insert(place);
    }
  }

  #dropCancelled(place: number): void {
    this.#cancelled -= 1;
    this.#freePlaces.push(place);
  }

  #newPlace(): number {
    const place = this.#slots.length;
    if (place === placesMax) throw new RangeError(`more than ${placesMax} events are pending`);
    if (place === this.#heap.length) this.#grow();
    this.#slots.push({ action: noAction, argument: undefined, cause: 0 });
    return place;
  }

  #grow(): void {
    const capacity = this.#heap.length * 2;
    const heap = new Int32Array(capacity);
    heap.set(this.#heap);
    this.#heap = heap;
    this.#times = grown(this.#times, capacity);
    this.#sequences = grown(this.#sequences, capacity);
    this.#dueTimes = grown(this.#dueTimes, capacity);
    this.#dueSequences = grown(this.#dueSequences, capacity);
  }
}

function noAction(): void {}

function grown(array: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(array);
  return larger;
}
