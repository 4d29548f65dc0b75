/** What the debugger shows: the figures so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Study } from '../../src/check/study.ts';
import type { DeploymentLaw } from './laws.ts';

export const viewOf = (study: Study<DeploymentLaw>): readonly ViewRow[] => study.rows();
