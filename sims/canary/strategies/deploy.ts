/**
 * Six ways to deploy the same release, as processes. Each does its part of the deployment, and
 * undoes it when the alarm is raised. All have the same times for starting an instance, draining
 * one, changing a route, and noticing.
 */
import type { Chart } from '../../../src/kernel/chart.ts';
import { race } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { Alarm } from './alarm.ts';
import { blueGreenChart, flagChart, recreateChart, rollingChart, shadowChart } from './charts.ts';

export interface DeployOptions {
  /** Of the old version, before the deployment. */
  readonly instances: number;
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

/** What a strategy can do: each command is repeated until it is answered. */
export interface Deployment {
  readonly node: ServerContext<never>;
  readonly options: DeployOptions;
  readonly alarm: Alarm;
  readonly note: (stage: string) => void;
  /** Ends when that many instances of the version are up, and no more. */
  readonly scale: (version: 'old' | 'new', to: number) => Process<void>;
  /** Ends when that share of the requests goes to the new version. */
  readonly route: (newShare: number, takesMs?: number) => Process<void>;
  /** The same, with copies of what the old version answers. */
  readonly mirror: () => Process<void>;
}

/** Runs a process, and returns whether the alarm came first and cut it short. */
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

/** Moves through a chart, and records its stage. */
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

export function* recreate({ options, alarm, note, scale, route }: Deployment): Process<void> {
  const move = walk(recreateChart, note);
  function* exchange(from: 'old' | 'new', to: 'old' | 'new'): Process<void> {
    yield* scale(from, 0);
    move('stopped');
    yield* scale(to, options.instances);
    yield* route(to === 'new' ? 1 : 0, 0);
    move('started');
  }
  yield* exchange('old', 'new');
  yield* alarm.wait();
  move('alarm');
  yield* exchange('new', 'old');
}

/**
 * Start first, then stop: there are never fewer instances than before. A load balancer with health
 * checks needs no new route.
 */
export function* rolling(deployment: Deployment): Process<void> {
  const { options, alarm, note, scale, route } = deployment;
  const { instances, surge } = options;
  const move = walk(rollingChart, note);
  let old = instances;
  function* replaceSome(to: 'old' | 'new'): Process<void> {
    const [more, fewer] = to === 'new' ? (['new', 'old'] as const) : (['old', 'new'] as const);
    const left = to === 'new' ? old : instances - old;
    const batch = Math.min(surge, left);
    yield* scale(more, instances - left + batch);
    old += to === 'new' ? -batch : batch;
    yield* route((instances - old) / instances, 0);
    yield* scale(fewer, left - batch);
  }
  let alarmed = false;
  while (old > 0 && !alarmed) {
    alarmed = yield* alarmDuring(deployment, replaceSome('new'));
    if (!alarmed) move(old > 0 ? 'replaced' : 'allReplaced');
  }
  if (!alarmed) yield* alarm.wait();
  move('alarm');
  // The batch that the alarm cut short is also replaced back.
  do {
    yield* replaceSome('old');
    move(old < instances ? 'replaced' : 'allReplaced');
  } while (old < instances);
}

export function* blueGreen(deployment: Deployment): Process<void> {
  const { node, options, note, scale, route } = deployment;
  const move = walk(blueGreenChart, note);
  yield* scale('new', options.instances);
  move('ready');
  yield* route(1);
  move('switched');
  if (!(yield* alarmDuring(deployment, node.sleep(options.bakeMs)))) {
    move('retired');
    yield* scale('old', 0);
    return;
  }
  move('alarm');
  yield* route(0);
  yield* scale('new', 0);
}

/** The share of the traffic decides how many new instances are started. */
export function* canary(deployment: Deployment): Process<void> {
  const { node, options, note, scale, route } = deployment;
  for (const percentage of options.percentages) {
    yield* scale('new', Math.ceil((options.instances * percentage) / 100));
    yield* route(percentage / 100);
    note(`${percentage}%`);
    if (yield* alarmDuring(deployment, node.sleep(options.bakeMs))) {
      note('rolledBack');
      yield* route(0);
      yield* scale('new', 0);
      return;
    }
  }
  yield* scale('old', 0);
}

export function* shadow(deployment: Deployment): Process<void> {
  const { node, options, note, scale, route, mirror } = deployment;
  const move = walk(shadowChart, note);
  yield* scale('new', options.instances);
  yield* mirror();
  move('ready');
  const alarmed = yield* alarmDuring(deployment, node.sleep(options.bakeMs));
  if (alarmed) {
    move('alarm');
    yield* route(0);
    yield* scale('new', 0);
    return;
  }
  move('satisfied');
  yield* route(1);
  yield* scale('old', 0);
}

/** The code goes out with the flag off first, like any harmless release. */
export function* featureFlag(deployment: Deployment): Process<void> {
  const { node, options, note, route } = deployment;
  const move = walk(flagChart, note);
  yield* node.sleep(Math.max(options.startMs, options.drainMs));
  move('rolledOut');
  for (const percentage of options.percentages) {
    yield* route(percentage / 100);
    move(percentage === 100 ? 'full' : 'raised');
    if (yield* alarmDuring(deployment, node.sleep(options.bakeMs))) {
      move('alarm');
      yield* route(0);
      return;
    }
  }
}

export const strategies = { recreate, rolling, blueGreen, canary, shadow, featureFlag };

export type StrategyName = keyof typeof strategies;
