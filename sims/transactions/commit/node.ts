/** A node of a commit protocol: the parts that run on it, and the dispatch of messages to them. */
import { must } from '../../../src/kernel/must.ts';
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import type { CommitContext, CommitMessage, CommitRecord, CommitTimer } from './messages.ts';
import type { CommitOptions } from './options.ts';
import type { Part } from './part.ts';
import * as participant from './participant.ts';
import * as acceptor from './paxos/acceptor.ts';
import * as leader from './paxos/leader.ts';
import type { CommitRules } from './rules.ts';
import * as coordinator from './two-phase/coordinator.ts';

export interface CommitState {
  readonly participant?: participant.ParticipantState;
  readonly coordinator?: coordinator.CoordinatorState;
  readonly acceptor?: acceptor.AcceptorState;
  readonly leader?: leader.LeaderState;
}

export type PartName = keyof CommitState;

type CommitActor = Actor<CommitState, CommitMessage, CommitTimer, CommitRecord>;

export function commitNode(
  parts: readonly PartName[],
  rules: CommitRules,
  options: CommitOptions,
): CommitActor {
  const has = (part: PartName) => parts.includes(part);
  const of = <State>(state: State | undefined, context: CommitContext): Part<State> | undefined =>
    state === undefined ? undefined : { state, context, options, rules };

  return {
    kind: 'commit-node',

    start(context, journal) {
      const state: CommitState = {
        ...(has('participant') ? { participant: participant.startParticipant(journal) } : {}),
        ...(has('coordinator') ? { coordinator: coordinator.startCoordinator(journal) } : {}),
        ...(has('acceptor') ? { acceptor: acceptor.startAcceptor(journal) } : {}),
        ...(has('leader') ? { leader: leader.startLeader(journal) } : {}),
      };
      onPart(of(state.participant, context), participant.resume);
      onPart(of(state.coordinator, context), coordinator.recover);
      return state;
    },

    receive(state, message, from, context) {
      onPart(of(state.participant, context), (part) => toParticipant(part, message, from));
      onPart(of(state.coordinator, context), (part) => toCoordinator(part, message, from));
      onPart(of(state.acceptor, context), (part) => toAcceptor(part, message, from));
      onPart(of(state.leader, context), (part) => toLeader(part, message, from));
    },

    timeout(state, timer, context) {
      const [voter, manager] = [of(state.participant, context), of(state.coordinator, context)];
      if (timer === 'inquire') onPart(voter, participant.inquire);
      else if (timer === 'give-up') onPart(voter, participant.giveUp);
      else if (timer === 'votes') onPart(manager, coordinator.stopCollecting);
      else onPart(manager, coordinator.resend);
    },
  };
}

function onPart<Of>(part: Of | undefined, action: (part: Of) => void): void {
  if (part !== undefined) action(part);
}

function toParticipant(
  self: Part<participant.ParticipantState>,
  message: CommitMessage,
  from: NodeId,
): void {
  const { options, context } = self;
  switch (message.type) {
    case 'Begin':
      if (context.self === beginnerOf(options)) participant.prepare(self);
      return;
    case 'Prepare':
      return participant.prepare(self);
    case 'Commit':
      return participant.obey(self, 'commit');
    case 'Abort':
      return participant.obey(self, 'abort');
    case 'Phase2b':
      if (isForParticipants(message, options)) participant.hear(self, from, message.votes);
  }
}

function toCoordinator(
  self: Part<coordinator.CoordinatorState>,
  message: CommitMessage,
  from: NodeId,
): void {
  switch (message.type) {
    case 'Begin':
      if (self.context.self === beginnerOf(self.options)) coordinator.begin(self);
      return;
    case 'Prepared':
      return coordinator.countVote(self, from, 'prepared');
    case 'Refused':
      return coordinator.countVote(self, from, 'refused');
    case 'Ack':
      return coordinator.countAck(self, from);
    case 'Inquire':
      return coordinator.answer(self, from);
  }
}

function toAcceptor(
  self: Part<acceptor.AcceptorState>,
  message: CommitMessage,
  from: NodeId,
): void {
  if (message.type === 'Phase1a') acceptor.promise(self, message.ballot, from);
  if (message.type === 'Phase2a') acceptor.accept(self, message.ballot, message.votes, from);
}

function toLeader(self: Part<leader.LeaderState>, message: CommitMessage, from: NodeId): void {
  switch (message.type) {
    case 'Phase2a':
      if (message.ballot === 0) leader.askOthers(self, from);
      return;
    case 'Inquire':
      return leader.lead(self, from);
    case 'Phase1b':
      return leader.countPromise(self, from, message.ballot, message.accepted);
    case 'Phase2b':
      if (isForParticipants(message, self.options)) return;
      return leader.countAcceptance(self, from, message.ballot, message.votes);
  }
}

/** In ballot 0 of Faster Paxos Commit the acceptors tell all participants; otherwise the leader. */
const isForParticipants = ({ ballot }: { readonly ballot: number }, { protocol }: CommitOptions) =>
  ballot === 0 && protocol === 'faster-paxos';

/** The node that the application asks to commit. */
export const beginnerOf = ({
  beginsAt,
  participants,
  coordinator: manager,
}: CommitOptions): NodeId =>
  beginsAt === 'participant' ? must(participants[0], 'a participant') : manager;
