/**
 * What is expected of hedging: a request takes an exponential or a measured time on every try, a heavy one ten times
 * that, and a second try begins a delay after the first.
 */
import { stayTail } from '../../sims/resilience/service/erlang.ts';
import { meanOf, quantileOf, shareAbove, type Typical } from '../../src/kernel/distribution.ts';
import { linksMs } from './arms.ts';

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

/** The percentile of an exponential time, for the mean that was expected; or of the measured times. */
export const delayMs = ({ meanMs, expectedMeanMs, percentile }: Hedging): number =>
  typeof meanMs === 'number'
    ? -expectedMeanMs * Math.fround(Math.log(1 - percentile))
    : quantileOf(meanMs, percentile);

/** Every so many requests one is heavy, so that all arms have the same. */
export function isHeavy(id: number, { heavyShare }: Hedging): boolean {
  return Math.floor(id * heavyShare) > Math.floor((id - 1) * heavyShare);
}

/** P(time > t), of a request that takes so many times longer. */
function survival(meanMs: Typical, tMs: number, times = 1): number {
  if (typeof meanMs === 'number') return Math.exp(-Math.max(0, tMs) / (times * meanMs));
  return shareAbove(meanMs, tMs / times);
}

/** P(work > t): heavy requests take ten times longer. */
export function tail({ heavyShare, meanMs }: Hedging, tMs: number): number {
  const light = survival(meanMs, tMs);
  return (1 - heavyShare) * light + heavyShare * survival(meanMs, tMs, heaviness);
}

/** P(hedged > t): neither the first try nor the second, begun a delay later, is back by then. */
export function hedgedTail(hedging: Hedging, tMs: number): number {
  const { heavyShare, meanMs } = hedging;
  const both = (times: number) =>
    survival(meanMs, tMs - linksMs, times) *
    survival(meanMs, tMs - delayMs(hedging) - linksMs, times);
  return (1 - heavyShare) * both(1) + heavyShare * both(heaviness);
}

/** Requests under way at once, on average, if each is asked once. */
function offered({ heavyShare, meanMs }: Hedging): number {
  return (meanOf(meanMs) * (1 + heavyShare * (heaviness - 1))) / gapMs;
}

/** Whether no request waits for a server, even if all were asked twice. */
export function hasRoom(hedging: Hedging): boolean {
  const load = 2 * offered(hedging);
  return hedging.servers >= load + 8 * Math.sqrt(load) + 10;
}

/**
 * Whether each round of hedges makes more requests late than the round before, until the service has
 * more to do than it can: an M/M/c station without heavy requests, whose stay is known.
 */
export function runsAway(hedging: Hedging): boolean {
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
