/**
 * The leader: phase 1 once for all later slots, then phase 2 for each command (Paxos Made Simple,
 * §3).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { type Ballot, isBelow, isSame } from '../ballot.ts';
import { note } from '../notes.ts';
import { quorumOf } from '../quorum.ts';
import type { Command } from '../store/command.ts';
import { read } from '../store/machine.ts';
import { learn } from './learner.ts';
import type { AcceptedEntry, Entry, Slot } from './messages.ts';
import { type Part, sendToAll, sendToOthers } from './part.ts';

export function onRequest(self: Part, command: Command, from: NodeId): void {
  const { state, context, options, rules } = self;
  const { client, serial, f, key } = command;
  if (options.election === null && state.role === 'follower' && !insistsLater(self)) {
    beginBallot(self);
  }
  if (state.role === 'follower') {
    context.send(from, { type: 'Redirect', serial, leader: state.leader });
    return;
  }
  if (!rules['read-through-log'] && f === 'get' && state.role === 'leading') {
    context.send(from, { type: 'Reply', serial, value: read(state.machine, key) });
    return;
  }
  state.owes[client] = serial;
  if (state.role === 'leading') proposeAt(self, state.nextSlot, command);
  else state.waiting.push(command);
}

/** It has been outbid, and is still waiting. */
const insistsLater = ({ state, options }: Part) =>
  options.insistsMs !== undefined && state.ballot.round > 0;

/** Phase 1a. */
export function beginBallot(self: Part): void {
  const { state, context, options } = self;
  state.round += 1;
  state.ballot = { round: state.round, proposer: context.self };
  state.role = 'preparing';
  state.leader = null;
  state.promises = {};
  state.proposed = {};
  const { ballot } = state;
  const from = state.applied + 1;
  note(context, { kind: 'begins-log-ballot', ballot, from });
  context.persist({ kind: 'round', round: state.round });
  for (const id of options.servers) {
    context.sendWhenDurable(id, { type: 'Prepare', ballot, from });
  }
  awaitLeader(self);
}

/**
 * Draws a new leader timeout each time, so that two servers that start at the same moment seldom do
 * so again.
 */
export function awaitLeader({ context, options: { election } }: Part): void {
  if (election === null) return;
  const { leastMs, mostMs } = election;
  context.setTimer('election', leastMs + context.random() * (mostMs - leastMs));
}

export function onPromise(
  self: Part,
  ballot: Ballot,
  accepted: Readonly<Record<Slot, AcceptedEntry>>,
  from: NodeId,
): void {
  const { state } = self;
  if (state.role !== 'preparing' || !isSame(ballot, state.ballot)) return;
  state.promises[from] = accepted;
  if (Object.keys(state.promises).length >= quorumOf(self)) lead(self);
}

function lead(self: Part): void {
  const { state, context, options, rules } = self;
  state.role = 'leading';
  state.leader = context.self;
  const known = recoverable(self);
  const last = Math.max(state.applied, ...known.keys());
  state.nextSlot = last + 1;
  let noOps = 0;
  const proposals: [Slot, Entry][] = [];
  for (let slot = state.applied + 1; slot <= last; slot++) {
    const accepted = known.get(slot);
    if (accepted === undefined && !rules['gaps-get-no-ops']) continue;
    if (accepted === undefined) noOps += 1;
    // §3: "a special 'no-op' command that leaves the state unchanged".
    proposals.push([slot, accepted?.entry ?? null]);
  }
  const { ballot } = state;
  note(context, { kind: 'leads-log', ballot, recovered: proposals.length, noOps });
  for (const [slot, entry] of proposals) proposeAt(self, slot, entry);
  for (const command of state.waiting) proposeAt(self, state.nextSlot, command);
  state.waiting = [];
  if (options.election === null) return;
  context.cancelTimer('election');
  onHeartbeatTimer(self);
}

/** For each slot, what was accepted in the highest ballot, according to the promises. */
function recoverable({ state, rules }: Part): ReadonlyMap<Slot, AcceptedEntry> {
  const best = new Map<Slot, AcceptedEntry>();
  if (!rules['new-leader-recovers']) return best;
  for (const promise of Object.values(state.promises)) {
    for (const [number, accepted] of Object.entries(promise)) {
      const slot = Number(number);
      const before = best.get(slot);
      if (
        before === undefined ||
        (rules['choose-highest-accepted'] && isBelow(before.ballot, accepted.ballot))
      ) {
        best.set(slot, accepted);
      }
    }
  }
  return best;
}

/** Phase 2a. */
function proposeAt(self: Part, slot: Slot, entry: Entry): void {
  const { state } = self;
  state.proposed[slot] = { entry, by: {}, isDue: false };
  state.nextSlot = Math.max(state.nextSlot, slot + 1);
  sendToAll(self, { type: 'Accept', ballot: state.ballot, slot, entry });
}

export function onAccepted(self: Part, ballot: Ballot, slot: Slot, from: NodeId): void {
  const { state, options, rules } = self;
  const proposal = state.proposed[slot];
  if (state.role !== 'leading' || proposal === undefined || !isSame(ballot, state.ballot)) return;
  proposal.by[from] = true;
  const needed = rules['learn-from-majority'] ? quorumOf(self) : 1;
  if (Object.keys(proposal.by).length < needed) return;
  delete state.proposed[slot];
  learn(self, slot, proposal.entry);
  sendToOthers(self, { type: 'Chosen', slot, entry: proposal.entry });
  if (options.keepsBallot || Object.keys(state.proposed).length > 0) return;
  state.role = 'follower';
}

/**
 * A proposal that has waited for a whole heartbeat without being chosen is sent again, because
 * messages are lost.
 */
export function onHeartbeatTimer(self: Part): void {
  const { state, context, options } = self;
  const { ballot } = state;
  sendToOthers(self, { type: 'Heartbeat', ballot, known: state.applied });
  for (const [number, proposal] of Object.entries(state.proposed)) {
    const { entry, by, isDue } = proposal;
    const message = { type: 'Accept', ballot, slot: Number(number), entry } as const;
    proposal.isDue = true;
    if (!isDue) continue;
    for (const id of options.servers) if (by[id] === undefined) context.send(id, message);
  }
  context.setTimer('heartbeat', options.heartbeatMs);
}

/** Another server has begun a higher ballot. */
export function onHigherBallot(self: Part, ballot: Ballot): void {
  const { state, context, options, rules } = self;
  state.round = Math.max(state.round, ballot.round);
  if (state.role === 'follower' || !isBelow(state.ballot, ballot)) return;
  note(context, { kind: 'loses-log', ballot: state.ballot, by: ballot });
  state.role = 'follower';
  state.leader = null;
  state.proposed = {};
  state.waiting = [];
  context.cancelTimer('heartbeat');
  if (options.insistsMs === undefined) awaitLeader(self);
  else {
    // §2.4: two servers that outbid each other at once never get through phase 2.
    const backoffMs = rules['back-off-at-random'] ? options.insistsMs : 0;
    context.setTimer('election', context.random() * backoffMs);
  }
}

export function onHeartbeat(self: Part, ballot: Ballot, leader: NodeId): void {
  onHigherBallot(self, ballot);
  if (self.state.role !== 'follower' || isBelow(ballot, self.state.promised)) return;
  self.state.leader = leader;
  awaitLeader(self);
}
