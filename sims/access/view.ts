/** What the debugger shows: the figures so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Study } from '../../src/check/study.ts';
import type { AccessLaw } from './laws.ts';

export const viewOf = (study: Study<AccessLaw>): readonly ViewRow[] => study.rows();
