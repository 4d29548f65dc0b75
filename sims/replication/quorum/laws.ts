/** The laws of a quorum store. */

export const quorumLaws = {
  'reads-see-acked-writes':
    'a read sees every write that was acknowledged before it began, or a newer one',
  'last-acked-write-wins':
    'a write that begins after another was acknowledged has the newer version',
  'no-lost-update': 'of two writes that replace the same version, at most one is acknowledged',
  'monotonic-versions': 'no replica replaces a version with an older one',
  'deleted-stays-deleted': 'no read returns a value older than its deletion',
} as const;

export type QuorumLaw = keyof typeof quorumLaws;
