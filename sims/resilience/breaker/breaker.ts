/**
 * Circuit breaker: stops calling a failing service, and tries again after a while.
 *
 * The chart says which moves there are; the window says when the rates are too high; this file lets
 * calls through or rejects them, and sends the chart its events.
 */
import type { Process, Task } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import {
  type Call,
  CallFailed,
  failureOf,
  type Policy,
  type PolicyContext,
  type Request,
} from '../call.ts';
import { type BreakerEvent, type BreakerState, breakerChart } from './breaker-chart.ts';
import type { BreakerOptions } from './breaker-options.ts';
import {
  type CallWindow,
  ConsecutiveWindow,
  type Counts,
  CountWindow,
  TimeWindow,
} from './window.ts';

/** A transition of a breaker, and the counts that led to it. */
export interface BreakerMove {
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly event: BreakerEvent;
  readonly counts: Counts;
}

/**
 * What a breaker holds in each of its states. Each entry into a state makes a new one, and a call
 * belongs to the one in which it was let through.
 */
type State =
  | { readonly name: 'closed' }
  | { readonly name: 'open'; readonly timer: Timer }
  | {
      readonly name: 'halfOpen';
      readonly timer: Timer;
      /** The results of the probes. */
      readonly probes: CallWindow;
      /** Probes that were let through and may still count. */
      passed: number;
      /** Fired when a probe ends. */
      readonly probeEnded: Signal;
    };

/** The end of a state. Without a task that waits for it, the next call notices. */
interface Timer {
  readonly dueMs: number;
  task: Task<void> | undefined;
}

export class CircuitBreaker {
  readonly name: string;
  readonly options: BreakerOptions;
  /** Calls that were let through, and calls that were not. */
  passed = 0;
  rejected = 0;
  readonly #context: PolicyContext;
  readonly #listeners: ((move: BreakerMove) => void)[] = [];
  readonly #window: CallWindow;
  #state: State = { name: 'closed' };

  constructor(context: PolicyContext, name: string, options: BreakerOptions) {
    this.#context = context;
    this.name = name;
    this.options = options;
    this.#window = windowOf(context, options);
  }

  get state(): BreakerState {
    return this.#state.name;
  }

  /** The contents of its window; for a half-open breaker, the results of the probes. */
  get counts(): Counts {
    const window = this.#state.name === 'halfOpen' ? this.#state.probes : this.#window;
    return window.counts(this.#context.now());
  }

  /** Calls the listener after every transition. */
  onMove(listener: (move: BreakerMove) => void): void {
    this.#listeners.push(listener);
  }

  readonly policy: Policy = <T>(next: Call<T>): Call<T> => {
    return (request) => this.#call(next, request);
  };

  *#call<T>(next: Call<T>, request: Request): Process<T> {
    const context = this.#context;
    this.#window.start(context.now());
    let admitted = this.#admit();
    while (admitted === undefined) {
      const state = this.#state;
      if (state.name !== 'halfOpen' || this.options.whileProbesAreOut === 'reject') {
        this.rejected += 1;
        context.note({ kind: 'rejects', request: request.id, by: this.name });
        throw new CallFailed('rejected', this.name);
      }
      yield* state.probeEnded.wait();
      admitted = this.#admit();
    }
    this.passed += 1;
    const startedAtMs = context.now();
    let hasResult = false;
    try {
      const answer = yield* next(request);
      hasResult = true;
      this.#record(admitted, false, context.now() - startedAtMs);
      return answer;
    } catch (caught) {
      const failure = failureOf(caught);
      hasResult = true;
      const verdict = context.rules['count-only-health-errors']
        ? this.options.counts(failure)
        : 'failure';
      if (verdict === 'ignored') this.#letGo(admitted, true);
      else this.#record(admitted, verdict === 'failure', context.now() - startedAtMs);
      throw failure;
    } finally {
      // Cancelled: its outcome is unknown.
      if (!hasResult) this.#letGo(admitted, false);
      if (admitted.name === 'halfOpen') admitted.probeEnded.fire();
    }
  }

  /** The state in which a call is let through; undefined if it is not. */
  #admit(): State | undefined {
    this.#catchUp();
    const state = this.#state;
    if (state.name === 'open') return undefined;
    if (state.name === 'halfOpen') {
      const { permittedNumberOfCallsInHalfOpenState: permitted } = this.options;
      if (this.#context.rules['limit-probes'] && state.passed >= permitted) return undefined;
      state.passed += 1;
    }
    return state;
  }

  /** A wait that is over ends now, unless a timer has ended it. */
  #catchUp(): void {
    const state = this.#state;
    if (state.name !== 'closed' && state.timer.dueMs <= this.#context.now()) this.#timeIsUp();
  }

  /** A call ended without a result that counts. */
  #letGo(admitted: State, wasIgnored: boolean): void {
    if (this.#state.name !== 'halfOpen' || admitted.name !== 'halfOpen') return;
    if (wasIgnored && this.options.ignoredProbe === 'closes') this.#move('probesSucceeded');
    else if (admitted === this.#state && this.#context.rules['release-probe-permit']) {
      admitted.passed -= 1;
    }
  }

