/** The rules of ids. */

const idWorker = 'Twitter, Snowflake, IdWorker.scala, 2010';

export const idRules = {
  'sequence-per-ms': {
    protects: 'ids-unique',
    source: `${idWorker}, nextId`,
    because: 'two ids of one millisecond differ in nothing but their sequence',
  },
  'wait-for-next-ms': {
    protects: 'ids-unique',
    source: `${idWorker}, tilNextMillis`,
    because: 'a sequence that is spent begins again, at ids that were given out before',
  },
  'refuse-while-clock-is-back': {
    protects: 'ids-unique',
    source: `${idWorker}, InvalidSystemClock`,
    because: 'a clock that was put back shows milliseconds whose ids were given out before',
  },
  'last-ms-is-durable': {
    protects: 'ids-unique',
    source: 'RFC 9562 §6.3, Generator States',
    because: 'a generator that was restarted does not know that its clock was put back meanwhile',
  },
  'node-id-is-leased': {
    protects: 'ids-unique',
    source: 'Twitter, Snowflake, README, 2010, System Clock Dependency and worker numbers',
    because: 'two generators that took the same node id make the same ids',
  },
  'epoch-is-fixed': {
    protects: 'ids-k-sorted',
    source: `${idWorker}, twepoch`,
    because: 'a generator that counts from another moment makes ids that sort as older ones',
  },
  'sequence-not-always-0': {
    protects: 'shards-share-ids',
    source: 'Apache ShardingSphere, Snowflake, max-vibration-offset, 2019',
    because: 'a slow generator’s ids all end in 0, and modulo puts them all on one shard',
  },
  'monotonic-within-ms': {
    protects: 'ids-in-order',
    source: 'ULID specification, Monotonicity',
    because: 'random digits put the ids of one millisecond in any order',
  },
} as const;

type IdRule = keyof typeof idRules;
export type IdRules = Readonly<Record<IdRule, boolean>>;
