/** Links: how they behave, what stands at their ends, and the messages on their way. */
import { constant, type Distribution } from '../kernel/distribution.ts';
import type { Participant } from '../trace/trace.ts';
import type { NodeId } from './actor.ts';

/** How every link behaves. The link from a node to itself is perfect: no time, no loss. */
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
  receive(message: unknown, from: NodeId): void;
  /** While it is paused: keeps what to do when it resumes, or if it crashes instead. */
  postpone(onResume: () => void, onCrash: () => void): void;
}

export interface Ends {
  readonly source: Endpoint;
  readonly target: Endpoint;
}

/** The way from one endpoint to another, in this one direction. */
export interface Link extends Ends {
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
  /** Its place in the list of messages in flight. */
  place: number;
  /** `waiting`: it has come to a receiver that is paused. */
  whereabouts: 'under way' | 'held' | 'waiting';
}
