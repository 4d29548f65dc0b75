/** What the parts of a server receive. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Ballot } from '../ballot.ts';
import type { Command } from '../store/command.ts';
import type { Machine } from '../store/machine.ts';
import type {
  AcceptedEntry,
  Entry,
  MultiContext,
  MultiMessage,
  MultiOptions,
  Slot,
} from './messages.ts';
import type { MultiRules } from './rules.ts';

export interface MultiState {
  // The acceptor’s state.
  promised: Ballot;
  readonly accepted: Record<Slot, AcceptedEntry>;
  // The leader’s state.
  round: number;
  role: 'follower' | 'preparing' | 'leading';
  ballot: Ballot;
  promises: Record<NodeId, Readonly<Record<Slot, AcceptedEntry>>>;
  /** Proposed but not yet chosen. */
  proposed: Record<Slot, Proposal>;
  nextSlot: Slot;
  /** Requests that wait for phase 1. */
  waiting: Command[];
  /** The client that this server has to answer, and the serial number of the request. */
  readonly owes: Record<NodeId, number>;
  // The learner’s state.
  leader: NodeId | null;
  readonly chosen: Record<Slot, Entry>;
  /** This many slots from the first are chosen and applied. */
  applied: Slot;
  readonly machine: Machine;
}

interface Proposal {
  readonly entry: Entry;
  /** Acceptors that have accepted it. */
  readonly by: Record<NodeId, true>;
  /** A heartbeat has gone out since the proposal; with the next one it is sent again. */
  isDue: boolean;
}

export interface Part {
  readonly state: MultiState;
  readonly context: MultiContext;
  readonly options: MultiOptions;
  readonly rules: MultiRules;
}

/** To itself too, because a leader is also an acceptor. */
export function sendToAll({ context, options }: Part, message: MultiMessage): void {
  for (const id of options.servers) context.send(id, message);
}

export function sendToOthers({ context, options }: Part, message: MultiMessage): void {
  for (const id of options.servers) if (id !== context.self) context.send(id, message);
}
