/** The scenarios of traffic, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const trafficWing: WingEntry = {
  id: 'traffic',
  title: 'Traffic: rate limits',
  scenarios: [
    {
      id: 'traffic/window-edge',
      asks: 'A client may send so many requests a minute. It sends them all just before a minute ends, and as many when the next begins. How many does each limiter admit within one second?',
      load: () => import('./window-edge.ts'),
    },
    {
      id: 'traffic/burst-then-rate',
      asks: 'A client rests for a minute, and then sends faster than its limit. How many pass at once, and how many in the long run?',
      load: () => import('./burst-then-rate.ts'),
    },
    {
      id: 'traffic/smoothing',
      asks: 'A burst comes at once. What does a leaky bucket let through to the service, and when, as a meter and as a queue?',
      load: () => import('./smoothing.ts'),
    },
    {
      id: 'traffic/hot-partition',
      asks: 'One item of a table gets most of the writes, and the table has capacity to spare. How many of them are throttled, with fixed shares, with adaptive capacity, and with a suffix that spreads the item?',
      load: () => import('./hot-partition.ts'),
    },
    {
      id: 'traffic/query-cost',
      asks: 'Clients of a GraphQL API send as many queries each, one flat, one with nested lists, one five lists deep. How much do they get of the database under a limit of requests, and of query cost?',
      load: () => import('./query-cost.ts'),
    },
    {
      id: 'traffic/shared-limit',
      asks: 'Several gateways enforce one limit: each for itself, each its share, by news of one another, or by a store. How many requests do they admit of a flood over all of them, and of one over a single gateway?',
      load: () => import('./shared-limit.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/traffic/traffic.ts')).traffic,
    killers: (await import('./killers.ts')).trafficKillers,
  }),
};
