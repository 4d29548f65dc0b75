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
    }).says('a client that throttles itself sends K requests for each accepted one'),
    within('bare', 'all-without', {
      atLeast: Math.max(1, offered) * (1 - rough),
      atMost: most,
    }).says(
      'a client that does not sends all its requests, of which the service accepts its capacity (requests per accepted one)',
    ),
    within(quotient('throttledAccepted', 'bareAccepted'), 'as-many-answers', {
      atLeast: multiplier >= 1.5 ? 1 - rough : 0,
      atMost: 1 + rough,
    }).says('and gets no more answers that way (ratio of the answers)'),
  ];
}
