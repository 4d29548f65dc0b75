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
  ],
  load: async () => ({
    sim: (await import('../../sims/traffic/traffic.ts')).traffic,
    killers: (await import('./killers.ts')).trafficKillers,
  }),
};
