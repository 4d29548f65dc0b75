/**
 * The coordinator, or transaction manager, of two-phase commit (Mohan, Lindsay and Obermarck 1986,
 * §2 and §3). What it presumes of an unknown transaction determines what it must write, and which
 * decisions it must remember until all have acknowledged them.
 */

import type { NodeId } from '../../../../src/world/actor.ts';
import { note } from '../../notes.ts';
import { type CommitRecord, type Decision, decisionMessage, recordsOf } from '../messages.ts';
import { acknowledges } from '../options.ts';
import type { Part } from '../part.ts';

export interface CoordinatorState {
  stage: 'unknown' | 'collecting' | 'committed' | 'aborted';
  readonly votes: Record<NodeId, 'prepared' | 'refused'>;
  readonly acknowledged: Record<NodeId, true>;
}

type Coordinator = Part<CoordinatorState>;

export function startCoordinator(journal: readonly CommitRecord[]): CoordinatorState {
  const last = recordsOf('coordinator', journal).at(-1)?.stage ?? 'ended';
  return { stage: last === 'ended' ? 'unknown' : last, votes: {}, acknowledged: {} };
}

/** After a crash it resumes from its records; without a decision, it aborts the transaction. */
export function recover(self: Coordinator): void {
  const { state, options } = self;
  if (state.stage === 'collecting') decide(self, 'abort');
  else if (state.stage !== 'unknown' && options.presumes !== 'remembers') announce(self);
}

export function begin(self: Coordinator, without?: NodeId): void {
  const { state, context, options } = self;
  if (state.stage !== 'unknown') return;
  state.stage = 'collecting';
  if (options.presumes === 'commit') {
    // A crash before the decision must not be taken for a commit (§3.2).
    context.persist({ by: 'coordinator', stage: 'collecting', forced: true });
  }
  for (const participant of options.participants) {
    if (participant !== without) context.sendWhenDurable(participant, { type: 'Prepare' });
  }
  context.setTimer('votes', options.votesWithinMs);
}

export function countVote(self: Coordinator, from: NodeId, vote: 'prepared' | 'refused'): void {
  const { state, options, rules } = self;
  if (state.stage === 'unknown' && options.beginsAt === 'participant') begin(self, from);
  if (state.stage !== 'collecting') return;
  state.votes[from] = vote;
  const { participants } = options;
  const prepared = participants.filter((id) => state.votes[id] === 'prepared').length;
  const needed = rules['commit-needs-every-vote'] ? participants.length : 1;
  if (vote === 'refused') decide(self, 'abort');
  else if (prepared >= needed) decide(self, 'commit');
}

/** Not every vote has arrived before the timeout. */
export function stopCollecting(self: Coordinator): void {
  if (self.state.stage === 'collecting') decide(self, 'abort');
}

function decide(self: Coordinator, decision: Decision): void {
  const { state, context, options } = self;
  const { presumes } = options;
  state.stage = decision === 'commit' ? 'committed' : 'aborted';
  note(self.context, { kind: 'decides', decision, rule: 'decision-is-logged-before-sent' });
  context.cancelTimer('votes');
  if (decision === 'commit' || acknowledges(presumes, 'abort')) {
    // Under presumed commit the collecting record already says abort.
    const forced = decision === 'commit' || presumes === 'nothing';
    context.persist({ by: 'coordinator', stage: state.stage, forced });
  }
  announce(self);
}

/** Sends the decision, and repeats it until all have acknowledged it. */
function announce(self: Coordinator): void {
  const { options, rules } = self;
  for (const participant of unaware(self)) tell(self, participant, decisionOf(self));
  if (options.presumes === 'remembers') return;
  const awaits = acknowledges(options.presumes, decisionOf(self));
  if (!awaits || !rules['coordinator-forgets-after-acks']) forget(self);
  else self.context.setTimer('resend', options.resendMs);
}

export const resend = announce;

/** A participant that has refused has aborted already, and does not acknowledge. */
const unaware = ({ state, options }: Coordinator): NodeId[] =>
  options.participants.filter(
    (id) => state.acknowledged[id] === undefined && state.votes[id] !== 'refused',
  );

export function countAck(self: Coordinator, from: NodeId): void {
  const { state } = self;
  if (state.stage !== 'committed' && state.stage !== 'aborted') return;
  state.acknowledged[from] = true;
  if (unaware(self).length === 0) forget(self);
}

function forget({ state, context, options }: Coordinator): void {
  // A commit record that is never acknowledged ends a transaction by itself, and so does its absence.
  if (acknowledges(options.presumes, state.stage === 'committed' ? 'commit' : 'abort')) {
    context.persist({ by: 'coordinator', stage: 'ended', forced: false });
  }
  context.cancelTimer('resend');
  state.stage = 'unknown';
}

export function answer(self: Coordinator, from: NodeId): void {
  const { state, options } = self;
  if (state.stage === 'collecting') return;
  if (state.stage !== 'unknown') {
    tell(self, from, decisionOf(self));
    return;
  }
  const presumed = options.presumes === 'commit' ? 'commit' : 'abort';
  note(self.context, { kind: 'presumes', decision: presumed });
  tell(self, from, presumed);
}

/** Everything that it sends waits for its writes. */
function tell({ context, rules }: Coordinator, to: NodeId, decision: Decision): void {
  if (rules['decision-is-logged-before-sent'])
    context.sendWhenDurable(to, decisionMessage(decision));
  else context.send(to, decisionMessage(decision));
}

const decisionOf = ({ state }: Coordinator): Decision =>
  state.stage === 'committed' ? 'commit' : 'abort';
