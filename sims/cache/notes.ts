/**
 * What happens around a cache, as notes in the trace and in plain words. Each node writes its own.
 * What every read does is routine: it is told only where the system is set up to tell all.
 */
import type { HitKind } from './metrics.ts';
import type { Key } from './row.ts';
import type { CacheRule } from './rules.ts';
import type { MissReason } from './store.ts';

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
  /** Somebody else loads the row: look again later. */
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
  /** So many readers loaded the same row beside one another. */
  stampede: { key: Key; loads: number };
}

export type CacheNote = {
  [Kind in keyof CacheNotes]: { readonly kind: Kind; quiet?: true } & Readonly<CacheNotes[Kind]>;
}[keyof CacheNotes];

/** Marks a note that was just made as routine, unless the system is set up to tell all. */
export function routine(note: CacheNote, { tellsAll }: { readonly tellsAll: boolean }): CacheNote {
  if (!tellsAll) note.quiet = true;
  return note;
}

/** A note in words; undefined if it is routine, and the system is not set up to tell all. */
export function cacheNoteInWords(note: CacheNote): string | undefined {
  return note.quiet ? undefined : inWords(note);
}

function inWords(note: CacheNote): string | undefined {
  switch (note.kind) {
    case 'hit':
      return note.how === 'fresh' ? undefined : `finds ${note.key}: ${hitInWords[note.how]}`;
    case 'miss':
      return `does not find ${note.key}: ${missInWords[note.why]}`;
    case 'loads':
      return `reads ${note.key} from the database: ${version(note.version)}`;
    case 'load-fails':
      return `cannot read ${note.key} from the database: ${note.why}`;
    case 'loads-early':
      return `loads ${note.key} before it expires`;
    case 'refreshes':
      return `refreshes ${note.key} behind the reader’s back`;
    case 'joins':
      return `waits for the load of ${note.key} that is under way`;
    case 'waits':
      return `waits, because another loads ${note.key}`;
    case 'answers':
      return `gets ${version(note.version)} of ${note.key}, ${howFresh(note)}`;
    case 'read-fails':
      return `gets no answer for ${note.key}: ${note.why}`;
    case 'write-fails':
      return `cannot write ${note.key}: ${note.why}`;
    case 'no-answer':
      return `gets no answer from the cache: ${note.command} ${note.key}`;
    case 'fills':
      return `takes in ${version(note.version)} of ${note.key}`;
    case 'fill-refused':
      return `does not take ${version(note.version)} of ${note.key}: ${whyRefused(note.rule)}`;
    case 'deletes':
      return note.found ? `deletes ${note.key}` : `deletes ${note.key}, which is not there`;
    case 'bumps':
      return `bumps the version in the key of ${note.key} to ${note.to}`;
    case 'locks':
      return `grants the lock of ${note.key} to ${note.owner}`;
    case 'unlocks':
      return note.own
        ? `frees the lock of ${note.key} for ${note.owner}`
        : `is asked to free the lock of ${note.key} by ${note.owner}, whose it is not any more`;
    case 'leases':
      return `grants lease ${note.token} on ${note.key}`;
    case 'holds-off':
      return `grants no lease on ${note.key}: it granted one a short time ago`;
    case 'accepts':
      return `acknowledges ${version(note.version)} of ${note.key}`;
    case 'flushes':
      return `flushes ${rows(note.rows)} to the database`;
    case 'reads-log':
      return `reads ${rows(note.rows)} back from its log`;
    case 'commits':
      return `commits ${version(note.version)} of ${note.key}`;
    case 'keeps-newer':
      return `does not commit ${version(note.version)} of ${note.key}: it has a newer one`;
    case 'stampede':
      return `the end of a stampede: ${note.loads} loads of ${note.key} beside one another`;
  }
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
  evicted: 'it had to make room',
  invalidated: 'it was deleted after a write',
  lost: 'it was lost in a crash',
  unreachable: 'the cache does not answer',
  bypassed: 'the cache was not asked',
};

const version = (number: number): string => (number === 0 ? 'no such row' : `version ${number}`);

const rows = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

function howFresh({ version, latest, staleMs }: CacheNotes['answers']): string {
  if (staleMs > 0) return `superseded ${staleMs.toFixed(0)} ms before it asked`;
  return version === latest ? 'which is current' : 'which was current when it asked';
}

function whyRefused(rule: CacheRule): string {
  if (rule === 'verify-lease') return 'its lease was made void by a delete';
  if (rule === 'keep-unflushed-row') return 'a newer one is not yet in the database';
  if (rule === 'discard-overtaken-loads') return 'a delete or a fill has overtaken the load';
  return 'it has a newer one';
}
