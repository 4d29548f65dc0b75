/**
 * What functions and a fleet of servers cost for the same requests. A function is paid for what it
 * runs, a server for each hour, busy or not.
 */
import { cos, exp } from '../../src/kernel/elementary.ts';
import type { ServerlessRules } from './rules.ts';

export interface Prices {
  readonly request: number;
  readonly gbSecond: number;
  readonly instanceHour: number;
}

export interface Work {
  /** Mean of an exponential duration. */
  readonly serviceMs: number;
  readonly memoryGb: number;
  /** Requests that a server works on at a time without slowing down. */
  readonly atOnce: number;
}

/** Lambda rounds each duration up to a whole millisecond: the mean is that of a geometric number. */
export const billedMs = (serviceMs: number): number => 1 / (1 - exp(-1 / serviceMs));

/** Of so many requests and GB-seconds. */
export function billOf(
  used: { readonly requests: number; readonly gbSeconds: number },
  prices: Prices,
  rules: ServerlessRules,
): number {
  const forRequests = used.requests * prices.request;
  // AWS Lambda pricing: requests and duration x memory.
  return rules['memory-times-duration']
    ? forRequests + used.gbSeconds * prices.gbSecond
    : forRequests;
}

export const costOfRequest = (work: Work, prices: Prices, rules: ServerlessRules): number =>
  billOf(
    { requests: 1, gbSeconds: (work.memoryGb * billedMs(work.serviceMs)) / 1_000 },
    prices,
    rules,
  );

/** Requests a second of a server that is never idle. */
export const perServer = ({ atOnce, serviceMs }: Work): number => (1_000 * atOnce) / serviceMs;

/**
 * The share of its capacity at which a server costs what functions cost for the same requests:
 * hour / (3,600 x requests a second x cost of a request). Busier servers are cheaper than functions.
 */
export const breakEvenUtilisation = (work: Work, prices: Prices, rules: ServerlessRules): number =>
  prices.instanceHour / (3_600 * perServer(work) * costOfRequest(work, prices, rules));

/** The rate at a time of the day, relative to the mean: a cosine with its peak, of up to 2, at noon. */
export const curveOfDay = (shareOfDay: number, peakFactor: number): number =>
  1 + (peakFactor - 1) * cos(2 * Math.PI * (shareOfDay - 0.5));

export interface Fleet {
  readonly meanPerS: number;
  readonly peakFactor: number;
  /** Share of the capacity that is used at most. */
  readonly target: number;
  /** Servers that are there at least, so that one may fail. */
  readonly least: number;
}

const serversFor = (perS: number, work: Work, { target, least }: Fleet): number =>
  Math.max(least, Math.ceil(perS / (target * perServer(work)) - 1e-9));

/** A fleet that stays the same all day. */
export function fixedFleet(work: Work, fleet: Fleet, rules: ServerlessRules): number {
  // Beyer et al., Site Reliability Engineering, 2016, chapter 18: plan for peak demand.
  const factor = rules['fleet-carries-the-peak'] ? fleet.peakFactor : 1;
  return serversFor(fleet.meanPerS * factor, work, fleet);
}

/** Instance-hours of a day if the fleet is scaled each hour, to the highest rate of that hour. */
export function scaledHours(work: Work, fleet: Fleet): number {
  let hours = 0;
  for (let hour = 0; hour < 24; hour++) {
    // The curve rises until noon and falls after it.
    const highest = curveOfDay((hour < 12 ? hour + 1 : hour) / 24, fleet.peakFactor);
    hours += serversFor(fleet.meanPerS * highest, work, fleet);
  }
  return hours;
}
