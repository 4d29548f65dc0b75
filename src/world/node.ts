/**
 * A node: an actor with its disk, its clock and its timers, which can crash, restart, pause and
 * resume.
 */
import { constant, type Distribution, sampler } from '../kernel/distribution.ts';
import { type EventHandle, noEvent } from '../kernel/event-queue.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RandomStream } from '../kernel/random.ts';
import {
  type EventDetails,
  type EventKind,
  type KindOf,
  kinds,
  type Note,
} from '../trace/event.ts';
import type { Participant, Trace } from '../trace/trace.ts';
import type { Actor, Context, NodeId } from './actor.ts';
import { Disk } from './disk.ts';
import type { Endpoint } from './link.ts';
import type { Network } from './network.ts';
import { NodeClock } from './node-clock.ts';

export interface NodeOptions {
  /** How far the node's clock is off when the run starts. */
  readonly clockOffsetMs: number;
  /** How fast it gains, in parts per million. */
  readonly clockDriftPpm: number;
  /** How long it takes until a written record is durable. */
  readonly diskMs: Distribution;
  /** Whether the node runs from the beginning; if not, a `restart` starts it. */
  readonly startsUp: boolean;
}

export const defaultNodeOptions: NodeOptions = {
  clockOffsetMs: 0,
  clockDriftPpm: 0,
  diskMs: constant(0),
  startsUp: true,
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
  readonly to: NodeId;
  readonly message: unknown;
  /** It leaves once this many records are durable. */
  readonly afterRecords: number;
}

export class Node<State = unknown> implements Endpoint, Context<unknown, string, unknown> {
  readonly self: NodeId;
  /** How many nodes were in the world before it. */
  readonly place: number;
  /** What kind of actor runs on it. */
  readonly kind: string;
  readonly participant: Participant;
  readonly random: RandomStream;
  readonly clock: NodeClock;
  readonly disk: Disk;
  readonly #host: Host;
  readonly #kernel: Kernel;
  readonly #trace: Trace;
  readonly #send: (to: NodeId, message: unknown) => void;
  readonly #actor: Actor<State, unknown, string, unknown>;
  /** A handful at most: faster to walk than to look up. */
  readonly #timers: NodeTimer[] = [];
  #life: 'up' | 'paused' | 'down' = 'down';
  #state: State | undefined = undefined;
  #everStarted = false;
  #postponed: Postponed[] = [];
  #heldBack: HeldBack[] = [];

  constructor(
    id: NodeId,
    actor: Actor<State, unknown, string, unknown>,
    options: NodeOptions,
    host: Host,
  ) {
    const { kernel, trace, network } = host;
    this.self = id;
    this.place = host.nodes.length;
    this.kind = actor.kind;
    this.#host = host;
    this.#actor = actor;
    this.#kernel = kernel;
    this.#trace = trace;
    this.participant = trace.participant(id);
    this.#send = network.connect(this);
    this.random = kernel.random.stream(`node/${id}`);
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

  /** What the actor knows; undefined while the node is down. */
  get state(): State | undefined {
    return this.#state;
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
    this.#record(this.#everStarted ? kinds.restart : kinds.start, undefined);
    this.#everStarted = true;
    this.#state = this.#actor.start(this, this.disk.journal, this.disk.torn);
  }

  /**
   * Stops a node; its memory, its timers and its undurable writes are lost. Without effect on one
   * that is down.
   */
  crash(): void {
    if (this.#life === 'down') return;
    this.#life = 'down';
    this.#state = undefined;
    this.#record(kinds.crash, this.disk.crash());
    for (const timer of this.#timers) this.#stop(timer);
    this.#heldBack = [];
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
    if (timer === undefined || !this.#kernel.cancel(timer.handle)) return;
    this.#onTimer(timer);
  }

  receive(message: unknown, from: NodeId): void {
    this.#host.active = this as Node;
    this.#actor.receive(this.#state as State, message, from, this);
  }

  postpone(onResume: () => void, onCrash: () => void): void {
    this.#postponed.push({ onResume, onCrash });
  }

  // What a node can do: the actor's context.

  now(): number {
    return this.clock.read(this.#kernel.nowMs);
  }

  send(to: NodeId, message: unknown): void {
    this.#send(to, message);
  }

  sendWhenDurable(to: NodeId, message: unknown): void {
    const afterRecords = this.disk.journal.length;
    if (this.disk.durable === afterRecords) this.send(to, message);
    else this.#heldBack.push({ to, message, afterRecords });
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
    timer.setAtMs = this.#kernel.nowMs;
    timer.dueAtMs = timer.setAtMs + delayMs;
    const running = timer.handle;
    timer.handle = this.#kernel.putOff(running, delayMs);
    if (timer.handle !== noEvent) return;
    this.#kernel.cancel(running);
    timer.handle = this.#kernel.schedule(delayMs, this.#onTimer, timer);
  }

  cancelTimer(name: string): void {
    const timer = this.#timerNamed(name);
    if (timer !== undefined) this.#stop(timer);
  }

  note(note: Note): void {
    this.#trace.record(kinds.note, this.participant, undefined, note);
  }

  // Inside.

  readonly #onTimer = (timer: NodeTimer): void => {
    if (this.#life === 'paused') {
      const { cause } = this.#kernel;
      // Something that arrived before may still stop the timer, so it has to be stoppable.
      this.postpone(() => {
        timer.handle = this.#kernel.schedule(0, this.#onTimer, timer, cause);
      }, doNothing);
      return;
    }
    timer.handle = noEvent;
    this.#record(kinds.timer, timer.name);
    this.#actor.timeout(this.#state as State, timer.name, this);
  };

  #onDurable(): void {
    this.#record(kinds.durable, this.disk.durable);
    this.#sendDurable();
  }

  /** The handler that wrote goes on to its end; nothing else that depends on the write does. */
  #onRefused(): void {
    const cause = this.#trace.record(kinds.refuse, this.participant, undefined, undefined);
    this.#kernel.schedule(0, this.#crashRefused, undefined, cause);
  }

  readonly #crashRefused = (): void => {
    if (this.disk.hasRefused) this.crash();
  };

  readonly #sendDurable = (): void => {
    if (this.#life === 'paused') {
      const { cause } = this.#kernel;
      this.postpone(() => this.#kernel.schedule(0, this.#sendDurable, undefined, cause), doNothing);
      return;
    }
    while (this.#heldBack.length > 0) {
      const { to, message, afterRecords } = this.#heldBack[0] as HeldBack;
      if (afterRecords > this.disk.durable) break;
      this.#heldBack.shift();
      this.send(to, message);
    }
  };

  #timerNamed(name: string): NodeTimer | undefined {
    for (const timer of this.#timers) if (timer.name === name) return timer;
    return undefined;
  }

  #stop(timer: NodeTimer): void {
    this.#kernel.cancel(timer.handle);
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
    this.#kernel.cause = this.#trace.record(kind, this.participant, undefined, detail);
  }
}

function doNothing(): void {}
