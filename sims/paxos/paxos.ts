/** Paxos as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { RaftMessage } from '../raft/messages.ts';
import { raftArrowText, raftNotes } from '../raft/notes.ts';
import { isHeartbeat } from './detectors/detector.ts';
import { paxosInvariants } from './invariants.ts';
import { isOfLease } from './lease/messages.ts';
import { isOfLog, multiMessageInWords } from './multi/messages.ts';
import type { MultiRule } from './multi/rules.ts';
import { paxosNotes } from './notes.ts';
import { type PaxosRule, paxosRules } from './rules.ts';
import type { PaxosSubject } from './subject.ts';
import { type SynodMessage, synodMessageInWords } from './synod/messages.ts';
import { viewOf } from './view.ts';
import { isOfZab, zabMessageInWords } from './zab/messages.ts';
import { zabRules } from './zab/rules.ts';

/** Messages of Raft, which runs alongside in one scenario. */
const isOfRaft = (message: object): message is RaftMessage =>
  'term' in message || 'request' in message;

function messageInWords(message: object): string | undefined {
  if (isHeartbeat(message) || isOfLease(message)) return undefined;
  if (isOfRaft(message)) return raftArrowText(message);
  if (isOfZab(message)) return zabMessageInWords(message);
  return isOfLog(message)
    ? multiMessageInWords(message)
    : synodMessageInWords(message as SynodMessage);
}

/**
 * Exploration covers servers without clients, which cannot tell how often a command was executed,
 * or that an answer never comes.
 */
const notOfLogs: readonly MultiRule[] = [
  'gaps-get-no-ops',
  'read-through-log',
  'commands-apply-once',
];

export const paxos: Sim<PaxosRule> = {
  id: 'paxos',
  title: 'Paxos: one value, and a log of many, from servers that crash',
  about:
    'Servers choose one value and never another, or a log of many values by Multi-Paxos or by ZooKeeper’s broadcast, though any of them may propose, messages are lost and servers crash. Left out: snapshots of the log, and membership changes.',
  sources: [
    'Lamport, Paxos Made Simple, 2001',
    'Junqueira, Reed and Serafini, Zab: High-performance broadcast for primary-backup systems, 2011',
    'Hunt, Konar, Junqueira and Reed, ZooKeeper: Wait-free coordination for Internet-scale systems, 2010',
  ],
  rules: paxosRules,
  invariants: paxosInvariants,
  files: [
    'ballot.ts',
    'synod/messages.ts',
    'synod/rules.ts',
    'synod/notes.ts',
    'detectors/notes.ts',
    'store/command.ts',
    'multi/messages.ts',
    'multi/notes.ts',
    'store/notes.ts',
    'zab/zxid.ts',
    'zab/messages.ts',
    'zab/notes.ts',
    'lease/notes.ts',
    'notes.ts',
    'subject.ts',
    'synod/laws.ts',
    'synod/history.ts',
    'synod/part.ts',
    'synod/exploration.ts',
    'quorum.ts',
    'synod/judge.ts',
    'synod/acceptor.ts',
    'synod/proposer.ts',
    'synod/recovery.ts',
    'synod/server.ts',
    'synod/cluster.ts',
    'store/client.ts',
    'store/history.ts',
    'multi/laws.ts',
    'multi/judge.ts',
    'store/machine.ts',
    'multi/rules.ts',
    'multi/part.ts',
    'multi/acceptor.ts',
    'multi/learner.ts',
    'multi/leader.ts',
    'multi/server.ts',
    'multi/history.ts',
    'multi/exploration.ts',
    'multi/cluster.ts',
    'zab/laws.ts',
    'zab/judge.ts',
    'zab/rules.ts',
    'zab/part.ts',
    'zab/reads.ts',
    'zab/leader.ts',
    'zab/election.ts',
    'zab/server.ts',
    'zab/cluster.ts',
    'invariants.ts',
    'rules.ts',
    'synod/formulas.ts',
    'view.ts',
    'detectors/detector.ts',
    'detectors/formulas.ts',
    'multi/formulas.ts',
    'detectors/phi.ts',
    'beside/tally.ts',
    'beside/cluster.ts',
    'beside/formulas.ts',
    'lease/messages.ts',
    'lease/lease.ts',
    'lease/formulas.ts',
    'detectors/settings.ts',
  ],
  notes: {
    kinds: [...paxosNotes.kinds, ...raftNotes.kinds],
    inWords: (note) => paxosNotes.inWords(note) ?? raftNotes.inWords(note),
  },
  arrowText: (message) => messageInWords(message as object),
  view: viewOf,
  explorable: {
    params: { servers: 3 },
    clockRules: ['back-off-at-random', ...notOfLogs, ...Object.keys(zabRules)],
    of: ({ exploration }: PaxosSubject) => exploration,
  },
};
