/** What the scenarios of objectives have in common. */
import { allDone, sloInvariants } from '../../sims/slo/invariants.ts';
import type { SloLaw } from '../../sims/slo/laws.ts';
import { slo } from '../../sims/slo/slo.ts';
import type { SloStudy } from '../../sims/slo/study.ts';
import type { Invariant } from '../../src/check/invariant.ts';

/** Spread into a scenario. */
export const aboutSlo = {
  sim: slo,
  durationMs: (): number => 10_000,
  goals: () => [allDone],
};

/** The laws that a scenario can break. */
export const heldTo = (...laws: readonly SloLaw[]): readonly Invariant<SloStudy>[] =>
  sloInvariants.filter(({ id }) => laws.some((law) => law === id));
