/** How many requests new hosts get, if their clients keep connections. */
import { binomialQuantiles, type CountRange } from '../../../src/statistics/binomial-quantiles.ts';
import { jitterShare } from './host.ts';

export interface HostChange {
  readonly hosts: number;
  readonly leaving: number;
  readonly added: number;
}

/** Of a random choice among the hosts that are there after the change. */
export const newShare = ({ hosts, leaving, added }: HostChange): number =>
  added / (hosts - leaving + added);

/** Only the clients of hosts that left have chosen again. */
export const pinnedShare = (change: HostChange): number =>
  (change.leaving / change.hosts) * newShare(change);

/**
 * Of `requests` of clients chosen at random: Binomial(requests, M / clients), where M clients are
 * connected to a new host, and M is Binomial(clients, share). Outside on either side with at most
 * the probability `missed`: half of it for M, and half for the requests given M.
 */
export function requestsOver(
  connections: { readonly clients: number; readonly share: number },
  requests: number,
  missed: number,
): CountRange {
  const { clients, share } = connections;
  const connected = binomialQuantiles(clients, share, missed / 2);
  const given = (count: number) => binomialQuantiles(requests, count / clients, missed / 2);
  return { atLeast: given(connected.atLeast).atLeast, atMost: given(connected.atMost).atMost };
}

/** Parts of the maximum age in which the connections that reach it are counted. */
export const partsOfAge = 20;

/**
 * An age is uniform over 2 x 10% of the maximum, so a connection reaches it within a given
 * twentieth with a probability of at most 1/20 / (2 x 10%) = 1/4, whenever it was opened.
 */
export const reconnectsAtMost = (clients: number, missed: number): number =>
  binomialQuantiles(clients, 1 / (partsOfAge * 2 * jitterShare), missed).atMost;
