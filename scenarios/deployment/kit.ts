/** What the scenarios of deployment have in common. */
import { deployment } from '../../sims/deployment/deployment.ts';
import { deploymentInvariants } from '../../sims/deployment/invariants.ts';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import type { Bound } from '../../src/check/expectation.ts';
import type { Goal } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { type Study, studyDone } from '../../src/check/study.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';

/** Spread into a scenario. */
export const aboutDeployment = {
  sim: deployment,
  invariants: deploymentInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<Study<DeploymentLaw>>[] => [studyDone],
};

/** A gauge of the same kind for each of these: `name.of`. */
export function gaugePer<const Name extends string, const Of extends string>(
  names: readonly Name[],
  of: Of,
  unit: string,
  says: (name: Name) => string,
): Record<`${Name}.${Of}`, ReturnType<typeof gauge>> {
  const entries = names.map((name) => [`${name}.${of}`, gauge(unit, says(name))]);
  return Object.fromEntries(entries) as Record<`${Name}.${Of}`, ReturnType<typeof gauge>>;
}

/** A closed form, but for rounding. */
export function near(value: number): Bound {
  const slack = Math.abs(value) * 1e-9;
  return { atLeast: value - slack, atMost: value + slack };
}

/** Between which counts one of so many trials lies, but for one run in a million. */
export const countBounds = (trials: number, share: number): Bound => binomialBounds(trials, share);

/** A mean of so many draws: five standard errors on either side, and what else may shift it. */
export function meanBounds(
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
  draws: number,
  shift = 0,
): Bound {
  const slack = (5 * deviation) / Math.sqrt(draws) + shift;
  return { atLeast: mean - slack, atMost: mean + slack };
}
