/**
 * What the debugger shows: each part of the wing describes its own machines; members and monitors
 * have nothing to show.
 */
import type { ViewRow } from '../../src/check/sim.ts';
import type { PaxosSubject } from './subject.ts';

export const viewOf = (subject: PaxosSubject | object): readonly ViewRow[] =>
  'rows' in subject ? subject.rows() : [];
