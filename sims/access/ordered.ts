/** An index on two columns, and the first rows of an order. */
import type { AccessRules } from './rules.ts';

export interface Order {
  readonly customer: number;
  readonly amount: number;
}

export interface Read {
  readonly rows: readonly Order[];
  /** Entries of the index that were read, and rows of the table for what the index lacks. */
  readonly entries: number;
  readonly heapReads: number;
}

/**
 * The `limit` smallest amounts of all customers, and of each the status, which only the table has unless the index
 * covers it.
 */
export function smallest(orders: readonly Order[], limit: number, rules: AccessRules): Read {
  const byAmount = (a: Order, b: Order) => a.amount - b.amount;
  const byCustomer = (a: Order, b: Order) => a.customer - b.customer || byAmount(a, b);
  // On (amount), as the query sorts; or on (customer, amount), where the amounts of all are not in order.
  const isSorted = rules['sort-matches-index'];
  const index = [...orders].sort(isSorted ? byAmount : byCustomer);
  const entries = isSorted ? index.slice(0, limit) : index;
  const rows = isSorted ? entries : [...entries].sort(byAmount).slice(0, limit);
  return {
    rows,
    entries: entries.length,
    heapReads: rules['index-covers-the-query'] ? 0 : rows.length,
  };
}
