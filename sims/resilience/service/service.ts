/**
 * A service: a node with so many servers, a queue before them, and perhaps calls to the tier below.
 *
 * A caller that stops waiting does not stop the work, unless the service hears of that; a deadline
 * that has passed does not either, unless the service looks at it.
 */
import { type Distribution, sampler } from '../../../src/kernel/distribution.ts';
import { Fifo } from '../../../src/kernel/fifo.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { within } from '../../../src/kernel/timeout.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Node } from '../../../src/world/node.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { type Call, type Callee, CallFailed, type Request, refusalOf } from '../call.ts';
import type { Machine } from '../machine.ts';
import type { ResilienceRules } from '../rules.ts';
import { mayEnter } from './shedding.ts';

export interface ServiceOptions {
  /** Also the id of its node. */
  readonly name: string;
  /** How many requests it processes at a time (default: Infinity). */
  readonly servers?: number;
  /** How many may wait for a server; more are refused at once (default: Infinity). */
  readonly queueCapacity?: number;
  /**
   * How many requests may be present, waiting or in progress, if the least critical are to be refused
   * before that (default: Infinity).
   */
  readonly room?: number;
  /** Processing time per request. */
  readonly serviceMs: Distribution;
  /** How many times longer a request takes by itself (default: 1). */
  readonly workOf?: (request: Request) => number;
  /** Above that many arrivals in the last second, processing takes that many times longer. */
  readonly overload?: { readonly aboveQps: number; readonly slowdown: number };
  /** What else a server does for a request before it answers: calls to the tier below. */
  readonly downstream?: (machine: Machine) => Call<unknown>;
  /** Whether work stops when the caller hangs up. */
  readonly hearsCancel?: boolean;
  /** Whether work is not started, or not continued, after the request's deadline. */
  readonly honoursDeadline?: boolean;
  /** What refused callers are told. */
  readonly retryAfterMs?: number;
  /** The name of its random draws: services with the same name draw alike (default: its own). */
  readonly luck?: string;
}

/** What one life of the node knows. */
interface Memory {
  readonly station: Station;
  readonly drawServiceMs: () => number;
  readonly downstream: Call<unknown> | undefined;
  /** Requests in the system: waiting or in progress. */
  present: number;
  /** When the requests of the last second arrived, if that matters. */
  readonly recentMs: Fifo<number>;
}

/** How an accepted request left. */
type Departure = 'answered' | 'failed' | 'dropped';

const tooLate = new Refusal('timed-out');
const clientError = new Refusal('client-error');

/** The node's program, and its counters over all its lives. */
export class Service implements Callee {
  readonly name: string;
  readonly options: ServiceOptions;
  /** Calls made to it, whether or not they arrived. */
  called = 0;
  /** Those made while the node did not answer. */
  struck = 0;
  /** Requests that arrived, by outcome. Those in progress are the rest. */
  arrived = 0;
  answered = 0;
  failed = 0;
  /** Refused on arrival: no room. */
  refused = 0;
  /** Given up: the caller hung up, or its deadline passed. */
  dropped = 0;

  readonly #rules: ResilienceRules;
  readonly #machineOf: (node: ServerContext) => Machine;
  readonly #callListeners: ((request: Request) => void)[] = [];
  readonly #arrivalListeners: ((request: Request) => void)[] = [];
  readonly #admissionListeners: ((request: Request) => void)[] = [];
  readonly #doneListeners: ((request: Request) => void)[] = [];
  readonly #overloaded: Refusal;
  /** The node that it runs on, once it is in the world. */
  node: Node | undefined = undefined;
  #memory: Memory | undefined;

  constructor(
    rules: ResilienceRules,
    options: ServiceOptions,
    machineOf: (node: ServerContext) => Machine,
  ) {
    this.#rules = rules;
    this.#machineOf = machineOf;
    this.options = options;
    this.name = options.name;
    this.#overloaded = refusalOf(new CallFailed('overloaded', options.name, options.retryAfterMs));
  }

  /** Requests in progress now. */
  get working(): number {
    return this.#living?.station.working ?? 0;
  }

  /** Requests waiting for a server now. */
  get waiting(): number {
    return this.#living?.station.waiting ?? 0;
  }

  /** Requests in the system: waiting or in progress. */
  get present(): number {
    return this.#living?.present ?? 0;
  }

