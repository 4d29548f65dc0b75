/**
 * Invariants: what must hold after every event (safety).
 *
 * An invariant is a named value, shared by the command line, the debugger and the tests. It may
 * remember what it saw: "one leader a term" speaks of the whole run, not of one moment.
 */
import type { Node } from '../world/node.ts';

interface Property {
  readonly id: string;
  /** What it says, in one sentence. */
  readonly says: string;
}

/** An invariant of the whole, checked after every event: answers undefined, or how it is broken. */
export interface WholeInvariant<Subject> extends Property {
  readonly check: (subject: Subject) => string | undefined;
}

/**
 * An invariant of each node by itself, given what is remembered of all nodes so far. It is checked
 * on the node to which an event happened, or on all where it may have been any.
 */
export interface NodeInvariant<Subject, State, Memory> extends Property {
  /** The kind of the nodes that it is about. */
  readonly kind: string;
  readonly remember: () => Memory;
  readonly checkNode: (node: Node<State>, memory: Memory, subject: Subject) => string | undefined;
}

/** Looks at nodes of its kind, and remembers what it saw for those invariants that ask it. */
export interface NodeObserver {
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: what it looks at is the sim's own business
  readonly observe: (node: Node<any>, subject: any) => void;
}

/** An invariant of the run as a whole, checked once, when the run has ended. */
export interface FinalInvariant<Subject> extends Property {
  readonly checkAtEnd: (subject: Subject) => string | Unknown | undefined;
}

/** A check that could not come to an answer, and why. It leaves a run inconclusive. */
export interface Unknown {
  readonly unknown: string;
}

export const unknown = (why: string): Unknown => ({ unknown: why });

export type Invariant<Subject> =
  | WholeInvariant<Subject>
  | FinalInvariant<Subject>
  // biome-ignore lint/suspicious/noExplicitAny: a node's state and the memory matter only to the invariant itself
  | NodeInvariant<Subject, any, any>;

export function invariant<Subject>(
  id: string,
  says: string,
  check: (subject: Subject) => string | undefined,
): Invariant<Subject> {
  return { id, says, check };
}

export function finalInvariant<Subject>(
  id: string,
  says: string,
  checkAtEnd: (subject: Subject) => string | Unknown | undefined,
): Invariant<Subject> {
  return { id, says, checkAtEnd };
}

export function nodeInvariant<Subject, State, Memory>(
  definition: NodeInvariant<Subject, State, Memory>,
): Invariant<Subject> {
  return definition;
}

/** How an invariant was broken. */
export interface Violation {
  readonly atMs: number;
  /** The id of the last event of the trace before it was seen. */
  readonly event: number;
  readonly message: string;
}

export interface InvariantReport {
  readonly id: string;
  readonly says: string;
  /** How often it was checked. */
  readonly checks: number;
  /** At most one: after the first violation the invariant is not checked any more. */
  readonly violations: readonly Violation[];
  /** Why nothing is known of it: what is checked at the end has not been, or gave no answer. */
  readonly unknown?: string;
}
