/**
 * Checks retries, deadlines and effects from outside: at a client's side and at a service's
 * entrance.
 */
import type { Process } from '../../src/kernel/process.ts';
import { counted } from '../../src/words/numbers.ts';
import { type Call, failureOf, type Policy, type PolicyContext } from './call.ts';
import type { Answered } from './client.ts';
import type { SystemBreaches } from './invariants.ts';
import { type BackoffOptions, waitBounds } from './retry/backoff.ts';
import type { RetryWait } from './retry/retry.ts';
import {
  type Criticality,
  criticalities,
  criticalityByDefault,
  limitOf,
} from './service/criticality.ts';
import type { Service } from './service/service.ts';

/** For `onWait` of a retry: is each wait what its backoff allows? */
export function observeWaits(
  breaches: SystemBreaches,
  options: BackoffOptions,
): (wait: RetryWait) => void {
  return ({ request, failures, backoffMs, previousMs }) => {
    const { atLeastMs, atMostMs } = waitBounds(options, failures, previousMs);
    // A rounded power may differ from the exact one in its 24th bit.
    const slack = atMostMs * 2 ** -23;
    if (backoffMs >= atLeastMs - slack && backoffMs <= atMostMs + slack) return;
    breaches.report(
      'waits-within-bounds',
      `request ${request.id} waits ${backoffMs.toFixed(1)} ms before its next attempt after failure ${failures}, but its backoff allows ` +
        `${atLeastMs.toFixed(1)} to ${atMostMs.toFixed(1)} ms`,
    );
  };
}

/** For `onAnswer` of a client: was it answered by its deadline? */
export function observeDeadline(breaches: SystemBreaches): (answered: Answered) => void {
  return ({ request, askedAtMs, latencyMs }) => {
    // Both sides of the sum are rounded.
    if (askedAtMs + latencyMs <= request.deadlineMs * (1 + 2 ** -50)) return;
    const allowedMs = request.deadlineMs - askedAtMs;
    breaches.report(
      'answers-within-deadline',
      `request ${request.id} was answered after ${latencyMs.toFixed(0)} ms, but its caller waits for ${allowedMs.toFixed(0)} ms`,
    );
  };
}

/** At a service's entrance: does no request come more often than its attempts allow? */
export function observeTries(
  breaches: SystemBreaches,
  service: Service,
  maxAttempts: number,
  name = service.name,
): void {
  const tries = new Map<number, number>();
  service.onArrival(({ id }) => {
    const count = (tries.get(id) ?? 0) + 1;
    tries.set(id, count);
    if (count <= maxAttempts) return;
    breaches.report(
      'load-within-tries',
      `request ${id} reached ${name} ${count} times, but ${counted(maxAttempts, 'attempt is', 'attempts are')} allowed`,
    );
  });
}

/**
 * Between a retry and its target: does no caller come back before the time that a failure asks for?
 */
export function observeRetryAfter(breaches: SystemBreaches, context: PolicyContext): Policy {
  const notBeforeMs = new Map<number, number>();
  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      const nowMs = context.now();
      const earliestMs = notBeforeMs.get(request.id) ?? 0;
      if (nowMs < earliestMs) {
        breaches.report(
          'not-before-retry-after',
          `request ${request.id} is tried again ${(earliestMs - nowMs).toFixed(0)} ms before the time that Retry-After told it`,
        );
      }
      try {
        return yield* next(request);
      } catch (caught) {
        const { retryAfterMs } = failureOf(caught);
        if (retryAfterMs !== undefined) notBeforeMs.set(request.id, context.now() + retryAfterMs);
        throw caught;
      }
    };
}

/** Is nothing carried out twice that must not be repeated? Counts repetitions. */
export function observeEffects(
  breaches: SystemBreaches,
  service: Service,
): { readonly repeated: number } {
  const times = new Map<number, number>();
  const effects = { repeated: 0 };
  service.onDone(({ id, isIdempotent }) => {
    const count = (times.get(id) ?? 0) + 1;
    times.set(id, count);
    if (count === 2) effects.repeated += 1;
    if (count === 1 || isIdempotent) return;
    breaches.report(
      'charged-once',
      `the service ${service.name} has carried out the payment of request ${id} ${count} times`,
    );
  });
  return effects;
}

/**
 * Are requests that an open breaker rejects answered at once? Must stand between a retry and the
 * breaker.
 */
export function observeRejections(
  breaches: SystemBreaches,
  context: PolicyContext,
): { readonly policy: Policy; readonly onAnswer: (answered: Answered) => void } {
  const rejectedAtMs = new Map<number, number>();
  return {
    policy: <T>(next: Call<T>): Call<T> =>
      function* (request): Process<T> {
        try {
          return yield* next(request);
        } catch (caught) {
          const { kind } = failureOf(caught);
          if (kind === 'rejected' && !rejectedAtMs.has(request.id)) {
            rejectedAtMs.set(request.id, context.now());
          }
          throw caught;
        }
      },
    onAnswer: ({ request, failure }) => {
      const atMs = rejectedAtMs.get(request.id);
      if (atMs === undefined || failure === undefined || context.now() === atMs) return;
      breaches.report(
        'fails-fast-while-open',
        `the open breaker rejected request ${request.id}, but its caller heard of it only ${(context.now() - atMs).toFixed(0)} ms later`,
      );
    },
  };
}

/**
 * For a service behind an entrance, where the first callers give each request its class: do less
 * critical requests keep out of the room that is left for more critical ones?
 */
export function observeRoom(
  breaches: SystemBreaches,
  entrance: Service,
  service: Service,
  room: number,
): void {
  const classes = new Map<number, Criticality>();
  const present = new Map<Criticality, number>();
  const count = (id: number, by: number): void => {
    const criticality = classes.get(id) ?? criticalityByDefault;
    present.set(criticality, (present.get(criticality) ?? 0) + by);
  };
  entrance.onCall(({ id, criticality = criticalityByDefault }) => classes.set(id, criticality));
  service.onAdmission(({ id }) => {
    count(id, 1);
    let filled = 0;
    for (const criticality of [...criticalities].reverse()) {
      filled += present.get(criticality) ?? 0;
      const limit = limitOf(criticality, room);
      if (filled <= limit) continue;
      breaches.report(
        'room-for-critical',
        `requests of criticality ${criticality} and below take ${filled} of ${room} places at the service ${service.name}, but only ${limit} are left to them`,
      );
    }
  });
  service.onDone(({ id }) => {
    count(id, -1);
    classes.delete(id);
  });
}
