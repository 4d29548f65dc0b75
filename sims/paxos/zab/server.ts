/** A server of the broadcast: it votes, leads or follows, and serves clients from its own store. */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import type { Command } from '../store/command.ts';
import { emptyMachine } from '../store/machine.ts';
import { look, onBallot, onHasLeader, onSettled } from './election.ts';
import {
  broadcast,
  onAck,
  onAckEpoch,
  onAckLeader,
  onFollowerInfo,
  onNewEpoch,
  onNewLeader,
  onPingTimer,
  onPong,
  onProposal,
} from './leader.ts';
import type { Transaction, ZabMessage, ZabOptions, ZabRecord, ZabTimer } from './messages.ts';
import { answerRead, commitUpTo, type Part, type ZabState } from './part.ts';
import type { ZabRules } from './rules.ts';
import { noZxid } from './zxid.ts';

export function zabServer(
  rules: ZabRules,
  options: ZabOptions,
): Actor<ZabState, ZabMessage, ZabTimer, ZabRecord> {
  return {
    kind: 'zab',

    start(context, journal) {
      const state: ZabState = {
        ...recovered(journal),
        phase: 'looking',
        round: 0,
        vote: { candidate: context.self, last: noZxid, length: 0 },
        votes: {},
        leader: null,
        epoch: 0,
        epochs: {},
        agreed: {},
        acknowledged: {},
        counter: 0,
        heard: {},
        committed: 0,
        machine: emptyMachine(),
        owes: {},
      };
      context.setTimer('vote', 0);
      return state;
    },

    receive(state, message, from, context) {
      const self: Part = { state, context, options, rules };
      switch (message.type) {
        case 'Request':
          return onRequest(self, message.command, message.seen, message.sync);
        case 'Ballot':
          return onBallot(self, message.round, message.vote, from);
        case 'HasLeader':
          return onHasLeader(self, message.leader);
        case 'FollowerInfo':
          return onFollowerInfo(self, message.epoch, from);
        case 'NewEpoch':
          if (!onNewEpoch(self, message.epoch, from)) look(self);
          return;
        case 'AckEpoch':
          return onAckEpoch(self, message.epoch, from);
        case 'NewLeader':
          return onNewLeader(self, message.epoch, message.history, from);
        case 'AckLeader':
          return onAckLeader(self, message.epoch, message.length, from);
        case 'Proposal':
          if (!onProposal(self, message.transaction, from)) look(self);
          return;
        case 'Ack':
          return onAck(self, message.zxid, from);
        default:
          return onTalk(self, message, from);
      }
    },

    timeout(state, timer, context) {
      const self: Part = { state, context, options, rules };
      if (timer === 'ping') onPingTimer(self);
      else if (timer === 'settle') onSettled(self);
      else look(self);
    },
  };
}

/** Between a leader and the followers that it has synchronized. */
function onTalk(self: Part, message: ZabMessage, from: NodeId): void {
  const { state, context, options } = self;
  switch (message.type) {
    case 'Commit':
      if (isLed(self, message.epoch, from)) commitUpTo(self, message.committed);
      return;
    case 'Ping':
      if (!isLed(self, message.epoch, from)) return;
      context.setTimer('silence', options.silenceMs);
      return context.send(from, { type: 'Pong', epoch: message.epoch });
    case 'Pong':
      return onPong(self, message.epoch, from);
    case 'Forward':
      if (state.phase === 'leading') broadcast(self, message.command);
      return;
    case 'Sync':
      if (state.phase === 'leading') context.send(from, { ...message, type: 'Synced' });
      return;
    case 'Synced':
      if (state.owes[message.command.client] !== message.command.serial) return;
      return answerRead(self, message.command);
  }
}

const isLed = ({ state }: Part, epoch: number, from: NodeId) =>
  state.phase === 'following' && state.leader === from && state.epoch === epoch;

/** Any server answers reads from its own store; writes go through the leader (ZooKeeper, §4). */
function onRequest(self: Part, command: Command, seen: number, sync: boolean): void {
  const { state, context, rules } = self;
  const { client, serial, f } = command;
  const leads = state.phase === 'leading';
  const serves = leads || (state.phase === 'following' && state.epoch > 0);
  const isBehind = rules['session-not-behind'] && seen > state.committed;
  if (!serves || state.leader === null || isBehind) {
    return context.send(client, { type: 'Redirect', serial, leader: null });
  }
  if (f === 'get' && (!sync || leads || !rules['sync-asks-leader'])) {
    return answerRead(self, command);
  }
  state.owes[client] = serial;
  if (f === 'get') context.send(state.leader, { type: 'Sync', command });
  else if (leads) broadcast(self, command);
  else context.send(state.leader, { type: 'Forward', command });
}

/** What a server knows after a crash: its journal. It learns from a leader what is committed. */
function recovered(journal: readonly ZabRecord[]): Pick<ZabState, 'acceptedEpoch' | 'history'> {
  let acceptedEpoch = 0;
  let history: Transaction[] = [];
  for (const record of journal) {
    if (record.kind === 'epoch') acceptedEpoch = record.accepted;
    else if (record.kind === 'history') history = [...record.history];
    else history.push(record.transaction);
  }
  return { acceptedEpoch, history };
}
