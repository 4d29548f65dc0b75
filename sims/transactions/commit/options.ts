/** How a transaction and its protocol are set up. */
import type { NodeId } from '../../../src/world/actor.ts';

/** What the coordinator answers if it knows nothing; one that `remembers` forgets nothing. */
export const presumptions = ['remembers', 'nothing', 'abort', 'commit'] as const;
export type Presumption = (typeof presumptions)[number];

export const protocols = ['two-phase', 'paxos', 'faster-paxos'] as const;
export type Protocol = (typeof protocols)[number];

export const protocolTitles: Readonly<Record<Protocol, string>> = {
  'two-phase': 'two-phase commit',
  paxos: 'Paxos Commit',
  'faster-paxos': 'Faster Paxos Commit',
};

export interface CommitOptions {
  readonly protocol: Protocol;
  readonly presumes: Presumption;
  readonly participants: readonly NodeId[];
  /** Of two-phase commit. */
  readonly coordinator: NodeId;
  /** Of Paxos Commit: 2F + 1. Each is a leader too; the first leads at first. */
  readonly acceptors: readonly NodeId[];
  /** F + 1: as many acceptors as a ballot needs. */
  readonly quorum: number;
  /** The first participant votes unasked (Gray and Lamport); or else the coordinator asks them all. */
  readonly beginsAt: 'participant' | 'coordinator';
  /** What a participant votes: `either` leaves it to chance, or to the explorer. */
  readonly voteOf: (participant: NodeId) => 'yes' | 'no' | 'either';
  /** How long a coordinator waits for votes. */
  readonly votesWithinMs: number;
  /** How long a participant stays in doubt until it asks, and asks again. */
  readonly inquireMs: number;
  readonly resendMs: number;
  /** When a participant that does not obey `prepared-waits` gives up. */
  readonly giveUpMs: number;
}

/** Which decisions participants acknowledge. The coordinator remembers them until all have. */
export const acknowledges = (presumes: Presumption, decision: 'commit' | 'abort'): boolean =>
  presumes === 'nothing' ||
  (presumes === 'abort' && decision === 'commit') ||
  (presumes === 'commit' && decision === 'abort');
