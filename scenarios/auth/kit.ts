/** What the scenarios of auth have in common. */
import { auth } from '../../sims/auth/auth.ts';
import { authInvariants } from '../../sims/auth/invariants.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { type AuthSubject, stateRow } from '../../sims/auth/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { studyDone } from '../../src/check/study.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import type { World } from '../../src/world/world.ts';

/** Spread into a scenario without machines. */
export const aboutAuth = {
  sim: auth,
  invariants: authInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<AuthSubject>[] => [studyDone],
};

const allDone: Goal<AuthSubject> = sometimes(
  'all-done',
  'everything that was to happen has happened',
  ({ isDone }) => isDone,
);

/** Spread into a scenario with machines. A message takes less than a millisecond. */
export const aboutServers = {
  sim: auth,
  invariants: authInvariants,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
  goals: (): readonly Goal<AuthSubject>[] => [allDone],
};

/** What invariants and goals look at. */
export function watching(world: World, isDone: () => boolean) {
  const breaches = new Breaches<AuthLaw>();
  return {
    breaches,
    get isDone(): boolean {
      return isDone();
    },
    rows: () => world.nodes.map(stateRow),
  };
}

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

/** A mean of so many draws: five standard errors on either side, and what messages add. */
export function meanBounds(
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
  draws: number,
  messages = 0,
): Bound {
  const slack = (5 * deviation) / Math.sqrt(draws) + messages;
  return { atLeast: mean - slack, atMost: mean + slack };
}

/** Uniform from 0 to there. */
export const uniformMoments = (most: number) => ({
  mean: most / 2,
  deviation: most / Math.sqrt(12),
});

/** Between which shares of so many trials a share lies, but for one run in a million. */
export function shareBounds(trials: number, share: number): Bound {
  const { atLeast, atMost } = binomialBounds(trials, share);
  return { atLeast: atLeast / trials, atMost: atMost / trials };
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
