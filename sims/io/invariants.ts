/** What must hold after every event: each law is watched at the line that could break it. */
import { watched } from '../../src/check/breaches.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { type IoLaw, ioLaws } from './laws.ts';
import type { IoSubject } from './subject.ts';

export const ioInvariants: readonly Invariant<IoSubject>[] = Object.values(
  watched<IoLaw, IoSubject>(ioLaws, ({ breaches }) => breaches),
);
