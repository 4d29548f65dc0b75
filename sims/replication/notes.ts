/** Trace notes of the nodes, as data and in words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type AbdNotes, abdWords } from './abd/notes.ts';
import { type ChainNotes, chainWords } from './chain/notes.ts';
import { type DurabilityNotes, durabilityWords } from './durability/notes.ts';
import { type GossipNotes, gossipWords } from './gossip/notes.ts';
import { type NinesNotes, ninesWords } from './nines/notes.ts';
import { type PartitionNotes, partitionWords } from './partition/notes.ts';
import { type PbsNotes, pbsWords } from './pbs/notes.ts';
import { type PrimaryNotes, primaryWords } from './primary/notes.ts';
import { type QuorumNotes, quorumWords } from './quorum/notes.ts';
import { type RegionNotes, regionWords } from './regions/notes.ts';
import { type SiblingNotes, siblingWords } from './siblings/notes.ts';

type ReplicationNotes = PrimaryNotes &
  QuorumNotes &
  SiblingNotes &
  RegionNotes &
  PbsNotes &
  DurabilityNotes &
  PartitionNotes &
  AbdNotes &
  GossipNotes &
  ChainNotes &
  NinesNotes;

export const replicationNotes = new NoteBook<ReplicationNotes>({
  ...primaryWords,
  ...quorumWords,
  ...siblingWords,
  ...regionWords,
  ...pbsWords,
  ...durabilityWords,
  ...partitionWords,
  ...abdWords,
  ...gossipWords,
  ...chainWords,
  ...ninesWords,
});

/** Writes a note of one of these kinds, with its data. */
export function note(node: { note(note: Note): void }, note: NoteOf<ReplicationNotes>): void {
  node.note(note);
}
