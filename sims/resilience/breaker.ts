/**
 * Circuit breaker: stops calling a service that fails, and tries again after a while.
 *
 * The chart says which moves there are; the window says when the rates are too high; this file lets
 * calls through or rejects them, and sends the chart its events. Every entry into a state begins a
 * new generation, and a call belongs to the generation in which it was let through.
 */
import type { Process, Task } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import {
  type BreakerEvent,
  type BreakerState,
  type BreakerTimer,
  breakerChart,
} from './breaker-chart.ts';
import type { BreakerOptions } from './breaker-options.ts';
import {
  type Call,
  CallFailed,
  failureOf,
  type Policy,
  type Request,
  type Setting,
} from './call.ts';
import {
  type CallWindow,
  ConsecutiveWindow,
  type Counts,
  CountWindow,
  TimeWindow,
} from './window.ts';

/** A move of a breaker, and the counts that led to it. */
export interface BreakerMove {
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly event: BreakerEvent;
  readonly counts: Counts;
}

/** When a call was let through. */
interface Admission {
  readonly generation: number;
  readonly state: BreakerState;
  /** To be fired when a probe ends. */
  readonly ended: Signal;
}

export class CircuitBreaker {
  readonly name: string;
  readonly options: BreakerOptions;
  /** Calls that were let through, and calls that were not. */
  passed = 0;
  rejected = 0;
  readonly #setting: Setting;
  readonly #listeners: ((move: BreakerMove) => void)[] = [];
  #state: BreakerState = breakerChart.initial;
  #generation = 0;
  #timer: Task<void> | undefined = undefined;
  #timerDueMs = Infinity;
  readonly #window: CallWindow;

  // Half-open: the results of the probes, how many were let through, and who waits for one to end.
  readonly #probes: CallWindow;
  #probesPassed = 0;
  #probeEnded = new Signal();

  constructor(setting: Setting, name: string, options: BreakerOptions) {
    this.#setting = setting;
    this.name = name;
    this.options = options;
    this.#window = windowOf(setting, options);
    this.#probes = new CountWindow(setting.rules, options.permittedNumberOfCallsInHalfOpenState);
  }

  get state(): BreakerState {
    return this.#state;
  }

  get generation(): number {
    return this.#generation;
  }

  /** What its window holds now; of a half-open breaker, the results of the probes. */
  get counts(): Counts {
    const nowMs = this.#setting.now();
    return (this.#state === 'halfOpen' ? this.#probes : this.#window).counts(nowMs);
  }

  /** Calls the listener after every move. */
  onMove(listener: (move: BreakerMove) => void): void {
    this.#listeners.push(listener);
  }

  readonly policy: Policy = <T>(next: Call<T>): Call<T> => {
    return (request) => this.#call(next, request);
  };

  *#call<T>(next: Call<T>, request: Request): Process<T> {
    const setting = this.#setting;
    this.#window.start(setting.now());
    while (!this.#admit()) {
      if (this.#state === 'open' || this.options.whileProbesAreOut === 'reject') {
        this.rejected += 1;
        setting.note({ kind: 'rejects', request: request.id, by: this.name });
        throw new CallFailed('rejected', this.name);
      }
      yield* this.#probeEnded.wait();
    }
    this.passed += 1;
    const admitted = {
      generation: this.#generation,
      state: this.#state,
      ended: this.#probeEnded,
    };
    const startedAtMs = setting.now();
    let hasResult = false;
    try {
      const answer = yield* next(request);
      hasResult = true;
      this.#record(admitted, false, setting.now() - startedAtMs);
      return answer;
    } catch (caught) {
      const failure = failureOf(caught);
      hasResult = true;
      const verdict = this.#setting.rules['count-only-health-errors']
        ? this.options.counts(failure)
        : 'failure';
      if (verdict === 'ignored') this.#letGo(admitted, true);
      else this.#record(admitted, verdict === 'failure', setting.now() - startedAtMs);
      throw failure;
    } finally {
      // Cancelled: nobody knows how it would have ended.
      if (!hasResult) this.#letGo(admitted, false);
      if (admitted.state === 'halfOpen') admitted.ended.fire();
    }
  }

