/** What must hold after every event: each law is watched at the line that could break it. */
import { watched } from '../../src/check/breaches.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { type AuthLaw, authLaws } from './laws.ts';
import type { AuthSubject } from './subject.ts';

export const authInvariants: readonly Invariant<AuthSubject>[] = Object.values(
  watched<AuthLaw, AuthSubject>(authLaws, ({ breaches }) => breaches),
);
