/** The scenarios of paxos, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const paxosWing: WingEntry = {
  id: 'paxos',
  title: 'Paxos: one value from servers that crash',
  scenarios: [
    {
      id: 'paxos/single-decree',
      asks: 'Two servers propose different values at nearly the same time, and the first crashes on the way. Do all servers learn the same value?',
      load: () => import('./single-decree.ts'),
    },
    {
      id: 'paxos/one-value',
      asks: 'Any server may propose a value of its own at any time, while servers crash and messages are lost, doubled and late. Is more than one value ever learned?',
      load: () => import('./one-value.ts'),
    },
    {
      id: 'paxos/duel',
      asks: 'Two proposers outbid each other. How long does that go on, with a random wait and without?',
      load: () => import('./duel.ts'),
    },
    {
      id: 'paxos/session-timeout',
      asks: 'Healthy members pause for a while, and later all of them crash. How many are suspected wrongly, and how soon is a crash noticed?',
      load: () => import('./session-timeout.ts'),
    },
    {
      id: 'paxos/log',
      asks: 'Servers agree on a log of commands, and leaders crash, are cut off and outbid each other. Do all servers apply the same log, and do clients see one machine?',
      load: () => import('./log.ts'),
    },
    {
      id: 'paxos/new-leader',
      asks: 'A leader crashes with slots that some acceptors know and slots that only it knew. What does the next leader do with each?',
      load: () => import('./new-leader.ts'),
    },
    {
      id: 'paxos/stable-leader',
      asks: 'A leader keeps its ballot for every command to come. What does a command cost, and what if each begins a ballot of its own?',
      load: () => import('./stable-leader.ts'),
    },
    {
      id: 'paxos/zab-election',
      asks: 'One server has the longest log, from an old epoch, and another a shorter one with what was committed since. Which of them leads?',
      load: () => import('./zab-election.ts'),
    },
    {
      id: 'paxos/zab-reads',
      asks: 'Clients read from any follower, and one follower lags. Are reads stale, does a client go back in time, and what does sync cost?',
      load: () => import('./zab-reads.ts'),
    },
    {
      id: 'paxos/phi-accrual',
      asks: 'A failure detector learns the jitter of heartbeats instead of having a fixed timeout. How often does it suspect healthy members, and how soon does it find a crash?',
      load: () => import('./phi-accrual.ts'),
    },
    {
      id: 'paxos/beside-raft',
      asks: 'Raft, Multi-Paxos and ZAB run beside each other with the same network and disks. What does a leader cost in each, and what does a command?',
      load: () => import('./beside-raft.ts'),
    },
    {
      id: 'paxos/duelling-leaders',
      asks: 'Two servers of a log both want to lead, and outbid each other again and again. How much of the time is lost, with a random wait and without, and what ends it?',
      load: () => import('./duelling-leaders.ts'),
    },
    {
      id: 'paxos/lease-length',
      asks: 'Leaders hold leases that are short, longer and long. How soon does another lead after a crash, how many renewals does that take, and how many healthy leaders lose their lease in a pause?',
      load: () => import('./lease-length.ts'),
    },
    {
      id: 'paxos/phi-settings',
      asks: 'Members pause, as for garbage collection, and others crash. How often do the detectors of Akka and Cassandra suspect the healthy ones with their default settings, and how soon do they find a crash?',
      load: () => import('./phi-settings.ts'),
    },
    {
      id: 'paxos/log-races',
      asks: 'Servers of a log are asked for commands at once, each begins a ballot, and messages overtake one another. Does each slot get one command?',
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
