/**
 * What one exchange with a time server tells about a clock (RFC 5905 §8): four timestamps, the
 * first and last by the client's clock.
 */
import type { ClocksRules } from '../rules.ts';

export interface Exchange {
  /** Sent, by the client's clock; received and answered, by the server's; back, by the client's. */
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly answeredMs: number;
  readonly backMs: number;
}

export interface Estimate {
  /** How far the server's clock is ahead of the client's. */
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/**
 * Correct if both ways take equally long; the error is half of their difference, so never more than
 * half the round trip.
 */
export function estimate({ sentMs, receivedMs, answeredMs, backMs }: Exchange): Estimate {
  return {
    offsetMs: (receivedMs - sentMs + (answeredMs - backMs)) / 2,
    roundTripMs: backMs - sentMs - (answeredMs - receivedMs),
  };
}

/** The bound on an estimate's error, if the server's own clock is right. */
export const boundMs = ({ roundTripMs }: Estimate): number => roundTripMs / 2;

/**
 * Of several estimates the one with the shortest round trip, which can be the least asymmetric (RFC
 * 5905 §10, the clock filter).
 */
export function shortest(estimates: readonly [Estimate, ...Estimate[]]): Estimate {
  return estimates.reduce((best, other) => (other.roundTripMs < best.roundTripMs ? other : best));
}

/** The estimate to use: from the last ones, with the newest first in the list. */
export function filtered(
  rules: Pick<ClocksRules, 'shortest-round-trip'>,
  [latest, ...last]: readonly [Estimate, ...Estimate[]],
): Estimate {
  // RFC 5905 §10: the sample with the least delay, not the newest.
  return rules['shortest-round-trip'] ? shortest([latest, ...last]) : latest;
}