  get #living(): Memory | undefined {
    return this.node?.life === 'down' ? undefined : this.#memory;
  }

  /** Calls the listener with every request, when a caller sends it. */
  onCall(listener: (request: Request) => void): void {
    this.#callListeners.push(listener);
  }

  /** Calls the listener with every request that arrives, before anything else happens to it. */
  onArrival(listener: (request: Request) => void): void {
    this.#arrivalListeners.push(listener);
  }

  /** Calls the listener with every request that is let in. */
  onAdmission(listener: (request: Request) => void): void {
    this.#admissionListeners.push(listener);
  }

  /** Calls the listener with every request that was carried out, whether or not a caller waits. */
  onDone(listener: (request: Request) => void): void {
    this.#doneListeners.push(listener);
  }

  /** A caller sends a request. */
  willBeCalled(request: Request): void {
    this.called += 1;
    if (this.node?.conditions.outage !== undefined) this.struck += 1;
    for (const listener of this.#callListeners) listener(request);
  }

  /** Whether callers tell it when they stop waiting. */
  get hearsCancel(): boolean {
    return this.options.hearsCancel === true && this.#rules['stop-work-nobody-waits-for'];
  }

  /** What its node runs. */
  get server(): Server<Memory, Request> {
    return {
      kind: 'service',
      start: (node) => this.#start(node),
      serve: (memory, request, _from, node) => this.#serve(memory, request, node),
      shown: ({ station: { working, waiting }, present }) => ({ working, waiting, present }),
    };
  }

  #start(node: ServerContext): Memory {
    const { options } = this;
    const memory = {
      station: new Station(node, options),
      drawServiceMs: sampler(options.serviceMs, node.stream('service')),
      downstream: options.downstream?.(this.#machineOf(node)),
      present: 0,
      recentMs: new Fifo<number>(),
    };
    this.#memory = memory;
    return memory;
  }

  #serve(memory: Memory, request: Request, node: ServerContext): Process<string> {
    this.arrived += 1;
    for (const listener of this.#arrivalListeners) listener(request);
    if (this.options.overload !== undefined) memory.recentMs.push(node.now());
    const { room = Infinity } = this.options;
    if (memory.station.isFull || !mayEnter(this.#rules, request, memory.present, room)) {
      this.refused += 1;
      throw this.#overloaded;
    }
    return this.#stay(memory, request, node);
  }

  /** From arrival to departure. Without an end the caller has hung up. */
  *#stay(memory: Memory, request: Request, node: ServerContext): Process<string> {
    memory.present += 1;
    for (const listener of this.#admissionListeners) listener(request);
    let departure: Departure = 'dropped';
    try {
      yield* memory.station.hold(this.#work(memory, request, node));
      departure = 'answered';
      return 'answer';
    } catch (caught) {
      if (caught !== tooLate) departure = 'failed';
      throw caught instanceof CallFailed ? refusalOf(caught) : caught;
    } finally {
      memory.present -= 1;
      this[departure] += 1;
      if (departure === 'answered') for (const listener of this.#doneListeners) listener(request);
    }
  }

  *#work(memory: Memory, request: Request, node: ServerContext): Process<void> {
    const { honoursDeadline = false } = this.options;
    const minds = honoursDeadline && this.#rules['stop-work-nobody-waits-for'];
    const leftMs = minds ? request.deadlineMs - node.now() : Infinity;
    if (leftMs <= 0) throw tooLate;
    const times = this.#overloadOf(memory, node) * (this.options.workOf?.(request) ?? 1);
    const work = node.work(memory.drawServiceMs() * times);
    yield* leftMs === Infinity ? work : within(leftMs, work, () => tooLate);
    if (request.isBad) throw clientError;
    if (memory.downstream !== undefined) yield* memory.downstream(request);
  }

  /** How many times longer processing takes because of too many arrivals. */
  #overloadOf({ recentMs }: Memory, node: ServerContext): number {
    const { overload } = this.options;
    if (overload === undefined) return 1;
    const sinceMs = node.now() - 1_000;
    for (;;) {
      const oldestMs = recentMs.shift();
      if (oldestMs === undefined) return 1;
      if (oldestMs <= sinceMs) continue;
      recentMs.unshift(oldestMs);
      return recentMs.length > overload.aboveQps ? overload.slowdown : 1;
    }
  }
}
