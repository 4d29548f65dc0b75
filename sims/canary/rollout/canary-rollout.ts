/**
 * A canary rollout as a process: traffic shifts phase by phase, data comes in, and at each look the
 * judge decides whether it continues.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { Comparison } from '../judge/comparison.ts';
import { type Decision, decide, type Judgement } from '../judge/decide.ts';
import type { JudgeDesign } from '../judge/design.ts';
import type { RolloutNote } from '../notes.ts';
import type { CanaryRules } from '../rules.ts';
import type { Observed } from '../traffic/observe.ts';
import { type CanaryStage, canaryChart } from './canary-chart.ts';
import {
  beginPhase,
  comparisonsOf,
  type Evidence,
  mismatchOf,
  noEvidence,
  take,
} from './evidence.ts';
import { looksIn, type Phase, type RolloutPlan } from './plan.ts';
import type { Traffic } from './traffic.ts';

export interface RolloutSetting {
  readonly traffic: Traffic;
  readonly plan: RolloutPlan;
  readonly design: JudgeDesign;
  readonly rules: CanaryRules;
  /** See `alphaByLook`. */
  readonly alphaByLook: readonly number[];
  /** The latency that an abandoned request counts as. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly note: (note: RolloutNote) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How far a rollout has come. */
export interface Progress {
  readonly stage: CanaryStage;
  /** Of the traffic, to the canary. */
  readonly percentage: number;
  /** How many looks there have been; what follows is of the last. */
  readonly look: number;
  readonly decision: Decision;
  /** Below which p-value that look rolls back. */
  readonly alpha: number | undefined;
  readonly comparisons: readonly Comparison[];
}

export interface Rollout {
  readonly decision: Decision;
  readonly stage: CanaryStage;
  readonly reason: string;
  /** From the first request of the canary to the decision. */
  readonly tookMs: number;
  /** How many of the requests in that time went to the canary. */
  readonly canaryRequests: number;
  /** The number to the instances that it was compared with. */
  readonly baselineRequests: number;
  readonly evidence: Evidence;
  /** What each look compared. */
  readonly looks: readonly (readonly Comparison[])[];
}

/** `before` is the evidence of an earlier release. */
export function* canaryRollout(
  setting: RolloutSetting,
  before: Evidence = noEvidence(),
): Process<Rollout> {
  const { traffic, plan, design, rules, timeoutMs, now, note } = setting;
  const evidence = rules['fresh-evidence-after-rollback'] ? noEvidence() : before;
  const startedAtMs = now();
  let stage: CanaryStage = canaryChart.initial;
  const looks: Comparison[][] = [];
  let percentage = 0;
  let canaryRequests = 0;
  let baselineRequests = 0;
  let judgement: Judgement = {
    decision: 'inconclusive',
    reason: 'no look yet',
    findings: [],
  };

  const tell = () =>
    setting.onProgress?.({
      ...{ stage, percentage, look: looks.length, decision: judgement.decision },
      alpha: looks.length === 0 ? undefined : setting.alphaByLook[looks.length - 1],
      comparisons: looks.at(-1) ?? [],
    });
  const move = (event: Parameters<typeof canaryChart.move>[1]) => {
    stage = canaryChart.move(stage, event).to;
    tell();
  };

  const judge = (): Judgement => {
    const comparisons = comparisonsOf(evidence, design, rules);
    const alphaAtThisLook = setting.alphaByLook[looks.length] ?? design.alpha;
    looks.push(comparisons);
    const mismatch = mismatchOf(evidence, design);
    const judged = decide({ comparisons, mismatch, alphaAtThisLook }, design, rules);
    const { decision, reason, rule } = judged;
    const pValue = Math.min(1, ...judged.findings.map(({ adjusted }) => adjusted));
    note({
      kind: 'look',
      look: looks.length,
      decision,
      reason,
      pValue,
      alpha: alphaAtThisLook,
      rule,
    });
    return judged;
  };

  const bake = function* (phase: Phase): Process<void> {
    const { canary, baseline } = yield* traffic.observe(phase);
    canaryRequests += requestsIn(canary);
    baselineRequests += requestsIn(baseline);
    if (now() - plan.intervalMs - startedAtMs < plan.warmUpMs) return;
    take(evidence, 'canary', canary, timeoutMs, rules);
    take(evidence, 'baseline', baseline, timeoutMs, rules);
  };

  for (const [place, phase] of plan.phases.entries()) {
    const isLast = place === plan.phases.length - 1;
    beginPhase(evidence, expectedShare(plan, phase));
    if (traffic.shift !== undefined) yield* traffic.shift(phase);
    percentage = phase.percentage;
    tell();
    note({ kind: 'phase', percentage });
    for (let waitedMs = 0; waitedMs < plan.warmUpMs; waitedMs += plan.intervalMs) {
      yield* bake(phase);
    }
    move('warmUp');
    const intervals = Math.max(1, Math.floor(phase.bakeMs / plan.intervalMs));
    const between = intervals / looksIn(plan, phase);
    for (let interval = 1; interval <= intervals; interval++) {
      yield* bake(phase);
      if (interval % between !== 0) continue;
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
  const { decision, reason, rule } = judgement;
  const tookMs = now() - startedAtMs;
  note({ kind: 'decided', decision, reason, canaryRequests, baselineRequests, rule });
  return { decision, stage, reason, tookMs, canaryRequests, baselineRequests, evidence, looks };
}

function requestsIn({ endpoints }: Observed): number {
  return endpoints.reduce((sum, { requests }) => sum + requests, 0);
}

function expectedShare({ control }: RolloutPlan, { percentage }: Phase): number {
  return control === 'equal' ? 0.5 : percentage / 100;
}
