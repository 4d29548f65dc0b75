/** The scenarios of paxos, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const paxosWing: WingEntry = {
  id: 'paxos',
  title: 'Paxos: a counter, to be replaced',
  scenarios: [
    {
      id: 'paxos/repeated-requests',
      asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
      load: () => import('./repeated-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/paxos/paxos.ts')).paxos,
    killers: (await import('./killers.ts')).paxosKillers,
  }),
};
