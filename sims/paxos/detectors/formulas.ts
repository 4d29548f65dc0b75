/** What a fixed timeout costs and finds, in closed form: constant latency, heartbeats at even intervals. */

export interface Timing {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/**
 * The share of pauses of exponential length after which a healthy member is suspected. A pause begins u after a heartbeat, u drawn
 * evenly from the interval, and the next heartbeat comes at its end: it is too long if it outlasts the timeout less u.
 */
export function falseSuspicionShare(
  { intervalMs, timeoutMs }: Timing,
  meanPauseMs: number,
): number {
  const interval = intervalMs / meanPauseMs;
  return (Math.exp(-timeoutMs / meanPauseMs) * Math.expm1(interval)) / interval;
}

/** From a crash at any moment of the interval: timeout and latency, less the time since the last heartbeat. */
export const detectionMs = ({ intervalMs, timeoutMs }: Timing, latencyMs: number) => ({
  atLeast: timeoutMs + latencyMs - intervalMs,
  mean: timeoutMs + latencyMs - intervalMs / 2,
  atMost: timeoutMs + latencyMs,
});
