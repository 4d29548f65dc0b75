/** What the debugger shows: the lines of the study so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { SloStudy } from './study.ts';

export const viewOf = (study: SloStudy): readonly ViewRow[] => study.rows();
