/** Estimation as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { Request } from './counter.ts';
import { estimationInvariants } from './invariants.ts';
import { estimationNotes } from './notes.ts';
import { type EstimationRule, estimationRules } from './rules.ts';
import { viewOf } from './view.ts';

export const estimation: Sim<EstimationRule> = {
  id: 'estimation',
  title: 'Estimation: a counter, to be replaced',
  about: 'A client repeats requests until it gets a reply, and a server counts each of them once.',
  sources: ['RFC 9110, HTTP Semantics, 2022'],
  rules: estimationRules,
  invariants: estimationInvariants,
  files: ['rules.ts', 'notes.ts', 'counter.ts', 'cluster.ts', 'invariants.ts', 'view.ts'],
  notes: estimationNotes,
  arrowText: (message) =>
    typeof message === 'object' ? `request ${(message as Request).id}` : `total ${message}`,
  view: viewOf,
};
