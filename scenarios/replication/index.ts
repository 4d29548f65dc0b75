/** The scenarios of replication, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const replicationWing: WingEntry = {
  id: 'replication',
  title: 'Replication: primary and replicas',
  scenarios: [
    {
      id: 'replication/failover-in-lag',
      asks: 'A primary dies, and a replica takes over. How many acknowledged writes are gone?',
      load: () => import('./failover-in-lag.ts'),
    },
    {
      id: 'replication/session-token',
      asks: 'A session reads from any replica. Does a token of what it has seen give it its own writes, and no step back?',
      load: () => import('./session-token.ts'),
    },
    {
      id: 'replication/longest-log',
      asks: 'Two primaries have failed, and two nodes can take over. Is the one with the longest log the right one?',
      load: () => import('./longest-log.ts'),
    },
    {
      id: 'replication/random-faults',
      asks: 'Nodes, failover manager and clients crash, pause and lose messages at random. Is an acknowledged write ever lost?',
      load: () => import('./random-faults.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/replication/replication.ts')).replication,
    killers: (await import('./killers.ts')).replicationKillers,
  }),
};
