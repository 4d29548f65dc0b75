/** The lines of an estimate in the trace, and the observations afterwards. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import { NoteBook } from '../../src/trace/note-book.ts';

export const estimationNotes = new NoteBook<StudyNotes>(studyWords);
