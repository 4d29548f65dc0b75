/**
 * An acceptor of Paxos Commit: it takes part in one Paxos instance per participant, and bundles
 * what it accepted in ballot 0 into one write and one message (Gray and Lamport 2006, §4.2).
 */
import type { NodeId } from '../../../../src/world/actor.ts';
import {
  type Accepted,
  type CommitMessage,
  type CommitRecord,
  recordsOf,
  type Votes,
} from '../messages.ts';
import type { Part } from '../part.ts';

export interface AcceptorState {
  /** The highest ballot that it has taken part in. */
  promised: number;
  accepted: Record<NodeId, Accepted>;
}

type Acceptor = Part<AcceptorState>;

export function startAcceptor(journal: readonly CommitRecord[]): AcceptorState {
  const last = recordsOf('acceptor', journal).at(-1);
  return { promised: last?.promised ?? 0, accepted: { ...last?.accepted } };
}

/** Phase 1b: it promises to refuse older ballots. A leader asks once in each of its ballots. */
export function promise(self: Acceptor, ballot: number, leader: NodeId): void {
  const { state } = self;
  if (ballot <= state.promised) return;
  state.promised = ballot;
  log(self);
  reply(self, [leader], { type: 'Phase1b', ballot, accepted: { ...state.accepted } });
}

/** Phase 2b. */
export function accept(self: Acceptor, ballot: number, votes: Votes, from: NodeId): void {
  const { state, options, rules } = self;
  if (rules['promise-refuses-older-ballot'] && ballot < state.promised) return;
  state.promised = Math.max(state.promised, ballot);
  for (const [id, vote] of Object.entries(votes)) state.accepted[id] = { ballot, vote };
  if (ballot === 0 && !isBundle(self)) return;
  log(self);
  const told = ballot > 0 ? [from] : listeners(self);
  reply(self, told, {
    type: 'Phase2b',
    ballot,
    votes: votesIn(self, ballot, options.participants),
  });
}

/** One vote to abort is enough to report. */
function isBundle({ state, options }: Acceptor): boolean {
  const votes = options.participants.map((id) => state.accepted[id]?.vote);
  return votes.includes('aborted') || !votes.includes(undefined);
}

/** Faster Paxos Commit saves the leader’s message because the acceptors tell the participants. */
function listeners({ options }: Acceptor): readonly NodeId[] {
  return options.protocol === 'faster-paxos' ? options.participants : options.acceptors.slice(0, 1);
}

const votesIn = ({ state }: Acceptor, ballot: number, participants: readonly NodeId[]): Votes =>
  Object.fromEntries(
    participants.flatMap((id) => {
      const accepted = state.accepted[id];
      return accepted?.ballot === ballot ? [[id, accepted.vote]] : [];
    }),
  );

function log({ state, context }: Acceptor): void {
  const { promised, accepted } = state;
  context.persist({ by: 'acceptor', promised, accepted: { ...accepted }, forced: true });
}

function reply({ context, rules }: Acceptor, to: readonly NodeId[], message: CommitMessage): void {
  for (const id of to) {
    if (rules['acceptance-is-logged-before-sent']) context.sendWhenDurable(id, message);
    else context.send(id, message);
  }
}
