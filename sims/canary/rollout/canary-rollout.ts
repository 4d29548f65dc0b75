/**
 * A canary rollout as a process: traffic shifts phase by phase, data comes in, and at each look the
 * judge decides whether it goes on.
 */
import { normal, sampler } from '../../../src/kernel/distribution.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import { type Decision, decide, type Judgement } from '../judge/decide.ts';
import type { JudgeDesign } from '../judge/design.ts';
import { mismatchOf } from '../judge/sample-ratio.ts';
import type { CanaryNote } from '../notes.ts';
import type { CanaryRules } from '../rules.ts';
import { type Observed, observe } from '../traffic/observe.ts';
import type { Defect, Service } from '../traffic/service.ts';
import { type CanaryStage, canaryChart } from './canary-chart.ts';
import { beginPhase, comparisonsOf, type Evidence, noEvidence, ratioOf, take } from './evidence.ts';
import { durationOf, looksIn, type Phase, type RolloutPlan } from './plan.ts';

export interface Release {
  readonly defect: Defect;
}

export interface RolloutSetting {
  readonly service: Service;
  readonly plan: RolloutPlan;
  readonly design: JudgeDesign;
  readonly rules: CanaryRules;
  /** See `alphaByLook`. */
  readonly alphaByLook: readonly number[];
  readonly stream: RandomStream;
  readonly now: () => number;
  readonly note: (note: CanaryNote) => void;
}

export interface Rollout {
  readonly decision: Decision;
  readonly stage: CanaryStage;
  readonly reason: string;
  /** From the first request of the canary to the decision. */
  readonly tookMs: number;
  /** How many of the requests in that time went to the canary. */
  readonly canaryRequests: number;
  /** And to the instances that it was compared with. */
  readonly baselineRequests: number;
  readonly evidence: Evidence;
}

/** The old fleet has been running for so long that nothing of its start is left. */
const oldFleetAgeMs = 7 * 86_400_000;

/** `before` is what an earlier release left behind. */
export function* canaryRollout(
  { defect }: Release,
  setting: RolloutSetting,
  before: Evidence = noEvidence(),
): Process<Rollout> {
  const { service, plan, design, rules, stream, now, note } = setting;
  const evidence = rules['fresh-evidence-after-rollback'] ? noEvidence() : before;
  const startedAtMs = now();
  const noise = sharedNoise(service, stream);
  let stage: CanaryStage = canaryChart.initial;
  const move = (event: Parameters<typeof canaryChart.move>[1]) => {
    stage = canaryChart.move(stage, event).to;
  };
  let look = 0;
  let canaryRequests = 0;
  let baselineRequests = 0;
  let judgement: Judgement = {
    decision: 'inconclusive',
    reason: 'no look yet',
    findings: [],
  };

  const judge = (): Judgement => {
    const ratio = ratioOf(evidence);
    const comparisons = comparisonsOf(evidence, design, rules);
    const alphaAtThisLook = setting.alphaByLook[look] ?? design.alpha;
    look += 1;
    const mismatch = mismatchOf(ratio, design);
    return decide({ comparisons, mismatch, alphaAtThisLook }, design, rules);
  };

  const observeInterval = (phase: Phase): void => {
    const atMs = now() - plan.intervalMs;
    const window = {
      atMs,
      intervalMs: plan.intervalMs,
      noise: noise(),
      latencies: plan.latenciesPerInterval,
    };
    const share = phase.percentage / 100;
    const seen = observe(service, { defect, share, startedAtMs }, window, stream);
    const control = controlFor(setting, phase, startedAtMs);
    const controlWindow = rules['concurrent-control']
      ? window
      : { ...window, atMs: atMs - durationOf(plan), noise: noise() };
    const beside = observe(service, control, controlWindow, stream);
    canaryRequests += requestsIn(seen);
    baselineRequests += requestsIn(beside);
    if (atMs - startedAtMs < plan.warmUpMs) return;
    take(evidence, 'canary', seen, service.timeoutMs, rules);
    take(evidence, 'baseline', beside, service.timeoutMs, rules);
  };

  for (const [place, phase] of plan.phases.entries()) {
    const isLast = place === plan.phases.length - 1;
    beginPhase(evidence, expectedShare(setting, phase));
    note({ kind: 'phase', percentage: phase.percentage });
    for (let waitedMs = 0; waitedMs < plan.warmUpMs; waitedMs += plan.intervalMs) {
      yield* sleep(plan.intervalMs);
      observeInterval(phase);
    }
    move('warmUp');
    const intervals = Math.max(1, Math.floor(phase.bakeMs / plan.intervalMs));
    const looks = looksIn(plan, phase);
    for (let interval = 1; interval <= intervals; interval++) {
      yield* sleep(plan.intervalMs);
      observeInterval(phase);
      if (interval % (intervals / looks) !== 0) continue;
      judgement = judge();
      if (interval < intervals) move('look');
      else move('bake');
      if (judgement.decision === 'fail') break;
    }
    if (judgement.decision === 'fail') move('rollBack');
    else if (!isLast) move('nextPhase');
    else move(judgement.decision === 'pass' ? 'promote' : 'holdBack');
    if (judgement.decision === 'fail') break;
  }
  const { decision, reason } = judgement;
  note({ kind: 'decided', decision, reason });
  return {
    decision,
    stage,
    reason,
    tookMs: now() - startedAtMs,
    canaryRequests,
    baselineRequests,
    evidence,
  };
}

function requestsIn({ endpoints }: Observed): number {
  return endpoints.reduce((sum, { requests }) => sum + requests, 0);
}

/** Fresh instances of the old version beside the canary, or the old fleet as it is. */
function controlFor({ plan, rules }: RolloutSetting, { percentage }: Phase, startedAtMs: number) {
  const share = plan.control === 'equal' ? percentage / 100 : 1 - percentage / 100;
  const isFresh = rules['baseline-of-the-same-age'];
  return { defect: {}, share, startedAtMs: isFresh ? startedAtMs : startedAtMs - oldFleetAgeMs };
}

function expectedShare({ plan }: RolloutSetting, { percentage }: Phase): number {
  return plan.control === 'equal' ? 0.5 : percentage / 100;
}

/** What troubles both versions alike: noise whose logarithm is normal and lasts from interval to interval. */
function sharedNoise({ noise, noiseCorrelation }: Service, stream: RandomStream): () => number {
  if (noise === 0) return () => 1;
  const draw = sampler(normal(0, noise), stream);
  let level = draw();
  return () => {
    level = noiseCorrelation * level + Math.sqrt(1 - noiseCorrelation ** 2) * draw();
    return Math.fround(Math.exp(level));
  };
}
