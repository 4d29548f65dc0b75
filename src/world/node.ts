/**
 * A node: an actor or a server, with its disk, its clock and its timers, which can crash, restart,
 * pause and resume.
 */

import { constant, type Distribution, sampler } from '../kernel/distribution.ts';
import { type EventHandle, noEvent } from '../kernel/event-queue.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { must } from '../kernel/must.ts';
import { pick, type RandomStream, type RandomStreams } from '../kernel/random.ts';
import {
  type EventDetails,
  type EventKind,
  type KindOf,
  kinds,
  type Note,
} from '../trace/event.ts';
import type { Participant, Trace } from '../trace/trace.ts';
import type { Context, NodeId } from './actor.ts';
import { type Call, type Part, Reply, unreachable } from './call.ts';
import { Conditions } from './conditions.ts';
import { Disk } from './disk.ts';
import type { Machine, Program } from './life.ts';
import type { Endpoint } from './link.ts';
import type { Network, Send } from './network.ts';
import { NodeClock } from './node-clock.ts';
import type { Processor } from './processor.ts';

export interface NodeOptions {
  /** How far the node's clock is off when the run starts. */
  readonly clockOffsetMs: number;
  /** How fast it gains, in parts per million. */
  readonly clockDriftPpm: number;
  /** How long it takes until a written record is durable. */
  readonly diskMs: Distribution;
  /** Whether the node runs from the beginning; if not, a `restart` starts it. */
  readonly startsUp: boolean;
  /**
   * What a request meets while the node is down: no answer, or a refusal by its machine. One that
   * `resets` refuses too, and at its crash also all that it was still at work on: the process is
   * gone, and its machine closes the connections.
   */
  readonly whenDown: 'silent' | 'refuses' | 'resets';
  /**
   * How long the healthy machine takes over a message that arrives: a part of the link's latency. A
   * slow machine takes so many times longer, and messages queue.
   */
  readonly processingMs: number;
  /**
   * The processor of its machine, which it may share: each message that arrives takes its turn there. By default it
   * has one that keeps up with all that comes.
   */
  readonly processor?: Processor;
  /**
   * Whose luck its server has: those with the same word draw alike, each from streams of its own, so
   * that what differs between twins is not chance. Its own by default.
   */
  readonly luck?: string;
}

export const defaultNodeOptions: NodeOptions = {
  clockOffsetMs: 0,
  clockDriftPpm: 0,
  diskMs: constant(0),
  startsUp: true,
  whenDown: 'silent',
  processingMs: 0.1,
};

export interface NodeTimer {
  readonly name: string;
  setAtMs: number;
  dueAtMs: number;
  /** `noEvent` while the timer does not run. */
  handle: EventHandle;
}

/** The world that a node is in. */
interface Host {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly network: Network;
  readonly nodes: readonly Node[];
  active: Node | undefined;
}

interface Postponed {
  readonly onResume: () => void;
  readonly onCrash: () => void;
}

interface HeldBack {
  readonly action: () => void;
  /** It happens once this many records are durable. */
  readonly afterRecords: number;
}

export class Node<State = unknown> implements Endpoint, Machine, Context<unknown, string, unknown> {
  readonly self: NodeId;
  /** How many nodes were in the world before it. */
  readonly place: number;
  /** What kind of actor or server runs on it. */
  readonly kind: string;
  readonly participant: Participant;
  readonly random: RandomStream;
  readonly clock: NodeClock;
  readonly disk: Disk;
  /** What it suffers from now. A crash does not end it. */
  readonly conditions = new Conditions();
  readonly kernel: Kernel;
  readonly #host: Host;
  readonly #trace: Trace;
  readonly #send: Send;
  readonly #program: Program<State>;
  readonly #whenDown: NodeOptions['whenDown'];
  readonly #processingMs: number;
  readonly #processor: Processor | undefined;
  readonly #streams: RandomStreams;
  readonly #luck: string;
  /** A handful at most: faster to walk than to look up. */
  readonly #timers: NodeTimer[] = [];
  #life: 'up' | 'paused' | 'down' = 'down';
  #state: State | undefined = undefined;
  #lives = 0;
  #postponed: Postponed[] = [];
  #heldBack: HeldBack[] = [];
  /** When a slow machine has processed all that has arrived by now. */
  #busyUntilMs = 0;

