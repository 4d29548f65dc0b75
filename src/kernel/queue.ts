/**
 * A queue between processes: takers wait for items, and putters wait for room where the queue is
 * bounded. Items, takers and putters are each served first come, first served.
 */
import { Fifo } from './fifo.ts';
import { type Process, type Task, Wait } from './process.ts';

export class Queue<Item extends NonNullable<unknown>> {
  readonly capacity: number;
  readonly #items = new Fifo<Item>();
  readonly #takers = new Fifo<Take<Item>>();
  readonly #putters = new Fifo<Put<Item>>();

  /**
   * Throws RangeError unless the capacity is a whole number of at least 1 (or Infinity, the
   * default).
   */
  constructor(capacity = Infinity) {
    if (!(capacity >= 1) || (capacity < Infinity && !Number.isInteger(capacity))) {
      throw new RangeError(`a queue needs a capacity of at least 1, not ${capacity}`);
    }
    this.capacity = capacity;
  }

  /** Items in the queue now. */
  get length(): number {
    return this.#items.length;
  }

  /** Adds an item at once; answers false, and adds nothing, where the queue is full. */
  offer(item: Item): boolean {
    const taker = this.#takers.shift();
    if (taker !== undefined) {
      taker.grant(item);
      return true;
    }
    if (this.#items.length >= this.capacity) return false;
    this.#items.push(item);
    return true;
  }

  /** Takes the oldest item at once; undefined where the queue is empty. */
  poll(): Item | undefined {
    const item = this.#items.shift();
    if (item !== undefined) this.#admitPutter();
    return item;
  }

  /** Adds an item, waiting for room. A process that is cancelled while it waits adds nothing. */
  put(item: Item): Process<void> {
    return new Put(this, this.#putters, item);
  }

  /**
   * Takes the oldest item, waiting for one. A process that is cancelled takes nothing: the item
   * goes to the next.
   */
  take(): Process<Item> {
    return new Take(this, this.#takers);
  }

  /**
   * For Take: puts an item back that was granted to a process which was cancelled before it got it.
   * The queue may then hold one item more than its capacity: better than to lose it.
   */
  giveBack(item: Item): void {
    const taker = this.#takers.shift();
    if (taker !== undefined) taker.grant(item);
    else this.#items.unshift(item);
  }

  #admitPutter(): void {
    const putter = this.#putters.shift();
    if (putter === undefined) return;
    this.#items.push(putter.item);
    putter.admit();
  }
}

class Put<Item extends NonNullable<unknown>> extends Wait<void> {
  readonly item: Item;
  readonly #queue: Queue<Item>;
  readonly #line: Fifo<Put<Item>>;
  #task: Task<unknown> | undefined = undefined;

  constructor(queue: Queue<Item>, line: Fifo<Put<Item>>, item: Item) {
    super();
    this.item = item;
    this.#queue = queue;
    this.#line = line;
  }

  begin(task: Task<unknown>): boolean {
    if (this.#queue.offer(this.item)) return true;
    this.#task = task;
    this.#line.push(this);
    return false;
  }

  admit(): void {
    this.#task?.wake(undefined);
  }

  /** An item that was admitted already stays in the queue: the put has happened. */
  override abandon(): void {
    this.#line.remove(this);
  }
}

class Take<Item extends NonNullable<unknown>> extends Wait<Item> {
  readonly #queue: Queue<Item>;
  readonly #line: Fifo<Take<Item>>;
  #task: Task<unknown> | undefined = undefined;
  #granted: { readonly item: Item } | undefined = undefined;

  constructor(queue: Queue<Item>, line: Fifo<Take<Item>>) {
    super();
    this.#queue = queue;
    this.#line = line;
  }

  begin(task: Task<unknown>): boolean {
    if (this.#queue.length > 0) {
      this.outcome = this.#queue.poll();
      return true;
    }
    this.#task = task;
    this.#line.push(this);
    return false;
  }

  grant(item: Item): void {
    this.#granted = { item };
    this.#task?.wake(item);
  }

  override abandon(): void {
    if (this.#granted === undefined) this.#line.remove(this);
    else this.#queue.giveBack(this.#granted.item);
  }
}
