/** How a transaction and its protocol are configured. */
import type { NodeId } from '../../../src/world/actor.ts';

/**
 * What the coordinator answers if it does not know the transaction; one that `remembers` forgets
 * nothing.
 */
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
  /** Two-phase commit only. */
  readonly coordinator: NodeId;
  /** Paxos Commit only: 2F + 1. Each is a leader too; the first one leads initially. */
  readonly acceptors: readonly NodeId[];
  /** F + 1: the number of acceptors that a ballot needs. */
  readonly quorum: number;
  /**
   * The first participant votes unasked (Gray and Lamport); otherwise the coordinator asks all of
   * them.
   */
  readonly beginsAt: 'participant' | 'coordinator';
  /** How a participant votes: `either` leaves it to chance, or to the explorer. */
  readonly voteOf: (participant: NodeId) => 'yes' | 'no' | 'either';
  /** How long a coordinator waits for votes. */
  readonly votesWithinMs: number;
  /** How long a participant stays in doubt before it asks, and between two inquiries. */
  readonly inquireMs: number;
  readonly resendMs: number;
  /** When a participant that violates `prepared-waits` gives up. */
  readonly giveUpMs: number;
}

/**
 * Which decisions participants acknowledge. The coordinator remembers such a decision until all
 * have.
 */
export const acknowledges = (presumes: Presumption, decision: 'commit' | 'abort'): boolean =>
  presumes === 'nothing' ||
  (presumes === 'abort' && decision === 'commit') ||
  (presumes === 'commit' && decision === 'abort');
