/** What the scenarios of functions have in common. */
import { allDone, serverlessInvariants } from '../../sims/serverless/invariants.ts';
import type { ServerlessLaw } from '../../sims/serverless/laws.ts';
import { serverless } from '../../sims/serverless/serverless.ts';
import type { FunctionStudy } from '../../sims/serverless/study.ts';
import type { Invariant } from '../../src/check/invariant.ts';

/** Spread into a scenario. */
export const aboutFunctions = {
  sim: serverless,
  durationMs: (): number => 60_000,
  goals: () => [allDone],
};

/** The laws that a scenario can break. */
export const heldTo = (...laws: readonly ServerlessLaw[]): readonly Invariant<FunctionStudy>[] =>
  serverlessInvariants.filter(({ id }) => laws.some((law) => law === id));