  constructor(id: NodeId, program: Program<State>, options: NodeOptions, host: Host) {
    const { kernel, trace, network } = host;
    this.self = id;
    this.place = host.nodes.length;
    this.kind = program.kind;
    this.#host = host;
    this.#program = program;
    this.#whenDown = options.whenDown;
    this.#processingMs = options.processingMs;
    this.#processor = options.processor;
    this.kernel = kernel;
    this.#trace = trace;
    this.participant = trace.participant(id);
    this.#send = network.connect(this);
    this.random = kernel.random.stream(`node/${id}`);
    this.#luck = options.luck ?? id;
    this.#streams = options.luck === undefined ? kernel.random : kernel.random.twin();
    this.clock = new NodeClock(options.clockOffsetMs, options.clockDriftPpm);
    const drawDiskMs = sampler(options.diskMs, kernel.random.stream(`disk/${id}`));
    this.disk = new Disk(
      kernel,
      drawDiskMs,
      () => this.#onDurable(),
      () => this.#onRefused(),
    );
  }

  get life(): 'up' | 'paused' | 'down' {
    return this.#life;
  }

  get lives(): number {
    return this.#lives;
  }

  get paused(): boolean {
    return this.#life === 'paused';
  }

  /** Whether it answers requests: whether it runs a server. */
  get serves(): boolean {
    return this.#program.take !== undefined;
  }

