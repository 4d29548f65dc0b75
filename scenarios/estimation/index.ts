/** The scenarios of estimation, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const estimationWing: WingEntry = {
  id: 'estimation',
  title: 'Estimation: a counter, to be replaced',
  scenarios: [
    {
      id: 'estimation/daily-load',
      asks: 'A million users do ten things a day each. How many requests a second is that, and how many at the peak?',
      load: () => import('./daily-load.ts'),
    },
    {
      id: 'estimation/url-shortener',
      asks: 'A URL shortener gets 100 million new URLs a day. How much does it store, and how many requests does it serve?',
      load: () => import('./url-shortener.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/estimation/estimation.ts')).estimation,
    killers: (await import('./killers.ts')).estimationKillers,
  }),
};
