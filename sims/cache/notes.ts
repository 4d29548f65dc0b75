/**
 * What happens around a cache, as notes in the trace and in plain words. Single reads are routine
 * and not noted; the loads and fills of a system are where it is set up to tell all.
 */
import type { Key } from './row.ts';
import type { CacheRule } from './rules.ts';

interface CacheNotes {
  loads: { key: Key; version: number };
  fills: { key: Key; version: number };
  /** A fill that the cache did not take. */
  'fill-refused': { key: Key; version: number; rule: CacheRule };
  commits: { key: Key; version: number };
  deletes: { key: Key; found: boolean };
  'event-lost': { key: Key };
  bumps: { key: Key; to: number };
  locks: { key: Key; owner: string };
  unlocks: { key: Key; owner: string; own: boolean };
  accepts: { key: Key; version: number };
  flushes: { rows: number };
  answers: { key: Key; version: number; latest: number; staleMs: number };
  /** So many readers loaded the same row beside one another. */
  stampede: { key: Key; loads: number };
  crashes: object;
  'comes-back': object;
  stops: { forMs: number };
  'cache-lost': { entries: number; dirty: number };
  'reads-log': { rows: number };
  'database-down': { forMs: number };
  'database-back': object;
}

export type CacheNote = {
  [Kind in keyof CacheNotes]: { readonly kind: Kind } & Readonly<CacheNotes[Kind]>;
}[keyof CacheNotes];

export function cacheNoteInWords(note: CacheNote): string {
  switch (note.kind) {
    case 'loads':
      return `reads ${note.key} from the database: ${version(note.version)}`;
    case 'fills':
      return `puts ${version(note.version)} of ${note.key} into the cache`;
    case 'fill-refused':
      return `may not put ${version(note.version)} of ${note.key} into the cache: ${whyRefused(note.rule)}`;
    case 'commits':
      return `writes ${note.key}: ${version(note.version)} is committed`;
    case 'deletes':
      return note.found
        ? `deletes ${note.key} from the cache`
        : `deletes ${note.key} from the cache, where it is not`;
    case 'event-lost':
      return `the event that would delete ${note.key} from the cache is lost`;
    case 'bumps':
      return `bumps the version in the cache key of ${note.key} to ${note.to}`;
    case 'locks':
      return `takes the lock of ${note.key} (${note.owner})`;
    case 'unlocks':
      return note.own
        ? `releases the lock of ${note.key} (${note.owner})`
        : `releases the lock of ${note.key}, which is not its own any more (${note.owner})`;
    case 'accepts':
      return `writes ${note.key} to the cache: ${version(note.version)} is acknowledged`;
    case 'flushes':
      return `flushes ${rows(note.rows)} to the database`;
    case 'answers':
      return `gets ${version(note.version)} of ${note.key}, ${howFresh(note)}`;
    case 'stampede':
      return `the end of a stampede: ${note.loads} loads of ${note.key} beside one another`;
    case 'crashes':
      return 'crashes';
    case 'comes-back':
      return 'is back';
    case 'stops':
      return `stops for ${note.forMs} ms`;
    case 'cache-lost':
      return `the cache loses all of its ${note.entries} entries, ${note.dirty} of them not yet written to the database`;
    case 'reads-log':
      return `the cache reads ${rows(note.rows)} back from its log`;
    case 'database-down':
      return `the database does not answer for ${note.forMs} ms`;
    case 'database-back':
      return 'the database answers again';
  }
}

const version = (number: number): string => (number === 0 ? 'no such row' : `version ${number}`);

const rows = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

function howFresh({ version, latest, staleMs }: CacheNotes['answers']): string {
  if (staleMs > 0) return `superseded ${staleMs.toFixed(0)} ms before it asked`;
  return version === latest ? 'which is current' : 'which was current when it asked';
}

function whyRefused(rule: CacheRule): string {
  return rule === 'verify-lease'
    ? 'its lease was made void by a delete'
    : 'there is a newer version';
}
