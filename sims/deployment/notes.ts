/** What studies and nodes write into the trace, as data and in plain words. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';

interface DeploymentNotes extends StudyNotes {
  migrates: { schema: string };
  refuses: { why: string };
  'is-ready': { release: string };
  routes: { instances: number; first: string };
  registers: { id: number; change: string };
  'refuses-schema': { change: string; why: string };
  switches: { isOn: boolean };
  'crashes-on-import': Record<never, never>;
  'cannot-read': { offset: number; schema: number; why: string };
}

export const deploymentNotes = new NoteBook<DeploymentNotes>({
  ...studyWords,
  migrates: ({ schema }) => `changes the schema to: ${schema}`,
  refuses: ({ why }) => `refuses a statement: ${why}`,
  'is-ready': ({ release }) => `is ready with ${release}`,
  routes: ({ instances, first }) => `routes to ${instances} instances from ${first} on`,
  registers: ({ id, change }) => `registers schema ${id}: ${change}`,
  'refuses-schema': ({ change, why }) => `refuses the change ${change}: ${why}`,
  switches: ({ isOn }) => `switches the flag ${isOn ? 'on' : 'off'}`,
  'crashes-on-import': () => 'crashes: the import of the new module fails',
  'cannot-read': ({ offset, schema, why }) =>
    `cannot read event ${offset} of schema ${schema}: ${why}`,
});

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: NoteOf<DeploymentNotes>): void {
  node.note(note);
}
