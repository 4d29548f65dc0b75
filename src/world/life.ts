/**
 * One life of a node that runs a server, from its start to its crash: the server's memory, its
 * processes, the requests that it handles, and the calls that it makes.
 */
import { Home } from '../kernel/home.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Process, sleep, startProcess, Task, Wait } from '../kernel/process.ts';
import { chance, type RandomStream } from '../kernel/random.ts';
import type { Note } from '../trace/event.ts';
import type { Actor, NodeId } from './actor.ts';
import { Call, type CallOptions, type Part, Refusal, Reply, unreachable } from './call.ts';
import type { Conditions } from './conditions.ts';
import type { NodeClock } from './node-clock.ts';
import type { Server, ServerContext } from './server.ts';

/** The service tried, and failed. */
export const serverError = new Refusal('server-error');

/** A node, as the lives of its server see it. */
export interface Machine {
  readonly self: NodeId;
  readonly kernel: Kernel;
  readonly clock: NodeClock;
  readonly conditions: Conditions;
  readonly paused: boolean;
  postpone(onResume: () => void): void;
  /** The node's own random stream for that purpose. */
  stream(purpose: string): RandomStream;
  now(): number;
  send(to: NodeId, message: unknown): void;
  sendPart(part: Part, to: NodeId, call: Call, message: unknown): void;
  /** It has crashed while it was at work on a call. */
  reset(call: Call): void;
  persist(record: unknown): void;
  whenDurable(action: () => void): void;
  note(note: Note): void;
  recordTimer(name: string): void;
}

/** What runs on a node: an actor, or a server that is made to look like one. */
export interface Program<State> extends Actor<State, unknown, string, unknown> {
  /** A part of a call has arrived. */
  take?(state: State, part: Part, call: Call, message: unknown): void;
  /** The node has crashed. */
  end?(state: State): void;
  /** The state as plain data; the state itself by default. */
  shown?(state: State): unknown;
}

export class Life<Memory = unknown> implements ServerContext<unknown> {
  readonly self: NodeId;
  readonly conditions: Conditions;
  readonly #machine: Machine;
  readonly #kernel: Kernel;
  readonly #server: Server<Memory, unknown, unknown>;
  readonly #home: Home;
  readonly #memory: Memory;
  /** The handlers of calls whose callers say when they hang up. */
  readonly #handlers = new Map<Call, Task<unknown>[]>();

  constructor(
    machine: Machine,
    server: Server<Memory, unknown, unknown>,
    journal: readonly unknown[],
    torn: unknown,
  ) {
    this.self = machine.self;
    this.conditions = machine.conditions;
    this.#machine = machine;
    this.#kernel = machine.kernel;
    this.#server = server;
    this.#home = new Home(machine);
    this.#memory = server.start(this, { journal, torn });
  }

  get shown(): unknown {
    return this.#server.shown(this.#memory);
  }

  /** The node has crashed. */
  end(): void {
    this.#home.end();
  }

  // What arrives.

  receive(message: unknown, from: NodeId): void {
    if (this.#server.receive === undefined) {
      throw new Error(`${this.self} is a ${this.#server.kind}, which takes no messages`);
    }
    this.#server.receive(this.#memory, message, from, this);
  }

  take(part: Part, call: Call, message: unknown): void {
    if (part === 'reply') call.settle(message as Reply);
    else if (part === 'hang-up') this.#hangUp(call);
    else if (!call.isHungUp && this.conditions.outage !== 'hangs') this.#serve(call);
  }

  /** Handles a request, delivered in the event that is the kernel's present cause. */
  #serve(call: Call): void {
    const answers = this.#kernel.cause;
    if (this.conditions.outage === 'refuses') {
      this.#reply(call, new Reply(answers, undefined, unreachable));
      return;
    }
    let answer: unknown;
    try {
      answer = this.#server.serve(this.#memory, call.request, call.caller.self, this);
    } catch (caught) {
      if (!(caught instanceof Refusal)) throw caught;
      this.#reply(call, new Reply(answers, undefined, caught));
      return;
    }
    if (!isProcess(answer)) this.#reply(call, new Reply(answers, answer));
    else if (!this.#home.ended) this.#handle(call, answer, answers);
  }

