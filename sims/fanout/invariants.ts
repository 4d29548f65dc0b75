/** What must hold after every event: each law is watched at the line that could break it. */
import { watched } from '../../src/check/breaches.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { type FanoutLaw, fanoutLaws } from './laws.ts';
import type { FanoutSubject } from './subject.ts';

export const fanoutInvariants: readonly Invariant<FanoutSubject>[] = Object.values(
  watched<FanoutLaw, FanoutSubject>(fanoutLaws, ({ breaches }) => breaches),
);
