/** What the parts of a server are given. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Ballot } from '../ballot.ts';
import type { Accepted, SynodContext, SynodMessage, SynodOptions, Value } from './messages.ts';
import type { SynodRules } from './rules.ts';

/** Each server plays all three roles (Paxos Made Simple, §2.5). */
export interface SynodState {
  // The acceptor's.
  promised: Ballot;
  accepted: Accepted | null;
  // The proposer's.
  /** The highest round that it has begun or heard of. */
  round: number;
  /** What its user wants; null if it proposes nothing. */
  wanted: Value | null;
  phase: 'idle' | 'prepare' | 'accept' | 'outbid';
  ballot: Ballot;
  proposed: Value | null;
  promises: Record<NodeId, Accepted | null>;
  acceptances: Record<NodeId, true>;
  // The learner's.
  learned: Value | null;
}

export interface Part {
  readonly state: SynodState;
  readonly context: SynodContext;
  readonly options: SynodOptions;
  readonly rules: SynodRules;
}

/** To itself too: a proposer is an acceptor like any other. */
export function sendToAll({ context, options }: Part, message: SynodMessage): void {
  for (const id of options.servers) context.send(id, message);
}
