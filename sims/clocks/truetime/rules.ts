/** The rules of timestamps that depend on bounded clocks. */

const spanner = 'Corbett et al., Spanner, OSDI 2012';

export const truetimeRules = {
  'commit-wait': {
    protects: 'external-consistency',
    source: `${spanner}, §4.1.2, Commit Wait`,
    because:
      'a client that was told of a commit too early starts a transaction that gets an earlier timestamp',
  },
  'timestamp-from-latest': {
    protects: 'external-consistency',
    source: `${spanner}, §4.1.2, Start`,
    because: 'a slow clock gives a timestamp that had passed before the transaction began',
  },
  'participants-max': {
    protects: 'snapshot-read-sees-all-before',
    source: `${spanner}, §4.2.1`,
    because:
      'a shard has answered reads up to its prepare timestamp, so a commit below it comes too late for them',
  },
  'read-at-safe-time': {
    protects: 'snapshot-read-sees-all-before',
    source: `${spanner}, §4.1.3`,
    because:
      'a read misses a transaction that its shard has prepared and that commits before its timestamp',
  },
  'timestamps-grow': {
    protects: 'snapshot-read-sees-all-before',
    source: `${spanner}, §4.1.2, monotonicity invariant`,
    because:
      'a shard that gives a write a timestamp earlier than one that it has assigned or read at changes the past',
  },
} as const;

type TruetimeRule = keyof typeof truetimeRules;
export type TruetimeRules = Readonly<Record<TruetimeRule, boolean>>;
