/** A server of Multi-Paxos: acceptor, learner and possibly leader, with a store of registers. */
import type { Actor } from '../../../src/world/actor.ts';
import { isBelow, noBallot } from '../ballot.ts';
import { emptyMachine } from '../store/machine.ts';
import { onAccept, onPrepare } from './acceptor.ts';
import {
  awaitLeader,
  beginBallot,
  onAccepted,
  onHeartbeat,
  onHeartbeatTimer,
  onHigherBallot,
  onPromise,
  onRequest,
} from './leader.ts';
import { catchUp, learn, tell } from './learner.ts';
import type { MultiMessage, MultiOptions, MultiRecord, MultiTimer } from './messages.ts';
import type { MultiState, Part } from './part.ts';
import type { MultiRules } from './rules.ts';

export function multiServer(
  rules: MultiRules,
  options: MultiOptions,
): Actor<MultiState, MultiMessage, MultiTimer, MultiRecord> {
  return {
    kind: 'multi',

    start(context, journal) {
      const state: MultiState = {
        ...recovered(journal),
        role: 'follower',
        ballot: noBallot,
        promises: {},
        proposed: {},
        nextSlot: 1,
        waiting: [],
        owes: {},
        leader: null,
        chosen: {},
        applied: 0,
        machine: emptyMachine(),
      };
      awaitLeader({ state, context, options, rules });
      const isFirst = journal.length === 0 && context.self === options.servers[0];
      if (isFirst && options.firstLeads === true) context.setTimer('election', 0);
      return state;
    },

    receive(state, message, from, context) {
      const self: Part = { state, context, options, rules };
      switch (message.type) {
        case 'Request':
          return onRequest(self, message.command, from);
        case 'Prepare':
          onPrepare(self, message.ballot, message.from, from);
          if (from !== context.self) onHigherBallot(self, message.ballot);
          return;
        case 'Promise':
          return onPromise(self, message.ballot, message.accepted, from);
        case 'Accept':
          return onAccept(self, message.ballot, message.slot, message.entry, from);
        case 'Accepted':
          return onAccepted(self, message.ballot, message.slot, from);
        case 'Reject':
          return onHigherBallot(self, message.promised);
        case 'Chosen':
          return learn(self, message.slot, message.entry);
        case 'Heartbeat':
          onHeartbeat(self, message.ballot, from);
          return catchUp(self, message.known, from);
        case 'Missing':
          return tell(self, message.from, from);
      }
    },

    timeout(state, timer, context) {
      const self: Part = { state, context, options, rules };
      if (timer === 'heartbeat') onHeartbeatTimer(self);
      else beginBallot(self);
    },
  };
}

/** What a server knows after a crash: its journal. It learns chosen commands again. */
function recovered(
  journal: readonly MultiRecord[],
): Pick<MultiState, 'promised' | 'accepted' | 'round'> {
  const state = { promised: noBallot, accepted: {} as MultiState['accepted'], round: 0 };
  const promise = (ballot: typeof noBallot) => {
    if (isBelow(state.promised, ballot)) state.promised = ballot;
  };
  for (const record of journal) {
    if (record.kind === 'round') state.round = record.round;
    else if (record.kind === 'promise') promise(record.ballot);
    else {
      promise(record.accepted.ballot);
      state.accepted[record.slot] = record.accepted;
    }
  }
  return state;
}
