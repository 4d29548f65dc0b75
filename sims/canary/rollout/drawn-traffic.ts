/** The traffic of a study: what both versions would show is drawn, without machines. */
import { normal, sampler } from '../../../src/kernel/distribution.ts';
import { exp, pow } from '../../../src/kernel/elementary.ts';
import { sleep } from '../../../src/kernel/process.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import type { CanaryRules } from '../rules.ts';
import { observe } from '../traffic/observe.ts';
import type { Defect, Service } from '../traffic/service.ts';
import { durationOf, type Phase, type RolloutPlan } from './plan.ts';
import type { Traffic } from './traffic.ts';

export interface DrawnTraffic {
  readonly service: Service;
  readonly plan: RolloutPlan;
  readonly rules: CanaryRules;
  readonly stream: RandomStream;
  readonly now: () => number;
}

/** The old fleet has been running for so long that no warm-up is left. */
const oldFleetAgeMs = 7 * 86_400_000;

/** Of a release with that defect, whose instances start now. */
export function drawnTraffic(defect: Defect, setting: DrawnTraffic): Traffic {
  const { service, plan, rules, stream, now } = setting;
  const startedAtMs = now();
  const noise = sharedNoise(service, stream);
  return {
    *observe(phase) {
      yield* sleep(plan.intervalMs);
      const atMs = now() - plan.intervalMs;
      const window = {
        atMs,
        intervalMs: plan.intervalMs,
        noise: noise(),
        latencies: plan.latenciesPerInterval,
      };
      const share = phase.percentage / 100;
      const canary = observe(service, { defect, share, startedAtMs }, window, stream);
      // Without the rule it is the service before: as old as it would be now, so long ago.
      const earlierMs = rules['concurrent-control'] ? 0 : durationOf(plan);
      const control = controlFor(setting, phase, startedAtMs - earlierMs);
      const controlWindow =
        earlierMs === 0 ? window : { ...window, atMs: atMs - earlierMs, noise: noise() };
      return { canary, baseline: observe(service, control, controlWindow, stream) };
    },
  };
}

/** Fresh instances of the old version as a baseline, or the old fleet as it is. */
function controlFor({ plan, rules }: DrawnTraffic, { percentage }: Phase, startedAtMs: number) {
  const share = plan.control === 'equal' ? percentage / 100 : 1 - percentage / 100;
  const isFresh = rules['baseline-of-the-same-age'];
  return { defect: {}, share, startedAtMs: isFresh ? startedAtMs : startedAtMs - oldFleetAgeMs };
}

/**
 * Noise common to both versions: its logarithm is normal and persists from interval to interval.
 */
function sharedNoise({ noise, noiseCorrelation }: Service, stream: RandomStream): () => number {
  if (noise === 0) return () => 1;
  const draw = sampler(normal(0, noise), stream);
  let level = draw();
  return () => {
    level = noiseCorrelation * level + Math.sqrt(1 - pow(noiseCorrelation, 2)) * draw();
    return Math.fround(exp(level));
  };
}
