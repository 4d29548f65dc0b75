/** What the debugger shows: the lines of the study so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { ScalingStudy } from './study.ts';

export const viewOf = (study: ScalingStudy): readonly ViewRow[] => study.rows();
