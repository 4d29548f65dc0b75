/** What the debugger shows: each part of the wing describes its own machines. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { ReplicationSubject } from './subject.ts';

export const viewOf = (subject: ReplicationSubject): readonly ViewRow[] => subject.rows();
