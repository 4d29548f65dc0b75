/** What the scenarios of auth have in common. */
import { auth } from '../../sims/auth/auth.ts';
import { authInvariants } from '../../sims/auth/invariants.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { type AuthSubject, stateRow } from '../../sims/auth/subject.ts';
import { allDone, watching as experiment } from '../../src/check/experiment.ts';
import type { Goal } from '../../src/check/goal.ts';
import { studyDone } from '../../src/check/study.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { World } from '../../src/world/world.ts';

/** Spread into a scenario without machines. */
export const aboutAuth = {
  sim: auth,
  invariants: authInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<AuthSubject>[] => [studyDone],
};

/** Spread into a scenario with machines. A message takes less than a millisecond. */
export const aboutServers = {
  sim: auth,
  invariants: authInvariants,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
  goals: (): readonly Goal<AuthSubject>[] => [allDone],
};

/** What invariants and goals look at. */
export const watching = (world: World, isDone: () => boolean) =>
  experiment<AuthLaw>(world, stateRow, isDone);
