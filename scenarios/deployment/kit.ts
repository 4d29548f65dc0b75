/** What the scenarios of deployment have in common. */
import { deployment } from '../../sims/deployment/deployment.ts';
import { deploymentInvariants } from '../../sims/deployment/invariants.ts';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import type { Goal } from '../../src/check/goal.ts';
import { type Study, studyDone } from '../../src/check/study.ts';

/** Spread into a scenario. */
export const aboutDeployment = {
  sim: deployment,
  invariants: deploymentInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<Study<DeploymentLaw>>[] => [studyDone],
};
