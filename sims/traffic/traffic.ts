/** Traffic as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { Request } from './counter.ts';
import { trafficInvariants } from './invariants.ts';
import { trafficNotes } from './notes.ts';
import { type TrafficRule, trafficRules } from './rules.ts';
import { viewOf } from './view.ts';

export const traffic: Sim<TrafficRule> = {
  id: 'traffic',
  title: 'Traffic: a counter, to be replaced',
  about: 'A client repeats requests until it gets a reply, and a server counts each of them once.',
  sources: ['RFC 9110, HTTP Semantics, 2022'],
  rules: trafficRules,
  invariants: trafficInvariants,
  files: ['rules.ts', 'notes.ts', 'counter.ts', 'cluster.ts', 'invariants.ts', 'view.ts'],
  notes: trafficNotes,
  arrowText: (message) =>
    typeof message === 'object' ? `request ${(message as Request).id}` : `total ${message}`,
  view: viewOf,
};
