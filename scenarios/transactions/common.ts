/** What the scenarios of transactions share. */
import { transactions } from '../../sims/transactions/transactions.ts';
import { uniform } from '../../src/kernel/distribution.ts';

/** One way. */
export const linkMs = { min: 0.2, max: 0.3 };

/** Time between two jobs: longer than a crash, a restart and everything that follows take. */
export const everyMs = 500;

/** Spread into a scenario. */
export const aboutTransactions = {
  sim: transactions,
  network: () => ({ latencyMs: uniform(linkMs.min, linkMs.max) }),
};
