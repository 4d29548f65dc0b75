/** The scenarios of transactions, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const transactionsWing: WingEntry = {
  id: 'transactions',
  title: 'Transactions: a counter, to be replaced',
  scenarios: [
    {
      id: 'transactions/repeated-requests',
      asks: 'Requests and replies are lost, and the client repeats what it got no reply to. Is each counted once?',
      load: () => import('./repeated-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/transactions/transactions.ts')).transactions,
    killers: (await import('./killers.ts')).transactionsKillers,
  }),
};
