/**
 * What a sim tells the explorer about itself: what to look at, what must hold, and how far to go.
 *
 * The explorer tries every order of events, so it looks at a world without time: of a timer it knows
 * only that it runs, and every clock stands still.
 */

import type { Note } from '../trace/event.ts';
import type { Actor, NodeId } from '../world/actor.ts';

/** A node at one moment. */
export interface ExploredNode<State = unknown> {
  readonly id: NodeId;
  readonly kind: string;
  /** Undefined while the node is down. Never to be changed. */
  readonly state: State | undefined;
  /** What of its journal is durable, and what it has written besides. */
  readonly durable: readonly unknown[];
  readonly pending: readonly unknown[];
  /** The names of the timers that run. */
  readonly timers: readonly string[];
}

export interface ExploredMessage {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: unknown;
}

/** The whole world at one moment. */
export interface ExploredState<Ghost = unknown> {
  readonly nodes: readonly ExploredNode[];
  /** What an onlooker remembers of how it came about. */
  readonly ghost: Ghost;
  /** In flight, each as often as it is. */
  readonly messages: readonly ExploredMessage[];
}

/** What one event did to one node. */
export interface Change {
  readonly before: ExploredNode;
  readonly after: ExploredNode;
  readonly event: LocalEvent;
  readonly notes: readonly Note[];
}

/** What can happen to a node. */
export type LocalEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'deliver'; readonly from: NodeId; readonly message: unknown }
  | { readonly kind: 'fire'; readonly timer: string }
  | { readonly kind: 'sync' }
  /** The record that was being written is left in halves, where `torn`. */
  | { readonly kind: 'crash'; readonly torn: boolean }
  | { readonly kind: 'restart' };

/**
 * A property of one moment: answers undefined, or how it is broken. `of` says what it looks at, and
 * so how often it is asked: once for each distinct value of that.
 */
export type ExploredProperty = { readonly id: string; readonly says: string } & (
  | { readonly of: 'node'; readonly check: (node: ExploredNode) => string | undefined }
  | {
      readonly of: 'pair';
      readonly check: (one: ExploredNode, other: ExploredNode) => string | undefined;
    }
  // biome-ignore lint/suspicious/noExplicitAny: the ghost is the sim's own business
  | { readonly of: 'ghost'; readonly check: (ghost: any) => string | undefined }
  | {
      readonly of: 'node-and-ghost';
      // biome-ignore lint/suspicious/noExplicitAny: as above
      readonly check: (node: ExploredNode, ghost: any) => string | undefined;
    }
  | { readonly of: 'state'; readonly check: (state: ExploredState) => string | undefined }
  /** Asked when something was observed, of that and of the moment after it. */
  | {
      readonly of: 'observation';
      // biome-ignore lint/suspicious/noExplicitAny: as above
      readonly check: (observed: any, state: ExploredState) => string | undefined;
    }
);

/** What an onlooker remembers: plain data, as little as the properties need. */
export interface Ghost {
  readonly initial: unknown;
  /** What is worth remembering of a change; undefined where nothing is. */
  readonly observe: (change: Change) => unknown;
  // biome-ignore lint/suspicious/noExplicitAny: the ghost is the sim's own business
  readonly next: (ghost: any, observed: any) => unknown;
}

/** A goal, as a predicate of one moment. */
export interface ExploredGoal {
  readonly id: string;
  readonly says: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly holds: (state: ExploredState<any>) => boolean;
}

/**
 * How messages travel. `multiset`: in any order, each as often as it was sent. `set`: in any order, any
 * number of times, and none is ever used up. `links`: in the order of sending on each link.
 */
export type NetworkShape = 'multiset' | 'set' | 'links';

/** How far to go. What is not named may happen any number of times. */
export interface Bounds {
  readonly network: NetworkShape;
  /** How many messages may be lost, and how many doubled. */
  readonly losses: number;
  readonly duplicates: number;
  readonly crashes: number;
  /** How many of the crashes may leave half of a record. */
  readonly tears: number;
  /** How many nodes start that are down and have nothing on their disk: those that were never up. */
  readonly starts: number;
  /** How often each timer may run out, by name, in the whole world. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** Records are durable at once, or each at any time after it was written. */
  readonly disks: 'at-once' | 'any-time';
  /** What a node sends to itself arrives before anything else happens, or at any time. */
  readonly ownMessages: 'first' | 'any-time';
  /** Each operation is done after the one before it, or after the one before it at the same node. */
  readonly operations: 'in-order' | 'by-node';
  /** A message that changes nothing stays where it is, or is used up like any other. */
  readonly unheard: 'stay' | 'arrive';
}

