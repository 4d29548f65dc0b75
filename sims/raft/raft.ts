/** Raft as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { raftChart } from './chart.ts';
import { raftInvariants } from './invariants.ts';
import { type RaftNote, raftArrowText, raftNoteInWords } from './notes.ts';
import { type RaftRule, raftRules } from './rules.ts';
import type { RaftMessage } from './state.ts';
import { raftView } from './view.ts';

export const raft: Sim<RaftRule> = {
  id: 'raft',
  title: 'Raft: leader election',
  about:
    'Servers agree on a leader by majority vote, in numbered terms. Whoever hears nothing of a leader for an election ' +
    'timeout stands for election; each server has one vote a term. So far the log is given and does not grow.',
  sources: [
    'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (extended version), 2014',
    'Ongaro, Consensus: Bridging Theory and Practice, 2014',
  ],
  rules: raftRules,
  invariants: raftInvariants,
  charts: [raftChart],
  files: ['chart.ts', 'server.ts', 'term.ts', 'election.ts', 'replication.ts', 'invariants.ts'],
  inWords: (note) => raftNoteInWords(note as RaftNote),
  arrowText: (message) => raftArrowText(message as RaftMessage),
  view: raftView,
};
