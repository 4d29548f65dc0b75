/**
 * A participant, or resource manager: it votes once its work is on its disk. From then on it is in
 * doubt, with all its locks held, until it learns the decision. The vote goes to the coordinator,
 * or as the phase 2a message of ballot 0 to the acceptors of its own Paxos instance (Gray and
 * Lamport 2006, §4.2).
 */

import type { NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import {
  type CommitMessage,
  type CommitRecord,
  type Decision,
  recordsOf,
  type Votes,
} from './messages.ts';
import { acknowledges } from './options.ts';
import type { Part } from './part.ts';
import { outcomeOf } from './paxos/quorum.ts';

export interface ParticipantState {
  stage: 'idle' | 'prepared' | 'committed' | 'aborted';
  /** How often it has asked for the decision, from each leader in turn. */
  inquiries: number;
  /** Faster Paxos Commit only: what it heard from each acceptor. */
  readonly heard: Record<NodeId, Votes>;
}

type Participant = Part<ParticipantState>;

/** After a crash its last record tells its state. Work that was not prepared is lost. */
export function startParticipant(journal: readonly CommitRecord[]): ParticipantState {
  const stage = recordsOf('participant', journal).at(-1)?.stage ?? 'idle';
  return { stage, inquiries: 0, heard: {} };
}

/** A participant that restarts in doubt asks for the decision. */
export function resume(self: Participant): void {
  if (self.state.stage === 'prepared') wait(self);
}

/** Prepare stands for the work as well; it can arrive again. */
export function prepare(self: Participant): void {
  const { state, context, options } = self;
  if (state.stage === 'committed') return;
  if (state.stage !== 'idle') {
    sendVote(self, state.stage === 'prepared');
    return;
  }
  const wish = options.voteOf(context.self);
  const says = wish === 'either' ? context.choose('vote', ['yes', 'no'] as const) : wish;
  if (says === 'no') refuse(self);
  else votesYes(self);
}

function votesYes(self: Participant): void {
  self.state.stage = 'prepared';
  note(self.context, { kind: 'prepares', rule: 'vote-is-logged-before-sent' });
  self.context.persist({ by: 'participant', stage: 'prepared', forced: true });
  sendVote(self, true);
  wait(self);
}

/** It has not promised anything yet, and may abort by itself. */
function refuse(self: Participant): void {
  const { state, context, options } = self;
  state.stage = 'aborted';
  note(self.context, { kind: 'refuses-vote' });
  const forced = options.protocol === 'two-phase' && acknowledges(options.presumes, 'abort');
  context.persist({ by: 'participant', stage: 'aborted', forced });
  sendVote(self, false);
}

function sendVote(self: Participant, yes: boolean): void {
  const { context, options } = self;
  if (options.protocol === 'two-phase') {
    sendLogged(self, options.coordinator, { type: yes ? 'Prepared' : 'Refused' });
    return;
  }
  const votes: Votes = { [context.self]: yes ? 'prepared' : 'aborted' };
  // F + 1 acceptors are enough unless one fails (§4.2).
  for (const acceptor of options.acceptors.slice(0, options.quorum)) {
    sendLogged(self, acceptor, { type: 'Phase2a', ballot: 0, votes });
  }
}

function sendLogged({ context, rules }: Participant, to: NodeId, message: CommitMessage): void {
  if (rules['vote-is-logged-before-sent']) context.sendWhenDurable(to, message);
  else context.send(to, message);
}

/** A participant in doubt cannot decide by itself. */
function wait({ context, options, rules }: Participant): void {
  if (rules['recovery-asks-coordinator']) context.setTimer('inquire', options.inquireMs);
  if (!rules['prepared-waits']) context.setTimer('give-up', options.giveUpMs);
}

/** The first leader would have told it, so the others are asked first, each in turn. */
export function inquire(self: Participant): void {
  const { state, context, options } = self;
  state.inquiries += 1;
  const leader = options.acceptors[state.inquiries % Math.max(1, options.acceptors.length)];
  context.send(leader ?? options.coordinator, { type: 'Inquire' });
  context.setTimer('inquire', options.inquireMs);
}

/** A heuristic decision: it has promised to wait, but does not. */
export function giveUp(self: Participant): void {
  if (self.state.stage === 'prepared') end(self, 'abort');
}

/** Faster Paxos Commit only: acceptors tell every participant what they accepted. */
export function hear(self: Participant, from: NodeId, votes: Votes): void {
  const { state, options, rules } = self;
  state.heard[from] = votes;
  const quorum = rules['decision-needs-quorum'] ? options.quorum : 1;
  const decision = outcomeOf(Object.values(state.heard), options, quorum);
  if (decision === undefined || state.stage !== 'prepared') return;
  note(self.context, { kind: 'learns-decision', decision });
  end(self, decision);
}

export function obey(self: Participant, decision: Decision): void {
  const { state, context, options } = self;
  if (state.stage === 'idle' || state.stage === 'prepared') end(self, decision);
  if (options.protocol !== 'two-phase' || !acknowledges(options.presumes, decision)) return;
  context.sendWhenDurable(options.coordinator, { type: 'Ack' });
}

function end(self: Participant, decision: Decision): void {
  const { state, context, options } = self;
  // Without a record of its work it has nothing to commit, and counts as aborted.
  const stage = decision === 'commit' && state.stage === 'prepared' ? 'committed' : 'aborted';
  state.stage = stage;
  note(self.context, {
    kind: stage === 'committed' ? 'participant-commits' : 'participant-aborts',
  });
  // A participant that acknowledges is not told again, so its record must be durable first.
  const forced = options.protocol === 'two-phase' && acknowledges(options.presumes, decision);
  context.persist({ by: 'participant', stage, forced });
  context.cancelTimer('inquire');
  context.cancelTimer('give-up');
}
