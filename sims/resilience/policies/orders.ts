/** The orders in which policies can wrap a call. */

export const layers = ['bulkhead', 'breaker', 'retry', 'timeout'] as const;
export type Layer = (typeof layers)[number];

/** Outermost first. */
export type Order = readonly Layer[];

/** All 24, in the order of the list above. */
export const allOrders: readonly Order[] = permutations(layers);

/** Bulkhead, breaker, retry, timeout: the textbook order. */
export const taughtOrder: Order = ['bulkhead', 'breaker', 'retry', 'timeout'];

/** resilience4j’s own: Retry(CircuitBreaker(TimeLimiter(Bulkhead(call)))), its RateLimiter left out. */
export const resilience4jOrder: Order = ['retry', 'breaker', 'timeout', 'bulkhead'];

export function orderInWords(order: Order): string {
  return order.join(' > ');
}

/** Whether one layer is outside the other. */
export function isAround(order: Order, outer: Layer, inner: Layer): boolean {
  return order.indexOf(outer) < order.indexOf(inner);
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  );
}
