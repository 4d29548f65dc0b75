/**
 * How long a defect stays unnoticed, at least and at most, while its errors are tested at every
 * look.
 */
import { log } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { binomialAtLeast } from '../../src/statistics/binomial-test.ts';

export interface Watched {
  readonly users: number;
  readonly requestsPerSecond: number;
  readonly errorRate: number;
  /** What the defect adds to it. */
  readonly failingShare: number;
  readonly alpha: number;
  readonly lookMs: number;
  readonly batchMs: number;
  readonly bakeMs: number;
  readonly startMs: number;
  readonly routeMs: number;
}

/** The accepted probability of exceeding the bound. */
const improbable = 1e-7;

/**
 * An upper bound, exceeded only with that probability, on the user-minutes with the defect until it
 * is noticed and routed away. The phases are in percent; each also lasts while the next one's
 * instances start.
 */
export function mostUserMinutes(percentages: readonly number[], watched: Watched): number {
  const { users, requestsPerSecond, lookMs, batchMs, bakeMs, startMs, routeMs } = watched;
  const phaseMs = bakeMs + startMs + routeMs;
  let [requests, errorsToAlarm, userMinutes] = [0, 1, 0];
  for (let phase = 0; phase < percentages.length; phase++) {
    const share = must(percentages[phase], 'percentage of the phase') / 100;
    const minutes = (ms: number) => users * share * (ms / 60_000);
    for (let ms = 0; ms < phaseMs; ms += lookMs) {
      requests += Math.floor((requestsPerSecond * share * lookMs) / 1_000);
      errorsToAlarm = leastAlarming(requests, errorsToAlarm, watched);
      userMinutes += minutes(lookMs);
      // Batches are counted slightly later than they are sent, and looks fall between them.
      if (missed(requests, errorsToAlarm, watched) < improbable) {
        return userMinutes + minutes(routeMs + lookMs + 2 * batchMs);
      }
    }
  }
  return Infinity;
}

/**
 * A lower bound on the user-minutes with the defect: the requests that fail before there can be an
 * alarm, and those of the batches sent until the route has changed back, each to within one
 * request.
 */
export function leastUserMinutes(percentage: number, watched: Watched): number {
  const { users, requestsPerSecond, errorRate, alpha, batchMs, routeMs } = watched;
  const perBatch = Math.floor((requestsPerSecond * batchMs * percentage) / 100_000) - 1;
  const untilAlarm = Math.ceil(log(alpha) / log(errorRate));
  const untilRouted = Math.floor(routeMs / batchMs) * Math.max(0, perBatch);
  return ((untilAlarm + untilRouted) * users) / (requestsPerSecond * 60);
}

/** The fewest errors among that many requests that raise the alarm; at least `from`. */
function leastAlarming(requests: number, from: number, { errorRate, alpha }: Watched): number {
  let errors = from;
  while (errors <= requests && binomialAtLeast(errors, requests, errorRate) >= alpha) errors += 1;
  return errors;
}

function missed(requests: number, errorsToAlarm: number, watched: Watched): number {
  if (errorsToAlarm > requests) return 1;
  const rate = watched.errorRate + (1 - watched.errorRate) * watched.failingShare;
  return 1 - binomialAtLeast(errorsToAlarm, requests, rate);
}
