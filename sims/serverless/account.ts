/** What an account shares among its functions, and what it must not overrun. */
import type { ServerlessRules } from './rules.ts';

/** How many instances a function may have while another takes all that it can get. */
export function left(
  account: number,
  reserved: number,
  rules: ServerlessRules,
): { readonly own: number; readonly other: number } {
  // Reserved concurrency: taken from the account, and kept for the function.
  return rules['reserved-concurrency']
    ? { own: reserved, other: account - reserved }
    : { own: 0, other: account };
}

/** How many instances a function may have that opens a connection with each. */
export function concurrencyFor(
  wanted: number,
  connections: number,
  rules: ServerlessRules,
): number {
  // Lambda with RDS: a cap on the concurrency is a cap on the connections.
  return rules['concurrency-below-downstream'] ? Math.min(wanted, connections) : wanted;
}
