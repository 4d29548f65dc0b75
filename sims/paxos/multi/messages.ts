/** The messages of Multi-Paxos servers, and the records on their disks (Paxos Made Simple, §3). */
import type { Context, NodeId } from '../../../src/world/actor.ts';
import { type Ballot, ballotInWords } from '../ballot.ts';
import {
  type ClientMessage,
  type Command,
  clientMessageInWords,
  commandInWords,
} from '../store/command.ts';

/** Counted from 1. */
export type Slot = number;

/** What a slot holds; null is a no-op. */
export type Entry = Command | null;

export interface AcceptedEntry {
  readonly ballot: Ballot;
  readonly entry: Entry;
}

export type MultiMessage =
  | ClientMessage
  /** Phase 1a, at once for every slot from this one. */
  | { readonly type: 'Prepare'; readonly ballot: Ballot; readonly from: Slot }
  | {
      readonly type: 'Promise';
      readonly ballot: Ballot;
      readonly from: Slot;
      /** What this acceptor has accepted from that slot on. */
      readonly accepted: Readonly<Record<Slot, AcceptedEntry>>;
    }
  | { readonly type: 'Accept'; readonly ballot: Ballot; readonly slot: Slot; readonly entry: Entry }
  | { readonly type: 'Accepted'; readonly ballot: Ballot; readonly slot: Slot }
  | { readonly type: 'Reject'; readonly ballot: Ballot; readonly promised: Ballot }
  | { readonly type: 'Chosen'; readonly slot: Slot; readonly entry: Entry }
  /** The leader is alive, and knows so many slots without a gap. */
  | { readonly type: 'Heartbeat'; readonly ballot: Ballot; readonly known: Slot }
  /** The sender lacks this slot and those behind it. */
  | { readonly type: 'Missing'; readonly from: Slot };

const entryInWords = (entry: Entry) => (entry === null ? 'no-op' : commandInWords(entry));

/** Distinguished from messages of single-decree Paxos; a Reject is the same in both. */
export const isOfLog = (message: object): message is MultiMessage =>
  ['slot', 'from', 'command', 'serial'].some((field) => field in message);

/** Undefined for routine messages. */
export function multiMessageInWords(message: MultiMessage): string | undefined {
  switch (message.type) {
    case 'Request':
    case 'Reply':
    case 'Redirect':
      return clientMessageInWords(message);
    case 'Heartbeat':
    case 'Missing':
      return undefined;
    case 'Prepare':
      return `Prepare ${ballotInWords(message.ballot)} from slot ${message.from}`;
    case 'Accept':
      return `Accept ${message.slot}: ${entryInWords(message.entry)} in ${ballotInWords(message.ballot)}`;
    case 'Chosen':
      return `Chosen ${message.slot}: ${entryInWords(message.entry)}`;
    case 'Accepted':
      return `Accepted ${message.slot} in ${ballotInWords(message.ballot)}`;
    default:
      return `${message.type} ${ballotInWords(message.ballot)}`;
  }
}

export type MultiRecord =
  | { readonly kind: 'promise'; readonly ballot: Ballot }
  | { readonly kind: 'acceptance'; readonly slot: Slot; readonly accepted: AcceptedEntry }
  | { readonly kind: 'round'; readonly round: number };

export type MultiTimer = 'election' | 'heartbeat';
export type MultiContext = Context<MultiMessage, MultiTimer, MultiRecord>;

export interface MultiOptions {
  readonly servers: readonly NodeId[];
  /**
   * How long a server waits to hear from a leader before it begins a ballot, drawn from this range;
   * null if no leader is elected: then a server that gets a request begins one.
   */
  readonly election: { readonly leastMs: number; readonly mostMs: number } | null;
  /**
   * An outbid server begins again after a wait drawn from 0 to this, though another may lead;
   * undefined if it yields.
   */
  readonly insistsMs?: number;
  /** The first server begins a ballot as soon as it starts for the first time. */
  readonly firstLeads?: boolean;
  /**
   * A proposal that is not chosen is sent again after at least one interval, which must exceed a
   * round trip and a write, or messages are duplicated needlessly.
   */
  readonly heartbeatMs: number;
  /** Whether a leader keeps its ballot for the next command, or begins another one for each. */
  readonly keepsBallot: boolean;
}
