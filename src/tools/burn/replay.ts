/** Alerts over the counts of a file: which would have fired, when, and what it had cost by then. */
import { BurnWatch } from '../../../sims/slo/alerts/burn-watch.ts';
import type { BurnAlert } from '../../../sims/slo/alerts/policy.ts';
import { sloRules } from '../../../sims/slo/rules.ts';
import { pointsMax } from '../../draw/thinned.ts';
import { must } from '../../kernel/must.ts';
import type { Slot } from './counts.ts';
import type { Promised } from './specification.ts';

export interface Firing {
  readonly atMs: number;
  /** The row that fired it. */
  readonly line: number;
  /** Null if it fires to the end of the file. */
  resetMs: number | null;
  readonly burn: number;
  readonly peakBurn: number;
  /** Failed requests in the long window, when it fired. */
  readonly failed: number;
  /** Which share of the budget of a period they are, at traffic like that of the file. */
  readonly spent: number;
  /** The file begins within the long window: the window holds what there is. */
  readonly isWindowFull: boolean;
}

export interface AlertReport {
  readonly alert: BurnAlert;
  readonly threshold: number;
  readonly firings: readonly Firing[];
  readonly peakBurn: number;
  /** Over the long window: the largest of each part of the file. */
  readonly burns: readonly (readonly [atMs: number, burn: number])[];
}

export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface BurnReport {
  readonly promise: Promised;
  /** Of the first row. */
  readonly fromMs: number;
  readonly requests: number;
  readonly failed: number;
  readonly spanMs: number;
  readonly stepMs: number;
  /** Of the budget of a period with traffic like that of the file. */
  readonly budgetSpent: number;
  readonly alerts: readonly AlertReport[];
  /** Silence that an alert of its own would have fired for. */
  readonly gaps: readonly Gap[];
}

export interface ReplayOptions {
  readonly failuresMin: number;
  readonly absentMs: number;
  readonly onWay?: (() => void) | undefined;
}

const rules = sloRules.without();

/** O(rows x alerts), and a look each step of a gap, until the longest window is empty. */
export function replayBurn(
  slots: readonly Slot[],
  promise: Promised,
  { failuresMin, absentMs, onWay }: ReplayOptions,
): BurnReport {
  const stepMs = usualStepMs(slots);
  const first = must(slots[0], 'first row');
  const last = must(slots.at(-1), 'last row');
  const spanMs = last.atMs - first.atMs + stepMs;
  const requests = slots.reduce((sum, slot) => sum + slot.requests, 0);
  const failed = slots.reduce((sum, slot) => sum + slot.failed, 0);
  const allowed = requests * (1 - promise.objective) * (promise.periodMs / spanMs);
  const watches = promise.alerts.map(
    (alert) =>
      new AlertReplay(alert, promise, {
        failuresMin,
        allowed,
        beginsMs: first.atMs - stepMs,
        partMs: spanMs / pointsMax,
      }),
  );
  const longestMs = Math.max(...promise.alerts.map(({ longMs }) => longMs));
  let beforeMs = first.atMs;
  for (const [place, slot] of slots.entries()) {
    if (place % 10_000 === 0) onWay?.();
    // Windows move on while nothing comes in.
    const quietUntil = Math.min(slot.atMs, beforeMs + longestMs + stepMs);
    for (let atMs = beforeMs + stepMs; atMs < quietUntil - stepMs / 2; atMs += stepMs)
      for (const watch of watches) watch.takes({ atMs, failed: 0, requests: 0, line: slot.line });
    for (const watch of watches) watch.takes(slot);
    beforeMs = slot.atMs;
  }
  return {
    promise,
    fromMs: first.atMs,
    requests,
    failed,
    spanMs,
    stepMs,
    budgetSpent: allowed === 0 ? 0 : failed / allowed,
    alerts: watches.map((watch) => watch.report()),
    gaps: gapsIn(slots, Math.max(absentMs, 1.5 * stepMs)),
  };
}

interface AlertOptions {
  readonly failuresMin: number;
  /** Failures that the budget of a period has, at traffic like that of the file. */
  readonly allowed: number;
  readonly beginsMs: number;
  /** Of a part of the file only the largest burn rate is kept. */
  readonly partMs: number;
}

class AlertReplay {
  readonly #alert: BurnAlert;
  readonly #watch: BurnWatch;
  readonly #options: AlertOptions;
  readonly #firings: (Firing & { peakBurn: number })[] = [];
  readonly #burns: (readonly [atMs: number, burn: number])[] = [];
  #part = -1;
  #isFiring = false;
  #peakBurn = 0;

  constructor(alert: BurnAlert, promise: Promised, options: AlertOptions) {
    this.#alert = alert;
    this.#watch = new BurnWatch(alert, promise, rules, options.failuresMin);
    this.#options = options;
  }

  takes({ atMs, failed, requests, line }: Slot): void {
    this.#watch.add(atMs, failed, requests);
    const { isFiring, longBurn } = this.#watch.evaluate();
    this.#peakBurn = Math.max(this.#peakBurn, longBurn);
    this.#keeps(atMs, longBurn);
    const latest = this.#firings.at(-1);
    if (isFiring && !this.#isFiring) {
      const { allowed, beginsMs } = this.#options;
      const isWindowFull = atMs - this.#alert.longMs >= beginsMs;
      const failedSoFar = this.#watch.failed;
      this.#firings.push({
        ...{ atMs, line, resetMs: null, burn: longBurn, peakBurn: longBurn },
        ...{ failed: failedSoFar, spent: allowed === 0 ? 0 : failedSoFar / allowed, isWindowFull },
      });
    } else if (isFiring && latest !== undefined) {
      latest.peakBurn = Math.max(latest.peakBurn, longBurn);
    } else if (this.#isFiring && latest !== undefined) latest.resetMs = atMs;
    this.#isFiring = isFiring;
  }

  report(): AlertReport {
    const { threshold } = this.#watch;
    const [alert, firings, peakBurn] = [this.#alert, this.#firings, this.#peakBurn];
    return { alert, threshold, firings, peakBurn, burns: this.#burns };
  }

  #keeps(atMs: number, burn: number): void {
    const { beginsMs, partMs } = this.#options;
    const part = Math.floor((atMs - beginsMs) / partMs);
    const latest = this.#burns.at(-1);
    if (part !== this.#part || latest === undefined) this.#burns.push([atMs, burn]);
    else if (burn > latest[1]) this.#burns[this.#burns.length - 1] = [latest[0], burn];
    this.#part = part;
  }
}

/** The median distance of rows; a minute if there is only one. */
function usualStepMs(slots: readonly Slot[]): number {
  const steps = slots.slice(1).map(({ atMs }, place) => atMs - (slots[place]?.atMs ?? atMs));
  steps.sort((one, other) => one - other);
  return Math.max(1, steps[Math.floor(steps.length / 2)] ?? 60_000);
}

const gapsIn = (slots: readonly Slot[], absentMs: number): Gap[] =>
  slots.slice(1).flatMap(({ atMs }, place) => {
    const fromMs = slots[place]?.atMs ?? atMs;
    return atMs - fromMs > absentMs ? [{ fromMs, toMs: atMs }] : [];
  });
