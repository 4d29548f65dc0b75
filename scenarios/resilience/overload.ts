/** A service that is temporarily slower than the arrivals: how many requests find no room. */
import type { Bound } from '../../src/check/expectation.ts';
import { difference, within } from '../../src/check/expected.ts';
import { meanOf, type Typical } from '../../src/kernel/distribution.ts';
import { poissonRange } from './bounds.ts';

export interface Overload {
  readonly requestsPerSecond: number;
  readonly servers: number;
  readonly serviceMs: Typical;
  readonly queueCapacity: number;
  readonly slowdown: number;
  readonly slowForMs: number;
}

/** What the slow service can answer per second. */
const slowCapacity = ({ servers, serviceMs, slowdown }: Overload): number =>
  (servers * 1_000) / (meanOf(serviceMs) * slowdown);

/** Requests that arrive while it is slow and find no room: the mean and its bounds. */
function tooMany(overload: Overload): { readonly mean: number; readonly slack: number } {
  const { requestsPerSecond, slowForMs, servers, queueCapacity } = overload;
  const capacity = slowCapacity(overload);
  return {
    mean: ((requestsPerSecond - capacity) * slowForMs) / 1_000 - servers - queueCapacity,
    // Six standard deviations of arrivals and of service.
    slack: 6 * Math.sqrt(((requestsPerSecond + capacity) * slowForMs) / 1_000),
  };
}

export function overflows(overload: Overload): boolean {
  const { mean, slack } = tooMany(overload);
  return mean > slack;
}

interface Retried extends Overload {
  readonly retryAfterMs: number;
  readonly maxAttempts: number;
}

/**
 * How many more refusals callers with their own exponential backoff get than callers that come back
 * when they are told to.
 */
function savedByListening(overload: Retried, initialIntervalMs: number): Bound {
  const { requestsPerSecond, slowForMs, retryAfterMs, maxAttempts } = overload;
  const { most } = poissonRange((requestsPerSecond * (slowForMs + 4_000)) / 1_000);
  const atMost = maxAttempts * most;
  // The overload is clear, and over when the callers that were told to come back do so.
  const isPlain = requestsPerSecond >= 2 * slowCapacity(overload) && slowForMs >= 3_000;
  if (!isPlain || retryAfterMs < slowForMs) return { atLeast: -most, atMost };
  // The last arrivals of the slow time may be served in the end.
  const triesMs = initialIntervalMs * (2 ** (maxAttempts - 1) - 1);
  const { mean, slack } = tooMany(overload);
  const turnedAway = Math.floor(mean - slack - (requestsPerSecond * triesMs) / 1_000);
  return { atLeast: Math.max(1, (maxAttempts - 1) * turnedAway), atMost };
}

export const listeningSaves = (overload: Retried, initialIntervalMs: number) =>
  within(
    difference('impatientRefused', 'listensRefused'),
    'listening-saves-calls',
    savedByListening(overload, initialIntervalMs),
  ).says('refusals of callers that ignore Retry-After, less those of callers that obey it');
