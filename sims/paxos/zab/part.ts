/** What the parts of a server receive. */
import type { NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import { majorityOf } from '../quorum.ts';
import type { Command } from '../store/command.ts';
import { apply, type Machine, read } from '../store/machine.ts';
import type { Transaction, Vote, ZabContext, ZabMessage, ZabOptions } from './messages.ts';
import type { ZabRules } from './rules.ts';
import { noZxid, type Zxid } from './zxid.ts';

export interface ZabState {
  // On the disk.
  acceptedEpoch: number;
  history: Transaction[];
  // Of the election.
  phase: 'looking' | 'following' | 'discovering' | 'synchronizing' | 'leading';
  round: number;
  vote: Vote;
  votes: Record<NodeId, Vote>;
  leader: NodeId | null;
  // Of the leader.
  epoch: number;
  /**
   * For each follower: its epoch; then its last transaction; then how much of the history it has
   * acknowledged.
   */
  epochs: Record<NodeId, number>;
  agreed: Record<NodeId, true>;
  acknowledged: Record<NodeId, number>;
  counter: number;
  heard: Record<NodeId, true>;
  // The store: this many transactions of the history are committed and applied.
  committed: number;
  readonly machine: Machine;
  /** Clients that this server has to answer, and the serial number of the request. */
  readonly owes: Record<NodeId, number>;
}

export interface Part {
  readonly state: ZabState;
  readonly context: ZabContext;
  readonly options: ZabOptions;
  readonly rules: ZabRules;
}

export const lastOf = (history: readonly Transaction[]): Zxid => history.at(-1)?.zxid ?? noZxid;

export const isMajority = ({ options }: Part, of: object): boolean =>
  Object.keys(of).length >= majorityOf(options.servers.length);

export function sendToOthers({ context, options }: Part, message: ZabMessage): void {
  for (const id of options.servers) if (id !== context.self) context.send(id, message);
}

/**
 * A server applies committed transactions, and answers its own clients only then, so they see their
 * own writes.
 */
export function commitUpTo(self: Part, count: number): void {
  const { state, context } = self;
  while (state.committed < Math.min(count, state.history.length)) {
    const transaction = state.history[state.committed];
    if (transaction === undefined) return;
    state.committed += 1;
    note(context, { kind: 'commits-transaction', place: state.committed, transaction });
    const { command } = transaction;
    const value = apply(state.machine, command, true);
    if (value === undefined || state.owes[command.client] !== command.serial) continue;
    answer(self, command, value);
  }
}

export function answerRead(self: Part, command: Command): void {
  answer(self, command, read(self.state.machine, command.key));
}

function answer({ state, context }: Part, { client, serial }: Command, value: string | null): void {
  delete state.owes[client];
  context.send(client, { type: 'Reply', serial, value, seen: state.committed });
}
