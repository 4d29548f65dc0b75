/**
 * Phase 0: servers look for the one with the longest history (ZooKeeper's fast leader election).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import { becomeProspective, joins } from './leader.ts';
import type { Vote } from './messages.ts';
import { isMajority, lastOf, type Part, sendToOthers } from './part.ts';
import { isEarlier, isSameZxid } from './zxid.ts';

export function look(self: Part): void {
  const { state, context, options } = self;
  state.phase = 'looking';
  state.leader = null;
  state.round += 1;
  const last = lastOf(state.history);
  const { length } = state.history;
  state.vote = { candidate: context.self, last, length };
  state.votes = { [context.self]: state.vote };
  context.cancelTimer('ping');
  context.cancelTimer('silence');
  note(context, { kind: 'looks-for-leader', round: state.round, last, length });
  sendToOthers(self, { type: 'Ballot', round: state.round, vote: state.vote });
  context.setTimer('vote', options.silenceMs);
  settle(self);
}

/** The highest (epoch, counter) wins, and of equals the higher id. */
export function isBetter({ rules }: Part, one: Vote, other: Vote): boolean {
  if (!rules['highest-zxid-wins'] && one.length !== other.length) {
    return one.length > other.length;
  }
  if (isSameZxid(one.last, other.last)) return one.candidate > other.candidate;
  return isEarlier(other.last, one.last);
}

export function onBallot(self: Part, round: number, vote: Vote, from: NodeId): void {
  const { state, context } = self;
  if (state.phase !== 'looking') {
    // A follower that has not heard from its leader yet must not vouch for it.
    if (state.leader !== null && state.epoch > 0)
      context.send(from, { type: 'HasLeader', leader: state.leader });
    return;
  }
  const own = { type: 'Ballot', round: state.round, vote: state.vote } as const;
  if (round < state.round) return context.send(from, own);
  if (round > state.round) {
    state.round = round;
    state.votes = {};
  }
  const isNew = round > own.round || isBetter(self, vote, state.vote);
  if (isBetter(self, vote, state.vote)) state.vote = vote;
  state.votes[from] = vote;
  state.votes[context.self] = state.vote;
  if (isNew) sendToOthers(self, { type: 'Ballot', round, vote: state.vote });
  settle(self);
}

function settle(self: Part): void {
  const { state, context, options } = self;
  const same = Object.entries(state.votes).filter(
    ([, { candidate }]) => candidate === state.vote.candidate,
  );
  if (isMajority(self, Object.fromEntries(same))) context.setTimer('settle', options.settleMs);
  else context.cancelTimer('settle');
}

export function onSettled(self: Part): void {
  const { state, context } = self;
  if (state.phase !== 'looking') return;
  if (state.vote.candidate === context.self) becomeProspective(self);
  else joins(self, state.vote.candidate);
}

export function onHasLeader(self: Part, leader: NodeId): void {
  if (self.state.phase === 'looking' && leader !== self.context.self) joins(self, leader);
}
