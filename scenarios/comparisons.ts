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
      '2pc vs saga, distributed transactions across microservices, xa, atomic commit or compensations, difference between two-phase commit and saga pattern, what is a saga and when would you use one, how do you roll back across microservices, saga or distributed transaction for a checkout or an order',
    decides:
      'Across services usually a saga: it never blocks, but others see its intermediate states and every step needs a compensation; two-phase commit (2PC) is atomic, but holds locks until its coordinator decides.',
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
      'RTO and RPO, disaster recovery, multi-region failover, primary region goes down, synchronous vs asynchronous replication across regions, active-active or active-passive, RPO vs RTO',
    decides:
      'Replicate synchronously to a majority of regions if no acknowledged write may be lost (RPO 0), and pay a round trip between regions for each write; otherwise asynchronously, and lose the writes within the lag.',
    sides: {
      'Asynchronous replica': 'replication/failover-in-lag',
      'Consensus across regions': 'raft/region-loss',
      'Writes in every region': 'replication/global-table',
    },
  },
  'synchronous-replication': {
    title: 'Synchronous or asynchronous replication: what is lost, and what does a write cost?',
    words:
      'sync vs async replication, semi-synchronous, replica acknowledgement latency, durability vs latency of writes, wait for one replica or for all, trade-offs of asynchronous replication, advantages and drawbacks',
    decides:
      'Synchronous if no acknowledged write may be lost, and then wait for one replica or a majority rather than for all (semi-synchronous); asynchronous if speed matters more than the last writes before a failure.',
    sides: {
      Asynchronous: 'replication/failover-in-lag',
      'Each acknowledgement more': 'replication/write-latency',
    },
  },
  'downtime-of-nines': {
    title: 'How much downtime do 99.9% or 99.99% allow, and what do dependencies make of it?',
    words:
      'how much downtime is 99.9%, how much downtime is 99.99% availability, how many minutes of downtime per year, month, three nines, four nines, five nines, availability in series and in parallel, depends on five services, composite sla, availability of five services in a chain, add a replica, what availability do five services of 99.9% have together, request passes through several services with 99.9% availability each, overall sla, what does 99.9% availability mean',
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
    title: 'Why does deleted data come back, and how do tombstones prevent it?',
    words:
      'zombie rows, resurrected deletes, tombstones gc_grace_seconds, remove from a set without it coming back, what are tombstones, what is a tombstone',
    decides:
      'Keep a tombstone in place of what was deleted until every replica has seen it and no older file holds the old value; if it is dropped earlier, the old value looks new and spreads again.',
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
  'websocket-sse-or-polling': {
    title: 'WebSocket, server-sent events (SSE), polling or long polling: which is right?',
    words:
      'websocket vs sse vs polling, websocket or sse, sse or websocket, polling or websocket, push updates to browser, live dashboard, real-time notifications, design a live dashboard',
    decides:
      'Polling if some seconds of delay are fine, server-sent events if only the server sends, WebSocket if both sides send often, and long polling only as a fallback where neither gets through.',
    sides: {
      'Bytes of an event': 'fanout/bytes-per-event',
      Polling: 'fanout/polling',
      'Long polling': 'fanout/long-polling',
    },
  },
  'chat-design': {
    title: 'How do you design a chat such as WhatsApp or Slack?',
    words:
      'design whatsapp, messenger, slack, discord, chat system, order of messages in a chat, deliver message to the right websocket server, offline devices, how does slack deliver messages in real time',
    decides:
      'Hold one WebSocket per device, find the receiver’s server through a broker with a channel for each user, and number the events, so that a device that was offline asks for those it missed.',
    sides: {
      Servers: 'fanout/connection-servers',
      'Finding the receiver': 'fanout/cross-server',
      'Missed messages': 'fanout/missed-events',
    },
  },
  'news-feed-design': {
    title: 'How do you design a news feed: fan-out on write or on read?',
    words:
      'design twitter timeline, instagram feed, push vs pull model, fan-out on write vs fan-out on read, celebrity problem, hot user, home timeline, how does facebook’s news feed work, facebook, linkedin, reddit',
    decides:
      'Do both: copy posts into the followers’ timelines when they are written (fan-out on write, push), except those of celebrities, which are looked up when a timeline is read (fan-out on read, pull).',
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
      'optimistic vs pessimistic locking, select for update vs version column, compare and set, lost update, race condition in database, two users book the same seat, two users edit the same record, what is a version column, how do you avoid or prevent lost updates',
    decides:
      'Optimistic locking (a version column and a retry) if conflicts are rare, pessimistic locking (SELECT FOR UPDATE, always in the same order) if they are frequent, and serializable if a constraint spans several rows.',
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
  'cap-strong-or-eventual': {
    title: 'Strong or eventual consistency (CAP, PACELC): what does each cost?',
    words:
      'CAP and PACELC, cp vs ap, consistency vs availability vs latency, trade-offs of eventual consistency',
    decides:
      'Strong where a stale answer does harm (balances, stock, locks), eventual where it only annoys: strong consistency refuses requests during a partition (CAP), and waits for more replicas all the time (PACELC).',
    sides: {
      'In a partition': 'replication/partition-choice',
      'Without one': 'replication/staleness-grid',
      'Both in one store': 'replication/choice-per-operation',
    },
  },
  'quorum-guarantee': {
    title: 'Quorum reads and writes: what does R + W > N guarantee, and what does it not?',
    words:
      'quorum reads and writes, strict vs sloppy quorum, is a quorum linearizable, dynamo cassandra tunable consistency, write to 2 of 3 and read from 1, linearizable with dynamo-style quorums, what is a quorum in cassandra, consistency level ONE vs QUORUM, what does R + W > N mean',
    decides:
      'Each read meets the last acknowledged write, if the same N replicas are asked; it is not linearizable unless reads write back what they find, and a sloppy quorum does not guarantee even that.',
    sides: {
      'A strict quorum': 'replication/quorum-store',
      'A sloppy one': 'replication/sloppy-quorum',
      'Two reads in a row': 'replication/atomic-register',
    },
  },
  'fsync-policies': {
    title: 'How durable is a write: fsync always, every second, or snapshots?',
    words:
      'redis aof vs rdb, is redis durable, appendfsync, power loss, disk write cache, what does fsync cost, what happens without fsync, what is durability',
    decides:
      'Sync before each acknowledgement if no write may be lost in a power failure; a sync every second or a snapshot is faster and loses what was written since the last one.',
    sides: {
      Policies: 'replication/power-loss',
      'A slow disk': 'replication/long-fsync',
      'A disk that lies': 'replication/lying-disk',
    },
  },
  'read-replicas': {
    title: 'How do you give users read-your-writes with read replicas?',
    words:
      'replica lag, stale read after write, posted a comment and it is gone after a refresh, I posted a comment and do not see it, sticky to primary vs lsn token, read replica consistency, guarantee read your own writes, user updates the profile and does not see the change',
    decides:
      'Read from the primary after a write, or send the position of the write (LSN, session token) with the read, so that a replica that is behind waits; the same replica each time is not enough.',
    sides: {
      Routing: 'replication/stale-own-read',
      'A token': 'replication/session-token',
      'The lag': 'replication/replica-load',
    },
  },
  'replica-catch-up': {
    title: 'A node was down: how does its replica catch up?',
    words:
      'what are hinted handoff and read repair, merkle trees, how do cassandra nodes find differences between replicas, anti-entropy, hinted handoff, read repair, tombstones, how does cassandra handle a node that was down, how do you bring a failed replica back',
    decides:
      'Its coordinators replay what they kept for it (hinted handoff), reads repair what they touch, and comparing Merkle trees (anti-entropy) finds the rest; tombstones must be kept until then.',
    sides: {
      'Merkle trees': 'replication/missed-writes',
      'Deleted keys': 'replication/deleted-key',
      Hints: 'replication/sloppy-quorum',
    },
  },
  'orchestration-or-choreography': {
    title: 'Orchestration or choreography of a saga?',
    words: 'orchestrated vs choreographed saga, stuck sagas, event-driven saga',
    decides:
      'Choreography (events alone) for two or three steps, because it needs no central service and fewer messages; orchestration if one place must know where each saga is, resume it and undo it.',
    sides: {
      Choreography: 'transactions/saga-choreography',
      Orchestration: 'transactions/saga-crash',
    },
  },
  'event-sourcing-costs': {
    title: 'What are the benefits and costs of event sourcing?',
    words:
      'event sourcing pros and cons, cqrs, snapshots, event schema evolution, rebuild projections',
    decides:
      'It is worth it where the history itself matters, such as ledgers and audits; the price is snapshots against long replays, upcasters for old events, and read models that lag behind (CQRS).',
    sides: {
      'Reads and writes': 'transactions/event-streams',
      Replay: 'transactions/rebuild-time',
      'Old events': 'transactions/schema-versions',
    },
  },
  'double-booking': {
    title: 'How do you prevent double booking or overselling?',
    words:
      'last seat, last item in stock, two people buy the last ticket at the same time, two users book at once, design ticketmaster, reservation while payment is pending, how do you prevent overselling',
    decides:
      'Let the database refuse the second booking as it is written: a unique constraint or a conditional update, not a check before it; while a payment is pending, mark the item as reserved (semantic lock).',
    sides: {
      'A reservation': 'transactions/saga-seat',
      'A unique constraint': 'transactions/check-then-insert',
      'A counter': 'transactions/lost-update',
    },
  },
  'blocking-commit': {
    title: 'Why does two-phase commit block, and what does not?',
    words:
      '2pc vs paxos commit vs 3pc, three-phase commit in practice, in-doubt transactions, non-blocking atomic commit',
    decides:
      'A participant that has voted yes may not decide alone, so it keeps its locks until the coordinator is back; Paxos Commit keeps the votes at several acceptors and goes on with a majority of them.',
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
    decides:
      'Store the id of each message in the transaction of its effect (an inbox), or make the effect safe to repeat: set instead of add, and ignore versions older than the stored one.',
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
    title: 'Which isolation level is enough: read committed, snapshot isolation or serializable?',
    words:
      'read committed vs repeatable read vs serializable, snapshot isolation anomalies, could not serialize access due to concurrent update',
    decides:
      'Read committed with atomic updates or explicit locks is enough for single rows; repeatable read (snapshot isolation) prevents lost updates too; only serializable keeps a constraint across rows (write skew).',
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
    title: 'How many servers do you need for your users and requests?',
    words:
      'capacity planning, size a fleet, how many instances for my traffic, how many servers for a million or 10 million users, headroom, lost node, black friday, peak factor',
    decides:
      'Users x actions a day / 86,400 s are requests a second, more at the peak; times seconds per request they are in flight (Little’s law): divide by what a server handles, and add room for a failure.',
    sides: {
      'From users to requests': 'estimation/daily-load',
      'From requests to servers': 'estimation/servers-needed',
      'If one fails': 'estimation/lost-node',
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
    decides:
      'Add servers by their connections and memory, with one to spare, route messages between them through a broker, and let clients reconnect with jitter when a server restarts.',
    sides: {
      Servers: 'fanout/connection-servers',
      'Between servers': 'fanout/cross-server',
      'A restart': 'fanout/reconnect-storm',
    },
  },
  'clients-that-disconnect': {
    title: 'How do you deliver messages reliably to clients that disconnect?',
    words: 'missed events, offline devices, lost messages in chat',
    decides:
      'Acknowledge a message once it is stored, number the events so that a client asks for those after its last one when it returns, and find dead connections by heartbeats.',
    sides: {
      'Missed events': 'fanout/missed-events',
      'Acknowledged posts': 'fanout/lost-post',
      'Silent loss': 'fanout/silent-loss',
    },
  },
  'unused-index': {
    title: 'When does an index not help?',
    words:
      'why is my index not used, why is my query not using the index, index for low selectivity, wrong column order, when does adding an index hurt',
    decides:
      'If the query selects a large share of the rows, because it is cheaper then to read the whole table in order, or if its condition is not on the first columns of the index.',
    sides: {
      Selectivity: 'access/cheapest-plan',
      'Column order': 'access/composite-index',
      'Soft deletes': 'access/soft-delete',
    },
  },
  'slow-queries': {
    title: 'How do you make a slow query fast?',
    words: 'add an index, N+1, covering index, slow SQL',
    decides:
      'Read its plan (EXPLAIN): add an index where it scans a whole table, fetch related rows in one query instead of one per row, and give sorted pages an index in their order.',
    sides: {
      'A missing index': 'access/missing-index',
      'N+1': 'access/n-plus-one',
      'The first rows': 'access/first-rows',
    },
  },
  'graphql-or-rest': {
    title: 'GraphQL or REST?',
    words: 'GraphQL trade-offs, over-fetching vs N+1',
    decides:
      'GraphQL if many kinds of clients need different fields of nested data, with batching against N+1 and a limit on cost; otherwise REST, which HTTP caches and which is easier to limit.',
    sides: {
      'Over-fetching': 'access/over-fetch',
      'N+1': 'access/n-plus-one',
      'Nested queries': 'access/nested-queries',
    },
  },
  deadlocks: {
    title: 'How do you prevent deadlocks?',
    words:
      'avoid deadlocks in a database, deadlock prevention, two transactions wait for each other, connection pool deadlock',
    decides:
      'Take locks in the same order everywhere, so that no cycle of waits can form; where that is impossible, let the database find the deadlock, and retry the transaction that it rolled back.',
    sides: {
      Rows: 'transactions/lock-order',
      'Connections of a pool': 'access/nested-connections',
    },
  },
  'distributed-transactions': {
    title: 'What is a distributed transaction, and why avoid it?',
    words:
      'what is a distributed transaction, disadvantages of two-phase commit, is 2pc slow, does 2pc scale, why not use XA',
    decides:
      'It commits at all participants or at none; but each keeps its locks until it hears the decision, so few a second can change one row, and a crash of the coordinator blocks them.',
    sides: {
      Locks: 'transactions/lan-and-wan',
      'A crash': 'transactions/coordinator-crash',
      Messages: 'transactions/commit-messages',
    },
  },
  'remembered-ids': {
    title: 'How long must idempotency keys and message ids be kept?',
    words: 'ttl of idempotency keys, deduplication window, how long to store processed message ids',
    decides:
      'Longer than a repeat can come: idempotency keys for as long as clients retry, message ids for as long as the broker can redeliver, which is its retention.',
    sides: {
      Messages: 'transactions/dedup-window',
      Requests: 'transactions/key-contract',
    },
  },
  'kinds-of-replication': {
    title: 'Single-leader, multi-leader or leaderless replication?',
    words:
      'how does leader-follower replication work, master-slave vs master-master, primary-replica replication, types of database replication, multi-region database with writes everywhere, how do leaderless databases stay consistent',
    decides:
      'A single leader by default, because all writes have one order; several leaders if each region must accept writes and conflicts can be resolved; leaderless quorums if writes must go on without a failover.',
    sides: {
      'A single leader': 'replication/failover-in-lag',
      'Several leaders': 'replication/global-table',
      Leaderless: 'replication/quorum-store',
    },
  },
  'how-many-replicas': {
    title: 'How many replicas do you need, and where?',
    words:
      'replication factor, why three replicas, 3 or 5 replicas, replicas in several zones, even number of replicas, availability with 3 replicas in 3 zones',
    decides:
      'Three in three zones outlive one loss, five outlive two; an even number gains nothing for a majority, replicas in one zone fail together, and a write should not wait for all.',
    sides: {
      Availability: 'replication/quorum-nines',
      'A write': 'replication/write-latency',
    },
  },
  'key-value-store-design': {
    title: 'How do you design a distributed key-value store such as Dynamo or Cassandra?',
    words:
      'design a key-value store, design dynamo, nosql store, leaderless store, how does dynamo work, how does cassandra work',
    decides:
      'Spread keys by consistent hashing with N replicas each, read and write by quorums (R + W > N), keep concurrent versions as siblings or let the last writer win, and repair replicas in the background.',
    sides: {
      Quorums: 'replication/quorum-store',
      Placement: 'traffic/add-a-node',
      Conflicts: 'replication/concurrent-carts',
    },
  },
  'last-writer-wins-or-versions': {
    title: 'Last writer wins or version vectors?',
    words:
      'lww vs vector clock, how does dynamo resolve conflicts, how does riak detect conflicts, what is a version vector, concurrent writes to one key',
    decides:
      'Last writer wins is simple, but silently drops one of two concurrent writes; version vectors (vector clocks with an entry for each replica) detect them and keep both as siblings, which the application merges.',
    sides: {
      'Last writer wins': 'replication/fast-clock',
      'Version vectors': 'replication/concurrent-carts',
    },
  },
  'safe-failover': {
    title: 'How do you fail over without losing writes?',
    words:
      'automatic failover, promote a replica, which replica to promote, primary database crashes, data loss in a failover, how is a new primary chosen when the primary dies, pick which replica to promote',
    decides:
      'Acknowledge a write only when enough replicas have it, and promote the most complete replica that a majority can find: the latest epoch first, and only among equals the longest log.',
    sides: {
      Acknowledgements: 'replication/failover-in-lag',
      'Which replica': 'replication/longest-log',
      'Random faults': 'replication/random-faults',
    },
  },
  'offset-or-cursor': {
    title: 'Offset or cursor pagination?',
    words:
      'limit offset vs keyset pagination, how would you paginate an api or a feed, infinite scroll, why do LIMIT OFFSET queries get slow',
    decides:
      'A cursor (keyset pagination, after the last row shown) for long or growing lists, because it reads one page and shows each row once; OFFSET only for short lists and jumps to a page number.',
    sides: {
      'A list': 'access/next-page',
      'Equal times': 'fanout/same-millisecond',
    },
  },
  'b-tree-or-lsm': {
    title: 'B-tree or LSM tree: which is fast at writes, and which at reads?',
    words:
      'b-tree vs lsm tree, postgres vs cassandra storage engine, rocksdb or innodb, read-optimised vs write-optimised storage, why is cassandra fast at writes',
    decides:
      'An LSM tree if writes dominate, because it writes sorted runs in order and merges them later; a B-tree if reads and ranges dominate, because each key is in one place.',
    sides: {
      Costs: 'access/btree-or-lsm',
      Compaction: 'access/slow-compaction',
      Deletes: 'access/deleted-keys',
    },
  },
  'kinds-of-indexes': {
    title: 'Composite, covering or partial index: which one when?',
    words:
      'types of database indexes, which index for this query, index design, multicolumn vs single-column indexes',
    decides:
      'Composite for several conditions (columns compared with = first, then the one sorted by), covering if the index then has every column that is asked for, partial if queries always want the same few rows.',
    sides: {
      Composite: 'access/composite-index',
      Covering: 'access/first-rows',
      Partial: 'access/soft-delete',
    },
  },
  'write-ahead-log': {
    title: 'How does a write-ahead log (WAL) work?',
    words:
      'what is a WAL, why do databases write a log first, crash recovery, redo log, commit log, append-only file',
    decides:
      'Each change is appended to a log and synced before it is acknowledged, so that the database can replay the log after a crash; a half-written record fails its checksum and is dropped.',
    sides: {
      Recovery: 'access/crash-before-flush',
      'When it is synced': 'replication/power-loss',
      'A torn record': 'raft/torn-record',
    },
  },
  'back-of-the-envelope': {
    title: 'How do you estimate requests, storage and bandwidth?',
    words:
      'back-of-the-envelope estimation, capacity estimate in a system design interview, estimate qps storage and bandwidth, estimate for twitter, youtube, a video service',
    decides:
      'Users times actions a day divided by 86,400 s are the requests a second, and more at the peak; times bytes each that is the bandwidth, and times days and replicas the storage.',
    sides: {
      Requests: 'estimation/daily-load',
      Storage: 'estimation/chat-storage',
      Bandwidth: 'estimation/photo-service',
    },
  },
  'probabilistic-structures': {
    title: 'Bloom filter, HyperLogLog or Count-Min sketch: which one for what?',
    words:
      'probabilistic data structures, approximate membership, approximate count, bloom vs cuckoo filter',
    decides:
      'A Bloom filter for whether an item was seen (its no is certain), a cuckoo filter if items are removed again, HyperLogLog for how many different items there are, Count-Min for how often each came.',
    sides: {
      'Bloom filter': 'estimation/bloom-filter',
      'The others': 'estimation/sketches',
    },
  },
  'surviving-failures': {
    title: 'How do you make a service highly available?',
    words:
      'avoid a single point of failure, reach five nines, redundancy and failover, high availability design',
    decides:
      'Run copies that share as little as possible (zones, releases, dependencies) and fail over automatically: common causes limit what copies gain, and a person who is paged is too slow for five nines.',
    sides: {
      Copies: 'estimation/redundancy',
      Repair: 'estimation/recovery-time',
      Zones: 'replication/quorum-nines',
    },
  },
  'scale-up-or-out': {
    title: 'Vertical or horizontal scaling?',
    words:
      'scale up or scale out, bigger machine or more machines, scaling a database, vertical vs horizontal scaling, how do you scale the writes of a database',
    decides:
      'Scale up first, because nothing has to change, until what runs serially (Amdahl’s law) or the largest machine limits it; then scale out with stateless servers and shards, which do not help against a hot key.',
    sides: {
      Up: 'estimation/scaling-up',
      Out: 'estimation/servers-needed',
      'A hot key': 'estimation/hot-shard',
    },
  },
  'url-shortener-design': {
    title: 'How do you design a URL shortener such as TinyURL?',
    words: 'design tinyurl, design bitly, short link service, generate unique short codes',
    decides:
      'Keep code and URL in a replicated key-value store behind a cache, because reads far outnumber writes; take codes from a counter or a pool of keys, or draw them and check for collisions.',
    sides: {
      'Load and storage': 'estimation/url-shortener',
      Codes: 'estimation/short-codes',
      'A pool of keys': 'clocks/key-pool',
    },
  },
  'notification-design': {
    title: 'How do you design a notification system?',
    words:
      'push notifications, notify millions of users, design a notification service, send each notification once, guarantee that no notification is lost',
    decides:
      'Queue each notification and let workers fan it out in batches, so that one with millions of receivers does not hold up the others; number them for devices that are offline, and recognise repeats by id.',
    sides: {
      'Many receivers': 'fanout/last-follower',
      'Offline devices': 'fanout/missed-events',
      Repeats: 'transactions/repeated-messages',
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
      'kafka consumer crashes, consumer leaves the group, session timeout of a consumer, messages after a consumer crash',
    sides: {
      'Its records': 'kafka/delivery-table',
      'Its partitions': 'kafka/zombie-commit',
      'The group': 'kafka/rolling-deploy',
    },
  },
};
