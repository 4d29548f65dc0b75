/** What the debugger shows. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { FanoutSubject } from './subject.ts';

export const viewOf = (subject: FanoutSubject): readonly ViewRow[] => subject.rows();
