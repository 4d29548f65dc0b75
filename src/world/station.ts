/**
 * A station: servers, a queue before them and a service time. The building block of services,
 * connection pools and databases. Made when its node starts, so that it ends with that life.
 */
import { type Distribution, sampler } from '../kernel/distribution.ts';
import type { Process } from '../kernel/process.ts';
import { Resource } from '../kernel/resource.ts';
import { Refusal } from './call.ts';
import type { ServerContext } from './server.ts';

export interface StationOptions {
  /** Tells the stations of a node apart: each draws from a stream of its own. `work` by default. */
  readonly name?: string;
  /** Requests that are worked on at a time; Infinity by default. */
  readonly servers?: number;
  /**
   * Requests that may wait while every server is busy; more are refused at once. Infinity by
   * default; 0 makes an Erlang loss system.
   */
  readonly queueCapacity?: number;
  /** How long a server works on a request. */
  readonly serviceMs: Distribution;
  /** By how much each waiting request slows work down: 0.01 for 1%. 0 by default. */
  readonly contention?: number;
}

/** The station has no room for another request. */
export const overloaded = new Refusal('overloaded');

export class Station {
  readonly #node: ServerContext;
  readonly #servers: Resource;
  readonly #queueCapacity: number;
  readonly #contention: number;
  readonly #drawServiceMs: () => number;

  /**
   * Throws RangeError unless there is at least one server, and the capacity of the queue is a whole
   * number or Infinity.
   */
  constructor(node: ServerContext, options: StationOptions) {
    const { name = 'work', servers = Infinity, queueCapacity = Infinity } = options;
    if (!(queueCapacity >= 0) || (queueCapacity < Infinity && !Number.isInteger(queueCapacity))) {
      throw new RangeError(`a queue cannot have a capacity of ${queueCapacity}`);
    }
    this.#node = node;
    this.#servers = new Resource(servers);
    this.#queueCapacity = queueCapacity;
    this.#contention = options.contention ?? 0;
    this.#drawServiceMs = sampler(options.serviceMs, node.stream(name));
  }

  /** Requests that are worked on now. */
  get working(): number {
    return this.#servers.held;
  }

  /** Requests that wait for a server now. */
  get waiting(): number {
    return this.#servers.waiting;
  }

  /** Whether another request would be refused now. */
  get isFull(): boolean {
    return this.working === this.#servers.capacity && this.waiting >= this.#queueCapacity;
  }

  /**
   * Waits for a server and works: for a drawn time, or for the time given, slowed down by those that
   * wait then and by what the node suffers from. Throws `overloaded` if there is no room,
   * `serverError` if a brownout fails the work.
   */
  *serve(workMs?: number): Process<void> {
    yield* this.#acquire();
    try {
      const slowdown = 1 + this.#contention * this.waiting;
      yield* this.#node.work((workMs ?? this.#drawServiceMs()) * slowdown);
    } finally {
      this.#servers.release();
    }
  }

  /**
   * Waits for a server and holds it while the process runs, as a connection is held during a
   * transaction. Throws `overloaded` if there is no room, and what the process throws.
   */
  *hold<T>(process: Process<T>): Process<T> {
    yield* this.#acquire();
    try {
      return yield* process;
    } finally {
      this.#servers.release();
    }
  }

  #acquire(): Process<void> {
    if (this.isFull) throw overloaded;
    return this.#servers.acquire();
  }
}
