/** Clocks as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { Request } from './counter.ts';
import { clocksInvariants } from './invariants.ts';
import { clocksNotes } from './notes.ts';
import { type ClocksRule, clocksRules } from './rules.ts';
import { viewOf } from './view.ts';

export const clocks: Sim<ClocksRule> = {
  id: 'clocks',
  title: 'Clocks: a counter, to be replaced',
  about: 'A client repeats requests until it gets a reply, and a server counts each of them once.',
  sources: ['RFC 9110, HTTP Semantics, 2022'],
  rules: clocksRules,
  invariants: clocksInvariants,
  files: ['rules.ts', 'notes.ts', 'counter.ts', 'cluster.ts', 'invariants.ts', 'view.ts'],
  notes: clocksNotes,
  arrowText: (message) =>
    typeof message === 'object' ? `request ${(message as Request).id}` : `total ${message}`,
  view: viewOf,
};
