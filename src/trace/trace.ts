/**
 * The trace of a run. Every event goes into the digest: its time, its cause, its kind, who and to
 * whom, and what was noted, written, or done to the world. An event becomes an object only where
 * a listener asked for its kind, so that recording costs nothing otherwise.
 */

import type { Kernel } from '../kernel/kernel.ts';
import { must } from '../kernel/must.ts';
import { Digest } from './digest.ts';
import {
  type EventDetails,
  type EventKind,
  eventKinds,
  type KindOf,
  kinds,
  type TraceEvent,
} from './event.ts';

type Listener<Kind extends EventKind> = (event: TraceEvent<Kind>) => void;

/** A node or party that occurs in the trace: the number stands for the name in the digest. */
export interface Participant {
  readonly name: string;
  readonly code: number;
}

export class Trace {
  readonly #kernel: Kernel;
  readonly #digest = new Digest();
  readonly #participants = new Map<string, Participant>();
  /** By the kinds' codes. */
  readonly #listeners: Listener<EventKind>[][] = eventKinds.map(() => []);
  #length = 0;

  /**
   * Starts to trace a kernel. The time and the cause of every event that it runs go into the
   * digest.
   */
  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.observe((atMs, cause) => {
      this.#digest.number(atMs);
      this.#digest.word(cause);
    });
  }

  /** Events so far. */
  get length(): number {
    return this.#length;
  }

  /** 16 hex digits over everything so far, and over the given plain data after it. */
  digest(...after: readonly unknown[]): string {
    const digest = this.#digest.copy();
    for (const value of after) digest.value(value);
    return digest.hex();
  }

  /** Calls the listener with every event of that kind, from now on, as it happens. */
  on<Kind extends EventKind>(kind: Kind, listener: Listener<Kind>): void {
    this.#listeners[kinds[kind].code]?.push(listener as Listener<EventKind>);
  }

  onEvery(listener: Listener<EventKind>): void {
    for (const kind of eventKinds) this.on(kind, listener);
  }

  /** Makes a name known, under which events can be recorded. */
  participant(name: string): Participant {
    let participant = this.#participants.get(name);
    if (participant === undefined) {
      this.#digest.text(name);
      participant = { name, code: this.#participants.size };
      this.#participants.set(name, participant);
    }
    return participant;
  }

  /**
   * Writes an event down, caused by whatever the kernel is at. The detail must not change
   * afterwards. Returns its id.
   */
  record<Kind extends EventKind>(
    { name: kind, code, isDigested }: KindOf<Kind>,
    node: Participant | undefined,
    peer: Participant | undefined,
    detail: EventDetails[Kind],
  ): number {
    const id = this.#length++;
    this.#digest.word(code | ((node === undefined ? nobody : node.code) << kindBits));
    this.#digest.word(peer === undefined ? nobody : peer.code);
    if (isDigested) this.#digest.value(detail);
    const listeners = must(this.#listeners[code], 'listeners of the kind');
    if (listeners.length > 0) {
      const { nowMs: atMs, cause } = this.#kernel;
      const who = { node: node?.name, peer: peer?.name };
      const event = { id, atMs, cause, kind, ...who, detail } as TraceEvent;
      for (const listener of listeners) listener(event);
    }
    return id;
  }
}

const nobody = -1;
const kindBits = 6;
