/** What the debugger shows: the lines of the study so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { FunctionStudy } from './study.ts';

export const viewOf = (study: FunctionStudy): readonly ViewRow[] => study.rows();
