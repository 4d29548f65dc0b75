/** What the debugger shows. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { IoSubject } from './subject.ts';

export const viewOf = (subject: IoSubject): readonly ViewRow[] => subject.rows();
