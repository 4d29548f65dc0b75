/**
 * The proposer: phase 1 finds out what may have been chosen, phase 2 proposes it (Paxos Made
 * Simple, §2.2).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { type Ballot, isBelow, isSame } from '../ballot.ts';
import { note } from '../notes.ts';
import { quorumOf } from '../quorum.ts';
import type { Accepted, Value } from './messages.ts';
import { type Part, sendToAll } from './part.ts';

export function propose(self: Part, value: Value): void {
  const { state, context } = self;
  if (state.wanted !== null || state.learned !== null) return;
  state.wanted = value;
  note(context, { kind: 'wants', value });
  beginBallot(self);
}

/** Phase 1a. */
export function beginBallot(self: Part): void {
  const { state, context, options, rules } = self;
  if (state.wanted === null || state.learned !== null) return;
  state.round += 1;
  state.ballot = {
    round: state.round,
    proposer: rules['ballots-unique'] ? context.self : '',
  };
  state.phase = 'prepare';
  state.promises = {};
  state.acceptances = {};
  note(context, { kind: 'begins-ballot', ballot: state.ballot });
  // §2.5: "each proposer remembers (in stable storage) the highest-numbered proposal it has tried".
  if (rules['round-persists']) context.persist({ kind: 'round', round: state.round });
  for (const id of options.servers) {
    context.sendWhenDurable(id, { type: 'Prepare', ballot: state.ballot });
  }
  context.setTimer('retry', options.retryMs);
}

export function onPromise(
  self: Part,
  ballot: Ballot,
  accepted: Accepted | null,
  from: NodeId,
): void {
  const { state, context } = self;
  if (state.phase !== 'prepare' || !isInHand(self, ballot)) return;
  state.promises[from] = accepted;
  const promises = Object.values(state.promises);
  if (promises.length < quorumOf(self)) return;
  const value = safeValue(self, promises);
  state.phase = 'accept';
  state.promises = {};
  state.proposed = value;
  const own = value === state.wanted;
  const rule = own ? 'adopt-accepted-value' : 'choose-highest-accepted';
  note(context, { kind: 'proposes', ballot: state.ballot, value, own, rule });
  sendToAll(self, { type: 'Accept', ballot: state.ballot, value });
}

/** P2c: the value of the highest-numbered proposal among those accepted, or any if there is none. */
function safeValue({ state, rules }: Part, promises: readonly (Accepted | null)[]): Value {
  const own = state.wanted ?? '';
  const [first, ...others] = promises.filter((accepted) => accepted !== null);
  if (first === undefined || !rules['adopt-accepted-value']) return own;
  if (!rules['choose-highest-accepted']) return first.value;
  return others.reduce((best, one) => (isBelow(best.ballot, one.ballot) ? one : best), first).value;
}

export function onAccepted(self: Part, ballot: Ballot, from: NodeId): void {
  const { state, rules } = self;
  if (state.phase !== 'accept' || !isInHand(self, ballot) || state.proposed === null) return;
  state.acceptances[from] = true;
  const needed = rules['learn-from-majority'] ? quorumOf(self) : 1;
  if (Object.keys(state.acceptances).length < needed) return;
  learn(self, state.proposed);
  sendToAll(self, { type: 'Chosen', value: state.proposed });
}

const isInHand = ({ state, rules }: Part, ballot: Ballot): boolean =>
  !rules['count-one-ballot'] || isSame(ballot, state.ballot);

/**
 * Another proposer has begun a higher ballot, so the answers that this one waits for will not come.
 */
export function onHigherBallot(self: Part, promised: Ballot): void {
  const { state, context, options, rules } = self;
  state.round = Math.max(state.round, promised.round);
  if (state.phase === 'idle' || state.phase === 'outbid') return;
  if (!isBelow(state.ballot, promised)) return;
  state.phase = 'outbid';
  state.promises = {};
  state.acceptances = {};
  note(context, { kind: 'is-outbid', ballot: state.ballot, by: promised });
  // §2.4: two proposers can outbid each other for ever; the one that waits longer lets the other
  // through.
  const backoffMs = rules['back-off-at-random'] ? context.random() * options.backoffMs : 0;
  context.setTimer('retry', backoffMs);
}

export function learn({ state, context }: Part, value: Value): void {
  if (state.learned !== null) return;
  state.learned = value;
  state.phase = 'idle';
  state.promises = {};
  state.acceptances = {};
  context.cancelTimer('retry');
  note(context, { kind: 'learns', value, rule: 'learn-from-majority' });
}
