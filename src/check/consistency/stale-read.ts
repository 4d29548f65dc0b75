/**
 * A read that returned an older version of its key than it had to, and the causal check: a read may miss no
 * write that happened before it (Bouajjani, Enea, Guerraoui and Hamza 2017, "On verifying causal
 * consistency", POPL, Table 2: WriteCOInitRead and WriteCORead).
 */
import type { HappensBefore } from './happens-before.ts';
import type { Access } from './sessions.ts';

export interface StaleRead {
  readonly read: Access;
  /** The write that it returned; undefined for the initial value. */
  readonly source: Access | undefined;
  /** The write of a newer version, of which the reader knew. */
  readonly newer: Access;
  /** How the reader knew: what stands between the newer write and the read, at least in part. */
  readonly by: readonly Access[];
}

/** The initial version is older than any; of two writes, the one that happened before the other. */
export function isOlder(
  happened: HappensBefore,
  source: Access | undefined,
  write: Access,
): boolean {
  return source === undefined || happened.precedes(source.id, write.id);
}

/**
 * Reads that missed a write that happened before them. It is enough to look at each session's last write to
 * the key: those before it are older still. O(reads x sessions x log writes).
 */
export function* missedWrites(happened: HappensBefore): Generator<StaleRead> {
  const { accesses, sessions } = happened.history;
  for (const read of accesses) {
    if (!read.isRead) continue;
    const source = happened.sourceOf(read);
    for (let session = 0; session < sessions.length; session++) {
      const newer = happened.lastWrite(read.key, session, happened.pastOf(read.id, session));
      if (newer === undefined || !isOlder(happened, source, newer)) continue;
      yield { read, source, newer, by: [] };
    }
  }
}
