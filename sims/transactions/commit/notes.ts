/** Trace notes of the parts of a commit protocol. */
import type { NoteOf } from '../../../src/trace/note-book.ts';
import type { Decision } from './messages.ts';
import type { CommitRule } from './rules.ts';

export interface CommitNotes {
  /** A participant votes yes, and is in doubt from then on. */
  prepares: { rule: CommitRule };
  'refuses-vote': object;
  'participant-commits': object;
  'participant-aborts': object;
  /** A coordinator or a leader decides. */
  decides: { decision: Decision; rule: CommitRule };
  /** A participant learns the decision from enough acceptors. */
  'learns-decision': { decision: Decision };
  /** A coordinator is asked about a transaction that it does not know. */
  presumes: { decision: Decision };
  'takes-over': { ballot: number };
}

export type CommitNote = NoteOf<CommitNotes>;

export const commitWords = {
  prepares: () => 'votes yes, and is in doubt',
  'refuses-vote': () => 'votes no, and aborts',
  'participant-commits': () => 'commits, and releases its locks',
  'participant-aborts': () => 'aborts, and releases its locks',
  decides: ({ decision }: CommitNotes['decides']) => `decides: ${decision}`,
  'learns-decision': ({ decision }: CommitNotes['learns-decision']) =>
    `learns from the acceptors: ${decision}`,
  presumes: ({ decision }: CommitNotes['presumes']) =>
    `does not know the transaction, and presumes ${decision}`,
  'takes-over': ({ ballot }: CommitNotes['takes-over']) =>
    `takes over as leader, with ballot ${ballot}`,
};
