/** Closed forms that the runs are held against. */
import { exp, pow } from '../../src/kernel/elementary.ts';
import type { Moments } from '../../src/statistics/moments.ts';

/** Servers that hold so many connections. */
export const serversFor = (connections: number, perServer: number): number =>
  Math.ceil(connections / perServer);

/** The same, if the others must still hold all connections when one of them fails. */
export const serversWithSpare = (connections: number, perServer: number): number =>
  serversFor(connections, perServer) + 1;

/** How many of so many servers hold at least one of a user’s connections, each at a server at random. */
export function serversHolding(servers: number, connections: number): Moments {
  const one = pow(1 - 1 / servers, connections);
  const two = pow(Math.max(0, 1 - 2 / servers), connections);
  const squares = servers * (servers - 1) * two + servers * one - pow(servers * one, 2);
  return { mean: servers * (1 - one), deviation: Math.sqrt(Math.max(0, squares)) };
}

/**
 * The share of messages that wait for one before them: packets of a connection that keeps their order leave every
 * `apartMs`, one is lost with that probability each time it is sent, and is sent again after `againMs`. A message waits
 * if a packet of it or before it arrives later than it would.
 */
export function blockedShare(loss: number, apartMs: number, againMs: number): number {
  let unblocked = 1;
  for (let before = 0; ; before++) {
    const timesInTime = Math.floor((before * apartMs) / againMs) + 1;
    const isLate = pow(loss, timesInTime);
    if (isLate < 1e-12) return 1 - unblocked;
    unblocked *= 1 - isLate;
  }
}

/**
 * The share of events that come between two long polls: those in the round trip from a response to the next request.
 * Events come at random, `ratePerMs` of them. If one came meanwhile the next request is answered at once.
 */
export function betweenPolls(ratePerMs: number, roundTripMs: number): number {
  const idleMs = exp(-ratePerMs * roundTripMs) / ratePerMs;
  return roundTripMs / (roundTripMs + idleMs);
}
