/**
 * Watches a circuit breaker from behind: sees what it lets through and what becomes of it, keeps
 * its own account of the results, and compares.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { type Call, failureOf, type Policy, type PolicyContext } from '../call.ts';
import type { PropertyId, SystemBreaches } from '../invariants.ts';
import type { CircuitBreaker } from './breaker.ts';
import { healthErrors } from './breaker-options.ts';

interface Result {
  readonly endedAtMs: number;
  readonly failed: boolean;
}

/** What it reports. */
export const breakerProperties = [
  'open-passes-nothing',
  'half-open-passes-only-probes',
  'opens-on-evidence',
  'rate-equals-recount',
  'moves-on-its-own-calls',
  'healthy-service-is-called',
] as const satisfies PropertyId[];

/** To stand directly inside the breaker. It takes a breaker that ignores late results. */
export function observeBreaker(
  breaches: SystemBreaches,
  context: PolicyContext,
  breaker: CircuitBreaker,
): Policy {
  const { window, permittedNumberOfCallsInHalfOpenState: permitted } = breaker.options;
  /** Each move begins a generation. */
  let generation = 0;
  /** Results of the calls of this generation, oldest first, and the probes that are out. */
  let results: Result[] = [];
  let probesOut = 0;

  function sizeOfWindow(nowMs: number): number {
    if (window.kind === 'count') return Math.min(window.size, results.length);
    if (window.kind === 'consecutive') {
      return results.length - 1 - results.findLastIndex(({ failed }) => !failed);
    }
    const firstSlice = Math.floor(nowMs / window.sliceMs) - window.slices + 1;
    return results.filter(({ endedAtMs }) => Math.floor(endedAtMs / window.sliceMs) >= firstSlice)
      .length;
  }

  function recount(): void {
    if (breaker.state !== 'closed') return;
    const { calls, failures } = breaker.counts;
    const size = sizeOfWindow(context.now());
    const failed = results.slice(results.length - size).filter((result) => result.failed).length;
    if (calls === size && failures === failed) return;
    breaches.report(
      'rate-equals-recount',
      `${breaker.name} counts ${failures} failures in ${calls} calls, and a recount gives ${failed} in ${size}`,
    );
  }

  breaker.onMove(({ from, to, event }) => {
    const { minimumNumberOfCalls } = breaker.options;
    const ended = results.length;
    if (from === 'closed' && window.kind !== 'consecutive' && ended < minimumNumberOfCalls) {
      breaches.report(
        'opens-on-evidence',
        `${breaker.name} opened after ${ended} of the ${minimumNumberOfCalls} calls that it takes`,
      );
    }
    if (from === 'closed' && !results.some(({ failed }) => failed)) {
      breaches.report(
        'healthy-service-is-called',
        `${breaker.name} opened though no call failed for a reason of the service’s own`,
      );
    }
    const isOver = event === 'maxWaitDurationInHalfOpenState';
    if (from === 'halfOpen' && ended === 0 && !isOver) {
      breaches.report(
        'moves-on-its-own-calls',
        `${breaker.name} went from half-open to ${to} before any of its probes had ended`,
      );
    }
    results = [];
    probesOut = 0;
    generation += 1;
  });

  function record(ofGeneration: number, failed: boolean): void {
    if (ofGeneration !== generation) return;
    results.push({ endedAtMs: context.now(), failed });
  }

  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      recount();
      const { state } = breaker;
      if (state === 'open') {
        breaches.report('open-passes-nothing', `${breaker.name} is open and let a call through`);
      }
      const ofGeneration = generation;
      if (state === 'halfOpen') probesOut += 1;
      if (state === 'halfOpen' && probesOut > permitted) {
        breaches.report(
          'half-open-passes-only-probes',
          `${breaker.name} has ${probesOut} probes out, and permits ${permitted}`,
        );
      }
      let counted = false;
      try {
        const answer = yield* next(request);
        counted = true;
        record(ofGeneration, false);
        return answer;
      } catch (caught) {
        const verdict = healthErrors(failureOf(caught));
        counted = verdict !== 'ignored';
        if (counted) record(ofGeneration, true);
        throw caught;
      } finally {
        if (!counted && state === 'halfOpen' && ofGeneration === generation) probesOut -= 1;
      }
    };
}
