/** The rules of a store under a partition. */

export const partitionRules = {
  'minority-refuses': {
    protects: 'linearizable',
    source: 'Gilbert and Lynch, Brewer’s Conjecture, §3, 2002',
    because: 'a side that answers without a majority does not know what the other side has written',
  },
  'any-replica-answers': {
    protects: 'live-nodes-answer',
    source: 'Gilbert and Lynch, Brewer’s Conjecture, §2.2, 2002',
    because: 'a node that waits for others cannot answer while it is cut off from them',
  },
  'later-version-wins': {
    protects: 'linearizable',
    source: 'Johnson and Thomas, The Maintenance of Duplicate Databases, RFC 677, 1975',
    because: 'a late message brings an older version back',
  },
} as const;

type PartitionRule = keyof typeof partitionRules;
export type PartitionRules = Readonly<Record<PartitionRule, boolean>>;
