/** What the debugger shows: the lines of the estimate so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Study } from './study.ts';

export const viewOf = (study: Study): readonly ViewRow[] => study.rows();
