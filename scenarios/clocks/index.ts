/** The scenarios of clocks, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const clocksWing: WingEntry = {
  id: 'clocks',
  title: 'Clocks: a counter, to be replaced',
  scenarios: [
    {
      id: 'clocks/repeated-requests',
      asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
      load: () => import('./repeated-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/clocks/clocks.ts')).clocks,
    killers: (await import('./killers.ts')).clocksKillers,
  }),
};
