/**
 * The expected effect of hedging: every attempt of a request takes an exponential or a measured
 * time, a heavy request ten times that, and a second attempt begins a delay after the first.
 */

import type { Expectation } from '../../src/check/expectation.ts';
import { type Valued, within } from '../../src/check/expected.ts';
import type { Histogram } from '../../src/check/metric.ts';
import { meanOf, quantileOf, shareAbove, type Typical } from '../../src/kernel/distribution.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { stayTail } from '../../src/statistics/erlang.ts';
import { linksMs } from './arms.ts';
import { bernstein } from './bounds.ts';

export interface Hedging {
  readonly meanMs: Typical;
  readonly percentile: number;
  readonly expectedMeanMs: number;
  readonly servers: number;
  readonly hearsCancel: boolean;
  readonly heavyShare: number;
  readonly requests: number;
}

/** How many times longer a heavy request takes. */
export const heaviness = 10;
/** Between requests, on average. */
export const gapMs = 5;

/** The percentile of an exponential time with the assumed mean, or of the measured times. */
export const delayMs = ({ meanMs, expectedMeanMs, percentile }: Hedging): number =>
  typeof meanMs === 'number'
    ? -expectedMeanMs * Math.fround(log(1 - percentile))
    : quantileOf(meanMs, percentile);

/** One request in this many is heavy, so that all arms have the same number. */
export function isHeavy(id: number, { heavyShare }: Hedging): boolean {
  return Math.floor(id * heavyShare) > Math.floor((id - 1) * heavyShare);
}

/** P(time > t), for a request that takes that many times longer. */
function survival(meanMs: Typical, tMs: number, times = 1): number {
  if (typeof meanMs === 'number') return exp(-Math.max(0, tMs) / (times * meanMs));
  return shareAbove(meanMs, tMs / times);
}

/** P(work > t): heavy requests take ten times longer. */
function tail({ heavyShare, meanMs }: Hedging, tMs: number): number {
  const light = survival(meanMs, tMs);
  return (1 - heavyShare) * light + heavyShare * survival(meanMs, tMs, heaviness);
}

/**
 * P(hedged > t): neither the first attempt nor the second, begun a delay later, has returned by
 * then.
 */
function hedgedTail(hedging: Hedging, tMs: number): number {
  const { heavyShare, meanMs } = hedging;
  const both = (times: number) =>
    survival(meanMs, tMs - linksMs, times) *
    survival(meanMs, tMs - delayMs(hedging) - linksMs, times);
  return (1 - heavyShare) * both(1) + heavyShare * both(heaviness);
}

/** Mean number of requests in progress if each is sent once. */
function offered({ heavyShare, meanMs }: Hedging): number {
  return (meanOf(meanMs) * (1 + heavyShare * (heaviness - 1))) / gapMs;
}

/** Whether no request waits for a server, even if all were sent twice. */
function hasRoom(hedging: Hedging): boolean {
  const load = 2 * offered(hedging);
  return hedging.servers >= load + 8 * Math.sqrt(load) + 10;
}

/**
 * Whether each round of hedges makes more requests late than the round before, until the load
 * exceeds the capacity: an M/M/c station without heavy requests, whose sojourn time is known.
 */
function runsAway(hedging: Hedging): boolean {
  const { servers, meanMs, hearsCancel, heavyShare, requests } = hedging;
  if (typeof meanMs !== 'number' || hearsCancel || heavyShare > 0 || requests < 2_000) return false;
  if (offered(hedging) >= 0.95 * servers) return false;
  const delay = (delayMs(hedging) - linksMs) / meanMs;
  let load = offered(hedging);
  for (let round = 0; round < 100; round++) {
    if (load >= 1.05 * servers) return true;
    load = offered(hedging) * (1 + stayTail(servers, Math.min(load, 0.999 * servers), delay));
  }
  return false;
}

/** Of a sum of times. */
const roundingMs = 1e-6;

interface Measured extends Valued<'load'> {
  readonly plainMs: Histogram;
  readonly hedgedMs: Histogram;
}

const askedTwice = ({ load }: Measured) => (load.value === undefined ? undefined : load.value - 1);
const sampledAbove =
  (atMs: number) =>
  ({ hedgedMs: { samples } }: Measured) =>
    samples.filter((ms) => ms > atMs).length / samples.length;
function p99Ratio({ hedgedMs, plainMs }: Measured): number | undefined {
  const [hedged, plain] = [hedgedMs.quantile(0.99), plainMs.quantile(0.99)];
  return hedged === undefined || plain === undefined ? undefined : hedged / plain;
}

/**
 * If there is capacity for all hedges: how many there are, and what tail they leave. If they run
 * away: that they hurt.
 */
export function expectedOf(hedging: Hedging): readonly Expectation<Measured>[] {
  const asked = hedging.requests * 0.9;
  const atMs = delayMs(hedging) + meanOf(hedging.meanMs);
  // Many measured times may be equal: an answer may come just as the caller sends the second
  // request.
  const around = (shareAt: (tMs: number) => number, tMs: number) => {
    const [least, most] = [shareAt(tMs + roundingMs), shareAt(tMs - roundingMs)];
    return { atLeast: least - bernstein(asked, least), atMost: most + bernstein(asked, most) };
  };
  const late = around((tMs) => tail(hedging, tMs), delayMs(hedging) - linksMs);
  const hurts = within(p99Ratio, 'hedging-hurts', { atLeast: 1 }).says(
    '99th percentile with second requests, as a multiple of that without: they slow the service down, which causes more of them',
  );
  if (!hasRoom(hedging)) return runsAway(hedging) ? [hurts] : [];
  return [
    // At the end some requests that were sent twice are not answered yet.
    within(askedTwice, 'load', { ...late, atMost: late.atMost + 20 / hedging.requests }).says(
      'share of requests that are sent twice: those not answered within the delay',
    ),
    within(
      sampledAbove(atMs),
      'tail',
      around((tMs) => hedgedTail(hedging, tMs), atMs),
    ).says(
      `share of requests that take longer than ${atMs.toFixed(0)} ms: in theory the product of the shares at which each attempt is too late`,
    ),
  ];
}
