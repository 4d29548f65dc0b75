/** Questions that several scenarios answer side by side: this or that, and what helps against it. */

export interface Comparison {
  readonly title: string;
  /** By what else it is looked for. */
  readonly words: string;
  /** Which to choose when, in one sentence: the sides say why, with their figures. */
  readonly decides?: string;
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
    decides:
      'A token bucket if clients may burst, a leaky bucket as a queue if the service behind needs an even rate; a sliding window rather than a fixed one.',
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
    decides:
      'Keep one token bucket per user in a shared store (Redis) that checks and counts in one atomic step; gateways that count alone admit a limit each.',
    sides: {
      'Several gateways': 'traffic/shared-limit',
      Algorithm: 'traffic/window-edge',
      'Per address or per user': 'traffic/shared-address',
    },
  },
  'cold-starts': {
    title: 'What helps against cold starts of serverless functions?',
    words:
      'deal with cold starts, reduce lambda cold start, keep functions warm, provisioned concurrency vs keep-alive vs a faster runtime, how do cold starts affect lambda latency',
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
      'how many minutes of downtime per year, month, three nines, four nines, five nines, availability in series and in parallel, depends on five services, composite sla, availability of five services in a chain, add a replica, request passes through several services with 99.9% availability each, overall sla',
    sides: {
      'In a row': 'slo/three-dependencies',
      'In parallel': 'estimation/redundancy',
      'Four nines': 'estimation/error-budget',
    },
  },
  'exactly-once-delivery': {
    title: 'Is there exactly-once delivery?',
    words:
      'exactly once semantics, exactly-once processing, at least once vs at most once vs exactly once, effectively once, idempotent consumer, exactly once with a database sink, why is a message processed twice, at-least-once vs exactly-once',
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
      'kafka message loss, durability settings, acks all min.insync.replicas replication factor, unclean leader election, commit after processing',
    decides:
      'Three replicas, acks=all with min.insync.replicas=2, an idempotent producer that retries, no unclean leader election, and consumers that commit after the work.',
    sides: {
      Acknowledgements: 'kafka/leader-loss',
      'In-sync replicas': 'kafka/out-of-sync',
      'When offsets are committed': 'kafka/delivery-table',
    },
  },
  'message-order': {
    title: 'How do you keep messages in order in Kafka, and what breaks the order?',
    words:
      'ordering guarantees per key per user, out of order events, partition key, global order, how to choose a partition key',
    decides:
      'Give records that must stay in order the same key, process each key in one thread, and do not add partitions while records wait.',
    sides: {
      'More partitions': 'kafka/add-partitions',
      'A pool of threads': 'kafka/worker-pool',
      'One order of all': 'kafka/global-order',
    },
  },
  'consumer-lag': {
    title: 'Consumers lag behind: how do you find the cause, and what helps?',
    words:
      'kafka consumer lag keeps growing, consumers cannot keep up, backlog, scale consumers, what is consumer lag, how does kafka handle a slow consumer, what happens if a consumer is too slow',
    decides:
      'If all partitions lag, the group is too slow: speed up the work, or add consumers, up to one per partition; if one lags, a key is hot or a consumer stuck.',
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
      'cache invalidation strategies, update database then delete cache key or update it, cache consistency, double delete, write-through vs cache-aside, why is cache invalidation hard, cache out of sync with the database, keep cache and db consistent, cache and database consistency',
    decides:
      'Delete the entry after the commit instead of writing it, close the race with a slow fill by leases or versions, and let a TTL limit what remains.',
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
      'outbox vs cdc vs dual write, debezium, publish event after commit, transactional outbox, outbox pattern, cdc vs outbox',
    decides:
      'Do not write to both separately: store the event in an outbox in the transaction of the change, or read the log (CDC), and make consumers idempotent.',
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
    decides:
      'Round robin if servers and requests are alike, least connections (fewest open requests) if they differ; the better of two random servers if looking at all is expensive or their loads are known late.',
    sides: {
      'Round robin and least connections': 'traffic/unequal-hosts',
      'Two random choices': 'traffic/supermarket',
      'Least connections and a failing host': 'traffic/black-hole',
    },
  },
  sharding: {
    title: 'How do you shard data, and what do hot keys and new nodes do to it?',
    words:
      'consistent hashing vs modulo, choose a shard key, hot partition, resharding, celebrity key, rebalancing',
    decides:
      'Hash keys onto a ring (consistent hashing), so that a new node takes only its share; no hash helps a hot key: cache it, or split it over several shards.',
    sides: {
      'A new node': 'traffic/add-a-node',
      'A hot key': 'traffic/hot-key',
      'A hot shard': 'estimation/hot-shard',
    },
  },
  'pool-sizing': {
    title: 'How large should a connection pool be?',
    words:
      'hikaricp pool size, too many database connections, threads and connections, pgbouncer, little law for pools, how big should a connection pool be, connection pool size',
    decides:
      'Arrival rate x the time that each request holds a connection (Little’s law), plus headroom, and no more than the database can work on at once.',
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
    decides:
      'A request waits for its slowest part, so a fan-out makes rare slow answers common: send a second copy (a hedged request) after the 95th percentile, and never average percentiles.',
    sides: {
      'A fan-out': 'traffic/slow-parts',
      'A second copy': 'traffic/hedge-late',
      'Averaging percentiles': 'estimation/merged-percentiles',
    },
  },
  'good-alerts': {
    title: 'Which alerts wake the right person: causes, symptoms or burn rates?',
    words:
      'alert fatigue, multi-window burn rate alert, symptom-based alerting, slo alerting, page or ticket, when should a burn rate page someone at night',
    sides: {
      'Burn rates': 'slo/outage-alerts',
      'A slow burn': 'slo/slow-burn',
      'Cause or symptom': 'slo/symptom-pages',
    },
  },
  'consensus-protocols': {
    title: 'Raft, Paxos or ZAB: which consensus protocol, and what does each cost?',
    words:
      'raft vs paxos, etcd vs zookeeper, difference between raft and multi-paxos, which consensus algorithm, raft vs zab',
    sides: {
      'Side by side': 'paxos/beside-raft',
      'A stable leader': 'paxos/stable-leader',
      'Raft after a crash': 'raft/leader-crash',
    },
  },
  'raft-log-replication': {
    title: 'How does log replication work in Raft, and when is an entry committed?',
    words:
      'raft log replication, appendentries, when is an entry committed, how does a follower catch up, explain raft',
    sides: {
      'A missed entry': 'raft/missed-entry',
      'An entry of an earlier term': 'raft/figure-8',
      'On disk or in memory': 'raft/lost-entry',
    },
  },
  'raft-partition': {
    title: 'How does Raft handle a network partition: the leader, its writes, its reads?',
    words:
      'raft network partition, split cluster, which side keeps taking writes, leader on the minority side, stale leader',
    sides: {
      Leaders: 'raft/minority-partition',
      Writes: 'raft/isolated-tail',
      Reads: 'raft/stale-read',
    },
  },
  'linearizable-reads': {
    title:
      'Linearizable reads in Raft: through the log, by ReadIndex, by lease or from a follower?',
    words:
      'readindex vs lease read, can a raft leader serve reads without asking the followers, follower reads, strong reads without a log entry',
    sides: {
      ReadIndex: 'raft/deposed-leader-read',
      'A lease': 'raft/lease-start',
      'A follower': 'raft/follower-read',
    },
  },
  'pre-vote-or-check-quorum': {
    title: 'Pre-vote and check-quorum: what does each of them solve?',
    words:
      'what is pre-vote in raft, check quorum vs pre-vote, leader flapping after a partition, rejoining node deposes the leader',
    sides: {
      'Pre-vote': 'raft/rejoining-server',
      'Check-quorum': 'raft/isolated-leader',
      Both: 'raft/one-follower-leader',
    },
  },
  'membership-changes': {
    title: 'Joint consensus or one server at a time: how does Raft change its members?',
    words:
      'joint consensus vs single-server change, raft membership change, adding or removing a node of a raft cluster safely',
    sides: {
      'Joint consensus': 'raft/figure-10',
      'One at a time': 'raft/several-at-once',
      'A new leader': 'raft/single-server-bug',
    },
  },
  'cluster-size': {
    title: 'How many servers should a consensus cluster have: 3, 4 or 5?',
    words:
      '3 vs 5 nodes, why an odd number of nodes, how many failures can it tolerate, cluster size',
    sides: {
      Failures: 'raft/lose-servers',
      'Even sizes': 'raft/even-sizes',
      'A fifth server': 'raft/fifth-server',
    },
  },
  'leader-failover': {
    title:
      'How long is the outage when a Raft leader fails, and how is the election timeout chosen?',
    words:
      'raft failover time, etcd failover, choose election timeout and heartbeat interval, rto of leader election',
    sides: {
      Failover: 'raft/failover',
      Heartbeats: 'raft/heartbeat-interval',
      Timeouts: 'raft/figure-16',
    },
  },
  'consensus-across-regions': {
    title:
      'Consensus across regions: how long do writes and reads take, and what if a region is lost?',
    words:
      'multi-region database latency, global strong consistency, where to place the leader, survive a region outage',
    sides: {
      Writes: 'raft/regions',
      'Reads and the leaseholder': 'raft/leaseholder',
      'A lost region': 'raft/region-loss',
    },
  },
  'beyond-one-leader': {
    title: 'How do you scale a consensus system beyond one leader?',
    words:
      'multi-raft, shards with a raft group each, scale writes with raft, throughput limit of a leader',
    sides: {
      Ranges: 'raft/ranges',
      Groups: 'raft/group-throughput',
      Pipelining: 'raft/pipelining',
    },
  },
  'raft-on-disk': {
    title: 'What must a Raft server write to disk before it answers?',
    words:
      'fsync in raft, do you need to fsync the raft log, persistent state in raft, lose the vote or an entry in a crash',
    sides: {
      Entries: 'raft/lost-entry',
      'Term and vote': 'raft/lost-vote',
      'Half a record': 'raft/torn-record',
    },
  },
  'raft-log-compaction': {
    title: 'Does a Raft log grow for ever: snapshots and log compaction?',
    words: 'log compaction in raft, install snapshot, why snapshots',
    sides: {
      'A crash': 'raft/snapshot-crash',
      'A log that contradicts': 'raft/snapshot-over-log',
      Members: 'raft/snapshot-without-it',
    },
  },
  'multi-paxos': {
    title: 'Basic Paxos or Multi-Paxos: what does a stable leader save?',
    words:
      'basic paxos vs multi-paxos, why does paxos need a leader, two round trips for every write, dueling proposers livelock, explain paxos',
    sides: {
      'A stable leader': 'paxos/stable-leader',
      'Two proposers': 'paxos/duel',
      'Two leaders': 'paxos/duelling-leaders',
    },
  },
  'failure-detection': {
    title: 'Fixed timeout or phi accrual: how do you detect that a node is dead and not slow?',
    words:
      'failure detector, heartbeat timeout vs adaptive, gc pause looks like a crash, phi_convict_threshold',
    sides: {
      'A fixed timeout': 'paxos/session-timeout',
      'Phi accrual': 'paxos/phi-accrual',
      'Default settings': 'paxos/phi-settings',
    },
  },
  'what-is-a-crdt': {
    title: 'What is a CRDT, and how does it resolve conflicts?',
    words:
      'explain crdts, conflict-free replicated data types, how do crdts merge, strong eventual consistency',
    sides: {
      'A counter': 'crdt/page-views',
      'A set': 'crdt/shopping-cart',
      'Random edits': 'crdt/random-edits',
    },
  },
  'state-or-operation': {
    title: 'State-based, delta or operation-based CRDTs?',
    words: 'cvrdt vs cmrdt, delta crdt, how do crdts replicate, bandwidth of crdts',
    sides: { Bytes: 'crdt/bytes-on-the-wire', Delivery: 'crdt/exactly-once' },
  },
  'distributed-counters': {
    title: 'Distributed counters for views, likes and stock: which CRDT counts what?',
    words:
      'g-counter vs pn-counter vs bounded counter, like counter, view counter across regions, overselling',
    sides: {
      'Only up': 'crdt/page-views',
      'Up and down': 'crdt/likes',
      'Never below zero': 'crdt/inventory',
    },
  },
  'limits-of-crdts': {
    title: 'What are the limits of CRDTs?',
    words: 'drawbacks of crdts, metadata growth, cannot enforce invariants',
    sides: {
      Invariants: 'crdt/inventory',
      Metadata: 'crdt/metadata-growth',
      Tombstones: 'crdt/tombstones',
    },
  },
  'order-of-events': {
    title: 'Lamport, vector or hybrid clocks: how do you order events?',
    words:
      'lamport clock vs vector clock vs hlc, order events in a distributed system, timestamps from different servers, happened-before',
    sides: {
      'Logical clocks': 'clocks/skew-inversions',
      'Last writer wins': 'clocks/later-write',
      'Version vectors': 'crdt/siblings',
    },
  },
  'snowflake-faults': {
    title: 'What goes wrong with snowflake ids?',
    words:
      'duplicate snowflake ids, clock moved backwards, machine id collision, ids in javascript, hot shard by id',
    sides: {
      'The clock': 'clocks/clock-back',
      'The node id': 'clocks/random-node-ids',
      'Its length': 'clocks/id-length',
    },
  },
  'monotonic-clock': {
    title: 'Monotonic clock or wall clock: for what do you use which?',
    words:
      'monotonic vs wall clock, clock goes backwards, ntp step or slew, timeouts and leases by the clock',
    sides: {
      Timeouts: 'clocks/timeout-over-step',
      'Setting a clock': 'clocks/slew-and-step',
      Leases: 'clocks/leader-lease',
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
  },
  rebalances: {
    title: 'How do you avoid stop-the-world rebalances of a consumer group?',
    words:
      'eager vs cooperative rebalancing, static membership, rebalance storm, consumer group keeps rebalancing, deploy consumers without pause',
    decides:
      'Static membership for restarts, cooperative rebalancing so that only partitions that move stop, and a max.poll.interval.ms that the slowest poll does not exceed.',
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
      'auto commit vs manual commit, commitSync vs commitAsync, commit before or after processing, in-flight messages during a rebalance, duplicates after a rebalance',
    decides:
      'Commit after the work, once per poll, and make the work idempotent: a commit before it loses records, and one after each record costs a round trip each.',
    sides: {
      'What a crash does': 'kafka/delivery-table',
      'What a commit costs': 'kafka/sync-commit',
      'Work in another thread': 'kafka/hand-off',
    },
  },
  'log-or-queue': {
    title: 'Kafka or RabbitMQ: a log or a queue?',
    words: 'kafka vs rabbitmq, kafka vs sqs, event log vs message queue, when to use kafka',
    decides:
      'A log (Kafka) for events that several groups read or replay, in order per key; a queue (RabbitMQ, SQS) for tasks that one worker takes and that are then deleted.',
    sides: {
      'A second reader': 'kafka/queue-or-log',
      'A message that fails': 'kafka/poison-message',
      Delivery: 'kafka/delivery-table',
    },
  },
  'strong-or-eventual': {
    title: 'Strong or eventual consistency: what does each cost?',
    words:
      'CAP and PACELC, cp vs ap, consistency vs availability vs latency, trade-offs of eventual consistency',
    sides: {
      'In a partition': 'replication/partition-choice',
      'Without one': 'replication/staleness-grid',
      'Both in one store': 'replication/choice-per-operation',
    },
  },
  'quorum-guarantee': {
    title: 'What does R + W > N guarantee, and what does it not?',
    words:
      'quorum reads and writes, strict vs sloppy quorum, is a quorum linearizable, dynamo cassandra tunable consistency, write to 2 of 3 and read from 1, linearizable with dynamo-style quorums',
    sides: {
      'A strict quorum': 'replication/quorum-store',
      'A sloppy one': 'replication/sloppy-quorum',
      'Two reads in a row': 'replication/atomic-register',
    },
  },
  'fsync-policies': {
    title: 'How durable is a write: fsync always, every second, or snapshots?',
    words: 'redis aof vs rdb, is redis durable, appendfsync, power loss, disk write cache',
    sides: {
      Policies: 'replication/power-loss',
      'A slow disk': 'replication/long-fsync',
      'A disk that lies': 'replication/lying-disk',
    },
  },
  'read-replicas': {
    title: 'How do you give users read-your-writes with read replicas?',
    words:
      'replica lag, stale read after write, posted a comment and it is gone after a refresh, sticky to primary vs lsn token, read replica consistency',
    sides: {
      Routing: 'replication/stale-own-read',
      'A token': 'replication/session-token',
      'The lag': 'replication/replica-load',
    },
  },
  'replica-catch-up': {
    title: 'How does a replica catch up after an outage?',
    words:
      'merkle trees, how do cassandra nodes find differences between replicas, anti-entropy, hinted handoff, read repair, tombstones',
    sides: {
      'Merkle trees': 'replication/missed-writes',
      'Deleted keys': 'replication/deleted-key',
      Hints: 'replication/sloppy-quorum',
    },
  },
  'orchestration-or-choreography': {
    title: 'Orchestration or choreography of a saga?',
    words: 'orchestrated vs choreographed saga, stuck sagas, event-driven saga',
    sides: {
      Choreography: 'transactions/saga-choreography',
      Orchestration: 'transactions/saga-crash',
    },
  },
  'event-sourcing-costs': {
    title: 'What are the benefits and costs of event sourcing?',
    words:
      'event sourcing pros and cons, cqrs, snapshots, event schema evolution, rebuild projections',
    sides: {
      'Reads and writes': 'transactions/event-streams',
      Replay: 'transactions/rebuild-time',
      'Old events': 'transactions/schema-versions',
    },
  },
  'double-booking': {
    title: 'How do you prevent double booking or overselling?',
    words:
      'last seat, last item in stock, two users book at once, design ticketmaster, reservation while payment is pending',
    sides: {
      'A reservation': 'transactions/saga-seat',
      'A unique constraint': 'transactions/check-then-insert',
      'A counter': 'transactions/lost-update',
    },
  },
  'blocking-commit': {
    title: 'Why does two-phase commit block, and what does not?',
    words: '2pc vs paxos commit vs 3pc, in-doubt transactions, non-blocking atomic commit',
    sides: {
      'A crash': 'transactions/coordinator-crash',
      'A crash for ever': 'transactions/coordinator-gone',
      'Paxos Commit': 'transactions/commit-messages',
    },
  },
  'idempotent-consumer': {
    title: 'Messages come twice or out of order: what makes a consumer idempotent?',
    words:
      'deduplication by id, versions, inbox table, idempotent consumer, duplicate and late events',
    sides: {
      Duplicates: 'transactions/repeated-messages',
      'An inbox': 'transactions/inbox',
      'The order': 'transactions/event-order',
    },
  },
  'lock-ttl': {
    title: 'How long should the TTL of a lock or the timeout of its session be?',
    words:
      'lock ttl too short or too long, watchdog, lease renewal, crashed lock holder, how long should a lease be',
    sides: {
      'Too short': 'locks/ttl-too-short',
      'A dead holder': 'locks/session-timeout',
      Renewals: 'locks/lost-renewals',
    },
  },
  'schema-evolution': {
    title: 'How do schemas evolve: Avro events, protobuf messages, stored events?',
    words:
      'backward and forward compatibility, schema registry, field numbers, upcasters, who upgrades first',
    sides: {
      Avro: 'deployment/event-schemas',
      Protobuf: 'deployment/field-numbers',
      'Stored events': 'transactions/schema-versions',
    },
  },
  'bad-release': {
    title: 'A release goes wrong: roll back, switch a flag off, or wait?',
    words:
      'rollback vs fix forward vs kill switch, rollback after a migration, mttr of a bad deploy',
    sides: {
      'Roll back or wait': 'deployment/roll-back-or-wait',
      'A flag': 'deployment/flag-off',
      'The database': 'deployment/shared-database',
    },
  },
  'isolation-level': {
    title: 'Which isolation level is enough?',
    words:
      'read committed vs repeatable read vs serializable, snapshot isolation anomalies, could not serialize access due to concurrent update',
    sides: {
      Anomalies: 'transactions/isolation-levels',
      'Write skew': 'transactions/write-skew',
      'Lost updates': 'transactions/lost-update',
    },
  },
  'stampede-guards': {
    title: 'How do you prevent a cache stampede?',
    words:
      'cache stampede, dogpile, thundering herd on a cache, singleflight vs lock vs early refresh, hot key expired and the database was hammered',
    decides:
      'Let one reader load while the others wait (single flight, lock, lease) or get the old value (stale-while-revalidate), and renew hot keys before they expire (refresh-ahead, XFetch).',
    sides: {
      Guards: 'cache/hot-key-expires',
      XFetch: 'cache/xfetch',
      'A lock': 'cache/lock-holder',
    },
  },
  'stampede-or-avalanche': {
    title: 'Cache stampede, penetration or avalanche: what is the difference?',
    words:
      'cache breakdown vs penetration vs avalanche, many keys expire at once vs one hot key vs missing keys',
    decides:
      'Stampede: one hot key expires (coalesce its loads); penetration: rows that do not exist always miss (cache their absence); avalanche: many keys expire together (add jitter to their TTLs).',
    sides: {
      Stampede: 'cache/hot-key-expires',
      Penetration: 'cache/nothing-there',
      Avalanche: 'cache/mass-expiry',
    },
  },
  'write-through-or-behind': {
    title: 'Write-through or write-behind?',
    words:
      'write-through vs write-back cache, cost and risk of asynchronous cache writes, durability of a write-back cache, what data is lost with write-back',
    decides:
      'Write-through if an acknowledged write must survive a crash; write-behind (write-back) if writes are many and the last of them may be lost, or are logged first.',
    sides: {
      Costs: 'cache/five-patterns',
      'A crash': 'cache/write-behind-crash',
      'Two writers': 'cache/two-writers',
    },
  },
  'cold-caches': {
    title: 'What happens when a cache starts empty?',
    words:
      'empty cache after a restart, cache warm-up, redis restarted and the database is overloaded, cache goes down, how do you warm up a cache, cache warming after deploy',
    decides:
      'The database must survive the loss of its cache: coalesce loads, finish a load although its reader has given up, and let requests back gradually.',
    sides: {
      'Lost for a moment': 'cache/hidden-capacity',
      'A cold cache': 'cache/cold-cache',
      'Letting load back': 'resilience/recovery',
    },
  },
  'hit-ratio': {
    title: 'What hit ratio should a cache have, and what is it worth?',
    words: 'is 90% hit rate good, 95 vs 99 percent hits, hit rate drops, how big should a cache be',
    decides:
      'The database sees only misses, so compare miss ratios; a key with a TTL that is read every g seconds on average is a hit TTL / (TTL + g) of the time.',
    sides: {
      'From 90 to 99%': 'cache/ninety-to-ninety-nine',
      'From 95 to 90%': 'estimation/cache-misses',
      'Its size': 'cache/hot-set',
    },
  },
  'hot-keys': {
    title: 'How do you deal with a hot key?',
    words:
      'celebrity problem, one key gets most of the traffic, one redis shard at 100% cpu, hot partition, viral item',
    decides:
      'A hash balances keys, not requests: serve a key that is read too often from caches or several copies, and split one that is written too often by a suffix.',
    sides: {
      'On a ring': 'traffic/hot-key',
      'Of a table': 'traffic/hot-partition',
      'Of shards': 'estimation/hot-shard',
    },
  },
  'local-or-shared-cache': {
    title: 'Local cache or shared cache?',
    words: 'in-process cache vs redis, l1 and l2 cache, near cache invalidation',
    decides:
      'A shared cache (Redis), because one delete reaches every reader; a small local cache in front of it if its short TTL, or an event to each instance, limits staleness enough.',
    sides: {
      Both: 'cache/two-levels',
      'A TTL or events': 'cache/thirty-second-profile',
      'Versions in keys': 'cache/version-keys',
    },
  },
  'retry-storms': {
    title: 'How do retries make an outage worse, and what stops them?',
    words:
      'retry storm took down our backend, retry amplification, retry budget, metastable failure, service stays down after the spike is over',
    sides: {
      'Three tiers': 'resilience/retry-storm',
      'A budget': 'resilience/retry-budget',
      Metastable: 'resilience/metastable',
    },
  },
  'why-jitter': {
    title: 'Why does backoff need jitter?',
    words:
      'does jitter really matter, full vs equal vs decorrelated jitter, thundering herd of retries, clients retry together',
    sides: {
      'After an outage': 'resilience/thundering-herd',
      'Kinds of jitter': 'resilience/backoff',
      'At the cap': 'resilience/jitter-at-the-cap',
    },
  },
  'circuit-breakers': {
    title: 'When does a circuit breaker help, and how is it tuned?',
    words:
      'what is a circuit breaker, how does a circuit breaker work, circuit breaker thresholds, when should it open, half-open, how long should a breaker stay open',
    sides: {
      'A dependency is down': 'resilience/fail-fast',
      Thresholds: 'resilience/breaker-thresholds',
      'Half-open': 'resilience/recovery',
    },
  },
  'order-of-policies': {
    title: 'In which order do you combine timeout, retry, circuit breaker and bulkhead?',
    words:
      'retry inside or outside the breaker, resilience4j aspect order, should the timeout wrap the retry',
    sides: {
      'Retry and breaker': 'resilience/breaker-and-retry',
      'All four': 'resilience/stack-order',
      Deadline: 'resilience/caller-deadline',
    },
  },
  'choosing-timeouts': {
    title: 'How do you choose a timeout?',
    words:
      'how long should a timeout be, timeout from mean or p99, nested timeouts, deadline propagation, timeout on each hop of a chain of microservices, caller gives up before the callee',
    sides: {
      'From percentiles': 'resilience/timeout-choice',
      'From the mean': 'estimation/mean-timeout',
      'Behind a gateway': 'traffic/gateway-timeout',
    },
  },
  'least-connections': {
    title: 'What can go wrong with least connections?',
    words: 'failing host attracts traffic, new host gets flooded, stale load information',
    decides:
      'A server that fails fast, or a new one with cold caches, has the fewest open requests and so gets the most: add outlier detection and slow start.',
    sides: {
      'A failing host': 'traffic/black-hole',
      'A new host': 'traffic/new-host',
      'Old reports': 'traffic/old-loads',
    },
  },
  'health-checks': {
    title: 'How should health checks work?',
    words:
      'shallow vs deep health checks, how fast is a dead host noticed, active vs passive checks, outlier detection, server fails but its health check is green',
    decides:
      'Check whether the host itself can serve (shallow), not its dependencies (deep); detect failing hosts by their answers as well, and use all hosts if most checks fail.',
    sides: {
      'A dead host': 'traffic/dead-host',
      'Deep checks': 'traffic/deep-checks',
      Outliers: 'traffic/broken-host-returns',
    },
  },
  'hash-ring': {
    title: 'Consistent hashing or hash mod n?',
    words:
      'how does consistent hashing work, consistent hashing vs rendezvous hashing, virtual nodes, add or remove a node, hash slots, consistent hashing vs modulo',
    decides:
      'Consistent hashing with virtual nodes if nodes come and go; hash mod n only if their number never changes.',
    sides: {
      'A new node': 'traffic/add-a-node',
      'Points of a node': 'traffic/ring-points',
      Slots: 'traffic/redis-slots',
    },
  },
  'gateway-statuses': {
    title: '502, 503 or 504: what does each of them mean?',
    words:
      'bad gateway vs service unavailable vs gateway timeout, random 502s, keep-alive mismatch, random 502 errors, 502 vs 503 vs 504',
    decides:
      'After a 502 look for crashes and closed connections, after a 503 at the capacity, and after a 504 at slow dependencies and the order of timeouts.',
    sides: {
      'Which status when': 'traffic/gateway-errors',
      '502 by keep-alive': 'traffic/idle-connections',
      'Which timeout first': 'traffic/gateway-timeout',
    },
  },
  'sync-or-async': {
    title: 'Synchronous calls, or asynchronous ones through a queue?',
    words: 'synchronous call or queue, 202 accepted and polling, do I need a message queue',
    decides:
      'Synchronous if the caller needs the result at once; through a queue if the work is slow, comes in bursts, or must survive an outage, at the price of latency.',
    sides: {
      'A queue': 'traffic/queue-at-ten',
      '202 and polling': 'traffic/accepted-jobs',
      'A burst': 'kafka/buffer-spike',
    },
  },
  'how-many-servers': {
    title: 'How many servers do you need?',
    words:
      'capacity planning, size a fleet, how many instances for my traffic, headroom, lost node, black friday, peak factor',
    sides: {
      'From load and latency': 'estimation/servers-needed',
      'If one fails': 'estimation/lost-node',
      'For a peak': 'estimation/black-friday',
    },
  },
  'mean-or-percentile': {
    title: 'Mean or P99?',
    words:
      'average latency vs p99, why look at percentiles, averages hide the tail, p99 of several servers, average vs p99 latency, average or percentile, which percentile should i monitor, why does averaging p99s not work',
    decides:
      'Percentiles, because a mean hides a few slow requests; compute them from merged histograms, never as a mean of servers’ percentiles.',
    sides: {
      'A slow route': 'traffic/slow-route',
      'Several servers': 'estimation/merged-percentiles',
      'Parallel calls': 'estimation/parallel-calls',
    },
  },
  'logout-with-tokens': {
    title: 'How do you log a user out with JWTs?',
    words: 'revoke a JWT, blocklist vs token version vs short tokens, logout everywhere',
    sides: {
      Ways: 'auth/revocation',
      'A blocklist': 'auth/blocklist-size',
      'Kinds of sign-out': 'auth/three-logouts',
    },
  },
  'access-and-refresh-tokens': {
    title: 'Access token and refresh token: how do they work together?',
    words:
      'access token vs refresh token, why refresh tokens, rotate refresh tokens, silent refresh',
    sides: { 'Silent refresh': 'auth/silent-refresh', Rotation: 'auth/stolen-refresh' },
  },
  'serverless-limits': {
    title: 'How does serverless scale, and what are its limits?',
    words: 'Lambda limits, Lambda throttling, Lambda concurrency',
    sides: {
      'A burst': 'serverless/burst',
      'The limit': 'serverless/concurrency-limit',
      'A shared limit': 'serverless/starved-function',
    },
  },
  'queue-before-a-function': {
    title: 'What can go wrong with a queue in front of a function?',
    words: 'Lambda with SQS, duplicate messages in Lambda, failed messages',
    sides: {
      'Visibility timeout': 'serverless/visibility-timeout',
      'A batch': 'serverless/poison-message',
      'Lost events': 'serverless/lost-events',
    },
  },
  'scaling-websockets': {
    title: 'How do you scale WebSockets?',
    words:
      'millions of connections, websocket servers behind a load balancer, what happens when a websocket server restarts',
    sides: {
      Servers: 'fanout/connection-servers',
      'Between servers': 'fanout/cross-server',
      'A restart': 'fanout/reconnect-storm',
    },
  },
  'clients-that-disconnect': {
    title: 'How do you deliver messages reliably to clients that disconnect?',
    words: 'missed events, offline devices, lost messages in chat',
    sides: {
      'Missed events': 'fanout/missed-events',
      'Acknowledged posts': 'fanout/lost-post',
      'Silent loss': 'fanout/silent-loss',
    },
  },
  'unused-index': {
    title: 'When does an index not help?',
    words: 'why is my index not used, index for low selectivity, wrong column order',
    sides: {
      Selectivity: 'access/cheapest-plan',
      'Column order': 'access/composite-index',
      'Soft deletes': 'access/soft-delete',
    },
  },
  'slow-queries': {
    title: 'How do you make a slow query fast?',
    words: 'add an index, N+1, covering index, slow SQL',
    sides: {
      'A missing index': 'access/missing-index',
      'N+1': 'access/n-plus-one',
      'The first rows': 'access/first-rows',
    },
  },
  'graphql-or-rest': {
    title: 'GraphQL or REST?',
    words: 'GraphQL trade-offs, over-fetching vs N+1',
    sides: {
      'Over-fetching': 'access/over-fetch',
      'N+1': 'access/n-plus-one',
      'Nested queries': 'access/nested-queries',
    },
  },
  'select-poll-epoll': {
    title: 'select, poll or epoll?',
    words: 'why is epoll faster, I/O multiplexing, select vs poll vs epoll',
    sides: {
      Descriptors: 'io/waiting-costs',
      Processor: 'io/ten-thousand-connections',
      'Edge-triggered': 'io/edge-and-level',
    },
  },
  'slow-clients': {
    title: 'What happens with a slow client?',
    words:
      'backpressure, slow consumer, slow websocket client makes server memory grow, unbounded buffer',
    sides: { Bytes: 'io/slow-reader', Values: 'fanout/slow-client' },
  },
  probes: {
    title: 'Liveness or readiness probe?',
    words:
      'liveness vs readiness probe, health checks in Kubernetes, startup probe, should a health check test the database, liveness probe fails under load, pods keep restarting',
    sides: {
      'A hung process': 'autoscaling/hung-process',
      'A database in the probe': 'autoscaling/restart-storm',
      'A slow start': 'autoscaling/slow-start',
    },
  },
  'requests-or-limits': {
    title: 'Requests or limits of a container?',
    words: 'CPU and memory limits, OOMKilled vs throttled',
    sides: {
      'The target': 'autoscaling/request-or-limit',
      Processor: 'autoscaling/cpu-quota',
      Memory: 'autoscaling/memory-requests',
    },
  },
  'flapping-autoscaler': {
    title: 'How do you stop an autoscaler from flapping?',
    words:
      'oscillation, stabilisation window, tolerance, hpa scales up and down all the time, stabilization window',
    sides: {
      Noise: 'autoscaling/noisy-load',
      Pulses: 'autoscaling/pulsing-load',
      'Old metrics': 'autoscaling/metric-lag',
    },
  },
  'kinds-of-autoscalers': {
    title: 'HPA, VPA or KEDA?',
    words: 'horizontal vs vertical autoscaling, scale on queue length, scale to zero',
    sides: {
      'Horizontal and vertical': 'autoscaling/vertical-and-horizontal',
      'By a queue': 'autoscaling/queue-workers',
      'To zero': 'autoscaling/scale-to-zero',
    },
  },
  'canary-length': {
    title: 'How long must a canary run, and with how much traffic?',
    words:
      'sample size of a canary, how many users do I need for an A/B test, minimum detectable effect, how many requests to tell an error rate of 1% from 2%, how many users in a canary without a false alarm',
    sides: {
      'The smallest defect': 'canary/smallest-defect',
      '100 or 100,000 requests': 'canary/two-percent',
      'Too few': 'canary/too-small',
    },
  },
  'false-rollbacks': {
    title: 'Why does a canary roll back good releases?',
    words: 'false positives in canary analysis, peeking, multiple testing',
    sides: {
      Peeking: 'canary/peeking',
      'Many metrics': 'canary/many-metrics',
      'In a year': 'canary/false-rollbacks',
    },
  },
  'canary-baseline': {
    title: 'What should a canary be compared with?',
    words: 'baseline, before/after, old fleet',
    sides: {
      'The time before': 'canary/before-after',
      'The old fleet': 'canary/old-fleet',
      'Its first minutes': 'canary/warm-up',
    },
  },
  'missing-signals': {
    title: 'How do you alert on what does not happen?',
    words: 'missing data, missing webhook, traffic drop',
    sides: {
      Webhooks: 'slo/missing-webhook',
      'An exporter': 'slo/silent-exporter',
      Traffic: 'slo/half-of-last-week',
    },
  },
  'burn-rate-windows': {
    title: 'How do burn-rate alerts work, and why have they two windows?',
    words:
      'multi-window multi-burn-rate alert, long and short window, why not a simple threshold on the error rate',
    sides: {
      'Burn rates': 'slo/outage-alerts',
      'Two windows': 'slo/alert-reset',
      'A slow burn': 'slo/slow-burn',
    },
  },
  'dead-consumer': {
    title: 'What happens when a Kafka consumer dies?',
    words:
      'kafka consumer crashes, consumer leaves the group, session timeout of a consumer, messages after a consumer crash, kafka consumer died',
    decides:
      'After the session timeout its partitions go to other members, which continue at its last committed offset: what it processed after that is processed again (at least once).',
    sides: {
      'Its records': 'kafka/delivery-table',
      'Its partitions': 'kafka/zombie-commit',
      'The group': 'kafka/rolling-deploy',
    },
  },
  acknowledgements: {
    title: 'acks=0, acks=1 or acks=all: which should a Kafka producer use?',
    words:
      'acks=-1, durability vs latency of a producer, does acks=all guarantee no data loss, min.insync.replicas, kafka durability, acks=all vs acks=1',
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
      'kafka consumer group, how do consumer groups work, group.id, can two consumers read the same partition, more consumers than partitions, parallelism of a consumer group, competing consumers, how do i scale a consumer group and what limits it',
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
      'how many kafka partitions do i need, choose the number of partitions, change partition count, increase partitions, too few partitions, partitions vs consumers, what is a partition, topic vs partition',
    decides:
      'At least the highest rate / the rate of one consumer, with room to grow, because adding partitions later moves keys and breaks their order.',
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
    title: 'Cache-aside, read-through or write-through: which caching pattern?',
    words:
      'cache-aside vs write-through, lazy loading vs write-through, look-aside, caching strategies compared, cache-aside vs read-through, which cache strategy',
    decides:
      'Cache-aside by default: it caches only what is read, and a lost cache costs only misses; write-through if reads after a write should hit, at the price of slower writes.',
    sides: {
      Costs: 'cache/five-patterns',
      'Cache-aside': 'cache/invalidation-race',
      'Write-through': 'cache/two-writers',
    },
  },
  'ttl-or-invalidation': {
    title: 'TTL or invalidation by events: how is a cache kept fresh?',
    words:
      'ttl vs event-based invalidation, expire or invalidate, how long should a cache entry live, choose a ttl, cache freshness, delete on write or wait for expiry',
    decides:
      'A TTL alone if rows change rarely within it and that much staleness is acceptable; events if they change often, and still a TTL, because an event can be lost.',
    sides: {
      'A TTL alone': 'cache/ttl-or-events',
      Both: 'cache/thirty-second-profile',
      'Versions in keys': 'cache/version-keys',
    },
  },
  'renew-before-expiry': {
    title: 'Refresh-ahead, stale-while-revalidate or XFetch: how is a hot key renewed?',
    words:
      'refresh before expiry, early recomputation, probabilistic early expiration, serve stale while refreshing, swr vs refresh-ahead, background refresh of cache, stale-while-revalidate vs lock',
    decides:
      'Stale-while-revalidate if an old value may be served meanwhile; refresh-ahead or XFetch (early recomputation at random) if hot keys must not expire at all.',
    sides: {
      'Stale-while-revalidate': 'cache/stale-in-grace',
      'Refresh-ahead': 'cache/refresh-ahead',
      XFetch: 'cache/xfetch',
    },
  },
  'layer-4-or-7': {
    title: 'Layer 4 or layer 7: which load balancer?',
    words:
      'l4 vs l7 load balancer, tcp vs http load balancing, network load balancer vs application load balancer, nlb vs alb, per connection or per request, grpc load balancing',
    decides:
      'Layer 7 for HTTP/2 and gRPC, because it chooses a host for each request and can read cookies and paths; layer 4 chooses once per connection, for any protocol and at less cost.',
    sides: {
      'Long connections': 'traffic/long-connections',
      Cookies: 'traffic/sticky-sessions',
    },
  },
  'hedged-or-tied': {
    title: 'Hedged or tied requests: how do copies shorten the tail?',
    words:
      'hedged requests vs tied requests, backup requests, send the request to two replicas, the tail at scale, reduce p99 with duplicate requests',
    decides:
      'Hedge: send a copy only when an answer is late, for a few percent more load; tie copies, so that the first to begin cancels the other, if waiting in queues is what is slow.',
    sides: {
      Hedged: 'traffic/hedge-late',
      Tied: 'traffic/tied-requests',
    },
  },
};
