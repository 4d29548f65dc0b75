/** The scenarios of Raft, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const raftWing: WingEntry = {
  id: 'raft',
  title: 'Raft: leader election',
  scenarios: [
    {
      id: 'raft/leader-crash',
      asks: 'How long is a Raft cluster without a leader after its leader dies?',
      load: () => import('./leader-crash.ts'),
    },
    {
      id: 'raft/first-election',
      asks: 'How does a Raft cluster that has just started get its first leader, and how soon?',
      load: () => import('./first-election.ts'),
    },
    {
      id: 'raft/split-vote',
      asks: 'Why are Raft’s election timeouts random?',
      load: () => import('./split-vote.ts'),
    },
    {
      id: 'raft/minority-partition',
      asks: 'A leader is cut off with a minority of the servers. Can it stay in charge?',
      load: () => import('./minority-partition.ts'),
    },
    {
      id: 'raft/lost-vote',
      asks: 'Why must a Raft server write its term and its vote to disk before it answers?',
      load: () => import('./lost-vote.ts'),
    },
    {
      id: 'raft/stale-log',
      asks: 'Can a server that misses a committed entry be elected?',
      load: () => import('./stale-log.ts'),
    },
    {
      id: 'raft/deaf-leader',
      asks: 'A deposed leader can send, but hears nothing. Can it keep the others leaderless?',
      load: () => import('./deaf-leader.ts'),
    },
    {
      id: 'raft/random-faults',
      asks: 'Do random crashes, partitions, pauses and lost messages ever break an election?',
      load: () => import('./random-faults.ts'),
    },
    {
      id: 'raft/storm',
      asks: 'Do crashes, partitions, pauses and lost messages ever lose or garble what clients were told?',
      load: () => import('./storm.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/raft/raft.ts')).raft,
    killers: (await import('./killers.ts')).raftKillers,
  }),
};
