/** What must hold, and what must happen. */
import { watched } from '../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { type AutoscalingLaw, autoscalingLaws } from './laws.ts';
import type { ScalingStudy } from './study.ts';

export const autoscalingInvariants: readonly Invariant<ScalingStudy>[] = Object.values(
  watched<AutoscalingLaw, ScalingStudy>(autoscalingLaws, ({ breaches }) => breaches),
);

export const allDone: Goal<ScalingStudy> = sometimes(
  'all-done',
  'every step of the study is done',
  (study: ScalingStudy) => study.isDone,
);
