/** What things cost a processor: parameters, of which the lab claims nothing. */

export interface Costs {
  /** A system call that does little, as a read of a few bytes. */
  readonly callUs: number;
  /** To look at one registration during a wait. */
  readonly lookUs: number;
  /** From one thread to another, or from sleep to work. */
  readonly switchUs: number;
  /** What the application does for a request. */
  readonly workUs: number;
}

/**
 * Kerrisk’s table 63-9 has 0.29 us (100 descriptors) to 0.99 us (10,000) for each look of poll, and 4 us for a wait of
 * epoll with all that belongs to it. Li, Ding and Shen, Quantifying the Cost of Context Switch, ExpCS 2007:
 * 3.8 us on average, without what the caches lose.
 */
export const usualCosts: Costs = { callUs: 1, lookUs: 0.3, switchUs: 3.8, workUs: 10 };
