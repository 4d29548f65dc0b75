/** What functions write into the trace. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import type { ServerlessRule } from './rules.ts';

interface ServerlessNotes extends StudyNotes {
  burst: {
    requests: number;
    started: number;
    warm: number;
    throttled: number;
    rule?: ServerlessRule;
  };
  cold: { after: number; rule?: ServerlessRule };
  runs: { message: number; times: number };
}

export const serverlessNotes = new NoteBook<ServerlessNotes>({
  ...studyWords,
  burst: ({ requests, started, warm, throttled }) =>
    `${counted(requests, 'request')} at once: ${inDigits(warm)} warm, ${inDigits(started)} cold, ${inDigits(throttled)} throttled`,
  cold: ({ after }) => `a cold start after a quiet of ${inTime(after)}`,
  runs: ({ message, times }) => `message ${message} is worked on ${counted(times, 'time')}`,
});

export type ServerlessNote = NoteOf<ServerlessNotes>;
