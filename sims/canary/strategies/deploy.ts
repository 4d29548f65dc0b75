/**
 * Six ways to deploy the same release, as processes. Each does its part of the deployment, and undoes
 * it when the alarm is raised. Times are the same for all: starting an instance, draining one,
 * changing a route, and noticing.
 */

import type { Chart } from '../../../src/kernel/chart.ts';
import { all, race } from '../../../src/kernel/combinators.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { blueGreenChart, flagChart, recreateChart, rollingChart, shadowChart } from './charts.ts';
import type { Fleet } from './fleet.ts';

export interface DeployOptions {
  /** From starting an instance until it is ready. */
  readonly startMs: number;
  /** From taking an instance out of rotation until it has stopped. */
  readonly drainMs: number;
  /** Until a changed route, or flag, is known everywhere. */
  readonly routeMs: number;
  /** Instances that a rolling deployment may have beyond its number. */
  readonly surge: number;
  /** Traffic of a canary or a flag, phase by phase, in percent. */
  readonly percentages: readonly number[];
  readonly bakeMs: number;
}

export interface Deployment {
  readonly fleet: Fleet;
  readonly options: DeployOptions;
  readonly alarm: Alarm;
  readonly note: (stage: string) => void;
}

export type Strategy = (deployment: Deployment) => Process<void>;

/** Raised once, by whoever notices that something is wrong. Who comes later hears of it too. */
export class Alarm {
  readonly #signal = new Signal<void>();
  raised = false;

  raise(): void {
    this.raised = true;
    this.#signal.fire();
  }

  *wait(): Process<void> {
    if (!this.raised) yield* this.#signal.wait();
  }
}

/** Runs something, and answers whether the alarm came first; then it is cut short. */
function* alarmDuring({ alarm }: Deployment, work: Process<void>): Process<boolean> {
  return yield* race([
    (function* (): Process<boolean> {
      yield* alarm.wait();
      return true;
    })(),
    (function* (): Process<boolean> {
      yield* work;
      return false;
    })(),
  ]);
}

/** Moves through a chart, and says where it has come to. */
function walk<State extends string, Event extends string>(
  chart: Chart<State, Event, never, unknown>,
  note: (stage: string) => void,
): (event: Event) => void {
  let stage = chart.initial;
  return (event) => {
    stage = chart.move(stage, event).to;
    note(stage);
  };
}

export function* recreate(deployment: Deployment): Process<void> {
  const { fleet, options, alarm, note } = deployment;
  const move = walk(recreateChart, note);
  function* exchange(isNew: boolean): Process<void> {
    fleet.change((f) => {
      f.oldReady = 0;
      f.newReady = 0;
    });
    fleet.routeToNew(0);
    yield* sleep(options.drainMs);
    move('stopped');
    fleet.change((f) => {
      f.starting = f.options.instances;
    });
    yield* sleep(options.startMs);
    fleet.change((f) => {
      f.starting = 0;
      if (isNew) f.newReady = f.options.instances;
      else f.oldReady = f.options.instances;
    });
    fleet.routeToNew(isNew ? 1 : 0);
    move('started');
  }
  yield* exchange(true);
  yield* alarm.wait();
  move('alarm');
  yield* exchange(false);
}

export function* rolling(deployment: Deployment): Process<void> {
  const { fleet, options, alarm, note } = deployment;
  const move = walk(rollingChart, note);
  /** First start, then stop: there are never fewer instances than before. */
  function* replaceSome(toNew: boolean): Process<void> {
    const left = toNew ? fleet.oldReady : fleet.newReady;
    const batch = Math.min(options.surge, left);
    fleet.change((f) => {
      f.starting += batch;
    });
    yield* sleep(options.startMs);
    fleet.change((f) => {
      f.starting -= batch;
      if (toNew) f.newReady += batch;
      else f.oldReady += batch;
    });
    fleet.routeByInstances();
    fleet.change((f) => {
      if (toNew) f.oldReady -= batch;
      else f.newReady -= batch;
    });
    fleet.routeByInstances();
    yield* sleep(options.drainMs);
  }
  let alarmed = false;
  while (fleet.oldReady > 0 && !alarmed) {
    alarmed = yield* alarmDuring(deployment, replaceSome(true));
    fleet.change((f) => {
      f.starting = 0;
    });
    if (!alarmed) move(fleet.oldReady > 0 ? 'replaced' : 'allReplaced');
  }
  if (!alarmed) yield* alarm.wait();
  move('alarm');
  while (fleet.newReady > 0) {
    yield* replaceSome(false);
    move(fleet.newReady > 0 ? 'replaced' : 'allReplaced');
  }
}

