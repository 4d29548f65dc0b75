/** What the scenarios of io have in common. */
import type { ClusterOptions } from '../../sims/io/cluster.ts';
import { ioInvariants } from '../../sims/io/invariants.ts';
import { io } from '../../sims/io/io.ts';
import type { IoSubject } from '../../sims/io/subject.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { studyDone } from '../../src/check/study.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { lowerGamma, upperGamma } from '../../src/statistics/gamma.ts';

/** Spread into a scenario without machines. */
export const aboutIo = {
  sim: io,
  invariants: ioInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<IoSubject>[] => [studyDone],
};

const allDone: Goal<IoSubject> = sometimes(
  'all-done',
  'everything that was to happen has happened',
  ({ isDone }) => isDone,
);

/** One way of a segment. */
export const latencyMs = 0.1;

/** Spread into a scenario with machines. Links keep the order, as TCP makes it seem. */
export const aboutServers = {
  sim: io,
  invariants: ioInvariants,
  network: () => ({ latencyMs: constant(latencyMs) }),
  goals: (): readonly Goal<IoSubject>[] => [allDone],
};

/** A server that has plenty of everything. */
export const plenty: ClusterOptions = {
  trigger: 'level',
  threads: 1,
  readBytes: 4_096,
  readsPerTurn: 4,
  batchMost: 64,
  readMs: 0.01,
  pendingMost: 65_536,
  connectionsMost: 1_000,
  backlog: 1_000,
  bufferBytes: 65_536,
  descriptorsMost: 2_000,
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

/** Between which counts a Poisson variable lies, but for a probability of 5e-7 on either side. */
export function poissonBounds(mean: number): { readonly atLeast: number; readonly atMost: number } {
  const missed = 5e-7;
  let atLeast = Math.floor(Math.max(0, mean - 12 * Math.sqrt(mean) - 12));
  while (upperGamma(atLeast + 1, mean) <= missed) atLeast += 1;
  let atMost = Math.max(atLeast, Math.floor(mean));
  while (lowerGamma(atMost + 1, mean) > missed) atMost += 1;
  return { atLeast, atMost };
}
