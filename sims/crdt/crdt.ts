/** Replicated data types as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { crdtExplorable } from './exploration/exploration.ts';
import { crdtInvariants, noInterleaving } from './invariants.ts';
import { crdtArrowText } from './messages.ts';
import { crdtNotes } from './notes.ts';
import { type CrdtRule, crdtRules } from './rules.ts';
import { viewOf } from './view.ts';

export const crdt: Sim<CrdtRule> = {
  id: 'crdt',
  title: 'CRDTs: replicated data that merges without coordination',
  about:
    'Replicas take edits at once, without asking one another, and come to the same value by merging: counters, sets, ' +
    'registers, maps and text, shipped as whole states, as deltas or as operations, over a network that loses, doubles ' +
    'and reorders messages. Replicas are honest, and a group does not change its members.',
  sources: [
    'Shapiro, Preguiça, Baquero and Zawirski, A comprehensive study of Convergent and Commutative Replicated Data Types, INRIA RR-7506, 2011',
    'Almeida, Shoker and Baquero, Delta State Replicated Data Types, 2016',
    'Bieniusa et al., An Optimized Conflict-free Replicated Set, INRIA RR-8083, 2012',
    'Roh, Jeon, Kim and Lee, Replicated abstract data types: Building blocks for collaborative applications, 2011',
    'Weidner and Kleppmann, The Art of the Fugue: Minimizing Interleaving in Collaborative Text Editing, 2023',
    'Balegas et al., Extending Eventually Consistent Cloud Databases for Enforcing Numeric Invariants, 2015',
    'Kulkarni et al., Logical Physical Clocks, 2014',
  ],
  rules: crdtRules,
  invariants: [...crdtInvariants, noInterleaving],
  files: [
    'types.ts',
    'plain.ts',
    'rules.ts',
    'counters/g-counter.ts',
    'counters/pn-counter.ts',
    'counters/bounded-counter.ts',
    'sets/g-set.ts',
    'sets/two-phase-set.ts',
    'clocks/version-vector.ts',
    'clocks/causal-context.ts',
    'sets/or-set.ts',
    'sets/orswot.ts',
    'maps/or-map.ts',
    'clocks/hybrid-logical-clock.ts',
    'registers/lww-register.ts',
    'maps/lww-map.ts',
    'clocks/dotted-version-vector.ts',
    'registers/mv-register.ts',
    'clocks/lamport-clock.ts',
    'text/counted-list.ts',
    'text/counted-list-changes.ts',
    'text/element-id.ts',
    'text/rga.ts',
    'text/fugue.ts',
    'notes.ts',
    'replication/replica.ts',
    'replication/state-gossip.ts',
    'replication/delta-gossip.ts',
    'replication/causal-broadcast.ts',
    'models.ts',
    'text/text.ts',
    'catalogue.ts',
    'replication/group.ts',
    'laws.ts',
    'invariants.ts',
    'messages.ts',
    'refusal.ts',
    'text/editing-trace.ts',
    'text/generated-trace.ts',
    'text/text-replica.ts',
    'text/origin-text.ts',
    'text/replay.ts',
    'view.ts',
    'listeners.ts',
    'exploration/edits.ts',
    'exploration/ghost.ts',
    'exploration/properties.ts',
    'exploration/exploration.ts',
  ],
  explorable: crdtExplorable,
  notes: crdtNotes,
  arrowText: crdtArrowText,
  view: viewOf,
};
