/** Trace notes of Multi-Paxos servers. */
import type { NoteOf } from '../../../src/trace/note-book.ts';
import { routine } from '../../../src/trace/note-book.ts';
import { type Ballot, ballotInWords } from '../ballot.ts';
import type { Entry, Slot } from './messages.ts';

export interface MultiNotes {
  'begins-log-ballot': { ballot: Ballot; from: Slot };
  /** Phase 1 is over: for these slots it proposes what others have accepted, and no-ops. */
  'leads-log': { ballot: Ballot; recovered: number; noOps: number };
  'loses-log': { ballot: Ballot; by: Ballot };
  'learns-slot': { slot: Slot; entry: Entry };
  'applies-slot': { slot: Slot; entry: Entry };
}

export type MultiNote = NoteOf<MultiNotes>;

export const multiWords = {
  'begins-log-ballot': ({ ballot, from }: MultiNotes['begins-log-ballot']) =>
    `begins ballot ${ballotInWords(ballot)} for every slot from ${from}`,
  'leads-log': ({ ballot, recovered, noOps }: MultiNotes['leads-log']) =>
    `leads in ballot ${ballotInWords(ballot)}: ${recovered} slots to propose again, ${noOps} of them as no-ops`,
  'loses-log': ({ ballot, by }: MultiNotes['loses-log']) =>
    `gives up ballot ${ballotInWords(ballot)}, because ${ballotInWords(by)} has outbid it`,
  'learns-slot': routine,
  'applies-slot': routine,
};
