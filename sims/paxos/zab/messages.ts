/**
 * The messages of broadcast servers, and the records on their disks (Zab; election as in
 * ZooKeeper).
 */
import type { Context, NodeId } from '../../../src/world/actor.ts';
import {
  type ClientMessage,
  type Command,
  clientMessageInWords,
  commandInWords,
} from '../store/command.ts';
import { type Zxid, zxidInWords } from './zxid.ts';

export interface Transaction {
  readonly zxid: Zxid;
  readonly command: Command;
}

/** The candidate that a server votes for, and the candidate’s last transaction. */
export interface Vote {
  readonly candidate: NodeId;
  readonly last: Zxid;
  /** The last transaction of its history. */
  readonly length: number;
}

export type ZabMessage =
  | ClientMessage
  /** Phase 0. The sender looks for a leader; a round is a try. */
  | { readonly type: 'Ballot'; readonly round: number; readonly vote: Vote }
  /** The sender has a leader already. */
  | { readonly type: 'HasLeader'; readonly leader: NodeId }
  /** Phase 1: the follower's epoch, the leader's new one, and the follower's agreement. */
  | { readonly type: 'FollowerInfo'; readonly epoch: number }
  | { readonly type: 'NewEpoch'; readonly epoch: number }
  | {
      readonly type: 'AckEpoch';
      readonly epoch: number;
      readonly last: Zxid;
      readonly length: number;
    }
  /** Phase 2: the leader's history replaces the follower's. */
  | {
      readonly type: 'NewLeader';
      readonly epoch: number;
      readonly history: readonly Transaction[];
    }
  | { readonly type: 'AckLeader'; readonly epoch: number; readonly length: number }
  /** Phase 3. */
  | { readonly type: 'Proposal'; readonly transaction: Transaction }
  | { readonly type: 'Ack'; readonly zxid: Zxid }
  /** So many transactions of the history are committed. */
  | { readonly type: 'Commit'; readonly epoch: number; readonly committed: number }
  | { readonly type: 'Ping'; readonly epoch: number }
  | { readonly type: 'Pong'; readonly epoch: number }
  /** A follower hands a client's write on, or asks the leader to answer behind all that it has committed. */
  | { readonly type: 'Forward'; readonly command: Command }
  | { readonly type: 'Sync'; readonly command: Command }
  | { readonly type: 'Synced'; readonly command: Command };

/** Undefined for routine messages. */
export function zabMessageInWords(message: ZabMessage): string | undefined {
  switch (message.type) {
    case 'Request':
    case 'Reply':
    case 'Redirect':
      return clientMessageInWords(message);
    case 'Ping':
    case 'Pong':
      return undefined;
    case 'Ballot':
      return `Vote for ${message.vote.candidate} (${zxidInWords(message.vote.last)})`;
    case 'HasLeader':
      return `has leader ${message.leader}`;
    case 'Proposal':
      return `Proposal ${zxidInWords(message.transaction.zxid)}: ${commandInWords(message.transaction.command)}`;
    case 'Ack':
      return `Ack ${zxidInWords(message.zxid)}`;
    case 'Commit':
      return `Commit ${message.committed}`;
    case 'Forward':
    case 'Sync':
    case 'Synced':
      return `${message.type} ${commandInWords(message.command)}`;
    default:
      return `${message.type} ${message.epoch}`;
  }
}

const types: ReadonlySet<string> = new Set([
  'Ballot',
  'HasLeader',
  'FollowerInfo',
  'NewEpoch',
  'AckEpoch',
  'NewLeader',
  'AckLeader',
  'Proposal',
  'Ack',
  'Commit',
  'Ping',
  'Pong',
  'Forward',
  'Sync',
  'Synced',
]);

export const isOfZab = (message: object): message is ZabMessage =>
  'type' in message && types.has(String(message.type));

export type ZabRecord =
  /**
   * Accepted epoch: no leader of an older one is followed. Current epoch: its history was adopted.
   */
  | { readonly kind: 'epoch'; readonly accepted: number }
  | { readonly kind: 'history'; readonly history: readonly Transaction[] }
  | { readonly kind: 'transaction'; readonly transaction: Transaction };

/** `settle`: a majority agrees on one vote, but a better one may still arrive. */
export type ZabTimer = 'vote' | 'settle' | 'silence' | 'ping';
export type ZabContext = Context<ZabMessage, ZabTimer, ZabRecord>;

export interface ZabOptions {
  readonly servers: readonly NodeId[];
  readonly pingMs: number;
  /**
   * A server that hears from no leader, or from no majority of followers, for this long looks for a
   * leader.
   */
  readonly silenceMs: number;
  readonly settleMs: number;
}
