/**
 * A service: a station with so many servers, a queue before them, and faults that befall it.
 *
 * The work at the server is a process of its own. A caller that hangs up does not stop it, unless
 * the service hears of that, and a deadline that has passed does not either, unless the service
 * looks at it: then the work costs the server nothing more.
 */
import { type Distribution, sampler } from '../../src/kernel/distribution.ts';
import { Fifo } from '../../src/kernel/fifo.ts';
import { join, type Process, sleep, spawn } from '../../src/kernel/process.ts';
import { chance, type RandomStream } from '../../src/kernel/random.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { type Call, CallFailed, type Request, type Setting } from './call.ts';
import type { ServiceFault } from './faults.ts';
import { type Outcome, outcomeOf, settle } from './timeout.ts';

export interface ServiceOptions {
  readonly name: string;
  /** How many requests are worked on at a time; Infinity unless told. */
  readonly servers?: number;
  /** How many may wait for a server; more are turned away at once. Infinity unless told. */
  readonly queueCapacity?: number;
  /** How long a server works on a request. */
  readonly serviceMs: Distribution;
  /** By how much each waiting request slows the work down: 0.01 for 1%. 0 unless told. */
  readonly contention?: number;
  /** Above so many arrivals in the last second, work takes so many times longer. */
  readonly overload?: { readonly aboveQps: number; readonly slowdown: number };
  /** What else a server does for a request before it answers: calls to the tier below. */
  readonly downstream?: Call<unknown>;
  /** Whether work stops when the caller hangs up. */
  readonly hearsCancel?: boolean;
  /** Whether work is not begun, or not gone on with, after the request’s deadline. */
  readonly honoursDeadline?: boolean;
  /** What those that are turned away are told. */
  readonly retryAfterMs?: number;
}

export class Service {
  readonly name: string;
  readonly options: ServiceOptions;
  /** Requests that came, by what became of them. Those under way are the rest. */
  arrived = 0;
  answered = 0;
  failed = 0;
  /** Turned away at the door. */
  refused = 0;
  /** Given up: the caller hung up, or its deadline passed. */
  dropped = 0;
  /** Requests in the house over time, and the time each has spent in it: Little’s L and W. */
  presentMs = 0;
  stayedMs = 0;

  readonly #setting: Setting;
  readonly #servers: Resource;
  readonly #tooLate: CallFailed;
  readonly #drawServiceMs: () => number;
  readonly #luck: RandomStream;
  readonly #resumed = new Signal();
  readonly #never = new Signal();
  readonly #arrivalListeners: ((request: Request) => void)[] = [];
  readonly #doneListeners: ((request: Request) => void)[] = [];
  #faults: readonly ServiceFault[] = [];
  /** When the requests of the last second arrived, where that matters. */
  readonly #recentMs = new Fifo<number>();
  #present = 0;
  #changedAtMs = 0;

  constructor(setting: Setting, options: ServiceOptions) {
    this.#setting = setting;
    this.options = options;
    this.name = options.name;
    this.#servers = new Resource(options.servers ?? Infinity);
    this.#tooLate = new CallFailed('timed-out', options.name);
    this.#drawServiceMs = sampler(options.serviceMs, setting.stream(`${options.name}/work`));
    this.#luck = setting.stream(`${options.name}/luck`);
  }

  /** Requests that are worked on now. */
  get working(): number {
    return this.#servers.held;
  }

  /** Requests that wait for a server now. */
  get waiting(): number {
    return this.#servers.waiting;
  }

  /** Requests in the house: waiting or worked on. */
  get present(): number {
    return this.#present;
  }

  /** The faults that it suffers from now. */
  get faults(): readonly ServiceFault[] {
    return this.#faults;
  }

  /** Calls the listener with every request that comes, before anything else happens to it. */
  onArrival(listener: (request: Request) => void): void {
    this.#arrivalListeners.push(listener);
  }

  /** Calls the listener with every request that was carried out, whether or not anybody waits. */
  onDone(listener: (request: Request) => void): void {
    this.#doneListeners.push(listener);
  }

  /** Lets a fault befall it, from now until its time is over. */
  strike(fault: ServiceFault): void {
    this.#faults = [...this.#faults, fault];
    this.#setting.kernel.schedule(fault.forMs, (over: ServiceFault) => this.#recover(over), fault);
  }

  #recover(fault: ServiceFault): void {
    this.#faults = this.#faults.filter((other) => other !== fault);
    if (this.#faults.length === 0) this.#setting.note(this.name, { kind: 'recovered' });
    if (!this.#suffers('stall')) this.#resumed.fire();
  }

  #suffers(kind: ServiceFault['kind']): boolean {
    return this.#faults.some((fault) => fault.kind === kind);
  }

