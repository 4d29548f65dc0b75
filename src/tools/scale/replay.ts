/** A recorded metric through the autoscaler: what was spread over the recorded replicas is spread over its own. */
import { Autoscaler, type Decision } from '../../../sims/autoscaling/hpa/autoscaler.ts';
import type { Pod } from '../../../sims/autoscaling/hpa/pods.ts';
import type { Reading } from '../../../sims/autoscaling/hpa/replicas.ts';
import { autoscalingRules } from '../../../sims/autoscaling/rules.ts';
import { must } from '../../kernel/must.ts';
import { InputError } from '../../lab/input-error.ts';
import type { Hpa, HpaMetric } from './hpa.ts';
import type { Point } from './series.ts';

export interface ScaleOptions {
  readonly syncMs: number;
  /** How long a pod takes to become ready. */
  readonly startMs: number;
  /** Replicas at first; as many as were recorded if undefined, or the minimum. */
  readonly initial?: number | undefined;
  readonly onWay?: (() => void) | undefined;
}

export interface Change extends Decision {
  readonly atMs: number;
  /** The row whose values decided. */
  readonly line: number;
}

export interface ScaleReport {
  readonly changes: readonly Change[];
  readonly looks: number;
  /** Looks at which no metric said anything. */
  readonly silent: number;
  /** Looks at which the maximum held it back. */
  readonly atMaximum: number;
  /** How often it went up after down, or down after up. */
  readonly turns: number;
  readonly initial: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly podHours: number;
  /** Of what was recorded; null if nothing says how many there were. */
  readonly recordedPodHours: number | null;
  readonly stepMs: number;
}

const rules = autoscalingRules.without();

/** Throws InputError if a metric of each pod has no number of replicas to it. O(looks x replicas). */
export function replayScale(
  points: readonly Point[],
  hpa: Hpa,
  { syncMs, startMs, initial, onWay }: ScaleOptions,
): ScaleReport {
  requireReplicas(points, hpa);
  const first = must(points[0], 'first row');
  const last = must(points.at(-1), 'last row');
  const stepMs = usualStepMs(points);
  const looksMax = 2_000_000;
  if ((last.atMs - first.atMs) / syncMs > looksMax)
    throw new InputError(`The file covers more than ${looksMax} looks of the autoscaler: cut it.`);
  // A value holds for two steps: after that the metric is missing.
  const staleMs = Math.max(2 * stepMs, syncMs);
  const { min, max } = hpa.spec;
  const start = initial ?? Math.round(first.replicas ?? Math.max(1, min));
  const fleet = new ReplayedFleet(start, first.atMs - startMs, startMs);
  const autoscaler = new Autoscaler(hpa.spec, rules);
  const changes: Change[] = [];
  let [place, looks, silent, atMaximum, turns, lastSign] = [0, 0, 0, 0, 0, 0];
  let [sum, least, most, recordedMs, recordedKnown] = [0, start, start, 0, true];
  for (let atMs = first.atMs; atMs <= last.atMs; atMs += syncMs) {
    if (looks % 10_000 === 0) onWay?.();
    while ((points[place + 1]?.atMs ?? Infinity) <= atMs) place += 1;
    const point = must(points[place], 'row of the time');
    const isFresh = atMs - point.atMs < staleMs;
    const readings = hpa.metrics.map((metric, at) =>
      readingOf(metric, isFresh ? point.values[at] : undefined, point.replicas, fleet, atMs),
    );
    const decision = autoscaler.decides(atMs, fleet.size, readings);
    looks += 1;
    silent += decision.reason === 'NoMetrics' ? 1 : 0;
    atMaximum += decision.reason === 'TooManyReplicas' && (decision.recommended ?? 0) > max ? 1 : 0;
    if (decision.to !== decision.from) {
      changes.push({ ...decision, atMs, line: point.line });
      const sign = Math.sign(decision.to - decision.from);
      turns += lastSign === -sign ? 1 : 0;
      lastSign = sign;
    }
    fleet.resize(decision.to, atMs);
    sum += fleet.size;
    least = Math.min(least, fleet.size);
    most = Math.max(most, fleet.size);
    recordedKnown &&= point.replicas !== undefined;
    recordedMs += (point.replicas ?? 0) * syncMs;
  }
  return {
    ...{ changes, looks, silent, atMaximum, turns, initial: start, least, most, stepMs },
    mean: sum / looks,
    podHours: (sum * syncMs) / 3_600_000,
    recordedPodHours: recordedKnown ? recordedMs / 3_600_000 : null,
  };
}

const isOfPods = ({ target }: HpaMetric): boolean =>
  target.kind === 'utilisation' || target.kind === 'average';

function requireReplicas(points: readonly Point[], hpa: Hpa): void {
  const ofPods = hpa.metrics.find(isOfPods);
  if (ofPods === undefined) return;
  const missing = points.find(({ replicas }) => replicas === undefined || replicas <= 0);
  if (missing === undefined) return;
  throw new InputError(
    `Line ${missing.line}: ${ofPods.name} is a metric of each pod, and nothing says how many there were: give a column of replicas, or say --replicas <count>.`,
  );
}

class ReplayedFleet {
  readonly #startMs: number;
  /** When each pod becomes ready, the oldest first. */
  readonly #readyAtMs: number[];

  constructor(size: number, fromMs: number, startMs: number) {
    this.#startMs = startMs;
    this.#readyAtMs = Array.from({ length: size }, () => fromMs + startMs);
  }

  get size(): number {
    return this.#readyAtMs.length;
  }

  /** The youngest go first. */
  resize(size: number, nowMs: number): void {
    while (this.#readyAtMs.length < size) this.#readyAtMs.push(nowMs + this.#startMs);
    this.#readyAtMs.length = size;
  }

  /** Pods as the autoscaler sees them, what they use together spread over those that are ready. */
  seen(nowMs: number, totalMilli: number | undefined, requestMilli: number): Pod[] {
    const ready = this.#readyAtMs.filter((readyMs) => readyMs <= nowMs).length;
    const each =
      totalMilli === undefined || ready === 0 ? undefined : Math.trunc(totalMilli / ready + 1e-6);
    return this.#readyAtMs.map((readyMs, place) => {
      const isReady = readyMs <= nowMs;
      return {
        name: `pod-${place}`,
        requestMilli,
        usedMilli: isReady ? each : undefined,
        state: isReady ? 'ready' : 'pending',
      };
    });
  }
}

/** Fine enough that a percentage keeps its decimals. */
const requestMilli = 100_000;

function readingOf(
  { target, isCpu }: HpaMetric,
  value: number | undefined,
  recorded: number | undefined,
  fleet: ReplayedFleet,
  atMs: number,
): Reading {
  const currentReplicas = fleet.size;
  if (target.kind === 'utilisation' || target.kind === 'average') {
    const ofOne = target.kind === 'utilisation' ? requestMilli / 100 : 1_000;
    const total = value === undefined ? undefined : value * ofOne * (recorded ?? 1);
    return { target, isCpu, pods: fleet.seen(atMs, total, requestMilli), currentReplicas };
  }
  const valueMilli = value === undefined ? undefined : 1_000 * value;
  return { target, pods: fleet.seen(atMs, 0, requestMilli), currentReplicas, valueMilli };
}

/** The median distance of rows; a minute if there is only one. */
function usualStepMs(points: readonly Point[]): number {
  const steps = points.slice(1).map(({ atMs }, place) => atMs - (points[place]?.atMs ?? atMs));
  steps.sort((one, other) => one - other);
  return Math.max(1, steps[Math.floor(steps.length / 2)] ?? 60_000);
}
