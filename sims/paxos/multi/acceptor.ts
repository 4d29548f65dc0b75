/**
 * The acceptor of every slot: one promise for all slots, and one acceptance per slot (Paxos Made
 * Simple, §3).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { type Ballot, isBelow } from '../ballot.ts';
import type { Entry, MultiMessage, MultiRecord, Slot } from './messages.ts';
import type { Part } from './part.ts';

/** Phase 1b. */
export function onPrepare(self: Part, ballot: Ballot, from: Slot, proposer: NodeId): void {
  const { state, rules } = self;
  if (isBelow(ballot, state.promised)) return refuse(self, ballot, proposer);
  state.promised = ballot;
  const accepted = Object.fromEntries(
    Object.entries(state.accepted).filter(([slot]) => Number(slot) >= from),
  );
  const promise = { type: 'Promise', ballot, from, accepted } as const;
  const record = { kind: 'promise', ballot } as const;
  answer(self, proposer, promise, rules['promise-persists'] ? record : undefined);
}

/** Phase 2b. */
export function onAccept(
  self: Part,
  ballot: Ballot,
  slot: Slot,
  entry: Entry,
  leader: NodeId,
): void {
  const { state, rules } = self;
  if (rules['accept-only-promised'] && isBelow(ballot, state.promised)) {
    return refuse(self, ballot, leader);
  }
  if (isBelow(state.promised, ballot)) state.promised = ballot;
  const accepted = { ballot, entry };
  state.accepted[slot] = accepted;
  const record = { kind: 'acceptance', slot, accepted } as const;
  const message = { type: 'Accepted', ballot, slot } as const;
  answer(self, leader, message, rules['acceptance-persists'] ? record : undefined);
}

/** §2.5: an acceptor’s answer is on its disk first. */
function answer(
  { context }: Part,
  to: NodeId,
  message: MultiMessage,
  record: MultiRecord | undefined,
): void {
  if (record === undefined) return context.send(to, message);
  context.persist(record);
  context.sendWhenDurable(to, message);
}

function refuse({ state, context }: Part, ballot: Ballot, from: NodeId): void {
  context.send(from, { type: 'Reject', ballot, promised: state.promised });
}