  readonly call: Call<number> = (request) => this.#call(request);

  /** The caller’s side: answers with the time that the request stayed. */
  *#call(request: Request): Process<number> {
    this.arrived += 1;
    for (const listener of this.#arrivalListeners) listener(request);
    if (this.options.overload !== undefined) this.#recentMs.push(this.#setting.kernel.nowMs);
    const outage = this.#faults.find((fault) => fault.kind === 'outage');
    if (outage !== undefined || this.#isFull) {
      this.refused += 1;
      if (outage?.mode === 'hangs') yield* this.#never.wait();
      if (outage !== undefined) throw new CallFailed('unreachable', this.name);
      throw new CallFailed('overloaded', this.name, this.options.retryAfterMs);
    }
    const work = yield* spawn(this.#stay(request));
    try {
      return settle(yield* join(work));
    } finally {
      if (this.options.hearsCancel && this.#setting.rules['stop-work-nobody-waits-for']) {
        work.cancel();
      }
    }
  }

  /** Without a queue, a request is refused only while every server is busy (Erlang's loss system). */
  get #isFull(): boolean {
    const { queueCapacity = Infinity } = this.options;
    return this.working === this.#servers.capacity && this.waiting >= queueCapacity;
  }

  /** The server’s side, from arrival to departure. */
  *#stay(request: Request): Process<Outcome<number>> {
    const { kernel } = this.#setting;
    const arrivedAtMs = kernel.nowMs;
    let outcome: Outcome<number> | undefined;
    this.#count(1);
    try {
      yield* this.#servers.acquire();
      try {
        outcome = yield* outcomeOf(this.#work(request, arrivedAtMs));
      } finally {
        this.#servers.release();
      }
    } finally {
      this.#leave(request, arrivedAtMs, outcome);
    }
    return outcome;
  }

  /** Without an outcome, the work was stopped. */
  #leave(request: Request, arrivedAtMs: number, outcome: Outcome<number> | undefined): void {
    this.#count(-1);
    this.stayedMs += this.#setting.kernel.nowMs - arrivedAtMs;
    if (outcome !== undefined && 'answer' in outcome) {
      this.answered += 1;
      for (const listener of this.#doneListeners) listener(request);
    } else if (outcome === undefined || outcome.failure === this.#tooLate) this.dropped += 1;
    else this.failed += 1;
  }

  *#work(request: Request, arrivedAtMs: number): Process<number> {
    const { kernel, rules } = this.#setting;
    const { contention = 0, honoursDeadline = false, downstream } = this.options;
    const minds = honoursDeadline && rules['stop-work-nobody-waits-for'];
    const leftMs = minds ? request.deadlineMs - kernel.nowMs : Infinity;
    if (leftMs <= 0) throw this.#tooLate;
    const workMs = this.#drawServiceMs() * this.#slowdown() * (1 + contention * this.waiting);
    const fails = chance(this.#luck, this.#failureRate());
    yield* sleep(Math.min(workMs, leftMs));
    while (this.#suffers('stall')) yield* this.#resumed.wait();
    if (workMs > leftMs) throw this.#tooLate;
    if (request.isBad) throw new CallFailed('client-error', this.name);
    if (fails) throw new CallFailed('server-error', this.name);
    if (this.#suffers('outage')) throw new CallFailed('unreachable', this.name);
    if (downstream !== undefined) yield* downstream(request);
    return kernel.nowMs - arrivedAtMs;
  }

  #slowdown(): number {
    let slowdown = 1;
    for (const fault of this.#faults) if (fault.kind === 'brownout') slowdown *= fault.slowdown;
    const { overload } = this.options;
    if (overload === undefined) return slowdown;
    return this.#arrivedInLastSecond > overload.aboveQps ? slowdown * overload.slowdown : slowdown;
  }

  get #arrivedInLastSecond(): number {
    const sinceMs = this.#setting.kernel.nowMs - 1_000;
    for (;;) {
      const oldestMs = this.#recentMs.shift();
      if (oldestMs === undefined) return 0;
      if (oldestMs <= sinceMs) continue;
      this.#recentMs.unshift(oldestMs);
      return this.#recentMs.length;
    }
  }

  #failureRate(): number {
    let succeeds = 1;
    for (const fault of this.#faults) {
      if (fault.kind === 'brownout') succeeds *= 1 - fault.failureRate;
    }
    return 1 - succeeds;
  }

  #count(change: number): void {
    const { nowMs } = this.#setting.kernel;
    this.presentMs += this.#present * (nowMs - this.#changedAtMs);
    this.#changedAtMs = nowMs;
    this.#present += change;
  }
}
