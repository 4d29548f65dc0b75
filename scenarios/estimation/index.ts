/** The scenarios of estimation, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const estimationWing: WingEntry = {
  id: 'estimation',
  title: 'Estimation: a counter, to be replaced',
  scenarios: [
    {
      id: 'estimation/repeated-requests',
      asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
      load: () => import('./repeated-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/estimation/estimation.ts')).estimation,
    killers: (await import('./killers.ts')).estimationKillers,
  }),
};
