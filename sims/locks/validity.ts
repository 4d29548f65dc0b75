/**
 * How long a client may believe in its lease. The server counts from the moment of the grant; the
 * client knows only that this was after its request left. So it counts from there, and leaves a
 * margin for clocks that run at different speeds: node-redlock takes 1% of the TTL and 2 ms.
 */
import type { ServerContext } from '../../src/world/server.ts';
import type { Parts } from './parts.ts';

const clockGranularityMs = 2;

/** Until when, by the client’s clock, a lease requested at that time and granted now is valid. */
export function leaseFrom(
  { rules, options }: Parts,
  node: ServerContext,
  sentAtMs: number,
): number {
  const fromMs = rules['validity-counts-from-send'] ? sentAtMs : node.now();
  const driftMs = rules['validity-minus-drift'] ? driftMsOf(options) : 0;
  return fromMs + options.ttlMs - driftMs;
}

export const driftMsOf = ({ ttlMs, driftBound }: { ttlMs: number; driftBound: number }): number =>
  ttlMs * driftBound + clockGranularityMs;

/** The service’s number, or without the rule one that the client makes up. */
export function tokenOf({ rules }: Parts, node: ServerContext, given: number): number {
  return rules['token-from-the-service'] ? given : Math.floor(node.now());
}

/** A separate value for each try: a late release of one try must not free the lock of the next. */
export const ownerOf = (name: string, attempt: number): string =>
  attempt === 1 ? name : `${name}/${attempt}`;
