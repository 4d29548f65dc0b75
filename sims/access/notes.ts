/** What a study writes into the trace, as data and in plain words. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import { NoteBook } from '../../src/trace/note-book.ts';

export const accessNotes = new NoteBook<StudyNotes>(studyWords);
