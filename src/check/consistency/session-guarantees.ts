/**
 * The four session guarantees (Terry et al. 1994, "Session guarantees for weakly consistent replicated
 * data"). A history shows answers and no replicas, so that each is judged by what a session's reads show: an
 * older version than the guarantee allows. Older is what happened before, and the initial version.
 */
import { must } from '../../kernel/must.ts';
import { entryOf } from './entry.ts';
import type { HappensBefore } from './happens-before.ts';
import type { Access } from './sessions.ts';
import { isOlder, type StaleRead } from './stale-read.ts';

/** After its own write of a key, a session reads no older version of it. */
export function* readYourWrites(happened: HappensBefore): Generator<StaleRead> {
  for (const session of happened.history.sessions) {
    const own = new Map<number, Access>();
    for (const access of session) {
      if (!access.isRead) {
        own.set(access.key, access);
        continue;
      }
      const newer = own.get(access.key);
      const source = happened.sourceOf(access);
      if (newer === undefined || !isOlder(happened, source, newer)) continue;
      yield { read: access, source, newer, by: [] };
    }
  }
}

/** A version with the read by which the session came to know it. */
interface Seen {
  readonly write: Access;
  readonly read: Access;
}

/** The newest of the versions seen of one key: none of them is older than another. */
class Newest {
  readonly #happened: HappensBefore;
  #seen: Seen[] = [];

  constructor(happened: HappensBefore) {
    this.#happened = happened;
  }

  add(seen: Seen): void {
    const happened = this.#happened;
    const isKnown = ({ write }: Seen) =>
      write === seen.write || happened.precedes(seen.write.id, write.id);
    if (this.#seen.some(isKnown)) return;
    this.#seen = this.#seen.filter(({ write }) => !happened.precedes(write.id, seen.write.id));
    this.#seen.push(seen);
  }

  newerThan(source: Access | undefined): Seen | undefined {
    return this.#seen.find(({ write }) => isOlder(this.#happened, source, write));
  }
}

/** After reading a version of a key, a session reads no older one, and none that it has moved on from. */
export function* monotonicReads(happened: HappensBefore): Generator<StaleRead> {
  for (const session of happened.history.sessions) {
    const newest = new Map<number, Newest>();
    const known = new Map<number, Set<Access>>();
    const last = new Map<number, Seen>();
    for (const read of session) {
      if (!read.isRead) continue;
      const source = happened.sourceOf(read);
      const newer = newest.get(read.key)?.newerThan(source);
      const before = last.get(read.key);
      if (newer !== undefined) yield { read, source, newer: newer.write, by: [newer.read] };
      else if (before !== undefined && source !== undefined && before.write !== source) {
        const isBack = known.get(read.key)?.has(source) === true;
        if (isBack) yield { read, source, newer: before.write, by: [before.read] };
      }
      if (source === undefined) continue;
      const seen = { write: source, read };
      last.set(read.key, seen);
      entryOf(known, read.key, () => new Set<Access>()).add(source);
      entryOf(newest, read.key, () => new Newest(happened)).add(seen);
    }
  }
}

/**
 * A session that has read a write has all that the writer wrote before it: it reads no older version of
 * those keys, and of the same key none of those writes.
 */
export function* monotonicWrites(happened: HappensBefore): Generator<StaleRead> {
  const { sessions } = happened.history;
  for (const session of sessions) {
    /** By writer, the last of its writes that was read. */
    const read = new Map<number, Seen>();
    const readOfKey = new Map<number, Seen>();
    for (const access of session) {
      if (!access.isRead) continue;
      const source = happened.sourceOf(access);
      const { key } = access;
      for (const [writer, seen] of read) {
        const newer = happened.lastWrite(key, writer, seen.write.place);
        if (newer === undefined || !isOlder(happened, source, newer)) continue;
        yield { read: access, source, newer, by: [seen.write, seen.read] };
      }
      if (source === undefined) continue;
      const ofKey = key * sessions.length + source.session;
      const later = readOfKey.get(ofKey);
      if (later !== undefined && later.write.place > source.place) {
        yield { read: access, source, newer: later.write, by: [later.read] };
      }
      keepLater(read, source.session, { write: source, read: access });
      keepLater(readOfKey, ofKey, { write: source, read: access });
    }
  }
}

function keepLater(map: Map<number, Seen>, key: number, seen: Seen): void {
  const known = map.get(key);
  if (known === undefined || known.write.place < seen.write.place) map.set(key, seen);
}

/**
 * A session that has read a write has all that was read before that write was made, by its writer or by
 * another session on the way: it reads no older version of those keys.
 */
export function* writesFollowReads(happened: HappensBefore): Generator<StaleRead> {
  const { sessions } = happened.history;
  const reads = readsOf(happened);
  for (const session of sessions) {
    /** By session, how many of its accesses happened before some write that was read, and which. */
    const past = sessions.map((): { count: number; seen: Seen | undefined } => ({
      count: 0,
      seen: undefined,
    }));
    const required = new Map<number, Required>();
    const versions = new Map<number, Seen[]>();
    for (const read of session) {
      if (!read.isRead) continue;
      const source = happened.sourceOf(read);
      const { key } = read;
      const ofKey = entryOf(
        required,
        key,
        () => new Required(happened, must(reads[key], 'reads of the key')),
      );
      for (const [of, { count }] of past.entries()) ofKey.advance(of, count);
      const newer = ofKey.newest.newerThan(source);
      if (newer !== undefined) {
        const { write, read: by } = must(past[newer.read.session]?.seen, 'write after that read');
        yield { read, source, newer: newer.write, by: [newer.read, write, by] };
      }
      if (source === undefined) continue;
      const seen = { write: source, read };
      yield* followingWrites(happened, seen, versions.get(key) ?? []);
      entryOf(versions, key, () => []).push(seen);
      for (const [of, entry] of past.entries()) {
        const count = happened.pastOf(source.id, of);
        if (count > entry.count) Object.assign(entry, { count, seen });
      }
    }
  }
}

/** What has to be known of one key, as the past of the reader grows. */
class Required {
  readonly newest: Newest;
  readonly #happened: HappensBefore;
  /** The reads of the key, by session. */
  readonly #reads: readonly (readonly Access[])[];
  readonly #taken: number[];

