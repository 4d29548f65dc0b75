/** A service that is slower for a while than its requests come: how many find no room. */
import { meanOf, type Typical } from '../../src/kernel/distribution.ts';

export interface Overload {
  readonly requestsPerSecond: number;
  readonly servers: number;
  readonly serviceMs: Typical;
  readonly queueCapacity: number;
  readonly slowdown: number;
  readonly slowForMs: number;
}

/** What the slow service can answer in a second. */
export const slowCapacity = ({ servers, serviceMs, slowdown }: Overload): number =>
  (servers * 1_000) / (meanOf(serviceMs) * slowdown);

/** Requests that come while it is slow and find no room: so many on average, give or take. */
function tooMany(overload: Overload): { readonly mean: number; readonly slack: number } {
  const { requestsPerSecond, slowForMs, servers, queueCapacity } = overload;
  const capacity = slowCapacity(overload);
  return {
    mean: ((requestsPerSecond - capacity) * slowForMs) / 1_000 - servers - queueCapacity,
    // Six standard deviations of what comes and of what is served.
    slack: 6 * Math.sqrt(((requestsPerSecond + capacity) * slowForMs) / 1_000),
  };
}

export function overflows(overload: Overload): boolean {
  const { mean, slack } = tooMany(overload);
  return mean > slack;
}

/** Requests without room, at least, whose tries, over so many ms, all end before the service is well again. */
export function leastTurnedAway(overload: Overload, triesMs: number): number {
  const { mean, slack } = tooMany(overload);
  return Math.floor(mean - slack - (overload.requestsPerSecond * triesMs) / 1_000);
}
