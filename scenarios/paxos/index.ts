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
  ],
  load: async () => ({
    sim: (await import('../../sims/paxos/paxos.ts')).paxos,
    killers: (await import('./killers.ts')).paxosKillers,
    explorations: (await import('./explorations.ts')).paxosExplorations,
    stories: (await import('./exploration-stories.ts')).paxosStories,
  }),
};
