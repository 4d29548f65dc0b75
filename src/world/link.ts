/** The ends of the network, the links between them, and the messages on their way. */
import type { Participant } from '../trace/trace.ts';
import type { NodeId } from './actor.ts';

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
