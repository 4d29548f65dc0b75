/** Messages with which servers choose one value, and the records on their disks. */
import type { Context, NodeId } from '../../../src/world/actor.ts';
import { type Ballot, ballotInWords } from '../ballot.ts';

export type Value = string;

/** A value that an acceptor has accepted, with its ballot. */
export interface Accepted {
  readonly ballot: Ballot;
  readonly value: Value;
}

export type SynodMessage =
  /** From a user to one server. */
  | { readonly type: 'Propose'; readonly value: Value }
  /** Phase 1a. */
  | { readonly type: 'Prepare'; readonly ballot: Ballot }
  /** Phase 1b: with what this acceptor has accepted last. */
  | { readonly type: 'Promise'; readonly ballot: Ballot; readonly accepted: Accepted | null }
  /** Phase 2a. */
  | { readonly type: 'Accept'; readonly ballot: Ballot; readonly value: Value }
  /** Phase 2b. */
  | { readonly type: 'Accepted'; readonly ballot: Ballot }
  /** The ballot is lost: this acceptor has promised a higher one. */
  | { readonly type: 'Reject'; readonly ballot: Ballot; readonly promised: Ballot }
  | { readonly type: 'Chosen'; readonly value: Value };

export function synodMessageInWords(message: SynodMessage): string {
  switch (message.type) {
    case 'Propose':
    case 'Chosen':
      return `${message.type} ${message.value}`;
    case 'Accept':
      return `Accept ${message.value} in ${ballotInWords(message.ballot)}`;
    case 'Promise': {
      const { ballot, accepted } = message;
      const last =
        accepted === null ? '' : `: ${accepted.value} in ${ballotInWords(accepted.ballot)}`;
      return `Promise ${ballotInWords(ballot)}${last}`;
    }
    default:
      return `${message.type} ${ballotInWords(message.ballot)}`;
  }
}

export type SynodRecord =
  | { readonly kind: 'promise'; readonly ballot: Ballot }
  | { readonly kind: 'acceptance'; readonly accepted: Accepted }
  /** Of a proposer: the round that it begins. */
  | { readonly kind: 'round'; readonly round: number };

export type SynodTimer = 'retry';
export type SynodContext = Context<SynodMessage, SynodTimer, SynodRecord>;

export interface SynodOptions {
  readonly servers: readonly NodeId[];
  /** How long a proposer waits for answers. */
  readonly retryMs: number;
  /** An outbid proposer waits for a time drawn from 0 to this. */
  readonly backoffMs: number;
}
