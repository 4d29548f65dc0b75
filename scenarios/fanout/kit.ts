/** What the scenarios of fan-out have in common. */
import { fanout } from '../../sims/fanout/fanout.ts';
import { fanoutInvariants } from '../../sims/fanout/invariants.ts';
import type { FanoutLaw } from '../../sims/fanout/laws.ts';
import { type FanoutSubject, stateRow } from '../../sims/fanout/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { studyDone } from '../../src/check/study.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { lowerGamma, upperGamma } from '../../src/statistics/gamma.ts';
import type { World } from '../../src/world/world.ts';

/** Spread into a scenario without machines. */
export const aboutFanout = {
  sim: fanout,
  invariants: fanoutInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<FanoutSubject>[] => [studyDone],
};

const allDone: Goal<FanoutSubject> = sometimes(
  'all-done',
  'everything that was to happen has happened',
  ({ isDone }) => isDone,
);

/** The latency of a message in most scenarios, in ms. */
export const [leastMs, mostMs] = [5, 15];

/** Spread into a scenario with machines, whose connections keep their order. */
export const aboutServers = {
  sim: fanout,
  invariants: fanoutInvariants,
  network: () => ({ latencyMs: uniform(leastMs, mostMs), ordered: true }),
  goals: (): readonly Goal<FanoutSubject>[] => [allDone],
};

/** What invariants and goals look at. */
export function watching(world: World, isDone: () => boolean) {
  const breaches = new Breaches<FanoutLaw>();
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

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Between which counts a Poisson variable lies, but for a probability of 5e-7 on either side. */
export function poissonBounds(mean: number): Bound {
  const missed = 5e-7;
  let atLeast = Math.floor(Math.max(0, mean - 12 * Math.sqrt(mean) - 12));
  while (upperGamma(atLeast + 1, mean) <= missed) atLeast += 1;
  let atMost = Math.max(atLeast, Math.floor(mean));
  while (lowerGamma(atMost + 1, mean) > missed) atMost += 1;
  return { atLeast, atMost };
}

/** Between which shares of so many trials a share lies, but for one run in a million. */
export function shareBounds(trials: number, share: number): Bound {
  const { atLeast, atMost } = binomialBounds(trials, share);
  return { atLeast: atLeast / trials, atMost: atMost / trials };
}
