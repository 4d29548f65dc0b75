/** Paxos as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { isHeartbeat } from './detectors/detector.ts';
import { paxosInvariants } from './invariants.ts';
import { paxosNotes } from './notes.ts';
import { type PaxosRule, paxosRules } from './rules.ts';
import type { PaxosSubject } from './subject.ts';
import { type SynodMessage, synodMessageInWords } from './synod/messages.ts';
import { viewOf } from './view.ts';

export const paxos: Sim<PaxosRule> = {
  id: 'paxos',
  title: 'Paxos: one value from servers that crash',
  about:
    'Servers choose one value and never another, though any of them may propose, messages are lost and servers crash. Left out: a log of many values, and changes of membership.',
  sources: ['Lamport, Paxos Made Simple, 2001'],
  rules: paxosRules,
  invariants: paxosInvariants,
  files: [
    'ballot.ts',
    'synod/messages.ts',
    'synod/rules.ts',
    'synod/notes.ts',
    'detectors/notes.ts',
    'notes.ts',
    'subject.ts',
    'synod/laws.ts',
    'synod/history.ts',
    'synod/part.ts',
    'synod/exploration.ts',
    'synod/judge.ts',
    'synod/acceptor.ts',
    'synod/proposer.ts',
    'synod/recovery.ts',
    'synod/server.ts',
    'synod/cluster.ts',
    'invariants.ts',
    'rules.ts',
    'synod/formulas.ts',
    'view.ts',
    'detectors/detector.ts',
    'detectors/formulas.ts',
  ],
  notes: paxosNotes,
  arrowText: (message) =>
    isHeartbeat(message) ? undefined : synodMessageInWords(message as SynodMessage),
  view: viewOf,
  explorable: {
    params: { servers: 3 },
    clockRules: ['back-off-at-random'],
    of: ({ exploration }: PaxosSubject) => exploration,
  },
};
