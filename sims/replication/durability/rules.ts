/** The rules of durability. */

const redis = 'Redis documentation, Redis persistence';
const pillai = 'Pillai et al., All File Systems Are Not Created Equal, OSDI 2014';

export const durabilityRules = {
  'ack-after-fsync': {
    protects: 'acked-survives-power-loss',
    source: `${redis}, appendfsync always`,
    because: 'a write in the page cache is lost when the power fails',
  },
  'late-fsync-blocks-writes': {
    protects: 'loss-within-window',
    source: 'Redis source, aof.c, flushAppendOnlyFile, 7.2',
    because: 'while the disk hangs, every acknowledged write is lost when the power fails',
  },
  'torn-tail-is-dropped': {
    protects: 'recovery-is-prefix',
    source: `${redis}, aof-load-truncated`,
    because: 'half a record reads as something that was never written',
  },
  'snapshot-is-of-one-moment': {
    protects: 'recovery-is-prefix',
    source: `${redis}, snapshotting by fork and copy-on-write`,
    because: 'keys saved late contain writes that keys saved early do not',
  },
  'snapshot-replaces-when-whole': {
    protects: 'recovery-is-prefix',
    source: `${pillai} §3`,
    because: 'a crash in the middle of a save leaves half a snapshot, and the old one is gone',
  },
} as const;

type DurabilityRule = keyof typeof durabilityRules;
export type DurabilityRules = Readonly<Record<DurabilityRule, boolean>>;