export function* blueGreen(deployment: Deployment): Process<void> {
  const { fleet, options, note } = deployment;
  const move = walk(blueGreenChart, note);
  yield* startBeside(fleet, fleet.options.instances, options.startMs);
  move('ready');
  yield* sleep(options.routeMs);
  fleet.routeToNew(1);
  move('switched');
  const alarmed = yield* alarmDuring(deployment, sleep(options.bakeMs));
  if (!alarmed) {
    move('retired');
    fleet.change((f) => {
      f.oldReady = 0;
    });
    return;
  }
  move('alarm');
  yield* sleep(options.routeMs);
  fleet.routeToNew(0);
  yield* stopNew(fleet, options.drainMs);
}

/** The share of the traffic decides how many new instances are started. */
export function* canary(deployment: Deployment): Process<void> {
  const { fleet, options, note } = deployment;
  for (const percentage of options.percentages) {
    const wanted = Math.ceil((fleet.options.instances * percentage) / 100);
    yield* startBeside(fleet, wanted - fleet.newReady, options.startMs);
    yield* sleep(options.routeMs);
    fleet.routeToNew(percentage / 100);
    note(`${percentage}%`);
    if (yield* alarmDuring(deployment, sleep(options.bakeMs))) {
      note('rolledBack');
      yield* sleep(options.routeMs);
      fleet.routeToNew(0);
      yield* stopNew(fleet, options.drainMs);
      return;
    }
  }
  fleet.change((f) => {
    f.oldReady = 0;
  });
}

export function* shadow(deployment: Deployment): Process<void> {
  const { fleet, options, note } = deployment;
  const move = walk(shadowChart, note);
  yield* startBeside(fleet, fleet.options.instances, options.startMs);
  move('ready');
  fleet.change((f) => {
    f.mirrors = true;
  });
  const alarmed = yield* alarmDuring(deployment, sleep(options.bakeMs));
  fleet.change((f) => {
    f.mirrors = false;
  });
  if (alarmed) {
    move('alarm');
    yield* stopNew(fleet, options.drainMs);
    return;
  }
  move('satisfied');
  yield* sleep(options.routeMs);
  fleet.routeToNew(1);
  fleet.change((f) => {
    f.oldReady = 0;
  });
}

export function* featureFlag(deployment: Deployment): Process<void> {
  const { fleet, options, note } = deployment;
  const move = walk(flagChart, note);
  // The code goes out with the flag off, as any harmless release does.
  yield* all([sleep(options.startMs), sleep(options.drainMs)]);
  move('rolledOut');
  for (const percentage of options.percentages) {
    yield* sleep(options.routeMs);
    fleet.routeToNew(percentage / 100);
    move(percentage === 100 ? 'full' : 'raised');
    if (yield* alarmDuring(deployment, sleep(options.bakeMs))) {
      move('alarm');
      yield* sleep(options.routeMs);
      fleet.routeToNew(0);
      return;
    }
  }
}

function* startBeside(fleet: Fleet, count: number, startMs: number): Process<void> {
  fleet.change((f) => {
    f.starting += count;
  });
  yield* sleep(startMs);
  fleet.change((f) => {
    f.starting -= count;
    f.newReady += count;
  });
}

function* stopNew(fleet: Fleet, drainMs: number): Process<void> {
  yield* sleep(drainMs);
  fleet.change((f) => {
    f.newReady = 0;
  });
}

export const strategies: Readonly<Record<string, Strategy>> = {
  recreate,
  rolling,
  blueGreen,
  canary,
  shadow,
  featureFlag,
};
