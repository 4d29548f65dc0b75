/** Caches and Kafka: which to choose when, and how it works. */
import type { Comparison } from './comparison.ts';

export const cachesAndMessages: Readonly<Record<string, Comparison>> = {
  'exactly-once-delivery': {
    title: 'Is there exactly-once delivery?',
    words:
      'exactly once semantics, exactly-once processing, at least once vs at most once vs exactly once, effectively once, idempotent consumer, exactly once with a database sink, why is a message processed twice, at-least-once vs exactly-once, does exactly-once hold if the consumer calls an external API, is exactly once possible in kafka, exactly once in kafka, does Kafka give exactly-once delivery',
    decides:
      'Exactly-once delivery is impossible if messages can be lost; an exactly-once effect is not: deliver at least once, and store the id or offset in the transaction of the result.',
    sides: {
      'When offsets are committed': 'kafka/delivery-table',
      Transactions: 'kafka/transactions',
      'A consumer that remembers': 'transactions/inbox',
    },
  },
  'lost-messages': {
    title: 'How do you make sure that Kafka loses no message?',
    words:
      'kafka message loss, is kafka reliable, fault tolerance of kafka, broker failures, durability settings, how many replicas should a kafka topic have, acks all min.insync.replicas replication factor, unclean leader election, commit after processing',
    decides:
      'Three replicas, acks=all with min.insync.replicas=2, an idempotent producer that retries, no unclean leader election, and consumers that commit after the work.',
    sides: {
      Acknowledgements: 'kafka/leader-loss',
      'In-sync replicas': 'kafka/out-of-sync',
      'Unclean election': 'kafka/unclean-election',
    },
    rules: ['kafka/acknowledge-when-replicated', 'kafka/elect-in-sync-only'],
  },
  'message-order': {
    title: 'How do you keep messages in order in Kafka, and what breaks the order?',
    words:
      'ordering guarantees per key per user, out of order events, how to choose a partition key, does a producer retry break the order, idempotent producer and order, how does kafka guarantee order',
    decides:
      'Kafka keeps the order within a partition: give records that must stay in order the same key, number them by an idempotent producer so that retries keep the order, process each key in one thread, and do not add partitions while records wait.',
    sides: {
      Retries: 'kafka/retries-reorder',
      'A pool of threads': 'kafka/worker-pool',
      'More partitions': 'kafka/add-partitions',
    },
  },
  'consumer-lag': {
    title: 'Consumers lag behind: how do you find the cause, and what helps?',
    words:
      'kafka consumer lag keeps growing, consumers cannot keep up, backlog, scale consumers, what is consumer lag, how does kafka handle a slow consumer, what happens if a consumer is too slow, one consumer is hours behind while the others are idle, we added consumers and the lag does not fall',
    decides:
      'If all partitions lag, the group is too slow (speed up the work, or add consumers, up to one per partition), or it keeps rebalancing and finishes nothing meanwhile (see rebalances); if one lags, a key is hot or a consumer stuck.',
    sides: {
      'All partitions lag': 'kafka/lag-uniform',
      'One partition lags': 'kafka/lag-hot-key',
      'More consumers': 'kafka/idle-consumers',
    },
  },
  'stale-cache': {
    title: 'Database and cache disagree: how do stale entries arise, and what helps?',
    words:
      'cache invalidation strategies, update database then delete cache key or update it, cache consistency, double delete, write-through vs cache-aside, why is cache invalidation hard, cache out of sync with the database, keep cache and db consistent, delete the cache key or write the new value into the cache, cache keeps returning old values after an update, cache and database consistency, can a cache and a database ever be made consistent',
    decides:
      'Delete the entry after the commit instead of writing the new value, because two writers can reach the cache in the other order and leave the older value; stop a slow fill by a cache lease, a token that the delete voids; a TTL limits what remains.',
    sides: {
      'Two writers': 'cache/two-writers',
      'A delete and a slow fill': 'cache/invalidation-race',
      'A TTL or events': 'cache/ttl-or-events',
    },
    rules: ['cache/delete-not-set', 'cache/verify-lease'],
  },
  'database-and-queue': {
    title: 'A service writes to its database and to Kafka: dual write, outbox or CDC?',
    words:
      'outbox vs cdc vs dual write, what is the dual write problem, debezium, publish event after commit, cdc vs outbox, what is the outbox pattern, how does the outbox pattern work, how does the transactional outbox work, outbox table, how do you write to the database and kafka atomically, guarantee that an order saved in postgres is also published to kafka, transactional outbox or change data capture for publishing events, what is the Outbox pattern and why is it important in microservice architectures, transactional outbox explained',
    decides:
      'Do not write to both separately: store the event in an outbox in the transaction of the change (you choose its content, and a relay publishes it), or publish from the database’s log (CDC: no change to the code, but events are rows); consumers must be idempotent with both.',
    sides: {
      'Two writes': 'kafka/dual-write',
      'Outbox or CDC': 'transactions/crash-at-every-point',
      'A relay by id': 'kafka/outbox-by-id',
    },
  },
  'failed-messages': {
    title:
      'How do you handle messages that fail: retry in place, a retry topic, or a dead-letter queue?',
    words:
      'retry topic vs dlq, blocking vs non-blocking retries, poison pill, what to do with a message that cannot be processed, what is a dead letter queue and when to use one',
    decides:
      'Retry in place if the order matters, through a retry topic if others must not wait, and move what still fails after a few attempts to a dead-letter queue.',
    sides: {
      'A retry topic': 'kafka/retry-topic',
      'A dead-letter topic': 'kafka/poison-message',
      'A batch of a function': 'serverless/poison-message',
    },
    rules: ['kafka/dead-letter-after-retries', 'kafka/retry-in-place'],
  },
  rebalances: {
    title: 'How do you avoid stop-the-world rebalances of a consumer group?',
    words:
      'eager vs cooperative rebalancing, static membership in kafka, rebalance storm, consumer group keeps rebalancing, deploy consumers without pause, consumers keep rebalancing under load, consumers keep rebalancing and the lag grows although they are not busy, processing of a batch takes minutes, a message takes long to process, consumer is kicked out of its group, lag jumps every time we deploy the consumers',
    decides:
      'Static membership for restarts, cooperative rebalancing so that only partitions that move stop, and max.poll.records so low that the work of a poll fits into max.poll.interval.ms.',
    sides: {
      'A rolling restart': 'kafka/rolling-deploy',
      'A slow poll': 'kafka/rebalance-storm',
      'Static members': 'kafka/static-twins',
    },
  },
  'offset-commits': {
    title:
      'When should a consumer commit its offsets: automatically, after each record or after each poll?',
    words:
      'auto commit vs manual commit, commitSync vs commitAsync, commit before or after processing, in-flight messages during a rebalance, what is an offset in kafka',
    decides:
      'Commit after the work, once per poll, and make the work idempotent: a commit before it loses records, and one after each record costs a round trip each.',
    sides: {
      'What a crash does': 'kafka/delivery-table',
      'What a commit costs': 'kafka/sync-commit',
      'Work in another thread': 'kafka/hand-off',
    },
  },
  'push-or-pull': {
    title: 'Push or pull: does a broker send messages to consumers, or do consumers fetch them?',
    words:
      'push or pull based message queue, push vs pull messaging, why does kafka use pull, rabbitmq prefetch, consumer polls the broker, push-based broker overwhelms consumers',
    decides:
      'Pull (Kafka) if consumers differ in speed or read again: each fetches batches at its own pace, and a slow one only lags; push (RabbitMQ) for the least delay, with a limit on what is unacknowledged (prefetch).',
    sides: {
      'A slow consumer': 'fanout/slow-client',
      'A log is fetched': 'kafka/queue-or-log',
      'After an outage': 'kafka/catch-up',
    },
  },
  'fast-kafka': {
    title: 'Why is Kafka fast although it writes to disk?',
    words:
      'how does Kafka achieve its high throughput, kafka performance, sequential writes, zero copy, page cache, batching and compression',
    decides:
      'It appends to the ends of files, which disks do fastest, and serves recent records from the page cache; producers send batches, compressed as a whole, and consumers get them from the file to the socket without a copy through the process (sendfile).',
    sides: {
      'Batches and compression': 'kafka/compressed-batches',
      'Zero copy': 'io/file-to-socket',
    },
  },
  'log-or-queue': {
    title: 'Kafka or RabbitMQ: a log or a queue?',
    words:
      'kafka vs rabbitmq, kafka vs sqs, event log vs message queue, when to use kafka, kafka or rabbitmq for background jobs',
    decides:
      'A log (Kafka) for events that several groups read or replay, in order per key; a queue (RabbitMQ, SQS) for tasks that one worker takes and that are then deleted.',
    sides: {
      'A second reader': 'kafka/queue-or-log',
      'A message that fails': 'kafka/poison-message',
    },
  },
  'stampede-guards': {
    title: 'How do you prevent a cache stampede?',
    words:
      'cache stampede, dogpile, thundering herd problem in caching, singleflight vs lock vs early refresh, hot key expired and the database was hammered',
    decides:
      'Begin with request coalescing in each process; take a lock or a lease if one load for each process is too many, and renew early or serve stale values if readers must not wait.',
    sides: {
      Guards: 'cache/hot-key-expires',
      XFetch: 'cache/xfetch',
      'A lock': 'cache/lock-holder',
    },
  },
  'stampede-or-avalanche': {
    title: 'Cache stampede, penetration or avalanche: what is the difference?',
    words:
      'cache breakdown vs penetration vs avalanche, many keys expire at once vs one hot key vs missing keys, prevent cache penetration by random ids',
    decides:
      'Stampede: one hot key expires (coalesce its loads); penetration: rows that do not exist always miss (cache their absence, or ask a Bloom filter first); avalanche: many keys expire together (add jitter to their TTLs).',
    sides: {
      Stampede: 'cache/hot-key-expires',
      Penetration: 'cache/nothing-there',
      Avalanche: 'cache/mass-expiry',
    },
    rules: ['cache/coalesce-loads', 'cache/jitter-ttl'],
  },
  'write-through-or-behind': {
    title: 'Write-through or write-behind?',
    words:
      'write-through vs write-back cache, cost and risk of asynchronous cache writes, durability of a write-back cache, what data is lost with write-back',
    decides:
      'Write-through if an acknowledged write must survive a crash; write-behind (write-back) if writes are many and the last of them may be lost, or are logged first.',
    sides: {
      'A crash': 'cache/write-behind-crash',
      Costs: 'cache/five-patterns',
    },
    rules: ['cache/log-before-acknowledging', 'cache/discard-overtaken-loads'],
  },
  'cold-caches': {
    title: 'What happens when a cache starts empty?',
    words:
      'empty cache after a restart, cache warm-up, redis restarted and the database is overloaded, cache goes down, how do you warm up a cache, cache warming after deploy, after a restart of Redis the database falls over for minutes',
    decides:
      'The database must survive the loss of its cache: coalesce loads, finish a load although its reader has given up, and let requests back gradually.',
    sides: {
      'Lost for a moment': 'cache/hidden-capacity',
      'A cold cache': 'cache/cold-cache',
      'Letting load back': 'resilience/recovery',
    },
    rules: ['cache/coalesce-loads', 'resilience/limit-probes'],
  },
  'hit-ratio': {
    title: 'What hit ratio should a cache have, and what is it worth?',
    words: 'is 90% hit rate good, 95 vs 99 percent hits, hit rate drops, how big should a cache be',
    decides:
      'High enough that the database survives the misses, which are all that it sees: 99% instead of 90% is a tenth of its load; more memory, a longer TTL and fewer deletes raise it.',
    sides: {
      'From 90 to 99%': 'cache/ninety-to-ninety-nine',
      'From 95 to 90%': 'estimation/cache-misses',
      'Its size': 'cache/hot-set',
    },
  },
  'local-or-shared-cache': {
    title: 'Local cache or shared cache?',
    words:
      'in-process cache vs redis, memcached or local cache, l1 and l2 cache, near cache invalidation',
    decides:
      'A shared cache (Redis), because one delete reaches every reader; add a small local cache in front for hot keys if a TTL of seconds, or an event to each instance, limits staleness enough.',
    sides: {
      Both: 'cache/two-levels',
      'A TTL or events': 'cache/thirty-second-profile',
      'Versions in keys': 'cache/version-keys',
    },
  },
  'duplicates-after-rebalance': {
    title:
      'What happens to in-flight Kafka messages when a consumer group rebalances, and why are some processed twice?',
    words:
      'consumer processes the same kafka message twice after a rebalance, duplicates after a rebalance, duplicate messages when consumers restart or are deployed, commit when partitions are revoked, onPartitionsRevoked, same record consumed by two consumers, what happens to in-flight messages when a consumer group rebalances',
    decides:
      'Messages that are processed but not committed come again, because the next owner starts at the last commit: commit when partitions are revoked, and make effects idempotent; a late commit of the old owner is refused (its generation is over).',
    sides: {
      'A slow poll': 'kafka/rebalance-storm',
      'A paused consumer': 'kafka/zombie-commit',
      'An idempotent effect': 'transactions/inbox',
    },
    rules: ['kafka/fence-old-generations', 'kafka/revoke-before-assigning'],
  },
  'dead-consumer': {
    title: 'What happens when a Kafka consumer dies?',
    words:
      'kafka consumer crashes, consumer leaves the group, session timeout of a consumer, messages after a consumer crash, kafka consumer died, messages being processed when a consumer crashes in the middle of a batch, consumer crashes mid-batch, what happens when a consumer that works crashes, a working consumer crashes',
    decides:
      'After the session timeout the group rebalances: other members take its partitions and continue at the last committed offset, so what it processed after that is processed again (at least once): make the work idempotent.',
    sides: {
      'Its records': 'kafka/delivery-table',
      'Its partitions': 'kafka/zombie-commit',
      'The group': 'kafka/rolling-deploy',
    },
    rules: ['kafka/process-before-commit', 'kafka/fence-old-generations'],
  },
  acknowledgements: {
    title: 'acks=0, acks=1 or acks=all: which should a Kafka producer use?',
    words:
      'acks=-1, durability vs latency of a producer, does acks=all guarantee no data loss, min.insync.replicas, kafka durability, acks=all vs acks=1, acks=1 or acks=all for payments',
    decides:
      'acks=all with min.insync.replicas=2 if no record may be lost; acks=1 only if the last records before a crash of the leader may be, and acks=0 for what hardly matters.',
    sides: {
      'The leader crashes': 'kafka/leader-loss',
      'In-sync replicas': 'kafka/out-of-sync',
    },
  },
  'consumer-groups': {
    title: 'What is a consumer group, and how does it share partitions?',
    words:
      'kafka consumer group, how do consumer groups work, group.id, can two consumers read the same partition, more consumers than partitions, parallelism of a consumer group, competing consumers, only half of the consumers in the group get messages, how do i scale a consumer group and what limits it',
    decides:
      'The members of a consumer group share the partitions, one reader for each, so the number of partitions limits their parallelism; each group has its own offsets and gets every record.',
    sides: {
      Members: 'kafka/ten-consumers',
      'More members than partitions': 'kafka/idle-consumers',
      'Another group': 'kafka/queue-or-log',
    },
  },
  'partition-count': {
    title: 'How many partitions should a topic have, and can more be added later?',
    words:
      'how many kafka partitions do i need, choose the number of partitions, change partition count, increase partitions, too few partitions, partitions vs consumers, what is a partition, topic vs partition, how many partitions for 50k messages per second',
    decides:
      'At least the highest rate divided by what one consumer can process, with room to grow, because adding partitions later moves keys and breaks their order.',
    sides: {
      'Too few': 'kafka/scale-out',
      'More later': 'kafka/add-partitions',
    },
  },
  'retention-or-compaction': {
    title: 'Retention or log compaction: what does a Kafka topic keep?',
    words:
      'cleanup.policy delete vs compact, retention vs compaction, how long does kafka keep messages, when are records deleted, kafka log compaction, compacted topic, retention.ms, what is log compaction',
    decides:
      'Retention (delete) for events, which go after a time or beyond a size; compaction for state: the latest record of each key stays, so a reader can rebuild the table.',
    sides: {
      Compaction: 'kafka/compacted-topic',
      Retention: 'kafka/retention-race',
    },
  },
  'idempotent-producer-or-transactions': {
    title: 'Idempotent producer or transactions: what does each of them guarantee?',
    words:
      'enable.idempotence vs transactional.id, producer id and sequence numbers, duplicate records from producer retries, kafka exactly-once semantics, read_committed',
    decides:
      'An idempotent producer keeps its own retries from duplicating or reordering records; transactions make writes to several partitions and the offsets take effect together or not at all.',
    sides: {
      'An idempotent producer': 'kafka/retries-reorder',
      Transactions: 'kafka/transactions',
    },
  },
  'cache-aside-or-write-through': {
    title: 'Cache-aside, read-through, write-through or write-behind: which caching pattern?',
    words:
      'cache-aside vs write-through, lazy loading vs write-through, look-aside, caching strategies compared, cache-aside vs read-through, which cache strategy, write-through or cache-aside which one gives stale reads, is write-through ever stale or inconsistent, write-behind or write-back or write-around',
    decides:
      'Cache-aside by default: ask the cache, on a miss the database, and fill the cache; write-through if reads after a write should hit, write-behind for fast writes that a crash may lose; the first is stale if a slow fill puts the old row back, the second if two writers reach the cache in another order.',
    sides: {
      Costs: 'cache/five-patterns',
      'Cache-aside': 'cache/invalidation-race',
      'Write-through': 'cache/two-writers',
    },
  },
  'ttl-or-invalidation': {
    title: 'TTL or invalidation by events: how is a cache kept fresh?',
    words:
      'ttl vs event-based invalidation, expire or invalidate, how long should a cache entry live, how do you choose a ttl, what ttl should a cache have, how long should the ttl be, cache freshness, delete on write or wait for expiry',
    decides:
      'A TTL alone if rows change rarely within it and that much staleness is acceptable; events if they change often, and still a TTL, because an event can be lost.',
    sides: {
      'A TTL alone': 'cache/ttl-or-events',
      Both: 'cache/thirty-second-profile',
      'Versions in keys': 'cache/version-keys',
    },
  },
  'http-caching': {
    title: 'How does HTTP caching work: max-age, ETag, no-cache, no-store?',
    words:
      'what is an ETag, what does a 304 mean, If-None-Match, s-maxage, no-cache vs no-store, Cache-Control headers, ETag or max-age, conditional request, browser cache, how does a CDN cache',
    decides:
      'max-age (s-maxage in a CDN) says how long a response is fresh; then a cache asks with its ETag (If-None-Match) and gets a short 304 if nothing has changed; no-cache asks each time, no-store keeps nothing, private keeps CDNs out, and a file that changes gets a new name.',
    sides: {
      'A CDN': 'deployment/edge-cache',
      'Stale while it asks': 'cache/stale-in-grace',
    },
    rules: ['deployment/private-is-not-shared'],
  },
  'renew-before-expiry': {
    title: 'Refresh-ahead, stale-while-revalidate or XFetch: how is a hot key renewed?',
    words:
      'refresh before expiry, early recomputation, probabilistic early expiration, serve stale while refreshing, swr vs refresh-ahead, background refresh of cache, stale-while-revalidate vs lock, what is stale-while-revalidate and how does it work',
    decides:
      'Stale-while-revalidate if an old value may be served while one reader renews it (in HTTP’s Cache-Control that time comes on top of max-age); refresh-ahead or XFetch (early recomputation at random) if hot keys must not expire at all.',
    sides: {
      'Stale-while-revalidate': 'cache/stale-in-grace',
      'Refresh-ahead': 'cache/refresh-ahead',
      XFetch: 'cache/xfetch',
    },
  },
};
