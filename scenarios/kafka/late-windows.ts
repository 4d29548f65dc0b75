/**
 * Events that come late, by closed forms: how long each takes, and by which probability it misses
 * its window.
 */
import { sum } from 'd3-array';
import type { Bound } from '../../src/check/expectation.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';

export interface Lateness {
  readonly windowSeconds: number;
  readonly outOfOrderSeconds: number;
  readonly allowedLatenessSeconds: number;
  readonly offlineShare: number;
  readonly offlineSeconds: number;
  readonly slowSeconds: number;
  readonly quietSeconds: number;
}

export const windows = 10;
const sizeMs = (p: Lateness): number => p.windowSeconds * 1_000;

/**
 * The events that count happen in so many windows. Others come before them, until the slowest partition is
 * heard of, and after them, until the last that count have come.
 */
export const fromMs = (p: Lateness): number =>
  sizeMs(p) * Math.ceil((p.slowSeconds * 1_000 + idleMs) / sizeMs(p));
export const untilMs = (p: Lateness): number => fromMs(p) + windows * sizeMs(p);
export const endMs = (p: Lateness): number =>
  untilMs(p) + Math.max(12_000 * p.offlineSeconds, resultAfterMs(p).atMost);

/** The sensors are silent after 40% of the time. */
export const quietFromMs = (p: Lateness): number => fromMs(p) + 0.4 * windows * sizeMs(p);
export const quietUntilMs = (p: Lateness): number => quietFromMs(p) + p.quietSeconds * 1_000;

/** How many events of each partition count. */
export function sentOf(p: Lateness) {
  const whole = Math.round((windows * sizeMs(p)) / meanGapMs);
  const quietMs = Math.min(untilMs(p), quietUntilMs(p)) - quietFromMs(p);
  return { phones: whole, ships: whole, sensors: whole - Math.round(quietMs / meanGapMs) };
}

/** Of each partition. */
export const meanGapMs = 500;
/** A producer waits so long for more, and the reader looks at its watermarks so often. */
export const lingerMs = 500;
export const watermarkEveryMs = 200;
/** A partition without an event for so long is idle. */
export const idleMs = 10_000;

/** Events take up to this long as a rule. */
export const usualMs = (p: Lateness): number => 0.8 * p.outOfOrderSeconds * 1_000;

/** Requests, polls and the look at the watermarks. */
const handlingMs = lingerMs + watermarkEveryMs + 100;

/** Of ten million times without an event after another, less than one is longer. */
const longestGapMs = 16 * meanGapMs;

/** How long after its end a window gives its result: the slowest partition decides. */
export function resultAfterMs(p: Lateness): { atLeast: number; atMost: number } {
  const atLeast = (p.outOfOrderSeconds + p.slowSeconds) * 1_000;
  return { atLeast, atMost: atLeast + usualMs(p) + longestGapMs + handlingMs };
}

/**
 * How far the latest event times are behind at most, on average: with a rate r of events that take up to
 * u, the latest one that has come is older than x with probability exp(-r x^2 / 2 u), so E = sqrt(pi u / 2 r).
 * Of three partitions no more than the sum; one that falls silent holds them back until it is idle.
 */
function meanBehindMs(p: Lateness): number {
  const rate = (1 - p.offlineShare) / meanGapMs;
  const each = Math.sqrt((Math.PI * usualMs(p)) / (2 * rate)) + meanGapMs / (1 - p.offlineShare);
  return 3 * each + handlingMs + (idleMs * idleMs) / (windows * sizeMs(p));
}

/** The mean over a window of the probability that an exponential delay is longer than the rest of the window and `ms`. */
function longerThan(p: Lateness, ms: number): number {
  const meanMs = p.offlineSeconds * 1_000;
  const missed = (meanMs / sizeMs(p)) * (1 - exp(-sizeMs(p) / meanMs));
  return exp(-ms / meanMs) * missed;
}

/**
 * Events that come after the allowed lateness: of those that were offline, by how long the watermark
 * is behind their window (its mean for the least of them: exp is convex). Those of the slow partition are as much later as the watermark waits for it.
 */
export function dropped(p: Lateness): Bound {
  const sent = sentOf(p);
  const { atLeast } = resultAfterMs(p);
  const meanMs = atLeast + meanBehindMs(p);
  const toleratedMs = p.allowedLatenessSeconds * 1_000;
  const bounds = (count: number, waitMs: number) =>
    binomialBounds(count, p.offlineShare * longerThan(p, Math.max(0, waitMs + toleratedMs)));
  const slowMs = p.slowSeconds * 1_000;
  return {
    atLeast: bounds(sent.phones, meanMs).atLeast + bounds(sent.ships, meanMs - slowMs).atLeast,
    atMost:
      bounds(sent.phones, atLeast - handlingMs).atMost +
      bounds(sent.ships, atLeast - slowMs - handlingMs).atMost,
  };
}

/** Events that come in another window than they happened in, so that processing time counts them wrong. */
export function misplaced(p: Lateness): Bound {
  const sent = sentOf(p);
  const size = sizeMs(p);
  const share = (slowMs: number, offline: number, moreMs: number) => {
    const soon = Math.min(1, (slowMs + usualMs(p) / 2 + moreMs) / size);
    const restMs = Math.max(0, size - slowMs);
    const meanMs = p.offlineSeconds * 1_000;
    const late = 1 - restMs / size + (meanMs / size) * (1 - exp(-restMs / meanMs));
    return (1 - offline) * soon + offline * Math.min(1, late + moreMs / size);
  };
  const each = (moreMs: number) => [
    binomialBounds(sent.phones, share(0, p.offlineShare, moreMs)),
    binomialBounds(sent.ships, share(p.slowSeconds * 1_000, p.offlineShare, moreMs)),
    binomialBounds(sent.sensors, share(0, 0, moreMs)),
  ];
  return {
    atLeast: sum(each(0), ({ atLeast }) => atLeast),
    atMost: sum(each(handlingMs), ({ atMost }) => atMost),
  };
}
