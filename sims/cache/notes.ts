/**
 * What happens around a cache, as notes in the trace and in plain words. Each node writes its own.
 * Notes of every read are routine: a story has them only if the system is set up to tell all.
 */
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { counted } from '../../src/words/numbers.ts';
import type { HitKind } from './metrics.ts';
import type { Key } from './row.ts';
import type { CacheRule } from './rules.ts';
import type { MissReason } from './store/store.ts';

interface CacheNotes {
  hit: { key: Key; how: HitKind };
  miss: { key: Key; why: MissReason | 'unreachable' | 'bypassed' };
  loads: { key: Key; version: number };
  'load-fails': { key: Key; why: string };
  /** A load of a row that is still fresh in the cache. */
  'loads-early': { key: Key; rule: CacheRule };
  refreshes: { key: Key };
  /** A request joins the load of another. */
  joins: { key: Key; rule?: CacheRule };
  /** Another reader loads the row: look again later. */
  waits: { key: Key };
  answers: { key: Key; version: number; latest: number; staleMs: number };
  'read-fails': { key: Key; why: string };
  'write-fails': { key: Key; why: string };
  /** The cache did not answer to that command. */
  'no-answer': { key: Key; command: string };
  fills: { key: Key; version: number };
  /** A fill that the cache did not take. */
  'fill-refused': { key: Key; version: number; rule: CacheRule };
  deletes: { key: Key; found: boolean };
  bumps: { key: Key; to: number };
  locks: { key: Key; owner: string };
  unlocks: { key: Key; owner: string; own: boolean };
  leases: { key: Key; token: number };
  'holds-off': { key: Key; rule: CacheRule };
  accepts: { key: Key; version: number };
  flushes: { rows: number };
  'reads-log': { rows: number };
  commits: { key: Key; version: number };
  'keeps-newer': { key: Key; version: number };
  /** This many concurrent loads of the same row. */
  stampede: { key: Key; loads: number };
}

export type CacheNote = NoteOf<CacheNotes> & { quiet?: true };

export const cacheNotes = new NoteBook<CacheNotes>(
  {
    hit: ({ key, how }) => (how === 'fresh' ? undefined : `finds ${key}: ${hitInWords[how]}`),
    miss: ({ key, why }) => `does not find ${key}: ${missInWords[why]}`,
    loads: ({ key, version }) => `reads ${key} from the database: ${inWords(version)}`,
    'load-fails': ({ key, why }) => `cannot read ${key} from the database: ${why}`,
    'loads-early': ({ key }) => `loads ${key} before it expires`,
    refreshes: ({ key }) => `refreshes ${key} behind the reader’s back`,
    joins: ({ key }) => `waits for the load of ${key} that is in progress`,
    waits: ({ key }) => `waits because another reader loads ${key}`,
    answers: (note) => `gets ${inWords(note.version)} of ${note.key}, ${howFresh(note)}`,
    'read-fails': ({ key, why }) => `gets no answer for ${key}: ${why}`,
    'write-fails': ({ key, why }) => `cannot write ${key}: ${why}`,
    'no-answer': ({ key, command }) => `gets no answer from the cache: ${command} ${key}`,
    fills: ({ key, version }) => `takes in ${inWords(version)} of ${key}`,
    'fill-refused': ({ key, version, rule }) =>
      `does not take ${inWords(version)} of ${key}: ${whyRefused(rule)}`,
    deletes: ({ key, found }) => (found ? `deletes ${key}` : `deletes ${key}, which is not there`),
    bumps: ({ key, to }) => `bumps the version in the key of ${key} to ${to}`,
    locks: ({ key, owner }) => `grants the lock of ${key} to ${owner}`,
    unlocks: ({ key, owner, own }) =>
      own
        ? `frees the lock of ${key} for ${owner}`
        : `ignores a request to free the lock of ${key} from ${owner}, which no longer holds it`,
    leases: ({ key, token }) => `grants lease ${token} on ${key}`,
    'holds-off': ({ key }) => `grants no lease on ${key}: it granted one a short time ago`,
    accepts: ({ key, version }) => `acknowledges ${inWords(version)} of ${key}`,
    flushes: ({ rows }) => `flushes ${counted(rows, 'row')} to the database`,
    'reads-log': ({ rows }) => `reads ${counted(rows, 'row')} back from its log`,
    commits: ({ key, version }) => `commits ${inWords(version)} of ${key}`,
    'keeps-newer': ({ key, version }) =>
      `does not commit ${inWords(version)} of ${key}: it has a newer one`,
    stampede: ({ key, loads }) => `the end of a stampede: ${loads} concurrent loads of ${key}`,
  },
  (note) => 'quiet' in note,
);

/** Marks a note as routine, unless the system is set up to tell all. */
export function asRoutine(
  note: CacheNote,
  { tellsAll }: { readonly tellsAll: boolean },
): CacheNote {
  if (!tellsAll) note.quiet = true;
  return note;
}

const hitInWords: Readonly<Record<Exclude<HitKind, 'fresh'>, string>> = {
  stale: 'it is stale, and good enough for now',
  negative: 'there is no such row',
  error: 'its load failed a short time ago',
  local: 'in its own memory',
};

const missInWords: Readonly<Record<MissReason | 'unreachable' | 'bypassed', string>> = {
  never: 'it was never there',
  expired: 'its TTL is over',
  evicted: 'it was evicted',
  invalidated: 'it was deleted after a write',
  lost: 'it was lost in a crash',
  unreachable: 'the cache does not answer',
  bypassed: 'the cache was not asked',
};

const inWords = (version: number): string => (version === 0 ? 'no such row' : `version ${version}`);

function howFresh({ version, latest, staleMs }: CacheNotes['answers']): string {
  if (staleMs > 0) return `superseded ${staleMs.toFixed(0)} ms before it asked`;
  return version === latest ? 'which is current' : 'which was current when it asked';
}

function whyRefused(rule: CacheRule): string {
  if (rule === 'verify-lease') return 'a delete voided its lease';
  if (rule === 'keep-unflushed-row') return 'a newer one is not yet in the database';
  if (rule === 'discard-overtaken-loads') return 'a delete or a fill has overtaken the load';
  return 'it has a newer one';
}
