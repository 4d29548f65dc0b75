/** Links: how they behave, what stands at their ends, and the messages on their way. */
import { constant, type Distribution } from '../kernel/distribution.ts';
import type { Participant } from '../trace/trace.ts';
import type { NodeId } from './actor.ts';
import type { Call, Part } from './call.ts';

/** How a link behaves. The link from a node to itself is perfect: no time, no loss. */
export interface NetworkConditions {
  /** Time from sending to arriving, one way, drawn for every message. */
  readonly latencyMs: Distribution;
  /** Probability that a message is lost. */
  readonly loss: number;
  /** Probability that a message is doubled. Each copy takes its own time. */
  readonly duplication: number;
  /** Whether the messages of a link arrive in the order of sending, as over one TCP connection. */
  readonly ordered: boolean;
}

export const defaultConditions: NetworkConditions = {
  latencyMs: constant(1),
  loss: 0,
  duplication: 0,
  ordered: false,
};

/** What stands at either end of a link. */
export interface Endpoint {
  readonly self: NodeId;
  readonly participant: Participant;
  readonly life: 'up' | 'paused' | 'down';
  /** How often it has started. */
  readonly lives: number;
  /** How long what arrives now waits for its turn; 0 if the machine keeps up. */
  turnAfterMs(): number;
  receive(message: unknown, from: NodeId): void;
  /** A part of a call has arrived. */
  take(part: Part, call: Call, message: unknown): void;
  /** While it is down: a request has come to it, which its operating system may refuse. */
  refuse(call: Call): void;
  /** While it is paused: keeps what to do when it resumes, or if it crashes instead. */
  postpone(onResume: () => void, onCrash: () => void): void;
}

/** How a fault makes a link worse. */
export interface LinkTrouble {
  readonly loss: number;
  readonly duplication: number;
  /** Every message takes so much longer. */
  readonly delayMs: number;
}

export interface Ends {
  readonly source: Endpoint;
  readonly target: Endpoint;
}

/** The way from one endpoint to another, in this one direction. */
export interface Link extends Ends {
  /** What this link has of its own, unlike the network. */
  own: Partial<NetworkConditions>;
  /** By a fault; undefined without one. */
  trouble: LinkTrouble | undefined;
  /** What follows from the network, from the link's own and from its trouble. */
  conditions: NetworkConditions;
  cut: boolean;
  /** Whether what is sent now is held back. */
  holds: boolean;
  /** The messages that are held back. */
  held: Envelope[];
  drawLatencyMs: () => number;
  lastArrivalAtMs: number;
}

/** A message on its way. */
export interface Envelope {
  /** The id of the event in which it was sent, or doubled. */
  readonly id: number;
  readonly link: Link;
  readonly message: unknown;
  /** The call that it is a part of; undefined for a message by itself. */
  readonly call: Call | undefined;
  /** Which part. */
  readonly part: Part | undefined;
  /** Its place in the list of messages in flight. */
  place: number;
  /** `waiting`: it has come to a receiver that is paused. `queued`: to one that is slow. `gone`: no more in flight. */
  whereabouts: 'under way' | 'held' | 'waiting' | 'queued' | 'gone';
  /** The life of its receiver in which it is queued: a crash loses what is. */
  life: number;
}
