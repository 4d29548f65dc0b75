/**
 * Slow start: after a breaker has closed again, lets a growing share of the calls through, so that
 * a service that has just come back can warm up (Envoy, slow start; AWS load balancers, slow start
 * duration).
 */
import type { Process } from '../../../src/kernel/process.ts';
import { chance } from '../../../src/kernel/random.ts';
import type { CircuitBreaker } from '../breaker/breaker.ts';
import { type Call, CallFailed, type Policy, type PolicyContext } from '../call.ts';

export interface RampOptions {
  /** How long it takes until all calls are let through. */
  readonly rampMs: number;
  /** The share that is let through at once. */
  readonly startsAtShare: number;
}

/** Must stand around the breaker. */
export function ramp(
  context: PolicyContext,
  breaker: CircuitBreaker,
  options: RampOptions,
): Policy {
  const { rampMs, startsAtShare } = options;
  const luck = context.stream(`${breaker.name}/ramp`);
  let closedAtMs = Number.NEGATIVE_INFINITY;
  breaker.onMove(({ to }) => {
    if (to === 'closed') closedAtMs = context.now();
  });
  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      const share = startsAtShare + ((context.now() - closedAtMs) / rampMs) * (1 - startsAtShare);
      const isRamping = breaker.state === 'closed' && share < 1;
      if (isRamping && !chance(luck, share)) {
        context.note({ kind: 'rejects', request: request.id, by: 'slow start' });
        throw new CallFailed('rejected', 'slow start');
      }
      return yield* next(request);
    };
}
