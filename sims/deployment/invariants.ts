/** What must hold after every event: each law is watched at the line that could break it. */
import { watched } from '../../src/check/breaches.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import type { Study } from '../../src/check/study.ts';
import { type DeploymentLaw, deploymentLaws } from './laws.ts';

export const deploymentInvariants: readonly Invariant<Study<DeploymentLaw>>[] = Object.values(
  watched<DeploymentLaw, Study<DeploymentLaw>>(deploymentLaws, ({ breaches }) => breaches),
);
