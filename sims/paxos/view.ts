/** What the debugger shows: each part of the wing says it of its own machines; of members and monitors there is nothing to show. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { PaxosSubject } from './subject.ts';

export const viewOf = (subject: PaxosSubject | object): readonly ViewRow[] =>
  'rows' in subject ? subject.rows() : [];
