/**
 * What a run writes down: events, in order, each with its cause.
 *
 * Every event has the same fields, so that any two can be compared, filtered and drawn alike; the
 * kind says what they mean. Ids count from 0 in the order of happening. A cause is the id of an
 * earlier event, or -1 for none.
 */

/**
 * Something that a sim says about itself: plain data, named by `kind`, with the rule that decided
 * it if one did.
 */
export interface Note {
  readonly kind: string;
  readonly rule?: string | undefined;
}

/**
 * Why a message did not arrive: lost by chance, cut off by a partition, or its receiver was not
 * running.
 */
export type DropReason = 'lost' | 'cut' | 'down';

/** The kinds of events, and what each one's `detail` holds. */
export interface EventDetails {
  /** A node begins to run. */
  start: undefined;
  /** `node` hands a message for `peer` to the network: the message. */
  send: unknown;
  /**
   * The network makes another copy of a message from `node` to `peer`; caused by its sending: the
   * message.
   */
  duplicate: unknown;
  /** `node` receives a message of `peer`; caused by its sending or duplication: the message. */
  deliver: unknown;
  /** A message from `node` will never reach `peer`: why not. */
  drop: DropReason;
  /** A timer of `node` fires; caused by the event that set it: the timer's name. */
  timer: string;
  /** `node` writes a record, which is safe from a crash once it is durable: the record. */
  write: unknown;
  /** The disk of `node` is full and refuses what it has just written, so `node` crashes. */
  refuse: undefined;
  /** All that `node` has written so far is on its disk for good: how many records that is. */
  durable: number;
  /**
   * `node` stops, and what was in its memory is gone: how many records were lost that were not yet
   * durable.
   */
  crash: number;
  /** `node` starts again from what its disk holds. */
  restart: undefined;
  /** `node` stops running for a while, with its memory intact. */
  pause: undefined;
  /** `node` runs on. */
  resume: undefined;
  /** A fault strikes: the fault. */
  fault: unknown;
  /** A sim says something, of `node` or of none in particular. */
  note: Note;
  /** A client or a user does something: the operation, in the sim's own words. */
  operation: unknown;
  /** An intervention by hand, from a session that steps through the run. */
  intervention: unknown;
}

export type EventKind = keyof EventDetails;

export type TraceEvent<Kind extends EventKind = EventKind> = {
  [K in Kind]: {
    readonly id: number;
    readonly atMs: number;
    readonly cause: number;
    readonly kind: K;
    readonly node: string | undefined;
    readonly peer: string | undefined;
    readonly detail: EventDetails[K];
  };
}[Kind];

/** A kind of events, as the trace handles it. */
export interface KindOf<Kind extends EventKind> {
  readonly name: Kind;
  /** Its number in the digest, 0 to 63. */
  readonly code: number;
  /** Whether the details of such events go into the digest. */
  readonly isDigested: boolean;
}

/**
 * Messages and the names of timers follow from what nodes know, and that goes into the digest at
 * the end.
 */
const undigested: readonly EventKind[] = ['send', 'duplicate', 'deliver', 'timer'];

const kindOf = <Kind extends EventKind>(name: Kind, code: number): KindOf<Kind> => ({
  name,
  code,
  isDigested: !undigested.includes(name),
});

/** Every kind, by its name. A changed code changes every digest. */
export const kinds: { readonly [Kind in EventKind]: KindOf<Kind> } = {
  start: kindOf('start', 0),
  send: kindOf('send', 1),
  duplicate: kindOf('duplicate', 2),
  deliver: kindOf('deliver', 3),
  drop: kindOf('drop', 4),
  timer: kindOf('timer', 5),
  write: kindOf('write', 6),
  durable: kindOf('durable', 7),
  crash: kindOf('crash', 8),
  restart: kindOf('restart', 9),
  pause: kindOf('pause', 10),
  resume: kindOf('resume', 11),
  fault: kindOf('fault', 12),
  note: kindOf('note', 13),
  operation: kindOf('operation', 14),
  intervention: kindOf('intervention', 15),
  refuse: kindOf('refuse', 16),
};

export const eventKinds = Object.keys(kinds) as EventKind[];