  /** What the actor knows, or the server shows; undefined while the node is down. */
  get state(): State | undefined {
    const state = this.#state;
    if (state === undefined || this.#program.shown === undefined) return state;
    return this.#program.shown(state) as State;
  }

  /** What runs on it. */
  get program(): Program<State> {
    return this.#program;
  }

  /** The timers that run now. */
  get timers(): NodeTimer[] {
    return this.#timers.filter(({ handle }) => handle !== noEvent);
  }

  // What happens to a node.

  /** Starts a node that is down. Without effect on one that is not. */
  start(): void {
    if (this.#life !== 'down') return;
    this.#life = 'up';
    this.#record(this.#lives > 0 ? kinds.restart : kinds.start, undefined);
    this.#lives += 1;
    this.#state = this.#program.start(this, this.disk.journal, this.disk.torn);
  }

  /**
   * Stops a node; its memory, its timers and its undurable writes are lost. Without effect on one
   * that is down.
   */
  crash(): void {
    if (this.#life === 'down') return;
    this.#life = 'down';
    const state = this.#state as State;
    this.#state = undefined;
    this.#record(kinds.crash, this.disk.crash());
    for (const timer of this.#timers) this.#stop(timer);
    this.#heldBack = [];
    this.#busyUntilMs = 0;
    this.#program.end?.(state);
    for (const { onCrash } of this.#takePostponed()) onCrash();
  }

  /** Crashes a node, and takes its disk away. */
  loseDisk(): void {
    this.crash();
    this.disk.lose();
  }

  /**
   * Stops a node as a long garbage collection does: it knows nothing of it, and goes on where it
   * was.
   */
  pause(): void {
    if (this.#life !== 'up') return;
    this.#life = 'paused';
    this.#record(kinds.pause, undefined);
  }

  resume(): void {
    if (this.#life !== 'paused') return;
    this.#life = 'up';
    this.#record(kinds.resume, undefined);
    for (const { onResume } of this.#takePostponed()) onResume();
  }

  /** Lets a timer that runs fire now, caused by what is going on. Without effect on any other. */
  fireTimer(name: string): void {
    const timer = this.#timerNamed(name);
    if (timer === undefined || !this.kernel.cancel(timer.handle)) return;
    this.#onTimer(timer);
  }

  receive(message: unknown, from: NodeId): void {
    this.#host.active = this as Node;
    this.#program.receive(this.#state as State, message, from, this);
  }

  take(part: Part, call: Call, message: unknown): void {
    this.#host.active = this as Node;
    if (this.#program.take === undefined) {
      throw new Error(`${this.self} runs an actor, which takes no calls`);
    }
    this.#program.take(this.#state as State, part, call, message);
  }

  refuse(call: Call): void {
    if (this.#whenDown === 'silent') return;
    const reply = new Reply(this.kernel.cause, undefined, unreachable);
    this.sendPart('reply', call.caller.self, call, reply);
  }

  reset(call: Call): void {
    if (this.#whenDown === 'resets') this.refuse(call);
  }

  turnAfterMs(): number {
    const { nowMs } = this.kernel;
    const startsAtMs = Math.max(nowMs, this.#busyUntilMs);
    const slowedUntilMs = startsAtMs + (this.conditions.slowness - 1) * this.#processingMs;
    this.#busyUntilMs = this.#processor?.doneAtMs(slowedUntilMs) ?? slowedUntilMs;
    this.#host.active = this;
    return this.#busyUntilMs - nowMs;
  }

  postpone(onResume: () => void, onCrash: () => void = doNothing): void {
    this.#postponed.push({ onResume, onCrash });
  }

  // What a node can do: the actor's context.

  stream(purpose: string): RandomStream {
    return this.#streams.stream(`node/${this.#luck}/${purpose}`);
  }

  now(): number {
    return this.clock.read(this.kernel.nowMs);
  }

  send(to: NodeId, message: unknown): void {
    this.#send(to, message);
  }

  sendPart(part: Part, to: NodeId, call: Call, message: unknown): void {
    this.#send(to, message, part, call);
  }

  sendWhenDurable(to: NodeId, message: unknown): void {
    this.whenDurable(() => this.send(to, message));
  }

  /** Acts once everything persisted so far is durable, perhaps at once; never if it crashes first. */
  whenDurable(action: () => void): void {
    const afterRecords = this.disk.journal.length;
    if (this.disk.durable === afterRecords) action();
    else this.#heldBack.push({ action, afterRecords });
  }

  persist(record: unknown): void {
    this.#trace.record(kinds.write, this.participant, undefined, record);
    this.disk.write(record);
  }

  setTimer(name: string, afterMs: number): void {
    let timer = this.#timerNamed(name);
    if (timer === undefined) {
      timer = { name, setAtMs: 0, dueAtMs: 0, handle: noEvent };
      this.#timers.push(timer);
    }
    const delayMs = this.clock.trueSpanMs(afterMs);
    timer.setAtMs = this.kernel.nowMs;
    timer.dueAtMs = timer.setAtMs + delayMs;
    const running = timer.handle;
    timer.handle = this.kernel.putOff(running, delayMs);
    if (timer.handle !== noEvent) return;
    this.kernel.cancel(running);
    timer.handle = this.kernel.schedule(delayMs, this.#onTimer, timer);
  }

  cancelTimer(name: string): void {
    const timer = this.#timerNamed(name);
    if (timer !== undefined) this.#stop(timer);
  }

  choose<Option>(_name: string, options: readonly Option[]): Option {
    return pick(this.random, options);
  }

  note(note: Note): void {
    this.#trace.record(kinds.note, this.participant, undefined, note);
  }

  /** Writes down that a timer of that name has fired. */
  recordTimer(name: string): void {
    this.#record(kinds.timer, name);
  }

  // Inside.

  readonly #onTimer = (timer: NodeTimer): void => {
    if (this.#life === 'paused') {
      const { cause } = this.kernel;
      // Something that arrived before may still stop the timer, so it has to be stoppable.
      this.postpone(() => {
        timer.handle = this.kernel.schedule(0, this.#onTimer, timer, cause);
      });
      return;
    }
    timer.handle = noEvent;
    this.recordTimer(timer.name);
    this.#program.timeout(this.#state as State, timer.name, this);
  };

  #onDurable(): void {
    this.#record(kinds.durable, this.disk.durable);
    this.#sendDurable();
  }

  /** The handler that wrote goes on to its end; nothing else that depends on the write does. */
  #onRefused(): void {
    const cause = this.#trace.record(kinds.refuse, this.participant, undefined, undefined);
    this.kernel.schedule(0, this.#crashRefused, undefined, cause);
  }

  readonly #crashRefused = (): void => {
    if (this.disk.hasRefused) this.crash();
  };

  readonly #sendDurable = (): void => {
    if (this.#life === 'paused') {
      const { cause } = this.kernel;
      this.postpone(() => this.kernel.schedule(0, this.#sendDurable, undefined, cause));
      return;
    }
    while (this.#heldBack.length > 0) {
      const { action, afterRecords } = must(this.#heldBack[0], 'output held back');
      if (afterRecords > this.disk.durable) break;
      this.#heldBack.shift();
      action();
    }
  };

  #timerNamed(name: string): NodeTimer | undefined {
    for (const timer of this.#timers) if (timer.name === name) return timer;
    return undefined;
  }

  #stop(timer: NodeTimer): void {
    this.kernel.cancel(timer.handle);
    timer.handle = noEvent;
  }

  #takePostponed(): Postponed[] {
    const postponed = this.#postponed;
    this.#postponed = [];
    return postponed;
  }

  /** Writes an event of this node down and makes it the cause of what follows. */
  #record<Kind extends EventKind>(kind: KindOf<Kind>, detail: EventDetails[Kind]): void {
    this.#host.active = this as Node;
    this.kernel.cause = this.#trace.record(kind, this.participant, undefined, detail);
  }
}

function doNothing(): void {}
