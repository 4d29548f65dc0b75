/** Trace notes of the servers of a register. */
import type { NoteOf } from '../../../src/trace/note-book.ts';
import { versionInWords } from '../quorum/versions.ts';
import type { Value, Versioned } from './messages.ts';

export interface AbdNotes {
  'begins-operation': { write: Value };
  /** A write has its version. */
  'gives-version': Versioned;
  'ends-operation': Versioned & { isRead: boolean; roundTrips: number };
  'writes-back': Versioned & { rule: 'read-writes-back' };
}

export type AbdNote = NoteOf<AbdNotes>;

const inWords = ({ value, version }: Versioned): string =>
  `${value ?? 'nothing'}, version ${versionInWords(version)}`;

export const abdWords = {
  'begins-operation': ({ write }: AbdNotes['begins-operation']) =>
    write === null ? 'begins a read' : `begins to write ${write}`,
  'gives-version': (said: AbdNotes['gives-version']) => `gives ${inWords(said)}`,
  'ends-operation': ({ isRead, ...said }: AbdNotes['ends-operation']) =>
    `${isRead ? 'has read' : 'has written'} ${inWords(said)}`,
  'writes-back': (said: AbdNotes['writes-back']) => `writes ${inWords(said)} back`,
};
