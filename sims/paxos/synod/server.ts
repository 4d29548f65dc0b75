/** A server of single-decree Paxos: proposer, acceptor and learner in one, on one disk. */
import type { Actor } from '../../../src/world/actor.ts';
import { noBallot } from '../ballot.ts';
import { onAccept, onPrepare } from './acceptor.ts';
import type { SynodMessage, SynodOptions, SynodRecord, SynodTimer } from './messages.ts';
import type { Part, SynodState } from './part.ts';
import { beginBallot, learn, onAccepted, onHigherBallot, onPromise, propose } from './proposer.ts';
import { recovered } from './recovery.ts';
import type { SynodRules } from './rules.ts';

type SynodActor = Actor<SynodState, SynodMessage, SynodTimer, SynodRecord>;

export function synodServer(rules: SynodRules, options: SynodOptions): SynodActor {
  return {
    kind: 'synod',

    start: (_context, journal) => ({
      ...recovered(journal),
      wanted: null,
      phase: 'idle',
      ballot: noBallot,
      proposed: null,
      promises: {},
      acceptances: {},
      learned: null,
    }),

    receive(state, message, from, context) {
      const self: Part = { state, context, options, rules };
      switch (message.type) {
        case 'Propose':
          return propose(self, message.value);
        case 'Prepare':
          onPrepare(self, message.ballot, from);
          return onHigherBallot(self, message.ballot);
        case 'Promise':
          return onPromise(self, message.ballot, message.accepted, from);
        case 'Accept':
          return onAccept(self, message.ballot, message.value, from);
        case 'Accepted':
          return onAccepted(self, message.ballot, from);
        case 'Reject':
          return onHigherBallot(self, message.promised);
        case 'Chosen':
          return learn(self, message.value);
      }
    },

    timeout(state, _timer, context) {
      beginBallot({ state, context, options, rules });
    },
  };
}
