/** Requests over a day that has a busy and a quiet time: a sine with its bottom at 2 o'clock. */
import { sin } from '../../../src/kernel/elementary.ts';

export interface Day {
  /** On average. */
  readonly requestsPerS: number;
  /** How far the busiest hour is above the average, and the quietest below: from 0 to 1. */
  readonly swing: number;
}

const bottomHour = 2;

/** The integral of the rate over the outage. */
export function requestsInOutage(
  { requestsPerS, swing }: Day,
  beginsHour: number,
  outageMin: number,
): number {
  const turn = (hour: number) => (2 * Math.PI * (hour - bottomHour)) / 24;
  const ends = sin(turn(beginsHour + outageMin / 60)) - sin(turn(beginsHour));
  const requests = requestsPerS * (outageMin * 60 - (swing * 86_400 * ends) / (2 * Math.PI));
  // Engines differ in the last digit of a sine.
  return Number(requests.toPrecision(12));
}
