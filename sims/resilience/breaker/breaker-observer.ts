/**
 * Watches a circuit breaker from behind: sees what it lets through and the outcome, keeps its own
 * account of the results, and compares.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { type Call, failureOf, type Policy, type PolicyContext } from '../call.ts';
import type { PropertyId, SystemBreaches } from '../invariants.ts';
import type { BreakerMove, CircuitBreaker } from './breaker.ts';
import { healthErrors, type Verdict } from './breaker-options.ts';

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

/** Must stand directly inside the breaker. Works for breakers that ignore late results. */
export function observeBreaker(
  breaches: SystemBreaches,
  context: PolicyContext,
  breaker: CircuitBreaker,
): Policy {
  const account = new Account(breaches, () => context.now(), breaker);
  breaker.onMove((move) => account.moved(move));
  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      const passed = account.passes();
      try {
        const answer = yield* next(request);
        account.ended(passed, 'success');
        return answer;
      } catch (caught) {
        account.ended(passed, healthErrors(failureOf(caught)));
        throw caught;
      } finally {
        // Cancelled: no result at all.
        account.ended(passed, 'ignored');
      }
    };
}

/** A call that was let through. */
interface Passed {
  /** Each transition of the breaker begins a generation. */
  readonly generation: number;
  readonly isProbe: boolean;
  hasEnded: boolean;
}

/** What a breaker should know of the calls since its last transition. */
class Account {
  readonly #breaches: SystemBreaches;
  readonly #now: () => number;
  readonly #breaker: CircuitBreaker;
  #generation = 0;
  /** Results of the calls of this generation, oldest first. */
  #results: Result[] = [];
  #probesOut = 0;

  constructor(breaches: SystemBreaches, now: () => number, breaker: CircuitBreaker) {
    this.#breaches = breaches;
    this.#now = now;
    this.#breaker = breaker;
  }

  /** The breaker lets a call through. */
  passes(): Passed {
    const { name, state, options } = this.#breaker;
    this.#recount();
    if (state === 'open') {
      this.#breaches.report(
        'open-passes-nothing',
        `the breaker ${name} let a call through although it is open`,
      );
    }
    const isProbe = state === 'halfOpen';
    if (isProbe) this.#probesOut += 1;
    const permitted = options.permittedNumberOfCallsInHalfOpenState;
    if (isProbe && this.#probesOut > permitted) {
      this.#breaches.report(
        'half-open-passes-only-probes',
        `the half-open breaker ${name} has let ${this.#probesOut} calls through, but permits ${permitted} probes`,
      );
    }
    return { generation: this.#generation, isProbe, hasEnded: false };
  }

  /** A call ends; only the first report counts. A probe without a result returns its permit. */
  ended(passed: Passed, verdict: Verdict): void {
    if (passed.hasEnded) return;
    passed.hasEnded = true;
    if (passed.generation !== this.#generation) return;
    if (verdict !== 'ignored') {
      this.#results.push({ endedAtMs: this.#now(), failed: verdict === 'failure' });
    } else if (passed.isProbe) {
      this.#probesOut -= 1;
    }
  }

  /** The breaker makes a transition: on evidence of this generation, and a new one begins. */
  moved({ from, to, event }: BreakerMove): void {
    const { name, options } = this.#breaker;
    const { window, minimumNumberOfCalls } = options;
    const ended = this.#results.length;
    if (from === 'closed' && window.kind !== 'consecutive' && ended < minimumNumberOfCalls) {
      this.#breaches.report(
        'opens-on-evidence',
        `the breaker ${name} opened after ${ended} calls, but needs at least ${minimumNumberOfCalls} to judge by`,
      );
    }
    if (from === 'closed' && !this.#results.some(({ failed }) => failed)) {
      this.#breaches.report(
        'healthy-service-is-called',
        `the breaker ${name} opened although no call failed through a fault of the service`,
      );
    }
    const isOver = event === 'maxWaitDurationInHalfOpenState';
    if (from === 'halfOpen' && ended === 0 && !isOver) {
      this.#breaches.report(
        'moves-on-its-own-calls',
        `the breaker ${name} went from half-open to ${to} before any of its probes had ended`,
      );
    }
    this.#results = [];
    this.#probesOut = 0;
    this.#generation += 1;
  }

  /** Compares the breaker's window with the results. */
  #recount(): void {
    if (this.#breaker.state !== 'closed') return;
    const { calls, failures } = this.#breaker.counts;
    const inWindow = this.#results.slice(this.#results.length - this.#sizeOfWindow());
    const failed = inWindow.filter((result) => result.failed).length;
    if (calls === inWindow.length && failures === failed) return;
    this.#breaches.report(
      'rate-equals-recount',
      `the breaker ${this.#breaker.name} counts ${failures} failures in ${calls} calls, but a recount gives ${failed} in ${inWindow.length}`,
    );
  }

  #sizeOfWindow(): number {
    const { window } = this.#breaker.options;
    const results = this.#results;
    if (window.kind === 'count') return Math.min(window.size, results.length);
    if (window.kind === 'consecutive') {
      return results.length - 1 - results.findLastIndex(({ failed }) => !failed);
    }
    const firstSlice = Math.floor(this.#now() / window.sliceMs) - window.slices + 1;
    return results.filter(({ endedAtMs }) => Math.floor(endedAtMs / window.sliceMs) >= firstSlice)
      .length;
  }
}
