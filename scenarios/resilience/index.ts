/** The scenarios of resilience, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const resilienceWing: WingEntry = {
  id: 'resilience',
  title: 'Resilience: timeout, retry, circuit breaker, bulkhead, and their order',
  scenarios: [
    {
      id: 'resilience/backoff',
      asks: 'Many clients want to write the same row. How do backoff and jitter change the number of calls and the time until all have written?',
      load: () => import('./backoff.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/resilience/resilience.ts')).resilience,
    killers: (await import('./killers.ts')).resilienceKillers,
  }),
};
