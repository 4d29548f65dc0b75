/**
 * A herd: callers that fail together, retry until they are answered, and may come back together.
 */

import type { Call, Request } from '../../sims/resilience/call.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import type { BackoffOptions } from '../../sims/resilience/retry/backoff.ts';
import type { System } from '../../sims/resilience/system.ts';
import type { Gauge } from '../../src/check/metric.ts';
import type { Series } from '../../src/check/series.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { Fifo } from '../../src/kernel/fifo.ts';
import { must } from '../../src/kernel/must.ts';
import type { Process } from '../../src/kernel/process.ts';
import { largestIn } from './arms.ts';
import { askedOnce, retryingForEver } from './policies.ts';

/** Arrivals in the same slot of that many ms count as together. */
export const narrowMs = 10;

export interface Herd extends System {
  unanswered: number;
}

export const herdOf = (system: System, callers: number): Herd =>
  Object.assign(system, { unanswered: callers });

/** Each of the callers asks once, for as long as it takes, at the start of the machine or later. */
export function askTogether(
  machine: Machine,
  herd: Herd,
  callers: number,
  call: Call<unknown>,
  startsAtMs?: number,
  onAnswer?: () => void,
): void {
  function* caller(): Process<void> {
    if (startsAtMs !== undefined) yield* machine.sleep(startsAtMs);
    if (!(yield* askedOnce(machine, call))) return;
    herd.unanswered -= 1;
    onAnswer?.();
  }
  for (let id = 1; id <= callers; id++) machine.spawn(caller());
}

interface Release<Arm extends string> {
  readonly arms: readonly Arm[];
  /** Of each arm. */
  readonly callers: number;
  readonly startsAtMs?: number;
  readonly servers?: number;
  readonly backoff: (arm: Arm) => Partial<BackoffOptions>;
  /** Whether a call comes from a caller that failed with the others. */
  readonly comesBack: (request: Request) => boolean;
  /** The number of arrivals in the present slot. */
  readonly onBack?: (arm: Arm, together: number) => void;
  /** All callers of the arm have been answered. */
  readonly onDone?: (arm: Arm) => void;
}

type HerdMetrics<Arm extends string> = Readonly<Record<Arm, Gauge>> &
  Readonly<Record<`${Arm}Arrivals`, Series>>;

/**
 * A service for each arm, and callers that call it once each, for as long as it takes. Measures the
 * share of the callers that come back in the fullest slot, and arrivals over time.
 */
export function releaseHerd<Arm extends string>(
  system: System,
  nowMs: () => number,
  metrics: HerdMetrics<Arm>,
  { arms, callers, startsAtMs, servers, ...release }: Release<Arm>,
): Herd {
  const herd = herdOf(system, arms.length * callers);
  for (const arm of arms) {
    const limits = servers === undefined ? {} : { servers };
    const service = system.service({
      name: `service-${arm}`,
      ...limits,
      serviceMs: uniform(5, 15),
    });
    const inSlot = slotCounter();
    const share = largestIn(metrics[arm]);
    const arrivals = metrics[`${arm}Arrivals`] as Series;
    service.onCall((request) => {
      arrivals.add(nowMs());
      if (!release.comesBack(request)) return;
      const together = inSlot(nowMs());
      share(together / callers);
      release.onBack?.(arm, together);
    });
    let unanswered = callers;
    system.caller(`callers-${arm}`, (machine) => {
      const retry = retryingForEver(machine, system.breaches, release.backoff(arm));
      const call = retry(machine.call(service));
      askTogether(machine, herd, callers, call, startsAtMs, () => {
        unanswered -= 1;
        if (unanswered === 0) release.onDone?.(arm);
      });
    });
  }
  return herd;
}

/** Counts arrivals per slot; returns the count of the present one. */
function slotCounter(): (nowMs: number) => number {
  let slot = 0;
  let inSlot = 0;
  return (nowMs) => {
    const slotNow = Math.floor(nowMs / narrowMs);
    inSlot = slotNow === slot ? inSlot + 1 : 1;
    slot = slotNow;
    return inSlot;
  };
}

/**
 * Counts arrivals; returns how many came within the last slot length, wherever a slot would begin.
 */
export function recentCounter(): (nowMs: number) => number {
  const timesMs = new Fifo<number>();
  return (nowMs) => {
    timesMs.push(nowMs);
    for (;;) {
      const oldestMs = must(timesMs.shift(), 'time of the next arrival');
      if (oldestMs <= nowMs - narrowMs) continue;
      timesMs.unshift(oldestMs);
      return timesMs.length;
    }
  };
}
