/** What a study and its machines write into the trace, as data and in plain words. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { counted } from '../../src/words/numbers.ts';
import type { AccessRule } from './rules.ts';

interface AccessNotes extends StudyNotes {
  flushes: { entries: number; level0: number };
  compacts: { runs: number; entries: number; level: number };
  'writes-wait': { level0: number; rule: AccessRule };
  recovers: { runs: number; logged: number };
}

export const accessNotes = new NoteBook<AccessNotes>({
  ...studyWords,
  flushes: ({ entries, level0 }) =>
    `writes ${counted(entries, 'key')} from memory as run ${level0} of level 0`,
  compacts: ({ runs, entries, level }) =>
    `merges ${counted(runs, 'run')} of ${counted(entries, 'key')} into level ${level}`,
  'writes-wait': ({ level0 }) => `lets writes wait: level 0 has ${counted(level0, 'run')}`,
  recovers: ({ runs, logged }) =>
    `starts with ${counted(runs, 'run')} and ${counted(logged, 'write')} of its log`,
});

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: NoteOf<AccessNotes>): void {
  node.note(note);
}
