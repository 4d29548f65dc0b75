/** Trace notes of broadcast servers. */
import { type NoteOf, routine } from '../../../src/trace/note-book.ts';
import type { Transaction } from './messages.ts';
import { type Zxid, zxidInWords } from './zxid.ts';

export interface ZabNotes {
  'looks-for-leader': { round: number; last: Zxid; length: number };
  /** A majority has adopted its history. */
  'leads-epoch': { epoch: number; last: Zxid; length: number };
  'follows-leader': { leader: string; epoch: number };
  'commits-transaction': { place: number; transaction: Transaction };
}

export type ZabNote = NoteOf<ZabNotes>;

const amount = ({ last, length }: { last: Zxid; length: number }) =>
  `its history has ${length} transactions, the last of them ${zxidInWords(last)}`;

export const zabWords = {
  'looks-for-leader': (note: ZabNotes['looks-for-leader']) => `looks for a leader: ${amount(note)}`,
  'leads-epoch': (note: ZabNotes['leads-epoch']) => `leads epoch ${note.epoch}: ${amount(note)}`,
  'follows-leader': ({ leader, epoch }: ZabNotes['follows-leader']) =>
    `follows ${leader} in epoch ${epoch}`,
  'commits-transaction': routine,
};