  /** Lets a call through, or does not. */
  #admit(): boolean {
    this.#catchUp();
    if (this.#state === 'closed') return true;
    if (this.#state === 'open') return false;
    const { permittedNumberOfCallsInHalfOpenState: permitted } = this.options;
    if (this.#setting.rules['limit-probes'] && this.#probesPassed >= permitted) return false;
    this.#probesPassed += 1;
    return true;
  }

  /** A wait that is over by now ends now, where no timer has ended it. */
  #catchUp(): void {
    if (this.#timerDueMs <= this.#setting.now()) this.#timeIsUp();
  }

  /** A call ended without a result that counts. */
  #letGo({ generation, state }: Admission, wasIgnored: boolean): void {
    if (this.#state !== 'halfOpen' || state !== 'halfOpen') return;
    if (wasIgnored && this.options.ignoredProbe === 'closes') this.#move('probesSucceeded');
    else if (generation === this.#generation && this.#setting.rules['release-probe-permit']) {
      this.#probesPassed -= 1;
    }
  }

  #record(admitted: Admission, failed: boolean, durationMs: number): void {
    const isLate = admitted.generation !== this.#generation;
    const { lateResults } = this.options;
    if (isLate && lateResults === 'ignored' && this.#setting.rules['ignore-late-results']) return;
    const slow = durationMs > this.options.slowCallDurationThresholdMs;
    const stateOfResult = lateResults === 'to-the-window' ? admitted.state : this.#state;
    if (stateOfResult === 'halfOpen') this.#recordProbe(failed, slow);
    else this.#recordCall(failed, slow);
  }

  #recordCall(failed: boolean, slow: boolean): void {
    const nowMs = this.#setting.now();
    this.#window.end(nowMs, failed, slow);
    if (!failed && this.options.evaluates === 'failures') return;
    const { minimumNumberOfCalls } = this.options;
    if (this.#isTooHigh(this.#window.counts(nowMs), minimumNumberOfCalls)) this.#open();
  }

  /** A half-open breaker decides when it has the results of all its probes, or of enough calls. */
  #recordProbe(failed: boolean, slow: boolean): void {
    const nowMs = this.#setting.now();
    const { windowWhenClosed } = this.options;
    this.#probes.end(nowMs, failed, slow);
    if (windowWhenClosed !== 'empty') this.#window.end(nowMs, failed, slow);
    const counts = this.#probes.counts(nowMs);
    const oneDecides = failed && this.options.window.kind === 'consecutive';
    if (!oneDecides && counts.calls < this.#probesNeeded) return;
    if (oneDecides || this.#isTooHigh(counts, 0)) {
      this.#open();
      return;
    }
    if (windowWhenClosed !== 'kept') this.#window.clear();
    if (windowWhenClosed === 'last-probe') this.#window.end(nowMs, failed, slow);
    if (this.#state === 'halfOpen') this.#move('probesSucceeded');
  }

  get #probesNeeded(): number {
    const { permittedNumberOfCallsInHalfOpenState, minimumNumberOfCalls, window } = this.options;
    if (window.kind === 'consecutive') return permittedNumberOfCallsInHalfOpenState;
    return Math.max(1, Math.min(permittedNumberOfCallsInHalfOpenState, minimumNumberOfCalls));
  }

  #open(): void {
    if (this.#state === 'closed') this.#move('tripped');
    if (this.#state === 'halfOpen') this.#move('probesFailed');
  }

  #isTooHigh({ calls, failures, slow }: Counts, minimum: number): boolean {
    const { window, comparison, failureRateThreshold, slowCallRateThreshold } = this.options;
    if (window.kind === 'consecutive') return failures >= window.failures;
    if (this.#setting.rules['minimum-volume'] && calls < minimum) return false;
    return (
      reaches(failures, calls, failureRateThreshold, comparison) ||
      reaches(slow, calls, slowCallRateThreshold, comparison)
    );
  }

  #move(event: BreakerEvent): void {
    const { counts } = this;
    const { from, to, effects } = breakerChart.move(this.#state, event);
    this.#state = to;
    this.#generation += 1;
    this.#probes.clear();
    this.#probesPassed = 0;
    if (to === 'halfOpen') this.#probeEnded = new Signal();
    for (const effect of effects) {
      if (effect.kind === 'start-timer') this.#startTimer(effect.timer);
      if (effect.kind === 'stop-timer') this.#stopTimer();
    }
    this.#setting.note({ kind: 'breaker-moved', breaker: this.name, from, to, ...counts });
    for (const listener of this.#listeners) listener({ from, to, event, counts });
  }

  #startTimer(timer: BreakerTimer): void {
    this.#stopTimer();
    const {
      waitDurationInOpenStateMs,
      maxWaitDurationInHalfOpenStateMs,
      automaticTransitionFromOpenToHalfOpen,
    } = this.options;
    const isOpen = timer === 'waitDurationInOpenState';
    const durationMs = isOpen ? waitDurationInOpenStateMs : maxWaitDurationInHalfOpenStateMs;
    this.#timerDueMs = this.#setting.now() + durationMs;
    if (durationMs === Infinity || (isOpen && !automaticTransitionFromOpenToHalfOpen)) return;
    this.#timer = this.#setting.spawn(this.#timeIsUpAfter(durationMs));
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerDueMs = Infinity;
  }

  *#timeIsUpAfter(durationMs: number): Process<void> {
    yield* this.#setting.sleep(durationMs);
    this.#timer = undefined;
    this.#timeIsUp();
  }

  /** An open and a half-open breaker have one timer each. */
  #timeIsUp(): void {
    this.#stopTimer();
    this.#move(
      this.#state === 'open' ? 'waitDurationInOpenState' : 'maxWaitDurationInHalfOpenState',
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

function windowOf({ rules }: Setting, { window }: BreakerOptions): CallWindow {
  switch (window.kind) {
    case 'consecutive':
      return new ConsecutiveWindow();
    case 'count':
      return new CountWindow(rules, window.size);
    case 'time':
      return new TimeWindow(rules, window);
  }
}
