/** A load generator that waits for each reply, and a server that stands still once. */
import type { SloRules } from '../rules.ts';

export interface Stall {
  /** A request is due so often. */
  readonly everyMs: number;
  readonly serviceMs: number;
  readonly stallMs: number;
  readonly requests: number;
  /** Before the request of that number is served, the server stands still. */
  readonly stallsBefore: number;
}

/** When each request was due, and when it was answered: one after the other. */
export function answers({ everyMs, serviceMs, stallMs, requests, stallsBefore }: Stall) {
  let freeMs = 0;
  return Array.from({ length: requests }, (_, place) => {
    const dueMs = place * everyMs;
    const sentMs = Math.max(dueMs, freeMs);
    freeMs = sentMs + serviceMs + (place === stallsBefore ? stallMs : 0);
    return { dueMs, sentMs, answeredMs: freeMs };
  });
}

/** What the generator records of a request. */
export function recordedMs(
  { dueMs, sentMs, answeredMs }: ReturnType<typeof answers>[number],
  rules: SloRules,
): number {
  // Tene 2015: a user would have waited from when the request was due.
  return answeredMs - (rules['latency-from-intended-start'] ? dueMs : sentMs);
}
