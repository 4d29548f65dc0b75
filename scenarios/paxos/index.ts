/** The scenarios of paxos, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const paxosWing: WingEntry = {
  id: 'paxos',
  title: 'Paxos: one value from servers that crash',
  scenarios: [
    {
      id: 'paxos/single-decree',
      asks: 'Two servers propose different values at nearly the same time, and the first one crashes in between. Do all servers learn the same value?',
      load: () => import('./single-decree.ts'),
    },
    {
      id: 'paxos/one-value',
      asks: 'Any server may propose its own value at any time, while servers crash and messages are lost, duplicated and delayed. Is more than one value ever learned?',
      load: () => import('./one-value.ts'),
    },
    {
      id: 'paxos/duel',
      asks: 'Two proposers outbid each other. How long does the duel go on, with and without a random wait?',
      load: () => import('./duel.ts'),
    },
    {
      id: 'paxos/session-timeout',
      asks: 'Healthy members pause for a while, and later all of them crash. How many are suspected wrongly, and how soon is a crash detected?',
      load: () => import('./session-timeout.ts'),
    },
    {
      id: 'paxos/log',
      asks: 'Servers agree on a log of commands, while leaders crash, are cut off and outbid each other. Do all servers apply the same log, and do clients see a single machine?',
      load: () => import('./log.ts'),
    },
    {
      id: 'paxos/new-leader',
      asks: 'A leader crashes while some of its slots are known to acceptors and others only to itself. What does the next leader do with each slot?',
      load: () => import('./new-leader.ts'),
    },
    {
      id: 'paxos/stable-leader',
      asks: 'A leader keeps its ballot for all later commands. What does a command cost, and what if each command begins its own ballot?',
      load: () => import('./stable-leader.ts'),
    },
    {
      id: 'paxos/zab-election',
      asks: 'One server has the longest log, from an old epoch, and another a shorter one with later commits. Which of them becomes leader?',
      load: () => import('./zab-election.ts'),
    },
    {
      id: 'paxos/zab-reads',
      asks: 'Clients read from any follower, and one follower lags. Are reads stale, does a client ever go back in time, and what does sync cost?',
      load: () => import('./zab-reads.ts'),
    },
    {
      id: 'paxos/phi-accrual',
      asks: 'A failure detector learns the jitter of heartbeats instead of using a fixed timeout. How often does it suspect healthy members, and how soon does it detect a crash?',
      load: () => import('./phi-accrual.ts'),
    },
    {
      id: 'paxos/beside-raft',
      asks: 'Raft, Multi-Paxos and ZAB run side by side with the same network and disks. What does a leader cost in each, and what does a command cost?',
      load: () => import('./beside-raft.ts'),
    },
    {
      id: 'paxos/duelling-leaders',
      asks: 'Two duelling leaders of a log keep outbidding each other. How much time is lost, with and without a random wait, and what ends the duel?',
      load: () => import('./duelling-leaders.ts'),
    },
    {
      id: 'paxos/lease-length',
      asks: 'Leaders hold short, medium or long leases. How soon does another take over after a crash, how many renewals does that cost, and how many healthy leaders lose their lease in a pause?',
      load: () => import('./lease-length.ts'),
    },
    {
      id: 'paxos/phi-settings',
      asks: 'Members pause, for example for garbage collection, and others crash. With default settings, how often do the detectors of Akka and Cassandra suspect healthy members, and how soon do they detect a crash?',
      load: () => import('./phi-settings.ts'),
    },
    {
      id: 'paxos/log-races',
      asks: 'Servers of a log receive commands at the same time, each begins a ballot, and messages overtake one another. Does each slot get exactly one command?',
      load: () => import('./log-races.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/paxos/paxos.ts')).paxos,
    killers: (await import('./killers.ts')).paxosKillers,
    explorations: (await import('./explorations.ts')).paxosExplorations,
    stories: (await import('./exploration-stories.ts')).paxosStories,
  }),
};
