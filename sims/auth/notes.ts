/** What the nodes write into the trace, as data and in plain words. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import type { AuthRule } from './rules.ts';

interface AuthNotes extends StudyNotes {
  'refuses-token': { user: string; why: string };
  revokes: { user: string };
  /** Without an expiry of its own every answer of the store is one call. */
  'store-silent': { user: string; admitted: boolean; rule: AuthRule };
  rotates: { user: string };
  'notices-reuse': { user: string; rule: AuthRule };
  'signs-out': { user: string; why: string };
  'rotates-key': { key: string; rule: AuthRule };
}

export const authNotes = new NoteBook<AuthNotes>({
  ...studyWords,
  'refuses-token': ({ user, why }) => `refuses the token of ${user}: ${why}`,
  revokes: ({ user }) => `revokes what ${user} has`,
  'store-silent': ({ user, admitted }) =>
    `cannot look ${user} up, and ${admitted ? 'lets them in' : 'refuses'}`,
  rotates: ({ user }) => `gives ${user} new tokens`,
  'notices-reuse': ({ user }) => `sees a used refresh token of ${user} again`,
  'signs-out': ({ user, why }) => `signs ${user} out: ${why}`,
  'rotates-key': ({ key }) => `signs with ${key} from now on`,
});

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: NoteOf<AuthNotes>): void {
  node.note(note);
}