  constructor(happened: HappensBefore, reads: readonly (readonly Access[])[]) {
    this.newest = new Newest(happened);
    this.#happened = happened;
    this.#reads = reads;
    this.#taken = reads.map(() => 0);
  }

  /** Takes in what the first accesses of a session read. */
  advance(session: number, accesses: number): void {
    const reads = must(this.#reads[session], 'reads of the session');
    let at = must(this.#taken[session], 'reads taken of the session');
    for (; at < reads.length; at++) {
      const read = must(reads[at], 'read of the key');
      if (read.place >= accesses) break;
      const write = this.#happened.sourceOf(read);
      if (write !== undefined) this.newest.add({ write, read });
    }
    this.#taken[session] = at;
  }
}

/** The read returned a version that another session had read before it wrote one that was read earlier. */
function* followingWrites(
  happened: HappensBefore,
  { write: source, read }: Seen,
  versions: readonly Seen[],
): Generator<StaleRead> {
  for (const { write: newer, read: earlier } of versions) {
    if (!happened.precedes(source.id, newer.id)) continue;
    const readers = happened.readers.get(source.id) ?? [];
    if (readers.some((reader) => happened.precedes(reader, newer.id))) {
      yield { read, source, newer, by: [earlier] };
    }
  }
}

/** By key, then by session. */
function readsOf({ history }: HappensBefore): readonly (readonly (readonly Access[])[])[] {
  const reads = Array.from({ length: history.keys }, () =>
    history.sessions.map((): Access[] => []),
  );
  for (const access of history.sessions.flat()) {
    if (access.isRead) reads[access.key]?.[access.session]?.push(access);
  }
  return reads;
}
