/**
 * A leader of Paxos Commit. The first one asks for votes and counts what acceptors have accepted in
 * ballot 0. Any other takes over when a participant in doubt asks it: it begins its own ballot for
 * all instances at once, and aborts the instances for which no acceptor knows a vote (Gray and
 * Lamport 2006, §4.1 and §4.2).
 */

import type { NodeId } from '../../../../src/world/actor.ts';
import { note } from '../../notes.ts';
import {
  type Accepted,
  type CommitRecord,
  type Decision,
  decisionMessage,
  recordsOf,
  type Vote,
  type Votes,
} from '../messages.ts';
import type { Part } from '../part.ts';
import { outcomeOf } from './quorum.ts';

export interface LeaderState {
  /** Its own latest ballot; 0 belongs to the first leader, which needs no phase 1. */
  ballot: number;
  hasAsked: boolean;
  promises: Record<NodeId, Readonly<Record<NodeId, Accepted>>>;
  hasProposed: boolean;
  accepted: Record<NodeId, Votes>;
  decision: Decision | null;
}

type Leader = Part<LeaderState>;

export function startLeader(journal: readonly CommitRecord[]): LeaderState {
  const ballot = recordsOf('leader', journal).at(-1)?.ballot ?? 0;
  return {
    ballot,
    hasAsked: false,
    promises: {},
    hasProposed: false,
    accepted: {},
    decision: null,
  };
}

/** The first vote has arrived: the first leader asks the other participants for theirs. */
export function askOthers({ state, context, options }: Leader, voter: NodeId): void {
  if (state.hasAsked || options.acceptors[0] !== context.self) return;
  state.hasAsked = true;
  for (const participant of options.participants) {
    if (participant !== voter) context.send(participant, { type: 'Prepare' });
  }
}

/** A participant is in doubt: answer it, or take over. */
export function lead(self: Leader, from: NodeId): void {
  const { state, context, options } = self;
  if (state.decision !== null) {
    context.send(from, decisionMessage(state.decision));
    return;
  }
  const leaders = options.acceptors.length;
  const place = options.acceptors.indexOf(context.self);
  state.ballot = nextBallot(state.ballot, place, leaders);
  state.promises = {};
  state.accepted = {};
  state.hasProposed = false;
  note(context, { kind: 'takes-over', ballot: state.ballot });
  // A ballot begun twice could propose two values.
  context.persist({ by: 'leader', ballot: state.ballot, forced: true });
  for (const acceptor of options.acceptors) {
    context.sendWhenDurable(acceptor, { type: 'Phase1a', ballot: state.ballot });
  }
}

/** Leader `place` has the ballots place, place + leaders, and so on, apart from 0. */
const nextBallot = (ballot: number, place: number, leaders: number): number =>
  ballot === 0 && place > 0 ? place : ballot + leaders;

/**
 * Phase 2a: proposes the votes that may have been chosen, and abort for a participant without a
 * known vote.
 */
export function countPromise(
  self: Leader,
  from: NodeId,
  ballot: number,
  accepted: Readonly<Record<NodeId, Accepted>>,
): void {
  const { state, context, options } = self;
  if (ballot !== state.ballot || state.hasProposed) return;
  state.promises[from] = accepted;
  if (Object.keys(state.promises).length < options.quorum) return;
  state.hasProposed = true;
  const votes = Object.fromEntries(options.participants.map((id) => [id, safeVote(self, id)]));
  for (const acceptor of options.acceptors) {
    context.send(acceptor, { type: 'Phase2a', ballot, votes });
  }
}

function safeVote({ state, rules }: Leader, participant: NodeId): Vote {
  if (!rules['leader-adopts-accepted-vote']) return 'aborted';
  let latest: Accepted | undefined;
  for (const accepted of Object.values(state.promises)) {
    const one = accepted[participant];
    if (one !== undefined && one.ballot >= (latest?.ballot ?? 0)) latest = one;
  }
  return latest?.vote ?? 'aborted';
}

export function countAcceptance(self: Leader, from: NodeId, ballot: number, votes: Votes): void {
  const { state, context, options, rules } = self;
  if (ballot !== state.ballot || state.decision !== null) return;
  state.accepted[from] = votes;
  const quorum = rules['decision-needs-quorum'] ? options.quorum : 1;
  const decision = outcomeOf(Object.values(state.accepted), options, quorum);
  if (decision === undefined) return;
  state.decision = decision;
  note(context, { kind: 'decides', decision, rule: 'decision-needs-quorum' });
  for (const participant of options.participants) {
    context.send(participant, decisionMessage(decision));
  }
}
