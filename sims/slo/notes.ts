/** What studies of objectives write into the trace. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import type { SloRule } from './rules.ts';

interface SloNotes extends StudyNotes {
  outage: { what: string };
  recovers: { what: string };
  fires: { alert: string; burn: number; spent: number; rule?: SloRule };
  /** `afterMs`: negative if requests still fail. */
  resets: { alert: string; afterMs: number };
  /** An alert that waits for more: the rule that holds it back. */
  'holds-back': { alert: string; why: string; rule: SloRule };
}

export const sloNotes = new NoteBook<SloNotes>({
  ...studyWords,
  outage: ({ what }) => what,
  recovers: ({ what }) => what,
  fires: ({ alert, burn, spent }) =>
    `${alert} fires at burn rate ${inDigits(burn)}, with ${inPercent(spent)} of the budget spent`,
  resets: ({ alert, afterMs }) =>
    afterMs < 0
      ? `${alert} resets while requests still fail`
      : `${alert} resets ${inTime(afterMs)} after the failures stopped`,
  'holds-back': ({ alert, why }) => `${alert} is held back: ${why}`,
});

export type SloNote = NoteOf<SloNotes>;
