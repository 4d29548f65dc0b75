/** The scenarios of traffic, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const trafficWing: WingEntry = {
  id: 'traffic',
  title: 'Traffic: a counter, to be replaced',
  scenarios: [
    {
      id: 'traffic/repeated-requests',
      asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
      load: () => import('./repeated-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/traffic/traffic.ts')).traffic,
    killers: (await import('./killers.ts')).trafficKillers,
  }),
};
