/** Paxos as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { Request } from './counter.ts';
import { paxosInvariants } from './invariants.ts';
import { paxosNotes } from './notes.ts';
import { type PaxosRule, paxosRules } from './rules.ts';
import { viewOf } from './view.ts';

export const paxos: Sim<PaxosRule> = {
  id: 'paxos',
  title: 'Paxos: a counter, to be replaced',
  about: 'A client repeats requests until it gets a reply, and a server counts each of them once.',
  sources: ['RFC 9110, HTTP Semantics, 2022'],
  rules: paxosRules,
  invariants: paxosInvariants,
  files: ['rules.ts', 'notes.ts', 'counter.ts', 'cluster.ts', 'invariants.ts', 'view.ts'],
  notes: paxosNotes,
  arrowText: (message) =>
    typeof message === 'object' ? `request ${(message as Request).id}` : `total ${message}`,
  view: viewOf,
};
