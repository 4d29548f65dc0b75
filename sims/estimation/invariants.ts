/** Invariants and goals: every line of an estimate is written and compared with the simulation. */
import { watched } from '../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { type EstimationLaw, estimationLaws } from './laws.ts';
import type { Study } from './study.ts';

export const estimationInvariants: readonly Invariant<Study>[] = Object.values(
  watched<EstimationLaw, Study>(estimationLaws, ({ breaches }) => breaches),
);

export const allDone: Goal<Study> = sometimes(
  'all-done',
  'every line of the estimate is written and compared with the simulation',
  (study: Study) => study.isDone,
);
