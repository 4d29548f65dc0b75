/**
 * The expected effect of a client that throttles itself: K requests for each accepted one, and no
 * fewer answers.
 */
import type { Expectation } from '../../src/check/expectation.ts';
import { quotient, type Valued, within } from '../../src/check/expected.ts';

interface Throttling {
  readonly capacity: number;
  readonly requestsPerSecond: number;
  readonly multiplier: number;
  readonly windowMs: number;
}

type Measured = Valued<'bare' | 'throttled' | 'bareAccepted' | 'throttledAccepted'>;

export function expectedOf(throttling: Throttling): readonly Expectation<Measured>[] {
  const { multiplier, capacity, requestsPerSecond, windowMs } = throttling;
  const offered = requestsPerSecond / capacity;
  const isOverloaded = offered >= 2 * multiplier;
  // The client aims at K a window late; sums over a window of that many accepted requests are that
  // rough.
  const rough = 8 / Math.sqrt((capacity * windowMs) / 1_000) + 0.1;
  const most = Math.max(1, offered) * (1 + rough);
  return [
    within('throttled', 'k-for-each', {
      atLeast: isOverloaded ? multiplier * (1 - rough) : 1 - rough,
      atMost: Math.min(most, multiplier * (1 + rough)),
    }).says(
      `requests sent for each accepted one by a client that throttles itself: about K = ${multiplier}`,
    ),
    within('bare', 'all-without', {
      atLeast: Math.max(1, offered) * (1 - rough),
      atMost: most,
    }).says(
      'requests sent for each accepted one by a client that does not: all its requests / what the service accepts',
    ),
    within(quotient('throttledAccepted', 'bareAccepted'), 'as-many-answers', {
      atLeast: multiplier >= 1.5 ? 1 - rough : 0,
      atMost: 1 + rough,
    }).says(
      'answers to the client that throttles itself, as a multiple of those to the one that does not',
    ),
  ];
}
