/** What the debugger shows: each part of the wing says it of its own machines. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { PaxosSubject } from './subject.ts';

export const viewOf = (subject: PaxosSubject): readonly ViewRow[] => subject.rows();
