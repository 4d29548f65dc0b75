/** Questions that several scenarios answer side by side: this or that, and what helps against it. */

export interface Comparison {
  readonly title: string;
  /** By what else it is looked for. */
  readonly words: string;
  /** What each scenario says something of. */
  readonly sides: Readonly<Record<string, string>>;
}

export const comparisons: Readonly<Record<string, Comparison>> = {
  'saga-or-two-phase-commit': {
    title: 'A transaction spans several services: two-phase commit or a saga?',
    words:
      '2pc vs saga, distributed transactions across microservices, xa, atomic commit or compensations, difference between two-phase commit and saga pattern',
    sides: {
      'Two-phase commit': 'transactions/coordinator-crash',
      'A saga': 'transactions/saga-crash',
      'Compensations that fail': 'transactions/saga-compensation',
    },
  },
  'token-or-leaky-bucket': {
    title: 'Token bucket, leaky bucket or window: which rate limiter lets what through?',
    words:
      'token bucket vs leaky bucket, fixed window vs sliding window counter vs sliding log, rate limiting algorithms compared',
    sides: {
      'Token bucket': 'traffic/burst-then-rate',
      'Leaky bucket': 'traffic/smoothing',
      Windows: 'traffic/window-edge',
    },
  },
  'rate-limiter-design': {
    title: 'How do you design a rate limiter for several gateways?',
    words:
      'design a rate limiter, distributed rate limiting with redis, limit per user across api servers',
    sides: {
      'Several gateways': 'traffic/shared-limit',
      Algorithm: 'traffic/window-edge',
      'Per address or per user': 'traffic/shared-address',
    },
  },
  'cold-starts': {
    title: 'What helps against cold starts of serverless functions?',
    words:
      'deal with cold starts, reduce lambda cold start, keep functions warm, provisioned concurrency vs keep-alive vs a faster runtime',
    sides: {
      'How often': 'serverless/sparse-requests',
      'Provisioned instances': 'serverless/provisioned',
      'Another runtime': 'serverless/runtimes',
    },
  },
  'region-failover': {
    title: 'A region is lost: how soon does another take over, and how much data is lost?',
    words:
      'RTO and RPO, disaster recovery, multi-region failover, primary region goes down, synchronous vs asynchronous replication across regions, active-active or active-passive',
    sides: {
      'Asynchronous replica': 'replication/failover-in-lag',
      'Consensus across regions': 'raft/region-loss',
      'Writes in every region': 'replication/global-table',
    },
  },
  'synchronous-replication': {
    title: 'Synchronous or asynchronous replication: what is lost, and what does a write cost?',
    words:
      'sync vs async replication, semi-synchronous, replica acknowledgement latency, durability vs latency of writes',
    sides: {
      Asynchronous: 'replication/failover-in-lag',
      'Each acknowledgement more': 'replication/write-latency',
    },
  },
  'downtime-of-nines': {
    title: 'How much downtime do 99.9% or 99.99% allow, and what do dependencies make of it?',
    words:
      'how many minutes of downtime per year, month, three nines, four nines, five nines, availability in series and in parallel, depends on five services, composite sla',
    sides: {
      'In a row': 'slo/three-dependencies',
      'In parallel': 'estimation/redundancy',
      'Four nines': 'estimation/error-budget',
    },
  },
  'exactly-once-delivery': {
    title: 'Is there exactly-once delivery?',
    words:
      'exactly once semantics, exactly-once processing, at least once vs at most once vs exactly once, effectively once, idempotent consumer',
    sides: {
      'When offsets are committed': 'kafka/delivery-table',
      Transactions: 'kafka/transactions',
      'A consumer that remembers': 'transactions/inbox',
    },
  },
  'lost-messages': {
    title: 'How do you make sure that Kafka loses no message?',
    words:
      'kafka message loss, durability settings, acks all min.insync.replicas replication factor, unclean leader election, commit after processing',
    sides: {
      Acknowledgements: 'kafka/leader-loss',
      'In-sync replicas': 'kafka/out-of-sync',
      'When offsets are committed': 'kafka/delivery-table',
    },
  },
  'message-order': {
    title: 'How do you keep messages in order in Kafka, and what breaks the order?',
    words: 'ordering guarantees per key per user, out of order events, partition key, global order',
    sides: {
      'More partitions': 'kafka/add-partitions',
      'A pool of threads': 'kafka/worker-pool',
      'One order of all': 'kafka/global-order',
    },
  },
  'consumer-lag': {
    title: 'Consumers lag behind: how do you find the cause, and what helps?',
    words: 'kafka consumer lag keeps growing, consumers cannot keep up, backlog, scale consumers',
    sides: {
      'All partitions lag': 'kafka/lag-uniform',
      'One partition lags': 'kafka/lag-hot-key',
      'More consumers': 'kafka/idle-consumers',
    },
  },
  'which-lock': {
    title: 'A lock from Redis, Redlock, or etcd and ZooKeeper: which is safe?',
    words:
      'redis lock vs zookeeper vs etcd, redlock vs consensus lock, which distributed lock should be used',
    sides: {
      'One Redis with a replica': 'locks/failover',
      Redlock: 'locks/redlock-faults',
      'A consensus lease': 'locks/consensus-lease',
    },
  },
  'split-brain': {
    title: 'How is split brain prevented: two leaders, or two holders of a lock?',
    words:
      'two leaders at the same time, split-brain, both sides of a partition accept writes, old leader still alive',
    sides: {
      'A majority': 'raft/minority-partition',
      'Fencing tokens': 'locks/same-pause',
      'Without either': 'replication/divided-cluster',
    },
  },
  'which-id': {
    title: 'Snowflake, UUID or ULID: which id is unique, sorted and private?',
    words:
      'uuid vs snowflake vs auto increment, distributed unique id generator design, uuidv4 vs uuidv7, sortable ids, primary key',
    sides: {
      Snowflake: 'clocks/snowflake-id',
      ULID: 'clocks/ulid-order',
      'What an id reveals': 'clocks/id-anatomy',
    },
  },
  'clocks-of-databases': {
    title:
      'TrueTime, hybrid logical clocks or Lamport clocks: how do databases order transactions?',
    words: 'spanner vs cockroachdb, hlc vs truetime, commit wait vs read restart, vector clock',
    sides: {
      'Spanner waits': 'clocks/external-consistency',
      'CockroachDB reads again': 'clocks/uncertain-reads',
      'Logical clocks': 'clocks/skew-inversions',
    },
  },
  'merge-or-overwrite': {
    title: 'Two users edit the same data offline: the last writer wins, siblings or a CRDT?',
    words:
      'lww vs crdt vs siblings, conflict resolution strategies, concurrent updates in an offline-first app, multi-leader conflicts',
    sides: {
      'Last writer wins': 'crdt/skewed-clocks',
      Siblings: 'crdt/siblings',
      'A CRDT per field': 'crdt/profile-fields',
    },
  },
  'collaborative-editor': {
    title: 'How do you design a collaborative text editor such as Google Docs?',
    words:
      'design google docs, figma, real-time collaborative editing, operational transformation vs crdt, concurrent typing, offline edits',
    sides: {
      'Typing at one place': 'crdt/typing-at-one-place',
      'A day offline': 'crdt/offline-day',
      'Bytes of an edit': 'crdt/bytes-on-the-wire',
    },
  },
  'deleted-data-returns': {
    title: 'Why does deleted data come back, and how is that prevented?',
    words:
      'zombie rows, resurrected deletes, tombstones gc_grace_seconds, remove from a set without it coming back',
    sides: {
      'A replicated store': 'replication/deleted-key',
      'A CRDT set': 'crdt/silent-replica',
      'An LSM tree': 'access/deleted-keys',
    },
  },
  'slow-dependency': {
    title: 'A dependency becomes slow: timeout, bulkhead or circuit breaker?',
    words:
      'downstream service slow takes down callers, cascading failure, circuit breaker vs bulkhead vs timeout, thread pool exhausted',
    sides: {
      Bulkhead: 'resilience/slow-dependency',
      Timeout: 'resilience/timeout-choice',
      'Circuit breaker': 'resilience/fail-fast',
    },
  },
  overload: {
    title: 'More requests arrive than a service can serve: what protects it?',
    words:
      'overload protection, load shedding vs backpressure vs throttling, traffic spike, graceful degradation, admission control',
    sides: {
      Shedding: 'resilience/load-shedding',
      'Clients that hold back': 'resilience/client-throttling',
      'A bounded queue': 'traffic/no-room',
    },
  },
  'safe-retries': {
    title: 'How do you retry without making an outage worse or doing something twice?',
    words:
      'retry strategy, exponential backoff with jitter, retry budget, retry amplification, idempotent retries, when should a client retry',
    sides: {
      'Backoff and jitter': 'resilience/backoff',
      'Retry budget': 'resilience/retry-budget',
      'Idempotency key': 'transactions/idempotency-crash',
    },
  },
  'charge-once': {
    title: 'How do you make sure that a customer is charged only once?',
    words:
      'double payment, payment api idempotency key design, duplicate charge after timeout, stripe idempotency, exactly one payment',
    sides: {
      'A retry after a timeout': 'resilience/double-charge',
      'A crash at any point': 'transactions/idempotency-crash',
      'What a key promises': 'transactions/key-contract',
    },
  },
  'stale-cache': {
    title: 'Database and cache disagree: how do stale entries arise, and what helps?',
    words:
      'cache invalidation strategies, update database then delete cache key or update it, cache consistency, double delete, write-through vs cache-aside',
    sides: {
      'A delete after the commit': 'cache/invalidation-race',
      'Two writers': 'cache/two-writers',
      'A TTL or events': 'cache/ttl-or-events',
    },
  },
  'threads-or-event-loop': {
    title: 'Threads or an event loop: what does each cost, and when does it fail?',
    words:
      'thread per connection vs epoll, node.js vs java threads, c10k, blocking vs non-blocking io, async io vs thread pool, reactor',
    sides: {
      'A thread for each': 'io/ten-thousand-connections',
      'A busy event loop': 'io/blocked-loop',
      'A pool of threads': 'io/pool-size',
    },
  },
  'real-time-updates': {
    title: 'Polling, long polling, server-sent events or WebSocket: which is right?',
    words:
      'websocket vs sse vs polling, push updates to browser, live dashboard, real-time notifications',
    sides: {
      'Bytes of an event': 'fanout/bytes-per-event',
      Polling: 'fanout/polling',
      'Long polling': 'fanout/long-polling',
    },
  },
  'chat-design': {
    title: 'How do you design a chat such as WhatsApp or Slack?',
    words:
      'design whatsapp, messenger, slack, discord, chat system, deliver message to the right websocket server, offline devices',
    sides: {
      Servers: 'fanout/connection-servers',
      'Finding the receiver': 'fanout/cross-server',
      'Missed messages': 'fanout/missed-events',
    },
  },
  'news-feed-design': {
    title: 'How do you design a news feed: fan-out on write or on read?',
    words:
      'design twitter timeline, instagram feed, push vs pull model, celebrity problem, hot user, home timeline',
    sides: {
      'Push, read or both': 'fanout/three-timelines',
      Celebrities: 'fanout/hybrid-threshold',
      'Ten million followers': 'fanout/last-follower',
    },
  },
  'session-or-token': {
    title: 'Sessions or JWTs?',
    words:
      'session vs jwt, stateful vs stateless authentication, session cookie or token, where to store login state',
    sides: {
      Revocation: 'auth/revocation',
      'The store is down': 'auth/store-outage',
      Size: 'auth/token-size',
    },
  },
  'spike-and-autoscaler': {
    title: 'The autoscaler is too late for a spike: what helps?',
    words:
      'hpa scales too slowly, scale up too late for traffic spike, pre-scale, scheduled scaling, overprovision, autoscaling lag',
    sides: {
      'How late': 'autoscaling/load-doubles',
      'Scaling ahead': 'autoscaling/forecast',
      'A panic window': 'autoscaling/panic-window',
    },
  },
  'zero-downtime-deployment': {
    title: 'How do you deploy without downtime, the database included?',
    words:
      'zero downtime deployment, blue-green with a shared database, rolling update schema migration, expand and contract, roll back a migration',
    sides: {
      'The schema': 'deployment/rename-column',
      'A rollback': 'deployment/shared-database',
      'Requests in flight': 'autoscaling/rolling-update',
    },
  },
  'release-strategies': {
    title: 'Blue-green, canary, rolling or a feature flag: how far does a bad release get?',
    words: 'canary vs blue-green vs rolling deployment vs feature flags, progressive delivery',
    sides: {
      'Six strategies': 'canary/six-strategies',
      'A canary': 'canary/bad-release',
      'A flag': 'deployment/flag-off',
    },
  },
  'concurrent-updates': {
    title: 'Optimistic or pessimistic locking: how do concurrent updates go wrong, and what helps?',
    words:
      'optimistic vs pessimistic locking, select for update vs version column, compare and set, lost update, race condition in database, two users book the same seat',
    sides: {
      'Read, then write': 'transactions/lost-update',
      'Check, then write': 'transactions/write-skew',
      'Locks in two orders': 'transactions/lock-order',
    },
  },
  'database-and-queue': {
    title: 'A service writes to its database and to Kafka: dual write, outbox or CDC?',
    words:
      'outbox vs cdc vs dual write, debezium, publish event after commit, transactional outbox',
    sides: {
      'Two writes': 'kafka/dual-write',
      'Outbox or CDC': 'transactions/crash-at-every-point',
      'A relay by id': 'kafka/outbox-by-id',
    },
  },
  'load-balancing-algorithms': {
    title: 'Round robin, least connections or two random choices: which balancer is best?',
    words:
      'load balancing algorithms, round robin vs least connections vs power of two choices, weighted, p2c',
    sides: {
      'Two random choices': 'traffic/supermarket',
      'Unequal hosts': 'traffic/unequal-hosts',
      'Fewest open requests': 'traffic/black-hole',
    },
  },
  sharding: {
    title: 'How do you shard data, and what do hot keys and new nodes do to it?',
    words:
      'consistent hashing vs modulo, choose a shard key, hot partition, resharding, celebrity key, rebalancing',
    sides: {
      'A new node': 'traffic/add-a-node',
      'A hot key': 'traffic/hot-key',
      'A hot shard': 'estimation/hot-shard',
    },
  },
  'pool-sizing': {
    title: 'How large should a connection pool be?',
    words:
      'hikaricp pool size, too many database connections, threads and connections, pgbouncer, little law for pools',
    sides: {
      'Near saturation': 'traffic/pool-knee',
      'A slow dependency': 'resilience/pool-size',
      'Several per request': 'access/nested-connections',
    },
  },
  'tail-latency': {
    title: 'The P99 is bad: where does tail latency come from, and what helps?',
    words:
      'p99 latency high, tail at scale, fan-out amplifies slow responses, hedged requests, percentiles',
    sides: {
      'A fan-out': 'traffic/slow-parts',
      'A second copy': 'traffic/hedge-late',
      'Averaging percentiles': 'estimation/merged-percentiles',
    },
  },
  'good-alerts': {
    title: 'Which alerts wake the right person: causes, symptoms or burn rates?',
    words:
      'alert fatigue, multi-window burn rate alert, symptom-based alerting, slo alerting, page or ticket',
    sides: {
      'Burn rates': 'slo/outage-alerts',
      'A slow burn': 'slo/slow-burn',
      'Cause or symptom': 'slo/symptom-pages',
    },
  },
};
