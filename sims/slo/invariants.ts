/** What must hold, and what must happen. */
import { watched } from '../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { type SloLaw, sloLaws } from './laws.ts';
import type { SloStudy } from './study.ts';

export const sloInvariants: readonly Invariant<SloStudy>[] = Object.values(
  watched<SloLaw, SloStudy>(sloLaws, ({ breaches }) => breaches),
);

export const allDone: Goal<SloStudy> = sometimes(
  'all-done',
  'every step of the study is done',
  (study: SloStudy) => study.isDone,
);