/** Messages in any order, none lost; disks that write at once; no crashes. */
export const openBounds: Bounds = {
  network: 'multiset',
  losses: 0,
  duplicates: 0,
  crashes: 0,
  tears: 0,
  starts: Infinity,
  timeouts: {},
  disks: 'at-once',
  ownMessages: 'any-time',
  operations: 'in-order',
  unheard: 'arrive',
};

// biome-ignore lint/suspicious/noExplicitAny: an actor's types matter only to itself
export type AnyActor = Actor<any, any, any, any>;

export interface Told {
  readonly to: NodeId;
  readonly message: unknown;
}

/** What a sim says of one of its worlds. */
export interface Exploration {
  /** What differs from `openBounds`. */
  readonly bounds: Partial<Bounds>;
  /** The sim's own bounds: of terms, of entries. */
  readonly reach: Readonly<Record<string, number>>;
  /** False for a node that is beyond them. */
  readonly within: (node: ExploredNode, reach: Readonly<Record<string, number>>) => boolean;
  /** Makes states equal that differ only in what cannot matter. */
  readonly canonical: Canonical;
  readonly ghost: Ghost;
  readonly properties: readonly ExploredProperty[];
  readonly goals: readonly ExploredGoal[];
  /** Kinds of nodes that never crash, and whose disks write at once: clients. */
  readonly steadyKinds?: readonly string[];
  /** What runs at a node instead of its program, where users do not speak to that by messages. */
  readonly actorOf?: (node: NodeId) => AnyActor;
  /**
   * Whom an operation tells what, where that is no message in the timed world. `number` counts them from 0.
   * Undefined if it tells no node anything.
   */
  readonly tells?: (operation: object, number: number) => Told | undefined;
  /** What of a message tells it from others in the timed world, where other numbers are given out there. */
  readonly recognize?: (message: unknown) => unknown;
  /** Operations in the scenario's words that may stand for one: where it leaves open who does it. */
  readonly alternatives?: (operation: object) => readonly object[];
}

export interface Canonical {
  /** Changes a copy of the state in place. */
  // biome-ignore lint/suspicious/noExplicitAny: the state is the sim's own business
  readonly state?: (state: any, node: NodeId) => void;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly message?: (message: any) => unknown;
  /** Other records from which recovery reads the same. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly journal?: (records: readonly any[], node: NodeId) => readonly unknown[];
}

/** How a sim is explored. */
export interface Explorable {
  /** Parameters of scenarios for which all orders can be tried, unless others are named. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Rules that depend on the clock, or on what the explored world leaves out: of these nothing is said. */
  readonly clockRules: readonly string[];
  /** Given what a scenario's `build` returned; undefined if not all of its orders can be tried. */
  // biome-ignore lint/suspicious/noExplicitAny: the subject is the sim's own business
  readonly of: (subject: any) => Exploration | undefined;
}

export interface Stage {
  /** The goal with which it ends; or the property, if what comes of its breach is sought. */
  readonly goal: string;
  /** Whether what is in flight then stays so: if not, it is as late as it likes. */
  readonly keepsMessages: boolean;
}

/** A search that finds what happens without a rule. */
export interface RuleExploration {
  readonly scenario: string;
  /** What breaks; what the rule protects, where it is not named. */
  readonly property?: string;
  readonly params?: object;
  /** In the scenario's words; those of its plan by default. */
  readonly operations?: readonly object[];
  readonly bounds?: Partial<Bounds>;
  readonly reach?: Readonly<Record<string, number>>;
  readonly stages?: readonly Stage[];
  /** Instead of a property: the goal that is sought is one that cannot be reached any more. */
  readonly reachable?: string;
}

/** How far a search went that found nothing, as it is kept. */
export interface KeptEnd {
  readonly distinct: number;
  /** Nothing is left within the bounds; or a stage has as many states as it may. */
  readonly ended: 'complete' | 'states';
  /** The stage that was not over; undefined for the last. */
  readonly awaited?: string;
}

/** The shortest story that a search found, as it is kept. */
export interface KeptStory {
  readonly property: string;
  readonly message: string;
  /** How many states were distinct when it was found. */
  readonly distinct: number;
  /** Where, and what happens there. */
  readonly steps: readonly (readonly [where: string, what: string])[];
}
