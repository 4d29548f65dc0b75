/** The scenarios of replication, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const replicationWing: WingEntry = {
  id: 'replication',
  title: 'Replication: a counter, to be replaced',
  scenarios: [
    {
      id: 'replication/repeated-requests',
      asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
      load: () => import('./repeated-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/replication/replication.ts')).replication,
    killers: (await import('./killers.ts')).replicationKillers,
  }),
};
