/** The acceptor: it promises, and accepts what it has not promised to refuse (Paxos Made Simple, §2.2). */
import type { NodeId } from '../../../src/world/actor.ts';
import { type Ballot, isBelow } from '../ballot.ts';
import { note } from '../notes.ts';
import type { SynodMessage, SynodRecord, Value } from './messages.ts';
import type { Part } from './part.ts';

/** Phase 1b. A Prepare that arrives twice is answered twice. */
export function onPrepare(self: Part, ballot: Ballot, from: NodeId): void {
  const { state, context, rules } = self;
  if (isBelow(ballot, state.promised)) return refuse(self, ballot, from);
  state.promised = ballot;
  note(context, { kind: 'promises', ballot });
  const promise = { type: 'Promise', ballot, accepted: state.accepted } as const;
  answer(self, from, promise, rules['promise-persists'] ? { kind: 'promise', ballot } : undefined);
}

/** Phase 2b. */
export function onAccept(self: Part, ballot: Ballot, value: Value, from: NodeId): void {
  const { state, context, rules } = self;
  // P1a: "iff it has not responded to a prepare request having a number greater than n".
  if (rules['accept-only-promised'] && isBelow(ballot, state.promised)) {
    return refuse(self, ballot, from);
  }
  const accepted = { ballot, value };
  if (isBelow(state.promised, ballot)) state.promised = ballot;
  state.accepted = accepted;
  note(context, { kind: 'accepts', ballot, value });
  const record = { kind: 'acceptance', accepted } as const;
  answer(
    self,
    from,
    { type: 'Accepted', ballot },
    rules['acceptance-persists'] ? record : undefined,
  );
}

/** §2.5: "An acceptor records its intended response in stable storage before actually sending" it. */
function answer(
  { context }: Part,
  to: NodeId,
  message: SynodMessage,
  record: SynodRecord | undefined,
): void {
  if (record === undefined) {
    context.send(to, message);
    return;
  }
  context.persist(record);
  context.sendWhenDurable(to, message);
}

/** §2.5: it need not answer, but a proposer that hears of it gives up at once. */
function refuse({ state, context }: Part, ballot: Ballot, from: NodeId): void {
  const { promised } = state;
  note(context, { kind: 'refuses', ballot, promised, rule: 'accept-only-promised' });
  context.send(from, { type: 'Reject', ballot, promised });
}
