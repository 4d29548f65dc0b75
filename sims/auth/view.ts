/** What the debugger shows. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { AuthSubject } from './subject.ts';

export const viewOf = (subject: AuthSubject): readonly ViewRow[] => subject.rows();
