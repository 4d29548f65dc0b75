/** The control loop: a fleet under a load, and an autoscaler that looks at it every 15 seconds. */
import type { AutoscalingRules } from '../rules.ts';
import type { ScalingStudy } from '../study.ts';
import { Autoscaler, type AutoscalerSpec, type Decision, syncMs } from './autoscaler.ts';
import { Fleet, type FleetOptions } from './fleet.ts';
import type { Pod } from './pods.ts';
import type { Reading, Target } from './replicas.ts';

export interface LoopOptions extends FleetOptions {
  readonly spec: AutoscalerSpec;
  readonly target: Target;
  readonly pods: number;
  readonly durationMs: number;
  /** In cores, of the time up to then. */
  readonly loadAt: (atMs: number) => number;
  /** What a metric’s noise makes of a usage: about 1. */
  readonly noise?: () => number;
  /** What becomes of the pods before the autoscaler sees them. */
  readonly seen?: (pods: readonly Pod[], atMs: number) => readonly Pod[];
  /** Metrics besides the first. */
  readonly others?: (fleet: Fleet, pods: readonly Pod[], atMs: number) => readonly Reading[];
  /** A number of replicas from elsewhere, such as a forecast. */
  readonly advised?: (decision: Decision, atMs: number) => number;
  /** Called after each decision. */
  readonly after?: (decision: Decision, fleet: Fleet, atMs: number) => void;
}

export interface Loop {
  readonly fleet: Fleet;
  /** After each look. */
  readonly sizes: (readonly [atMs: number, replicas: number, ready: number])[];
  changes: number;
  /** How often it went up after down, or down after up. */
  turns: number;
  most: number;
}

/** Steps of the load within a look. */
const stepMs = syncMs / 3;

/** Schedules every look of the run. */
export function runLoop(study: ScalingStudy, rules: AutoscalingRules, options: LoopOptions): Loop {
  const { spec, durationMs, loadAt, pods } = options;
  const fleet = new Fleet(options, pods);
  const autoscaler = new Autoscaler(spec, rules);
  const loop: Loop = { fleet, sizes: [], changes: 0, turns: 0, most: pods };
  let [lastLoad, lastSign] = [-1, 0];
  const look = (atMs: number) => {
    for (let fromMs = atMs - syncMs; fromMs < atMs; fromMs += stepMs) {
      const cores = loadAt(fromMs + stepMs);
      if (cores !== lastLoad) study.tells({ kind: 'load', cores });
      lastLoad = cores;
      fleet.serve(fromMs + stepMs, cores);
    }
    const seen = (options.seen ?? ((list) => list))(fleet.seen(options.noise), atMs);
    const readings = [
      { target: options.target, pods: seen, currentReplicas: fleet.size },
      ...(options.others?.(fleet, seen, atMs) ?? []),
    ];
    const decision = autoscaler.decides(atMs, fleet.size, readings);
    const to = options.advised?.(decision, atMs) ?? decision.to;
    tellOf(study, { ...decision, to });
    const sign = Math.sign(to - fleet.size);
    if (sign !== 0) {
      loop.changes += 1;
      if (lastSign === -sign) loop.turns += 1;
      lastSign = sign;
    }
    fleet.resize(to);
    loop.most = Math.max(loop.most, to);
    loop.sizes.push([atMs, to, fleet.ready]);
    options.after?.({ ...decision, to }, fleet, atMs);
  };
  for (let atMs = syncMs; atMs <= durationMs; atMs += syncMs) study.at(atMs, () => look(atMs));
  return loop;
}

function tellOf(study: ScalingStudy, { from, to, recommended, reason, rule }: Decision): void {
  const said = {
    reason,
    recommended: recommended ?? from,
    ...(rule === undefined ? {} : { rule }),
  };
  if (to !== from) study.tells({ kind: 'scales', from, to, ...said });
  else if (recommended !== undefined && recommended !== from)
    study.tells({ kind: 'stays', at: from, ...said });
}

/** How many pods a load needs to stay at the target: before the tolerance. */
export const neededPods = (
  cores: number,
  { requestMilli }: Pick<FleetOptions, 'requestMilli'>,
  percent: number,
): number => Math.ceil((cores * 100_000) / (requestMilli * percent) - 1e-9);
