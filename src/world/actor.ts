/**
 * The logic of one node, driven by messages and timers.
 *
 * An actor is three functions over plain data. It reaches for nothing but its context: no clock, no
 * randomness, no I/O of its own. So the same actor runs in virtual time, under a debugger that
 * steps it, and under an explorer that tries every order of events.
 */
import type { RandomStream } from '../kernel/random.ts';
import type { Note } from '../trace/event.ts';

export type NodeId = string;

/**
 * `State` is plain data, changed in place. `Message`s and `Record`s are plain data too, never
 * changed once handed over. `Timer` is the union of the timers' names.
 */
export interface Actor<State, Message, Timer extends string, Record = never> {
  /** What kind of node it makes: `raft`, `client`. Invariants and views ask for it. */
  readonly kind: string;
  /**
   * The node starts: for the first time with an empty journal, after a crash with what was durable
   * of it. `torn` is the record that follows it on the disk, if a crash left half of one: it does not
   * fit its checksum, and what is written next takes its place.
   */
  start(context: Context<Message, Timer, Record>, journal: readonly Record[], torn?: Record): State;
  /** A message has arrived. */
  receive(
    state: State,
    message: Message,
    from: NodeId,
    context: Context<Message, Timer, Record>,
  ): void;
  /** A timer has run out. */
  timeout(state: State, timer: Timer, context: Context<Message, Timer, Record>): void;
}

/**
 * What a node can do and know. It is good for one life of the node: after a crash there is a new
 * one.
 */
export interface Context<Message, Timer extends string, Record = never> {
  readonly self: NodeId;
  /** This node's own random stream: for the durations of timers. */
  readonly random: RandomStream;
  /** The node's own clock, in ms: not the true time, which no node knows. */
  now(): number;
  /**
   * Sends a message at once; it may be lost, doubled or overtaken. One to the node itself always
   * arrives.
   */
  send(to: NodeId, message: Message): void;
  /**
   * Sends a message as soon as everything persisted so far is durable. A crash before that unsends
   * it.
   */
  sendWhenDurable(to: NodeId, message: Message): void;
  /**
   * Writes a record to the end of the journal. It survives a crash once it is durable. On a full disk
   * it never is, and the node crashes as soon as its handler is through.
   */
  persist(record: Record): void;
  /** Starts a timer, or restarts it. It runs by the node's own clock. */
  setTimer(timer: Timer, afterMs: number): void;
  cancelTimer(timer: Timer): void;
  /**
   * Takes one of finitely many options, none of which is more likely than another. The explorer takes
   * each of them in turn.
   */
  choose<Option>(name: string, options: readonly Option[]): Option;
  /** Writes a line of interest into the trace. */
  note(note: Note): void;
}
