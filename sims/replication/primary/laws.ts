/** The laws of primary and replicas. */

export const primaryLaws = {
  'acked-survives-failover': 'a new primary has every write that was acknowledged before',
  'one-primary': 'no write is acknowledged by a primary while a later one serves',
  'prefix-of-primary': 'the log of a replica is a prefix of the log of the primary it follows',
  'read-your-writes': 'a session reads its own last write of a key, or a later one',
  'monotonic-reads': 'a session never reads an older write of a key than it read before',
} as const;

export type PrimaryLaw = keyof typeof primaryLaws;
