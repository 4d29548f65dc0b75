/** Phases 1 to 3 on both sides: a new epoch, the leader's history, then the broadcast (Zab). */
import type { NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import { majorityOf } from '../quorum.ts';
import type { Command } from '../store/command.ts';
import type { Transaction } from './messages.ts';
import { commitUpTo, isMajority, lastOf, type Part, sendToOthers } from './part.ts';
import type { Zxid } from './zxid.ts';

export function joins({ state, context, options }: Part, leader: NodeId): void {
  state.phase = 'following';
  state.leader = leader;
  state.epoch = 0;
  context.cancelTimer('vote');
  context.cancelTimer('settle');
  context.setTimer('silence', options.silenceMs);
  context.send(leader, { type: 'FollowerInfo', epoch: state.acceptedEpoch });
}

export function becomeProspective(self: Part): void {
  const { state, context, options } = self;
  state.phase = 'discovering';
  state.leader = context.self;
  state.epoch = 0;
  state.epochs = { [context.self]: state.acceptedEpoch };
  state.agreed = {};
  state.acknowledged = {};
  context.cancelTimer('vote');
  context.cancelTimer('settle');
  context.setTimer('silence', options.silenceMs);
}

/** Phase 1. With a majority, the new epoch is above every epoch that any of them has accepted. */
export function onFollowerInfo(self: Part, epoch: number, from: NodeId): void {
  const { state, context } = self;
  // The follower has settled on this leader before the leader itself did.
  if (state.phase === 'looking' && state.vote.candidate === context.self) becomeProspective(self);
  if (state.leader !== context.self) return;
  state.epochs[from] = epoch;
  if (state.epoch > 0) return context.send(from, { type: 'NewEpoch', epoch: state.epoch });
  if (!isMajority(self, state.epochs)) return;
  state.epoch = Math.max(...Object.values(state.epochs)) + 1;
  acceptEpoch(self, state.epoch);
  state.agreed[context.self] = true;
  for (const id of Object.keys(state.epochs)) {
    if (id !== context.self) context.send(id, { type: 'NewEpoch', epoch: state.epoch });
  }
}

function acceptEpoch({ state, context, rules }: Part, epoch: number): void {
  state.acceptedEpoch = epoch;
  if (rules['epoch-is-durable']) context.persist({ kind: 'epoch', accepted: epoch });
}

/** @returns whether the follower continues with this leader */
export function onNewEpoch(self: Part, epoch: number, from: NodeId): boolean {
  const { state, context } = self;
  if (state.phase !== 'following' || state.leader !== from) return true;
  if (epoch < state.acceptedEpoch) return false;
  acceptEpoch(self, epoch);
  const { length } = state.history;
  context.sendWhenDurable(from, { type: 'AckEpoch', epoch, last: lastOf(state.history), length });
  return true;
}

/** Phase 2: each follower that agrees gets the leader's whole history. */
export function onAckEpoch(self: Part, epoch: number, from: NodeId): void {
  const { state, context } = self;
  if (state.leader !== context.self || epoch !== state.epoch) return;
  state.agreed[from] = true;
  if (!isMajority(self, state.agreed)) return;
  const newcomers = state.phase === 'discovering' ? Object.keys(state.agreed) : [from];
  if (state.phase === 'discovering') {
    state.phase = 'synchronizing';
    state.acknowledged[context.self] = state.history.length;
  }
  const message = { type: 'NewLeader', epoch, history: [...state.history] } as const;
  for (const id of newcomers) if (id !== context.self) context.send(id, message);
}

export function onNewLeader(
  self: Part,
  epoch: number,
  history: readonly Transaction[],
  from: NodeId,
): void {
  const { state, context } = self;
  if (state.leader !== from || epoch !== state.acceptedEpoch) return;
  state.epoch = epoch;
  state.history = [...history];
  context.persist({ kind: 'history', history });
  note(context, { kind: 'follows-leader', leader: from, epoch });
  context.sendWhenDurable(from, { type: 'AckLeader', epoch, length: history.length });
}

/** The part of the leader's history that a majority has is committed. */
function onAcknowledged(self: Part, length: number, from: NodeId): void {
  const { state, context, options } = self;
  state.acknowledged[from] = Math.max(state.acknowledged[from] ?? 0, length);
  if (!isMajority(self, state.acknowledged)) return;
  if (state.phase === 'synchronizing') {
    state.phase = 'leading';
    state.counter = 0;
    state.heard = {};
    const { history, epoch } = state;
    const last = lastOf(history);
    note(context, { kind: 'leads-epoch', epoch, last, length: history.length });
    context.setTimer('silence', options.silenceMs);
    onPingTimer(self);
  }
  const lengths = Object.values(state.acknowledged).sort((one, other) => other - one);
  const committed = lengths[majorityOf(options.servers.length) - 1] ?? 0;
  if (committed <= state.committed) return;
  commitUpTo(self, committed);
  sendToOthers(self, { type: 'Commit', epoch: state.epoch, committed });
}

/** It takes part from now on, and learns what was committed before. */
export function onAckLeader(self: Part, epoch: number, length: number, from: NodeId): void {
  const { state, context } = self;
  if (state.leader !== context.self || epoch !== state.epoch) return;
  onAcknowledged(self, length, from);
  context.send(from, { type: 'Commit', epoch, committed: state.committed });
}

/** Phase 3. */
export function broadcast(self: Part, command: Command): void {
  const { state, context } = self;
  state.counter += 1;
  const zxid = { epoch: state.epoch, counter: state.counter };
  const transaction = { zxid, command };
  state.history.push(transaction);
  context.persist({ kind: 'transaction', transaction });
  context.sendWhenDurable(context.self, { type: 'Ack', zxid });
  for (const id of Object.keys(state.acknowledged)) {
    if (id !== context.self) context.send(id, { type: 'Proposal', transaction });
  }
}

/**
 * @returns whether the proposal is the next one; a follower that missed one must be synchronized again
 */
export function onProposal(self: Part, transaction: Transaction, from: NodeId): boolean {
  const { state, context, rules } = self;
  const { zxid } = transaction;
  if (state.leader !== from || zxid.epoch !== state.epoch) return true;
  const last = lastOf(state.history);
  const next = last.epoch === zxid.epoch ? last.counter + 1 : 1;
  if (zxid.counter < next) return true;
  if (rules['follower-takes-in-order'] && zxid.counter !== next) return false;
  state.history.push(transaction);
  context.persist({ kind: 'transaction', transaction });
  context.sendWhenDurable(from, { type: 'Ack', zxid });
  return true;
}

export function onAck(self: Part, zxid: Zxid, from: NodeId): void {
  const { state } = self;
  if (state.phase !== 'leading' || zxid.epoch !== state.epoch) return;
  const before = state.history.length - state.counter;
  onAcknowledged(self, before + zxid.counter, from);
}

export function onPingTimer(self: Part): void {
  const { state, context, options } = self;
  sendToOthers(self, { type: 'Ping', epoch: state.epoch });
  context.setTimer('ping', options.pingMs);
}

/** The leader has heard from a majority, so its timeout starts again. */
export function onPong(self: Part, epoch: number, from: NodeId): void {
  const { state, context, options } = self;
  if (state.phase !== 'leading' || epoch !== state.epoch) return;
  state.heard[from] = true;
  if (!isMajority(self, { ...state.heard, [context.self]: true })) return;
  state.heard = {};
  context.setTimer('silence', options.silenceMs);
}