  #record(admitted: State, failed: boolean, durationMs: number): void {
    const { lateResults, slowCallDurationThresholdMs } = this.options;
    const isLate = admitted !== this.#state;
    if (isLate && lateResults === 'ignored' && this.#context.rules['ignore-late-results']) return;
    const slow = durationMs > slowCallDurationThresholdMs;
    const counts = lateResults === 'to-the-window' ? admitted : this.#state;
    if (counts.name !== 'halfOpen') this.#recordCall(failed, slow);
    else this.#recordProbe(this.#state.name === 'halfOpen' ? this.#state : counts, failed, slow);
  }

  #recordCall(failed: boolean, slow: boolean): void {
    const nowMs = this.#context.now();
    this.#window.end(nowMs, failed, slow);
    if (!failed && this.options.evaluates === 'failures') return;
    const { minimumNumberOfCalls } = this.options;
    if (this.#isTooHigh(this.#window.counts(nowMs), minimumNumberOfCalls)) this.#open();
  }

  /** A half-open breaker decides when it has the results of all its probes, or of enough calls. */
  #recordProbe({ probes }: { probes: CallWindow }, failed: boolean, slow: boolean): void {
    const nowMs = this.#context.now();
    const { windowWhenClosed } = this.options;
    probes.end(nowMs, failed, slow);
    if (windowWhenClosed !== 'empty') this.#window.end(nowMs, failed, slow);
    const counts = probes.counts(nowMs);
    const oneDecides = failed && this.options.window.kind === 'consecutive';
    if (!oneDecides && counts.calls < this.#probesNeeded) return;
    if (oneDecides || this.#isTooHigh(counts, 0)) {
      this.#open();
      return;
    }
    if (windowWhenClosed !== 'kept') this.#window.clear();
    if (windowWhenClosed === 'last-probe') this.#window.end(nowMs, failed, slow);
    if (this.state === 'halfOpen') this.#move('probesSucceeded');
  }

  get #probesNeeded(): number {
    const { permittedNumberOfCallsInHalfOpenState, minimumNumberOfCalls, window } = this.options;
    if (window.kind === 'consecutive') return permittedNumberOfCallsInHalfOpenState;
    return Math.max(1, Math.min(permittedNumberOfCallsInHalfOpenState, minimumNumberOfCalls));
  }

  #open(): void {
    if (this.state === 'closed') this.#move('tripped');
    else if (this.state === 'halfOpen') this.#move('probesFailed');
  }

  #isTooHigh({ calls, failures, slow }: Counts, minimum: number): boolean {
    const { window, comparison, failureRateThreshold, slowCallRateThreshold } = this.options;
    if (window.kind === 'consecutive') return failures >= window.failures;
    if (this.#context.rules['minimum-volume'] && calls < minimum) return false;
    return (
      reaches(failures, calls, failureRateThreshold, comparison) ||
      reaches(slow, calls, slowCallRateThreshold, comparison)
    );
  }

  #move(event: BreakerEvent): void {
    const { counts } = this;
    const { from, to } = breakerChart.move(this.state, event);
    if (this.#state.name !== 'closed') this.#state.timer.task?.cancel();
    this.#state = this.#enter(to);
    this.#context.note({ kind: 'breaker-moved', breaker: this.name, from, to, ...counts });
    for (const listener of this.#listeners) listener({ from, to, event, counts });
  }

  #enter(name: BreakerState): State {
    const { options } = this;
    switch (name) {
      case 'closed':
        return { name };
      case 'open': {
        const { waitDurationInOpenStateMs, automaticTransitionFromOpenToHalfOpen } = options;
        const timer = this.#timer(waitDurationInOpenStateMs, automaticTransitionFromOpenToHalfOpen);
        return { name, timer };
      }
      case 'halfOpen':
        return {
          name,
          timer: this.#timer(options.maxWaitDurationInHalfOpenStateMs, true),
          probes: new CountWindow(
            this.#context.rules,
            options.permittedNumberOfCallsInHalfOpenState,
          ),
          passed: 0,
          probeEnded: new Signal(),
        };
    }
  }

  #timer(durationMs: number, endsByItself: boolean): Timer {
    const isAwaited = endsByItself && durationMs < Infinity;
    return {
      dueMs: this.#context.now() + durationMs,
      task: isAwaited ? this.#context.spawn(this.#timeIsUpAfter(durationMs)) : undefined,
    };
  }

  *#timeIsUpAfter(durationMs: number): Process<void> {
    yield* this.#context.sleep(durationMs);
    // This task itself: the breaker's own transition must not cancel it.
    if (this.#state.name !== 'closed') this.#state.timer.task = undefined;
    this.#timeIsUp();
  }

  /** An open and a half-open breaker have one timer each. */
  #timeIsUp(): void {
    this.#move(
      this.state === 'open' ? 'waitDurationInOpenState' : 'maxWaitDurationInHalfOpenState',
    );
  }
}

function reaches(
  part: number,
  calls: number,
  threshold: number,
  comparison: BreakerOptions['comparison'],
): boolean {
  return comparison === 'at-least' ? part >= threshold * calls : part > threshold * calls;
}

function windowOf({ rules }: PolicyContext, { window }: BreakerOptions): CallWindow {
  switch (window.kind) {
    case 'consecutive':
      return new ConsecutiveWindow();
    case 'count':
      return new CountWindow(rules, window.size);
    case 'time':
      return new TimeWindow(rules, window);
  }
}
