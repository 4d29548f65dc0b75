/** Replication as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { Request } from './counter.ts';
import { replicationInvariants } from './invariants.ts';
import { replicationNotes } from './notes.ts';
import { type ReplicationRule, replicationRules } from './rules.ts';
import { viewOf } from './view.ts';

export const replication: Sim<ReplicationRule> = {
  id: 'replication',
  title: 'Replication: a counter, to be replaced',
  about: 'A client repeats requests until it gets a reply, and a server counts each of them once.',
  sources: ['RFC 9110, HTTP Semantics, 2022'],
  rules: replicationRules,
  invariants: replicationInvariants,
  files: ['rules.ts', 'notes.ts', 'counter.ts', 'cluster.ts', 'invariants.ts', 'view.ts'],
  notes: replicationNotes,
  arrowText: (message) =>
    typeof message === 'object' ? `request ${(message as Request).id}` : `total ${message}`,
  view: viewOf,
};
