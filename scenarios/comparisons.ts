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
      'how do you avoid cold starts, deal with cold starts, reduce lambda cold start, keep functions warm, provisioned concurrency vs keep-alive vs a faster runtime, how do cold starts affect lambda latency',
    decides:
      'Pay for provisioned concurrency where users wait; elsewhere choose a runtime that starts fast and load little at the start; a ping keeps one instance warm, and no more.',
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
      'how many minutes of downtime per year, month, three nines, four nines, five nines, availability in series and in parallel, depends on five services, composite sla, availability of five services in a chain, add a replica, request passes through several services with 99.9% availability each, overall sla, 99.9% means how much downtime, how much downtime is 99.9%, how many nines do we need, is 99.9% good enough',
    decides:
      '99.9% allows 8.8 hours a year and 99.99% allows 53 minutes; availabilities in a row multiply, and of independent copies in parallel the chances to be down multiply.',
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
      'downstream service slow takes down callers, cascading failure, circuit breaker vs bulkhead vs timeout, thread pool exhausted, a downstream api is slow and the whole site hangs, one slow service takes everything down',
    decides:
      'All three: a timeout bounds each wait, a bulkhead keeps slow calls from taking every thread or connection, and a circuit breaker stops calling once most calls fail.',
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
    decides:
      'Reject early what cannot be answered in time (load shedding), make callers that you control hold back (backpressure), and never let a queue grow without a limit.',
    sides: {
      Shedding: 'resilience/load-shedding',
      'Clients that hold back': 'resilience/client-throttling',
      'A bounded queue': 'traffic/no-room',
    },
  },
  'safe-retries': {
    title: 'How do you retry without making an outage worse or doing something twice?',
    words:
      'retry strategy, exponential backoff with jitter, retry budget, retry amplification, idempotent retries, when should a client retry, when should you not retry, how many times should I retry, which requests are safe to retry',
    decides:
      'Retry only what is idempotent or has an idempotency key, with exponential backoff and jitter, few attempts, at one layer, and within a retry budget.',
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
    decides:
      'The client sends the same idempotency key with every attempt; the server stores the key with the effect in one transaction, and passes it on to the payment provider.',
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
      'thread per connection vs epoll, node.js vs java threads, c10k, blocking vs non-blocking io, async io vs thread pool, reactor, blocking or non-blocking I/O, threads or async, virtual threads',
    decides:
      'An event loop for many connections that mostly wait; a pool of threads for work that computes or blocks, because one long callback stalls every other connection.',
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
      'session vs jwt, stateful vs stateless authentication, session cookie or token, where to store login state, session or JWT, cookie session or JWT',
    decides:
      'Sessions if access must end at once; short-lived JWTs if services must check without a look-up, together with a refresh token that can be revoked.',
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
    decides:
      'A reactive autoscaler is late by its interval and the start of a pod: keep headroom for spikes that surprise, and scale ahead of those that can be forecast.',
    sides: {
      'How late': 'autoscaling/load-doubles',
      'Scaling ahead': 'autoscaling/forecast',
      'A panic window': 'autoscaling/panic-window',
    },
  },
  'zero-downtime-deployment': {
    title: 'How do you deploy without downtime, the database included?',
    words:
      'zero downtime deployment, blue-green with a shared database, rolling update schema migration, expand and contract, roll back a migration, how do you roll out a database schema change, old and new version run at the same time, zero downtime database migration, change a database schema while two versions run',
    decides:
      'Change the schema in steps that the old and the new version both survive (expand and contract), replace instances one by one, and let each finish its requests.',
    sides: {
      'The schema': 'deployment/rename-column',
      'A rollback': 'deployment/shared-database',
      'Requests in flight': 'autoscaling/rolling-update',
    },
  },
  'release-strategies': {
    title: 'Blue-green, canary, rolling or a feature flag: how far does a bad release get?',
    words:
      'canary vs blue-green vs rolling deployment vs feature flags, progressive delivery, rolling update or blue-green, deployment strategies compared, how do you release safely, difference between rolling blue-green and canary deployments',
    decides:
      'A canary or a flag shows a bad release to few users; blue-green goes back at once, but exposes everyone and doubles the servers; rolling is cheap and slow to undo.',
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
      'alert fatigue, multi-window burn rate alert, symptom-based alerting, slo alerting, page or ticket, when should a burn rate page someone at night, what should page someone, should I alert on CPU usage',
    decides:
      'Page on symptoms that users feel, by how fast the error budget burns; let slow burns open a ticket, and look at causes when you debug.',
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
      'retry topic vs dlq, blocking vs non-blocking retries, poison pill, what to do with a message that cannot be processed',
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
    sides: {
      'What a crash does': 'kafka/delivery-table',
      'What a commit costs': 'kafka/sync-commit',
      'Work in another thread': 'kafka/hand-off',
    },
  },
  'log-or-queue': {
    title: 'Kafka or RabbitMQ: a log or a queue?',
    words: 'kafka vs rabbitmq, kafka vs sqs, event log vs message queue, when to use kafka',
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
    decides:
      'Add or remove only optional fields and never reuse a field number; upgrade consumers first if new code reads old data, producers first if old code reads new data.',
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
    decides:
      'Switch the flag off if the fault is behind one; otherwise roll back once the expected harm exceeds what a rollback costs, which needs a schema that both versions can use.',
    sides: {
      'Roll back or wait': 'deployment/roll-back-or-wait',
      'A flag': 'deployment/flag-off',
      'The database': 'deployment/shared-database',
    },
  },
  'feature-flags': {
    title: 'What is a feature flag, and what can go wrong with it?',
    words: 'feature toggles, how do feature flags work, percentage rollout',
    decides:
      'A feature flag is a switch in the code that is set at run time: it separates release from deployment, opens a feature to a percentage of users, and turns it off without a deployment.',
    sides: {
      'Switching off': 'deployment/flag-off',
      'A percentage': 'canary/sticky-users',
      'Two flags': 'deployment/two-flags',
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
    sides: {
      Costs: 'cache/five-patterns',
      'A crash': 'cache/write-behind-crash',
      'Two writers': 'cache/two-writers',
    },
  },
  'cold-caches': {
    title: 'What happens when a cache starts empty?',
    words:
      'empty cache after a restart, cache warm-up, redis restarted and the database is overloaded, cache goes down',
    sides: {
      'Lost for a moment': 'cache/hidden-capacity',
      'A cold cache': 'cache/cold-cache',
      'Letting load back': 'resilience/recovery',
    },
  },
  'hit-ratio': {
    title: 'What hit ratio should a cache have, and what is it worth?',
    words: 'is 90% hit rate good, 95 vs 99 percent hits, hit rate drops, how big should a cache be',
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
    sides: {
      'On a ring': 'traffic/hot-key',
      'Of a table': 'traffic/hot-partition',
      'Of shards': 'estimation/hot-shard',
    },
  },
  'local-or-shared-cache': {
    title: 'Local cache or shared cache?',
    words: 'in-process cache vs redis, l1 and l2 cache, near cache invalidation',
    sides: {
      Both: 'cache/two-levels',
      'A TTL or events': 'cache/thirty-second-profile',
      'Versions in keys': 'cache/version-keys',
    },
  },
  'retry-storms': {
    title: 'How do retries make an outage worse, and what stops them?',
    words:
      'retry storm took down our backend, retry amplification, retry budget, metastable failure, service stays down after the spike is over, why do retries make things worse, retries made the outage worse, service does not recover after the database came back',
    decides:
      'Retries in nested layers multiply the load just when capacity is missing: retry at one layer, with backoff and jitter and a retry budget; to recover, drop load for a while.',
    sides: {
      'Three tiers': 'resilience/retry-storm',
      'A budget': 'resilience/retry-budget',
      Metastable: 'resilience/metastable',
    },
  },
  'why-jitter': {
    title: 'Why does backoff need jitter?',
    words:
      'does jitter really matter, full vs equal vs decorrelated jitter, thundering herd of retries, clients retry together, why add jitter to retries, exponential backoff vs fixed delay',
    decides:
      'Clients that failed together wait equally long and come back together; full or decorrelated jitter spreads them, if the wait is capped first and randomised afterwards.',
    sides: {
      'After an outage': 'resilience/thundering-herd',
      'Kinds of jitter': 'resilience/backoff',
      'At the cap': 'resilience/jitter-at-the-cap',
    },
  },
  'circuit-breakers': {
    title: 'When does a circuit breaker help, and how is it tuned?',
    words:
      'what is a circuit breaker, how does a circuit breaker work, circuit breaker thresholds, when should it open, half-open, how long should a breaker stay open, when does a circuit breaker close again, closed open half-open states, should I use a circuit breaker, hystrix, resilience4j, polly',
    decides:
      'While a dependency stays down: calls fail at once and spare both sides; open it by the failure rate over many calls, and close it through a few probes.',
    sides: {
      'A dependency is down': 'resilience/fail-fast',
      'A blip': 'resilience/breaker-blip',
      'Half-open': 'resilience/recovery',
    },
  },
  'order-of-policies': {
    title: 'In which order do you combine timeout, retry, circuit breaker and bulkhead?',
    words:
      'retry inside or outside the breaker, resilience4j aspect order, should the timeout wrap the retry',
    decides:
      'Put the timeout inside the breaker, so that a hang counts as a failure; the retry around the breaker spares a dead service, the breaker around the retry rides out blips.',
    sides: {
      'Retry and breaker': 'resilience/breaker-and-retry',
      'All four': 'resilience/stack-order',
      Deadline: 'resilience/caller-deadline',
    },
  },
  'shedding-or-backpressure': {
    title: 'Load shedding or backpressure?',
    words:
      'backpressure vs load shedding, reject requests or slow the sender down, when to drop requests and when to push back, should I queue requests or reject them, reject or queue',
    decides:
      'Backpressure if the sender can wait and obeys, such as a producer or a stage of a pipeline; load shedding if it cannot, such as a user: then reject early.',
    sides: {
      Shedding: 'resilience/load-shedding',
      'Senders that are told to wait': 'resilience/retry-after',
      'A sender that must read': 'io/slow-reader',
    },
  },
  'retry-or-breaker': {
    title: 'Retry or circuit breaker?',
    words:
      'circuit breaker vs retry, do you need both retry and circuit breaker, when to retry and when to fail fast',
    decides:
      'A retry for faults that pass in a moment, a circuit breaker for those that last, when retries only add load; use both, with the retry around the breaker.',
    sides: {
      Both: 'resilience/breaker-and-retry',
      'A blip': 'resilience/breaker-blip',
      'An outage': 'resilience/fail-fast',
    },
  },
  'choosing-timeouts': {
    title: 'How do you choose a timeout?',
    words:
      'how long should a timeout be, timeout from mean or p99, nested timeouts, deadline propagation, timeout on each hop of a chain of microservices, caller gives up before the callee',
    decides:
      'About twice the p99 of the dependency, never a multiple of the mean; the inner timeout must end before the outer one, so hand the deadline down.',
    sides: {
      'From percentiles': 'resilience/timeout-choice',
      'From the mean': 'estimation/mean-timeout',
      'Behind a gateway': 'traffic/gateway-timeout',
    },
  },
  'least-connections': {
    title: 'What can go wrong with least connections?',
    words: 'failing host attracts traffic, new host gets flooded, stale load information',
    sides: {
      'A failing host': 'traffic/black-hole',
      'A new host': 'traffic/new-host',
      'Old reports': 'traffic/old-loads',
    },
  },
  'health-checks': {
    title: 'How should health checks work?',
    words:
      'shallow vs deep health checks, how fast is a dead host noticed, active vs passive checks, outlier detection',
    sides: {
      'A dead host': 'traffic/dead-host',
      'Deep checks': 'traffic/deep-checks',
      Outliers: 'traffic/broken-host-returns',
    },
  },
  'hash-ring': {
    title: 'Consistent hashing or hash mod n?',
    words:
      'how does consistent hashing work, consistent hashing vs rendezvous hashing, virtual nodes, add or remove a node, hash slots',
    sides: {
      'A new node': 'traffic/add-a-node',
      'Points of a node': 'traffic/ring-points',
      Slots: 'traffic/redis-slots',
    },
  },
  'gateway-statuses': {
    title: '502, 503 or 504: what does each of them mean?',
    words:
      'bad gateway vs service unavailable vs gateway timeout, random 502s, keep-alive mismatch',
    sides: {
      'Which status when': 'traffic/gateway-errors',
      '502 by keep-alive': 'traffic/idle-connections',
      '504': 'traffic/gateway-timeout',
    },
  },
  'sync-or-async': {
    title: 'Synchronous calls, or asynchronous ones through a queue?',
    words: 'synchronous call or queue, 202 accepted and polling, do I need a message queue',
    sides: {
      'A queue': 'traffic/queue-at-ten',
      '202 and polling': 'traffic/accepted-jobs',
      Waiting: 'traffic/gateway-timeout',
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
      'average latency vs p99, why look at percentiles, averages hide the tail, p99 of several servers',
    sides: {
      'A slow route': 'traffic/slow-route',
      'Several servers': 'estimation/merged-percentiles',
      'Parallel calls': 'estimation/parallel-calls',
    },
  },
  'logout-with-tokens': {
    title: 'How do you log a user out with JWTs?',
    words: 'revoke a JWT, blocklist vs token version vs short tokens, logout everywhere',
    decides:
      'A JWT cannot be taken back: let it live for minutes, revoke the refresh token, and check a blocklist or a token version where access must end at once.',
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
    decides:
      'The short-lived access token goes with every request; the long-lived refresh token goes only to the issuer, is replaced at each use (rotation), and can be revoked.',
    sides: { 'Silent refresh': 'auth/silent-refresh', Rotation: 'auth/stolen-refresh' },
  },
  'oauth-login': {
    title: 'How does a login with OAuth work: authorization code, PKCE and state?',
    words:
      'how does OAuth2 work, how does an oauth login work, login with google, openid connect, single sign-on, sso, authorization code flow',
    decides:
      'The login service sends a one-time code through the browser; the client exchanges it for tokens with a secret whose hash it sent before (PKCE); state ties it to this browser.',
    sides: {
      'An attacker': 'auth/redirect-login',
      'What a service checks': 'auth/forged-tokens',
    },
  },
  'jwt-signatures': {
    title: 'HS256 or RS256: how are tokens signed?',
    words:
      'symmetric or asymmetric signature, which jwt algorithm, hs256 vs rs256 vs es256, shared secret or key pair',
    decides:
      'HS256 if one party both signs and checks, because it needs the same secret; RS256 or the shorter ES256 if others check, because they need only the public key.',
    sides: {
      Size: 'auth/token-size',
      'Forged tokens': 'auth/forged-tokens',
      'A new key': 'auth/key-rotation',
    },
  },
  'serverless-limits': {
    title: 'How does serverless scale, and what are its limits?',
    words:
      'Lambda limits, Lambda throttling, Lambda concurrency, how does Lambda scale under a burst, how does Lambda scale, Lambda concurrency limit, maximum throughput of a Lambda function',
    decides:
      'An instance serves one request at a time, so concurrency is rate x duration; the account’s limit and the rate of new instances throttle the rest, so reserve some for what matters.',
    sides: {
      'A burst': 'serverless/burst',
      'The limit': 'serverless/concurrency-limit',
      'A shared limit': 'serverless/starved-function',
    },
  },
  'provisioned-or-reserved': {
    title: 'Provisioned or reserved concurrency?',
    words:
      'provisioned concurrency vs reserved concurrency, what is provisioned concurrency, what is reserved concurrency',
    decides:
      'Provisioned concurrency keeps instances started against cold starts, and is paid for while they wait; reserved concurrency keeps a part of the account’s limit for one function, and caps it.',
    sides: {
      Provisioned: 'serverless/provisioned',
      Reserved: 'serverless/starved-function',
    },
  },
  'lambda-and-database': {
    title: 'How does Lambda use a relational database without running out of connections?',
    words:
      'lambda exhausts database connections, rds proxy, too many connections lambda, serverless and postgres, connection pooling in serverless',
    decides:
      'Each instance opens a connection of its own, so limit the function’s concurrency to what the database allows, or put a proxy in between that shares connections.',
    sides: {
      'A burst': 'serverless/database-connections',
      'A proxy': 'traffic/connection-proxy',
    },
  },
  'queue-before-a-function': {
    title: 'What can go wrong with a queue in front of a function?',
    words: 'Lambda with SQS, duplicate messages in Lambda, failed messages',
    decides:
      'Set the visibility timeout to several times the function’s own, report failed messages one by one, add a dead-letter queue, and make the function idempotent.',
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
    words:
      'why is epoll faster, I/O multiplexing, select vs poll vs epoll, how does epoll work, what is epoll, select vs epoll',
    decides:
      'epoll for many connections on Linux: its cost grows with those that are ready, while select and poll look at all of them each time.',
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
    decides:
      'Bound what the server holds for each client: then stop reading from it or its source (backpressure), drop old values if only the latest counts, or disconnect it.',
    sides: { Bytes: 'io/slow-reader', Values: 'fanout/slow-client' },
  },
  probes: {
    title: 'Liveness or readiness probe?',
    words:
      'liveness vs readiness probe, health checks in Kubernetes, startup probe, should a health check test the database, liveness probe fails under load, pods keep restarting',
    decides:
      'A failed liveness probe restarts the container, a failed readiness probe stops its traffic; a startup probe covers a slow start, and a database belongs in neither.',
    sides: {
      'A hung process': 'autoscaling/hung-process',
      'A database in the probe': 'autoscaling/restart-storm',
      'A slow start': 'autoscaling/slow-start',
    },
  },
  'requests-or-limits': {
    title: 'Requests or limits of a container?',
    words: 'CPU and memory limits, OOMKilled vs throttled',
    decides:
      'The scheduler and the autoscaler go by requests, so request what the container uses; a CPU limit throttles, and a memory limit kills.',
    sides: {
      'The target': 'autoscaling/request-or-limit',
      Processor: 'autoscaling/cpu-quota',
      Memory: 'autoscaling/memory-requests',
    },
  },
  'flapping-autoscaler': {
    title: 'How do you stop an autoscaler from flapping?',
    words:
      'oscillation, stabilisation window, tolerance, hpa scales up and down all the time, stabilization window, pods scale up and down constantly',
    decides:
      'A tolerance ignores noise, a stabilisation window ignores short dips and metrics that lag, and a workload gets one autoscaler only.',
    sides: {
      Noise: 'autoscaling/noisy-load',
      Pulses: 'autoscaling/pulsing-load',
      'Old metrics': 'autoscaling/metric-lag',
    },
  },
  'how-hpa-works': {
    title: 'How does the Kubernetes HPA work?',
    words:
      'how does HPA work, horizontal pod autoscaler algorithm, HPA formula, desired replicas, how does kubernetes autoscaling work, how does kubernetes decide how many pods to run',
    decides:
      'Every 15 s it asks for current replicas x metric / target, rounded up; it ignores 10% (tolerance), takes the largest of several metrics, and scales down with a delay.',
    sides: {
      'The formula': 'autoscaling/load-doubles',
      'Several metrics': 'autoscaling/two-metrics',
      Down: 'autoscaling/pulsing-load',
    },
  },
  'autoscaling-metric': {
    title: 'Which metric should an autoscaler use: CPU, requests or queue length?',
    words:
      'scale on cpu or queue length, custom metrics hpa, scale on requests per second, memory as scaling metric, autoscaling metric for workers',
    decides:
      'Scale on what runs out first: CPU if requests compute, requests in flight if they wait for others, jobs per worker if a queue feeds them.',
    sides: {
      'A queue': 'autoscaling/queue-workers',
      'Two metrics': 'autoscaling/two-metrics',
      'CPU of what': 'autoscaling/request-or-limit',
    },
  },
  'kinds-of-autoscalers': {
    title: 'HPA, VPA or KEDA?',
    words: 'horizontal vs vertical autoscaling, scale on queue length, scale to zero',
    decides:
      'HPA adds pods, VPA resizes them, KEDA scales by events such as the length of a queue and down to zero; HPA and VPA must not act on the same metric.',
    sides: {
      'Horizontal and vertical': 'autoscaling/vertical-and-horizontal',
      'By a queue': 'autoscaling/queue-workers',
      'To zero': 'autoscaling/scale-to-zero',
    },
  },
  'canary-length': {
    title: 'How long must a canary run, and with how much traffic?',
    words:
      'sample size of a canary, how many users do I need for an A/B test, minimum detectable effect, how long should a canary run, canary passes but the release breaks production, how much traffic should go to the canary',
    decides:
      'Until it has about 16 p (1 - p) / d^2 requests a side (p: mean error rate, d: rise to be found), which gives 80% power; half the rise takes four times as many.',
    sides: {
      'The smallest defect': 'canary/smallest-defect',
      '100 or 100,000 requests': 'canary/two-percent',
      'Too few': 'canary/too-small',
    },
  },
  'false-rollbacks': {
    title: 'Why does a canary roll back good releases?',
    words:
      'false positives in canary analysis, peeking, multiple testing, canary rolls back good releases, false alarms of a canary, how many metrics are too many',
    decides:
      'Each look and each metric is another chance of a false alarm: use a sequential test for many looks, correct for many metrics, and react only to harm.',
    sides: {
      Peeking: 'canary/peeking',
      'Many metrics': 'canary/many-metrics',
      'In a year': 'canary/false-rollbacks',
    },
  },
  'canary-users': {
    title: 'How many users does a canary need, and does it then raise no false alarm?',
    words:
      'how many users in a canary without a false alarm, users or requests in a canary, false positives and false negatives of a canary, type I and type II errors, significance level and power',
    decides:
      'The significance level alone sets how often a good release raises a false alarm; the number of users sets how small a defect is found (power).',
    sides: {
      'How many': 'canary/two-percent',
      'False alarms': 'canary/false-rollbacks',
      'Users or requests': 'canary/broken-client',
    },
  },
  'error-rates-apart': {
    title: 'How many requests do you need to tell an error rate of 1% from 2%?',
    words:
      '1% or 2% errors, how many requests to compare two error rates, are the errors of two versions really different, is 5 errors in 1000 requests worse than 3 in 1000, is my canary statistically significant',
    decides:
      'About 16 p (1 - p) / d^2 on each side, with p the mean of both rates and d their difference, for a power of 80%; half the difference takes four times as many.',
    sides: {
      'One percent or two': 'canary/two-percent',
      'Fewer than 1,000 requests': 'canary/half-percent',
      'A handful of errors': 'canary/few-errors',
    },
  },
  'what-is-a-canary': {
    title: 'What is a canary release, and when is it promoted?',
    words:
      'what is a canary release, what is a canary deployment, how does a canary work, how do you decide to promote a canary, automated canary analysis, how do you test a new version on production traffic safely, how do you know that a canary is bad',
    decides:
      'A few users or servers get the new version first, beside a baseline of the old one: if it fails significantly more often it is rolled back, otherwise its share grows in steps.',
    sides: {
      'A bad release': 'canary/bad-release',
      'Too few requests': 'canary/too-small',
      'Other strategies': 'canary/six-strategies',
    },
  },
  'canary-or-blue-green': {
    title: 'Canary or blue-green?',
    words:
      'canary deployment vs blue-green deployment, blue/green or canary release, difference between canary and blue-green',
    decides:
      'Canary if there is enough traffic to measure the new version on few users; blue-green if you need one instant switch and can pay twice the servers.',
    sides: {
      'Users exposed': 'canary/six-strategies',
      'A canary': 'canary/bad-release',
      'One database': 'deployment/shared-database',
    },
  },
  'canary-or-ab-test': {
    title: 'Canary or A/B test?',
    words:
      'canary release vs A/B test, difference between canary and experiment, is a canary an A/B test',
    decides:
      'A canary asks within minutes or hours whether a release does harm; an A/B test asks for days or weeks which variant serves users better, and assigns them at random.',
    sides: {
      'A canary': 'canary/bad-release',
      'Variants of users': 'deployment/two-flags',
      'Looking early': 'canary/peeking',
    },
  },
  'canary-baseline': {
    title: 'What should a canary be compared with?',
    words: 'baseline, before/after, old fleet',
    decides:
      'With instances of the old version that start at the same time and get the same traffic; leave the warm-up of both out.',
    sides: {
      'The time before': 'canary/before-after',
      'The old fleet': 'canary/old-fleet',
      'Its first minutes': 'canary/warm-up',
    },
  },
  'missing-signals': {
    title: 'How do you alert on what does not happen?',
    words: 'missing data, missing webhook, traffic drop',
    decides:
      'Alert on absence: of samples (missing data), of events for longer than chance explains, and of traffic over a time long enough to count.',
    sides: {
      Webhooks: 'slo/missing-webhook',
      'An exporter': 'slo/silent-exporter',
      Traffic: 'slo/half-of-last-week',
    },
  },
  'sli-slo-sla': {
    title: 'SLI, SLO or SLA: what is the difference?',
    words:
      'sli vs slo vs sla, what is an slo, what is an sli, what is an sla, service level objective, how do you choose an slo, what is a good SLI for a web shop',
    decides:
      'The SLI is what you measure (the share of good requests), the SLO the target for it, the SLA the looser promise to customers, with a penalty if it is broken.',
    sides: {
      'What counts as good': 'slo/green-checkout',
      'An objective for each journey': 'slo/masked-endpoint',
      'What can be promised': 'slo/three-dependencies',
    },
  },
  'error-budgets': {
    title: 'What is an error budget, and what do you do when it is spent?',
    words:
      'how do error budgets work, error budget policy, error budget exhausted, freeze releases, request-based or time-based budget',
    decides:
      'The failures that the SLO allows, 1 - SLO: while some of it is left, release; once it is spent, hold risky releases back and work on reliability.',
    sides: {
      'How fast it goes': 'slo/outage-alerts',
      'Requests or minutes': 'slo/night-outage',
      'Minutes left': 'estimation/error-budget',
    },
  },
  'burn-rate-windows': {
    title: 'How do burn-rate alerts work, and why have they two windows?',
    words:
      'multi-window multi-burn-rate alert, long and short window, why not a simple threshold on the error rate',
    decides:
      'The burn rate is the error rate over the one that the SLO allows; the long window shows that enough budget is gone, the short one that it still burns.',
    sides: {
      'Burn rates': 'slo/outage-alerts',
      'Two windows': 'slo/alert-reset',
      'A slow burn': 'slo/slow-burn',
    },
  },
  'dead-consumer': {
    title: 'What happens when a Kafka consumer dies?',
    words:
      'kafka consumer crashes, consumer leaves the group, session timeout of a consumer, messages after a consumer crash',
    sides: {
      'Its records': 'kafka/delivery-table',
      'Its partitions': 'kafka/zombie-commit',
      'The group': 'kafka/rolling-deploy',
    },
  },
};
