/**
 * Ballots, which Paxos Made Simple calls proposal numbers: ordered by round, and then by proposer
 * (§2.5).
 */
import type { NodeId } from '../../src/world/actor.ts';

export interface Ballot {
  readonly round: number;
  /** Distinguishes the ballots of two proposers in one round. */
  readonly proposer: NodeId;
}

/** Below every real ballot. */
export const noBallot: Ballot = { round: 0, proposer: '' };

export const isBelow = (one: Ballot, other: Ballot): boolean =>
  one.round === other.round ? one.proposer < other.proposer : one.round < other.round;

export const isSame = (one: Ballot, other: Ballot): boolean =>
  one.round === other.round && one.proposer === other.proposer;

export const ballotInWords = ({ round, proposer }: Ballot): string =>
  proposer === '' ? `${round}` : `${round}.${proposer}`;
