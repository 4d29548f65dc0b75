/** What must hold after every event: each law is watched at the line that could break it. */
import { watched } from '../../src/check/breaches.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import type { Study } from '../../src/check/study.ts';
import { type AccessLaw, accessLaws } from './laws.ts';

export const accessInvariants: readonly Invariant<Study<AccessLaw>>[] = Object.values(
  watched<AccessLaw, Study<AccessLaw>>(accessLaws, ({ breaches }) => breaches),
);