  #handle(call: Call, process: Process<unknown>, answers: number): void {
    const task = new Task(this.#kernel, process, this.#home);
    if (call.options.hangsUp) {
      this.#handlers.set(call, [...(this.#handlers.get(call) ?? []), task]);
    }
    task.watch(() => this.#handled(task, call, answers));
    task.start();
  }

  #handled(task: Task<unknown>, call: Call, answers: number): void {
    if (call.options.hangsUp) this.#forget(task, call);
    const { state } = task;
    if (state === 'done') this.#reply(call, new Reply(answers, task.value));
    if (state === 'killed') this.#machine.reset(call);
    if (state !== 'failed') return;
    try {
      task.value;
    } catch (caught) {
      if (!(caught instanceof Refusal)) throw caught;
      this.#reply(call, new Reply(answers, undefined, caught));
    }
  }

  /** An outage keeps what is ready from its caller too: the connection is reset, or hangs. */
  #reply(call: Call, reply: Reply): void {
    if (this.#home.ended) return;
    const { outage } = this.conditions;
    if (outage === 'hangs') return;
    const sent = outage === undefined ? reply : new Reply(reply.answers, undefined, unreachable);
    this.#machine.sendPart('reply', call.caller.self, call, sent);
  }

  /** The caller waits no more: every handler of the call is cancelled. */
  #hangUp(call: Call): void {
    call.isHungUp = true;
    for (const task of this.#handlers.get(call) ?? []) task.cancel();
  }

  #forget(task: Task<unknown>, call: Call): void {
    const rest = (this.#handlers.get(call) ?? []).filter((other) => other !== task);
    if (rest.length === 0) this.#handlers.delete(call);
    else this.#handlers.set(call, rest);
  }

  // What the server can do.

  stream(purpose: string): RandomStream {
    return this.#machine.stream(purpose);
  }

  now(): number {
    return this.#machine.now();
  }

  sleep(durationMs: number): Process<void> {
    return sleep(this.#machine.clock.trueSpanMs(durationMs));
  }

  *work(durationMs: number): Process<void> {
    const { slowdown, failureRate } = this.conditions;
    const fails = failureRate > 0 && chance(this.stream('failures'), failureRate);
    yield* sleep(durationMs * slowdown);
    if (this.conditions.isStalled) yield* this.conditions.untilRunning();
    if (fails) throw serverError;
  }

  spawn<T>(process: Process<T>): Task<T> {
    return startProcess(this.#kernel, process, this.#home);
  }

  call<Result>(to: NodeId, request: unknown, options: CallOptions<Result> = {}): Process<Result> {
    if (to === this.self) throw new Error(`${to} calls itself: that is a function call`);
    const { timeoutMs } = options;
    if (timeoutMs === undefined) return new Call(this, to, request, options);
    const trueMs = this.#machine.clock.trueSpanMs(timeoutMs);
    return new Call(this, to, request, { ...options, timeoutMs: trueMs });
  }

  send(to: NodeId, message: unknown): void {
    if (!this.#home.ended) this.#machine.send(to, message);
  }

  persist(record: unknown): void {
    if (!this.#home.ended) this.#machine.persist(record);
  }

  durable(): Process<void> {
    return new Durable(this.#machine);
  }

  note(note: Note): void {
    if (!this.#home.ended) this.#machine.note(note);
  }

  // For calls.

  sendPart(part: Part, to: NodeId, call: Call, message: unknown): void {
    if (!this.#home.ended) this.#machine.sendPart(part, to, call, message);
  }

  timedOut(to: NodeId): void {
    this.#machine.recordTimer(`timeout of the call to ${to}`);
  }
}

/** What a node runs that runs a server: its state is its life. */
export function programOf<Memory>(server: Server<Memory, unknown, unknown>): Program<Life> {
  return {
    kind: server.kind,
    start: (node, journal, torn) => new Life(node as unknown as Machine, server, journal, torn),
    receive: (life, message, from) => life.receive(message, from),
    timeout: () => {
      throw new Error(`a ${server.kind} is a server: it has no timers of its own`);
    },
    take: (life, part, call, message) => life.take(part, call, message),
    end: (life) => life.end(),
    shown: (life) => life.shown,
  };
}

/** Plain data never has a method, so what has one is a process. */
function isProcess(answer: unknown): answer is Process<unknown> {
  return typeof (answer as { next?: unknown } | null | undefined)?.next === 'function';
}

/** Waits until all that was written by now is durable. */
class Durable extends Wait<void> {
  readonly #machine: Machine;
  #task: Task<unknown> | undefined = undefined;

  constructor(machine: Machine) {
    super();
    this.#machine = machine;
  }

  begin(task: Task<unknown>): boolean {
    let isDurable = false;
    this.#machine.whenDurable(() => {
      isDurable = true;
      this.#task?.wake(undefined);
    });
    if (!isDurable) this.#task = task;
    return isDurable;
  }

  override abandon(): void {
    this.#task = undefined;
  }
}
