/** How a release is rolled out: phases, looks, and the control. */

import { normalTwoSided } from '../../../src/statistics/distributions.ts';
import { obrienFlemingSpending, spendingBounds } from '../../../src/statistics/group-sequential.ts';
import type { JudgeDesign } from '../judge/design.ts';
import type { CanaryRules } from '../rules.ts';

export interface Phase {
  /** Of the traffic that goes to the canary. */
  readonly percentage: number;
  readonly bakeMs: number;
}

export interface RolloutPlan {
  readonly phases: readonly Phase[];
  readonly intervalMs: number;
  /** Observations this soon after instances started do not count. */
  readonly warmUpMs: number;
  /** A look after each interval, or only at the end of each phase. */
  readonly looks: 'every-interval' | 'end-of-phase';
  /** The canary's control: as much traffic as it gets itself, or all the rest. */
  readonly control: 'equal' | 'rest';
  /** The number of requests per interval whose latency is recorded, on each side. */
  readonly latenciesPerInterval: number;
}

export const defaultPlan: RolloutPlan = {
  phases: [
    { percentage: 1, bakeMs: 600_000 },
    { percentage: 5, bakeMs: 600_000 },
    { percentage: 25, bakeMs: 600_000 },
  ],
  intervalMs: 60_000,
  warmUpMs: 0,
  looks: 'end-of-phase',
  control: 'equal',
  latenciesPerInterval: 0,
};

/** From the first request of the canary to the last gate. */
export function durationOf({ phases, warmUpMs }: RolloutPlan): number {
  return phases.reduce((total, { bakeMs }) => total + warmUpMs + bakeMs, 0);
}

/** How many looks each phase has. */
export function looksIn(plan: RolloutPlan, { bakeMs }: Phase): number {
  return plan.looks === 'end-of-phase' ? 1 : Math.max(1, Math.floor(bakeMs / plan.intervalMs));
}

/**
 * The p-value below which each look stops the rollout, in order. Information grows as the canary's
 * requests do, and alpha is spent as O'Brien and Fleming's bounds would spend it.
 */
export function alphaByLook(
  plan: RolloutPlan,
  { alpha }: JudgeDesign,
  rules: CanaryRules,
): number[] {
  const times: number[] = [];
  let requests = 0;
  for (const phase of plan.phases) {
    const looks = looksIn(plan, phase);
    for (let look = 0; look < looks; look++) {
      requests += (phase.percentage * phase.bakeMs) / looks;
      times.push(requests);
    }
  }
  if (!rules['spend-alpha-over-looks']) return times.map(() => alpha);
  const total = times.at(-1) ?? 1;
  return spentAlphas(
    times.map((time) => time / total),
    alpha,
  );
}

/** Every rollout of a study has the same looks, and integrating their bounds takes a while. */
const known = new Map<string, number[]>();

function spentAlphas(times: readonly number[], alpha: number): number[] {
  const key = `${alpha} ${times.join(' ')}`;
  let alphas = known.get(key);
  if (alphas === undefined) {
    alphas = spendingBounds(times, obrienFlemingSpending, alpha).map(normalTwoSided);
    known.set(key, alphas);
  }
  return alphas;
}
