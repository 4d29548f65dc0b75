/**
 * How many requests a blip costs: alone, with a breaker that opens because of it, and with retries.
 */
import type { Expectation } from '../../src/check/expectation.ts';
import { none, type Valued, within } from '../../src/check/expected.ts';

interface Blip {
  readonly requestsPerSecond: number;
  readonly blipMs: number;
  readonly openMs: number;
  readonly failures: number;
}

const inBlipOf = ({ requestsPerSecond, blipMs }: Blip) => (requestsPerSecond * blipMs) / 1_000;

/** Whether that many failures in a row are certain. */
export const opens = (blip: Blip): boolean => inBlipOf(blip) >= blip.failures + 2;

type Measured = Valued<'none' | 'consecutive' | 'rate' | 'retry'>;

export function expectedOf(blip: Blip): readonly Expectation<Measured>[] {
  const { requestsPerSecond, openMs, failures } = blip;
  const inBlip = inBlipOf(blip);
  // Besides requests that arrive during the blip, those in flight when it begins are lost.
  const most = inBlip + (requestsPerSecond * 30) / 1_000 + 2;
  const whileOpen = (requestsPerSecond * openMs) / 1_000;
  return [
    within('none', 'blip-alone', { atLeast: inBlip - 2, atMost: most }).says(
      'requests lost without a breaker: those that arrive during the outage',
    ),
    within('consecutive', 'open-for-the-whole-wait', {
      atLeast: opens(blip) ? Math.max(whileOpen, inBlip) - 2 : inBlip - 2,
      atMost: most + (most < failures ? 0 : whileOpen),
    }).says(
      'requests lost with a breaker that opens after consecutive failures: all that arrive until it lets calls through again',
      'q9-100ms-blip-30s-lost',
    ),
    within('rate', 'rate-over-time-does-not-open', {
      atLeast: inBlip - 2,
      atMost: most + (most < 2.5 * requestsPerSecond ? 0 : whileOpen),
    }).says(
      'requests lost with a breaker that opens by the failure rate over 10 s: a short outage is a small share of it',
      'q9-thresholds',
    ),
    none('retry', 'retries-lose-none').says(
      'requests lost with retries and backoff: the outage is over before the attempts are used up',
      'pat-breaker-not-for-transient',
    ),
  ];
}
