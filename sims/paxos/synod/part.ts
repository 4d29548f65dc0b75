/** What the parts of a server receive. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Ballot } from '../ballot.ts';
import type { Accepted, SynodContext, SynodMessage, SynodOptions, Value } from './messages.ts';
import type { SynodRules } from './rules.ts';

/** Each server plays all three roles (Paxos Made Simple, §2.5). */
export interface SynodState {
  // The acceptor’s state.
  promised: Ballot;
  accepted: Accepted | null;
  // The proposer’s state.
  /** The highest round that it has begun or heard of. */
  round: number;
  /** The value that its user wants; null if it proposes nothing. */
  wanted: Value | null;
  phase: 'idle' | 'prepare' | 'accept' | 'outbid';
  ballot: Ballot;
  proposed: Value | null;
  promises: Record<NodeId, Accepted | null>;
  acceptances: Record<NodeId, true>;
  // The learner’s state.
  learned: Value | null;
}

export interface Part {
  readonly state: SynodState;
  readonly context: SynodContext;
  readonly options: SynodOptions;
  readonly rules: SynodRules;
}

/** To itself too, because a proposer is also an acceptor. */
export function sendToAll({ context, options }: Part, message: SynodMessage): void {
  for (const id of options.servers) context.send(id, message);
}
