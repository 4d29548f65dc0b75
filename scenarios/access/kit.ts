/** What the scenarios of access have in common. */
import { access } from '../../sims/access/access.ts';
import { accessInvariants } from '../../sims/access/invariants.ts';
import type { AccessLaw } from '../../sims/access/laws.ts';
import type { Goal } from '../../src/check/goal.ts';
import { type Study, studyDone } from '../../src/check/study.ts';

/** Spread into a scenario. */
export const aboutAccess = {
  sim: access,
  invariants: accessInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<Study<AccessLaw>>[] => [studyDone],
};
