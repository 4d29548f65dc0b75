/** Trace notes of servers that choose one value. */
import type { NoteOf } from '../../../src/trace/note-book.ts';
import { type Ballot, ballotInWords } from '../ballot.ts';
import type { Value } from './messages.ts';
import type { SynodRule } from './rules.ts';

export interface SynodNotes {
  /** A user asks a server for a value. */
  wants: { value: Value };
  'begins-ballot': { ballot: Ballot };
  promises: { ballot: Ballot };
  /** Phase 2 begins, with its own value or with that of another proposer. */
  proposes: { ballot: Ballot; value: Value; own: boolean; rule: SynodRule };
  accepts: { ballot: Ballot; value: Value };
  /** An acceptor has promised a higher ballot. */
  refuses: { ballot: Ballot; promised: Ballot; rule: SynodRule };
  /** A proposer hears of a higher ballot, and gives up its own. */
  'is-outbid': { ballot: Ballot; by: Ballot };
  /** A majority has accepted, or a server that knows the value says so. */
  learns: { value: Value; rule: SynodRule };
}

export type SynodNote = NoteOf<SynodNotes>;

export const synodWords = {
  wants: ({ value }: SynodNotes['wants']) => `is asked to propose ${value}`,
  'begins-ballot': ({ ballot }: SynodNotes['begins-ballot']) =>
    `begins ballot ${ballotInWords(ballot)}`,
  promises: ({ ballot }: SynodNotes['promises']) =>
    `promises to accept nothing below ballot ${ballotInWords(ballot)}`,
  proposes: ({ ballot, value, own }: SynodNotes['proposes']) =>
    `proposes ${value} in ballot ${ballotInWords(ballot)}${own ? '' : ', which an acceptor has accepted'}`,
  accepts: ({ ballot, value }: SynodNotes['accepts']) =>
    `accepts ${value} in ballot ${ballotInWords(ballot)}`,
  refuses: ({ ballot, promised }: SynodNotes['refuses']) =>
    `refuses ballot ${ballotInWords(ballot)}: it has promised ${ballotInWords(promised)}`,
  'is-outbid': ({ ballot, by }: SynodNotes['is-outbid']) =>
    `gives up ballot ${ballotInWords(ballot)}, because ${ballotInWords(by)} has outbid it`,
  learns: ({ value }: SynodNotes['learns']) => `learns that ${value} is chosen`,
};
