/** Every scenario of the lab, with the question that it answers. */
import { raft } from '../sims/raft/raft.ts';
import { Catalogue } from '../src/lab/catalogue.ts';
import { raftKillers } from './raft/killers.ts';

export const catalogue = new Catalogue([
  {
    sim: raft,
    killers: raftKillers,
    scenarios: [
      {
        id: 'raft/leader-crash',
        asks: 'How long is a Raft cluster without a leader after its leader dies?',
        load: () => import('./raft/leader-crash.ts'),
      },
      {
        id: 'raft/first-election',
        asks: 'How does a Raft cluster that has just started get its first leader, and how soon?',
        load: () => import('./raft/first-election.ts'),
      },
      {
        id: 'raft/split-vote',
        asks: 'Why are Raft’s election timeouts random?',
        load: () => import('./raft/split-vote.ts'),
      },
      {
        id: 'raft/minority-partition',
        asks: 'A leader is cut off with a minority of the servers. Can it stay in charge?',
        load: () => import('./raft/minority-partition.ts'),
      },
      {
        id: 'raft/lost-vote',
        asks: 'Why must a Raft server write its term and its vote to disk before it answers?',
        load: () => import('./raft/lost-vote.ts'),
      },
      {
        id: 'raft/stale-log',
        asks: 'Can a server that misses a committed entry be elected?',
        load: () => import('./raft/stale-log.ts'),
      },
      {
        id: 'raft/deaf-leader',
        asks: 'A deposed leader can send, but hears nothing. Can it keep the others leaderless?',
        load: () => import('./raft/deaf-leader.ts'),
      },
      {
        id: 'raft/random-faults',
        asks: 'Do random crashes, partitions, pauses and lost messages ever break an election?',
        load: () => import('./raft/random-faults.ts'),
      },
    ],
  },
]);
