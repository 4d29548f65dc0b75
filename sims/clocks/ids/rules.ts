/** The rules of ids. */

const idWorker = 'Twitter, Snowflake, IdWorker.scala, 2010';

export const idRules = {
  'sequence-per-ms': {
    protects: 'ids-unique',
    source: `${idWorker}, nextId`,
    because: 'two ids of one millisecond are the same',
  },
  'wait-for-next-ms': {
    protects: 'ids-unique',
    source: `${idWorker}, tilNextMillis`,
    because: 'a spent sequence starts again, with ids that were given out before',
  },
  'refuse-while-clock-is-back': {
    protects: 'ids-unique',
    source: `${idWorker}, InvalidSystemClock`,
    because:
      'ids are given out again, because a clock that was put back shows their milliseconds once more',
  },
  'last-ms-is-durable': {
    protects: 'ids-unique',
    source: 'RFC 9562 §6.3, Generator States',
    because: 'a restarted generator does not know that its clock was put back in the meantime',
  },
  'node-id-is-leased': {
    protects: 'ids-unique',
    source: 'Twitter, Snowflake, README, 2010, System Clock Dependency and worker numbers',
    because: 'two generators with the same node id make the same ids',
  },
  'epoch-is-fixed': {
    protects: 'ids-k-sorted',
    source: `${idWorker}, twepoch`,
    because: 'a generator that counts from another epoch makes ids that sort as older',
  },
  'batch-is-taken-once': {
    protects: 'ids-unique',
    source:
      'Kleppmann, Designing Data-Intensive Applications, 2017, chapter 7, Preventing Lost Updates',
    because:
      'a pool that hands a batch out before it is marked as taken hands it to the next server, too',
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
