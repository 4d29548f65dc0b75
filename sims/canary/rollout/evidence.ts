/**
 * The observations of canary and baseline in a rollout, phase by phase, in the form that a judge
 * uses.
 */
import type { Comparison } from '../judge/comparison.ts';
import type { JudgeDesign } from '../judge/design.ts';
import { compareErrorRates, type Stratum } from '../judge/error-rate.ts';
import { compareLatencies } from '../judge/latency.ts';
import { type Mismatch, mismatchIn } from '../judge/sample-ratio.ts';
import type { Sides } from '../judge/samples.ts';
import type { CanaryRules } from '../rules.ts';
import type { Counted, Observed } from '../traffic/observe.ts';

export type Arm = 'baseline' | 'canary';

export interface PhaseEvidence {
  /** The canary's share of the traffic of both. */
  readonly expectedShare: number;
  readonly counts: Record<Arm, Map<string, Counted>>;
}

export interface Evidence {
  readonly phases: PhaseEvidence[];
  readonly latenciesMs: Record<Arm, number[]>;
}

export const noEvidence = (): Evidence => ({
  phases: [],
  latenciesMs: { baseline: [], canary: [] },
});

export function beginPhase(evidence: Evidence, expectedShare: number): void {
  evidence.phases.push({ expectedShare, counts: { baseline: new Map(), canary: new Map() } });
}

export function take(
  evidence: Evidence,
  arm: Arm,
  { endpoints, latenciesMs }: Observed,
  timeoutMs: number,
  rules: CanaryRules,
): void {
  const counts = evidence.phases.at(-1)?.counts[arm];
  if (counts === undefined) throw new Error('no phase has begun');
  for (const counted of endpoints) {
    const before = counts.get(counted.endpoint);
    counts.set(counted.endpoint, before === undefined ? counted : added(before, counted));
  }
  for (const latencyMs of latenciesMs) {
    if (Number.isNaN(latencyMs)) {
      if (!rules['missing-is-not-zero']) evidence.latenciesMs[arm].push(0);
    } else if (latencyMs === Infinity) {
      if (rules['count-timeouts']) evidence.latenciesMs[arm].push(timeoutMs);
    } else {
      evidence.latenciesMs[arm].push(latencyMs);
    }
  }
}

function added(a: Counted, b: Counted): Counted {
  return {
    endpoint: a.endpoint,
    users: a.users + b.users,
    usersWithErrors: a.usersWithErrors + b.usersWithErrors,
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
  };
}

export function comparisonsOf(
  { phases, latenciesMs }: Evidence,
  design: JudgeDesign,
  rules: CanaryRules,
): Comparison[] {
  const endpoints = [...(phases[0]?.counts.baseline.keys() ?? [])];
  const errors = endpoints.map((endpoint) => {
    const strata = phases.map(
      ({ counts }): Stratum => ({
        baseline: shareOf(counts.baseline.get(endpoint), rules),
        canary: shareOf(counts.canary.get(endpoint), rules),
      }),
    );
    return compareErrorRates(`errors ${endpoint}`, strata, design, rules);
  });
  if (latenciesMs.baseline.length === 0 || latenciesMs.canary.length === 0) return errors;
  return [...errors, ...compareLatencies('latency', sidesOf(latenciesMs), design, rules)];
}

function sidesOf({ baseline, canary }: Evidence['latenciesMs']): Sides {
  return { baseline: { values: baseline }, canary: { values: canary } };
}

/** The users of a failing client fail together, so users are counted, not their requests. */
function shareOf(counted: Counted | undefined, rules: CanaryRules) {
  if (counted === undefined) return { hits: 0, trials: 0 };
  return rules['count-users-not-requests']
    ? { hits: counted.usersWithErrors, trials: counted.users }
    : { hits: counted.errors, trials: counted.requests };
}

/** Of the current phase. */
export function mismatchOf({ phases }: Evidence, design: JudgeDesign): Mismatch | undefined {
  const phase = phases.at(-1);
  if (phase === undefined) return undefined;
  const users = (arm: Arm) =>
    [...phase.counts[arm].values()].reduce((sum, counted) => sum + counted.users, 0);
  const counts = { baseline: users('baseline'), canary: users('canary') };
  return mismatchIn(counts, phase.expectedShare, design);
}
