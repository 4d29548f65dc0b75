/** Trace notes of the nodes of a quorum store. */
import { routine } from '../../../src/trace/note-book.ts';
import { type Item, versionInWords } from './versions.ts';

export interface QuorumNotes {
  'quorum-writes': { key: string } & Item;
  'has-quorum': { key: string } & Item;
  'write-fails': { key: string; why: string };
  'quorum-reads': { key: string; item: Item | null };
  'read-fails': { key: string; why: string };
  'takes-newest': { key: string; answers: number; rule: 'coordinator-takes-newest' };
  repairs: { key: string; replica: string };
  'stores-item': { key: string } & Item;
  'keeps-hint': { key: string; home: string };
  'delivers-hint': { key: string; home: string; rule: 'hint-is-delivered' };
  compares: { with: string; compared: number; keys: number; rule: 'anti-entropy-runs' };
  forgets: { key: string };
}

const itemInWords = ({ version, value }: Item): string =>
  `${value ?? 'a tombstone'}, version ${versionInWords(version)}`;

export const quorumWords = {
  'quorum-writes': (said: QuorumNotes['quorum-writes']) =>
    `writes ${said.key}: ${itemInWords(said)}`,
  'has-quorum': (said: QuorumNotes['has-quorum']) =>
    `has a quorum for ${said.key}: ${itemInWords(said)}`,
  'write-fails': ({ key, why }: QuorumNotes['write-fails']) => `cannot write ${key}: ${why}`,
  'quorum-reads': ({ key, item }: QuorumNotes['quorum-reads']) =>
    item === null ? `reads ${key}: nothing` : `reads ${key}: ${itemInWords(item)}`,
  'read-fails': ({ key, why }: QuorumNotes['read-fails']) => `cannot read ${key}: ${why}`,
  'takes-newest': ({ key, answers }: QuorumNotes['takes-newest']) =>
    `takes the newest of ${answers} answers for ${key}`,
  repairs: ({ key, replica }: QuorumNotes['repairs']) =>
    `repairs ${key} at ${replica}, which has an older version`,
  'stores-item': routine,
  'keeps-hint': ({ key, home }: QuorumNotes['keeps-hint']) => `keeps ${key} for ${home}`,
  'delivers-hint': ({ key, home }: QuorumNotes['delivers-hint']) => `delivers ${key} to ${home}`,
  compares: ({ with: other, compared, keys }: QuorumNotes['compares']) =>
    keys === 0 ? undefined : `compares ${compared} hashes with ${other}: ${keys} keys differ`,
  forgets: ({ key }: QuorumNotes['forgets']) => `forgets the tombstone of ${key}`,
};
