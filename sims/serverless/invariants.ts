/** What must hold, and what must happen. */
import { watched } from '../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { type ServerlessLaw, serverlessLaws } from './laws.ts';
import type { FunctionStudy } from './study.ts';

export const serverlessInvariants: readonly Invariant<FunctionStudy>[] = Object.values(
  watched<ServerlessLaw, FunctionStudy>(serverlessLaws, ({ breaches }) => breaches),
);

export const allDone: Goal<FunctionStudy> = sometimes(
  'all-done',
  'every step of the study is done',
  (study: FunctionStudy) => study.isDone,
);
