/** Questions that several scenarios answer side by side: this or that, and what helps against it. */
import type { Comparison } from './comparison.ts';
import { designs } from './designs.ts';

const choices: Readonly<Record<string, Comparison>> = {
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
      'token bucket vs leaky bucket, fixed window vs sliding window counter vs sliding log, token bucket vs sliding window, rate limiting algorithms compared',
    decides:
      'Usually a token bucket, which allows bursts up to its size; a sliding window admits at most the limit in any period, a fixed one up to twice that around its edge; a leaky bucket as a queue evens out the rate.',
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
    title:
      'Availability of 99.9% or 99.99%: how much downtime is that, and what do dependencies make of it?',
    words:
      'how many minutes of downtime per year, month, how much downtime per month does 99.95% availability allow, three and a half nines, three nines, four nines, five nines, availability in series and in parallel, depends on five services, composite sla, availability of five services in a chain, add a replica, request passes through several services with 99.9% availability each, overall sla, 99.9% means how much downtime, how much downtime is 99.9%, how many nines do we need, is 99.9% good enough, what availability do five services of 99.9% have together, request passes through several services, what does 99.9% availability mean, three nines of availability',
    decides:
      'Downtime is (1 - availability) x time: 99.9% allows 43.2 minutes in 30 days, 99.95% half and 99.99% a tenth of that; availabilities in a row multiply, and so do the unavailabilities of independent copies.',
    sides: {
      'Minutes of downtime': 'estimation/error-budget',
      'In a row': 'slo/three-dependencies',
      'In parallel': 'estimation/redundancy',
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
      'kafka message loss, is kafka reliable, fault tolerance of kafka, broker failures, durability settings, acks all min.insync.replicas replication factor, unclean leader election, commit after processing',
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
      'ordering guarantees per key per user, out of order events, partition key, how to choose a partition key, does a producer retry break the order, idempotent producer and order',
    decides:
      'Give records that must stay in order the same key, number them by an idempotent producer so that retries keep the order, process each key in one thread, and do not add partitions while records wait.',
    sides: {
      Retries: 'kafka/retries-reorder',
      'A pool of threads': 'kafka/worker-pool',
      'More partitions': 'kafka/add-partitions',
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
      'redis lock vs zookeeper vs etcd, redlock vs consensus lock, which distributed lock should be used, redlock vs zookeeper, lock service comparison',
    decides:
      'If a double run only wastes work, one Redis is enough; if it does harm, take a consensus lease (etcd, ZooKeeper), and let the store refuse older fencing tokens.',
    sides: {
      'One Redis with a replica': 'locks/failover',
      Redlock: 'locks/redlock-faults',
      'A consensus lease': 'locks/consensus-lease',
    },
  },
  'split-brain': {
    title: 'How is split brain prevented: two leaders, or two holders of a lock?',
    words:
      'two leaders at the same time, split-brain, how does raft prevent split brain, both sides of a partition accept writes, old leader still alive, can a raft cluster have two leaders at the same time, can there be two raft leaders, duplicate leader, two nodes are both leader, can there be two leaders at the same time',
    decides:
      'Only a majority may elect and commit, because two majorities share a member; and stores refuse what a former leader or holder sends, by its older term or fencing token.',
    sides: {
      'A majority': 'raft/minority-partition',
      'Fencing tokens': 'locks/same-pause',
      'Updates on both sides': 'replication/divided-cluster',
    },
  },
  'which-id': {
    title: 'Snowflake, UUID or ULID: which id is unique, sorted and private?',
    words:
      'uuid vs snowflake vs auto increment, distributed unique id generator design, uuidv4 vs uuidv7, sortable ids, primary key, snowflake vs uuid',
    decides:
      'Snowflake for short, sorted 64-bit ids if each generator has its own node id; UUIDv7 or ULID without any coordination; UUIDv4 if an id must not reveal its time.',
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
    decides:
      'Spanner bounds the error of its clocks and waits it out at each commit; CockroachDB uses hybrid logical clocks and repeats uncertain reads; Lamport clocks order causes before effects, without real time.',
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
    decides:
      'Last writer wins only if a lost write does no harm; siblings if the application or the user can merge; a CRDT if the data type has a merge of its own.',
    sides: {
      'Last writer wins': 'crdt/skewed-clocks',
      Siblings: 'crdt/siblings',
      'A CRDT per field': 'crdt/profile-fields',
    },
  },
  'collaborative-editor': {
    title: 'How do you design a collaborative text editor such as Google Docs?',
    words:
      'design google docs, figma, real-time collaborative editing, operational transformation vs crdt, concurrent typing, offline edits, two users edit the same document at once, crdt vs ot',
    decides:
      'Use a sequence CRDT such as Yjs or Automerge, whose edits merge in any order, even offline; operational transformation (Google Docs) shifts positions instead, and needs a server that orders the edits.',
    sides: {
      'Typing at one place': 'crdt/typing-at-one-place',
      'A day offline': 'crdt/offline-day',
      'Bytes of an edit': 'crdt/bytes-on-the-wire',
    },
  },
  'deleted-data-returns': {
    title: 'Why does deleted data come back, and how do tombstones prevent it?',
    words:
      'zombie rows, resurrected deletes, tombstones gc_grace_seconds, remove from a set without it coming back, do deleted items reappear after a node comes back, what are tombstones, what is a tombstone',
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
      'cache invalidation strategies, update database then delete cache key or update it, cache consistency, double delete, write-through vs cache-aside, why is cache invalidation hard, cache out of sync with the database, keep cache and db consistent, cache and database consistency, can a cache and a database ever be made consistent',
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
      'thread per connection vs epoll, node.js vs java threads, c10k, blocking vs non-blocking io, async io vs thread pool, reactor, blocking or non-blocking I/O, threads or async, virtual threads',
    decides:
      'An event loop registers all connections (epoll), waits until some are ready and runs their callbacks in turn: for many that mostly wait; threads for work that computes or blocks, because a long callback stalls all others.',
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
      'design twitter timeline, instagram feed, push vs pull model, fan-out on write vs fan-out on read, fan out on write or on read for a celebrity with 50 million followers, celebrity problem, hot user, home timeline, how does facebook’s news feed work, facebook, linkedin, reddit',
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
      'session vs jwt, stateful vs stateless authentication, session cookie or token, where to store login state, session or JWT, cookie session or JWT, what is a jwt, what is in a jwt, json web token',
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
      'zero downtime deployment, blue-green with a shared database, rolling update schema migration, expand and contract, roll back a migration, how do you roll out a database schema change, old and new version run at the same time, zero downtime database migration, change a database schema while two versions run, migrate a database without downtime, change a column without downtime, live migration',
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
      'outbox vs cdc vs dual write, debezium, publish event after commit, transactional outbox, outbox pattern, cdc vs outbox, what is the outbox pattern, how does the outbox pattern work, how does the transactional outbox work, outbox table, how do you write to the database and kafka atomically',
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
      'load balancing algorithms, round robin vs least connections vs power of two choices, weighted round robin',
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
      'consistent hashing vs modulo, choose a shard key, hot partition, resharding, celebrity key, rebalancing, resharding, add shards without downtime, split a shard, horizontal partitioning, how do you choose a shard key',
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
      'hikaricp pool size, too many database connections, threads and connections, pgbouncer, little law for pools, how big should a connection pool be, connection pool size, what is a connection pool, how big should a connection pool be, connection pool too small or too large',
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
    title:
      'Raft vs Paxos vs ZAB, or etcd vs ZooKeeper: which consensus protocol, and what does it cost?',
    words:
      'raft vs paxos, etcd vs zookeeper, difference between raft and multi-paxos, which consensus algorithm, raft vs zab, zab vs raft, paxos vs raft, zookeeper vs etcd, etcd or zookeeper, should I use zookeeper or etcd, kafka kraft vs zookeeper, multi-paxos vs raft, etcd vs consul vs zookeeper',
    decides:
      'All three commit through one leader and a majority in one round trip, so choose the implementation: Raft in etcd or Consul, ZAB in ZooKeeper, Multi-Paxos in Spanner.',
    sides: {
      'Side by side': 'paxos/beside-raft',
      'A stable leader': 'paxos/stable-leader',
      'Raft after a crash': 'raft/leader-crash',
    },
  },
  'raft-log-replication': {
    title: 'How does log replication work in Raft, and when is an entry committed?',
    words:
      'raft log replication, appendentries, when is an entry committed, how does a follower catch up, when is it safe to apply an entry to the state machine, what if a follower is slow or offline, how does raft guarantee log consistency, what is the role of the commit index, what is log matching in raft',
    decides:
      'The leader appends each command to its log and sends it to the followers; an entry of its own term is committed once a majority has it on disk.',
    sides: {
      'A missed entry': 'raft/missed-entry',
      'An entry of an earlier term': 'raft/figure-8',
      'On disk or in memory': 'raft/lost-entry',
    },
  },
  'raft-partition': {
    title: 'How does Raft handle a network partition: the leader, its writes, its reads?',
    words:
      'raft network partition, split cluster, which side keeps taking writes, leader on the minority side, stale leader, is raft cp or ap, is etcd cp or ap',
    decides:
      'Only the side with a majority can elect a leader and commit; a leader on the minority side keeps its title, but commits nothing, and its unconfirmed reads may be stale.',
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
      'readindex vs lease read, can a raft leader serve reads without asking the followers, follower reads, strong reads without a log entry, how does etcd guarantee linearizable reads, leader lease vs readindex',
    decides:
      'ReadIndex by default, because it needs no clocks; a lease saves its round trip if clocks can be trusted; a follower first asks the leader for its commit index.',
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
    decides:
      'Pre-vote keeps a server that was cut off from deposing a healthy leader; check-quorum makes a leader that has lost its majority step down: use both.',
    sides: {
      'Pre-vote': 'raft/rejoining-server',
      'Check-quorum': 'raft/isolated-leader',
      Both: 'raft/one-follower-leader',
    },
  },
  'membership-changes': {
    title: 'Joint consensus or one server at a time: how does Raft change its members?',
    words:
      'joint consensus vs single-server change, raft membership change, adding or removing a node of a raft cluster safely, what is joint consensus, how do you replace a dead etcd member',
    decides:
      'Old and new majorities must always overlap: one server at a time does that by itself and is simpler; joint consensus needs both majorities, and allows any change at once.',
    sides: {
      'Joint consensus': 'raft/figure-10',
      'One at a time': 'raft/several-at-once',
      'A new leader': 'raft/single-server-bug',
    },
  },
  'cluster-size': {
    title: 'How many servers should a consensus cluster have: 3, 4 or 5?',
    words:
      '3 vs 5 nodes, why an odd number of nodes, how many failures can it tolerate, cluster size, can i run raft with 2 nodes, two-node cluster, minimum number of nodes',
    decides:
      'Three servers survive one failure and five survive two; a fourth adds no tolerance, so take three, or five to survive a failure during maintenance.',
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
    decides:
      'The outage lasts about one election timeout: make it random, about ten heartbeats long and far above a round trip, because shorter ones depose healthy leaders.',
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
      'multi-region database latency, global strong consistency, where to place the leader, survive a region outage, where should the leader be in a multi-region cluster',
    decides:
      'Each write waits for a majority across regions, and strong reads are fast only in the leaseholder’s region; with three regions, one can be lost without losing acknowledged writes.',
    sides: {
      Writes: 'raft/regions',
      'Reads and the leaseholder': 'raft/leaseholder',
      'A lost region': 'raft/region-loss',
    },
  },
  'beyond-one-leader': {
    title: 'What is multi-Raft: how do you scale a consensus system beyond one leader?',
    words:
      'multi-raft, shards with a raft group each, scale writes with raft, throughput limit of a leader, what is multi-raft, raft throughput is low, increase raft write throughput',
    decides:
      'Split the data into shards with a Raft group each (multi-Raft), and spread their leaders over the machines; pipelining raises what a single leader can do.',
    sides: {
      Ranges: 'raft/ranges',
      Groups: 'raft/group-throughput',
      Pipelining: 'raft/pipelining',
    },
  },
  'raft-on-disk': {
    title: 'What must a Raft server write to disk before it answers?',
    words:
      'fsync in raft, do you need to fsync the raft log, persistent state in raft, lose the vote or an entry in a crash, what if a raft server loses its disk, is it safe to disable fsync in etcd, does a follower need to fsync before acknowledging',
    decides:
      'Its term, its vote and each entry that it acknowledges, forced to disk (fsync) before the answer; a checksum for each record reveals one that a crash left half written.',
    sides: {
      Entries: 'raft/lost-entry',
      'Term and vote': 'raft/lost-vote',
      'Half a record': 'raft/torn-record',
    },
  },
  'raft-log-compaction': {
    title: 'Does a Raft log grow for ever: snapshots and log compaction?',
    words:
      'log compaction in raft, install snapshot, why snapshots, raft log grows forever, disk full because of the raft log',
    decides:
      'No: each server saves its state as a snapshot and drops the log entries that it covers; a follower that needs these gets the snapshot instead (InstallSnapshot).',
    sides: {
      'A crash': 'raft/snapshot-crash',
      'A log that contradicts': 'raft/snapshot-over-log',
    },
  },
  'multi-paxos': {
    title: 'Basic Paxos or Multi-Paxos: what does a stable leader save?',
    words:
      'why does paxos need a leader, two round trips for every write, dueling proposers livelock',
    decides:
      'Basic Paxos chooses one value in two phases; Multi-Paxos runs the first phase once for a stable leader, which saves a round trip per command and avoids duelling proposers.',
    sides: {
      'A stable leader': 'paxos/stable-leader',
      'Two proposers': 'paxos/duel',
      'Two leaders': 'paxos/duelling-leaders',
    },
  },
  'failure-detection': {
    title: 'Fixed timeout or phi accrual: how do you detect that a node is dead and not slow?',
    words:
      'failure detector, heartbeat timeout vs adaptive, gc pause looks like a crash, phi_convict_threshold, node flapping between up and down, what is a failure detector',
    decides:
      'A slow node can never be told from a dead one for certain: a shorter timeout detects crashes sooner but suspects more healthy nodes; phi accrual adapts to the jitter of heartbeats.',
    sides: {
      'A fixed timeout': 'paxos/session-timeout',
      'Phi accrual': 'paxos/phi-accrual',
      'Default settings': 'paxos/phi-settings',
    },
  },
  'what-is-a-crdt': {
    title: 'What is a CRDT?',
    words:
      'explain crdts, conflict-free replicated data types, how do crdts merge, strong eventual consistency, what is strong eventual consistency, how do replicas converge, how do crdts work, example of a crdt, how do crdts resolve conflicts',
    decides:
      'A data type whose merge is commutative, associative and idempotent, so replicas accept writes without asking one another and converge once all have the same updates.',
    sides: {
      'A counter': 'crdt/page-views',
      'A set': 'crdt/shopping-cart',
      'A text': 'crdt/offline-day',
    },
  },
  'state-or-operation': {
    title: 'State-based, delta or operation-based CRDTs?',
    words: 'cvrdt vs cmrdt, delta crdt, how do crdts replicate, bandwidth of crdts',
    decides:
      'Whole states survive loss and duplicates but grow with the data; operations are small but need exactly-once delivery; deltas are small and merge like states.',
    sides: { Bytes: 'crdt/bytes-on-the-wire', Delivery: 'crdt/exactly-once' },
  },
  'distributed-counters': {
    title: 'Distributed counters for views, likes and stock: which CRDT counts what?',
    words:
      'g-counter vs pn-counter vs bounded counter, like counter, view counter across regions, overselling, how would you implement a distributed counter, count across regions, count likes at scale without losing updates',
    decides:
      'A G-Counter if the number only grows (views), a PN-Counter if it also falls (likes), a bounded counter if it must never fall below zero (stock).',
    sides: {
      'Only up': 'crdt/page-views',
      'Up and down': 'crdt/likes',
      'Never below zero': 'crdt/inventory',
    },
  },
  'limits-of-crdts': {
    title: 'What are the limits of CRDTs?',
    words: 'drawbacks of crdts, metadata growth, cannot enforce invariants',
    decides:
      'CRDTs converge, but keep an invariant across replicas only by coordination or by rights divided in advance, and their metadata and tombstones grow.',
    sides: {
      Invariants: 'crdt/inventory',
      Metadata: 'crdt/metadata-growth',
      Tombstones: 'crdt/tombstones',
    },
  },
  'order-of-events': {
    title: 'Lamport, vector or hybrid clocks: how do you order events?',
    words:
      'lamport clock vs vector clock vs hlc, order events in a distributed system, timestamps from different servers, happened-before, what is a hybrid logical clock, order events across servers without a global clock, happens-before relation, vector clocks vs lamport timestamps, how do lamport clocks work, logical clock vs physical clock',
    decides:
      'Lamport clocks give every cause a smaller number than its effect; vector clocks also tell which events were concurrent; hybrid logical clocks also stay close to the time of day.',
    sides: {
      'Logical clocks': 'clocks/skew-inversions',
      'Hybrid logical clocks': 'clocks/later-write',
      'Version vectors': 'crdt/siblings',
    },
  },
  'snowflake-faults': {
    title: 'What goes wrong with snowflake ids?',
    words:
      'duplicate snowflake ids, clock moved backwards, machine id collision, ids in javascript, hot shard by id',
    decides:
      'A clock that is put back or a node id used twice makes duplicates, so refuse or wait until the clock has caught up, lease node ids, and send ids as text.',
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
    decides:
      'Measure timeouts and other durations by the monotonic clock, which is never set; the wall clock is for times that people and other machines read, because NTP may put it back.',
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
      'auto commit vs manual commit, commitSync vs commitAsync, commit before or after processing, in-flight messages during a rebalance',
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
      'quorum reads and writes, strict vs sloppy quorum, is a quorum linearizable, dynamo cassandra tunable consistency, write to 2 of 3 and read from 1, linearizable with dynamo-style quorums, what is a quorum in cassandra, consistency level ONE vs QUORUM, what does R + W > N mean, with N=3 R=2 and W=2 can a client still read a stale value, can a quorum read be stale with R+W>N, stale reads despite quorums',
    decides:
      'No read misses an acknowledged write, because R + W > N makes it meet a replica that has it; a write in flight or failed may be seen by one read and missed by the next, and with sloppy quorums any read can be stale.',
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
      'event sourcing pros and cons, cqrs, snapshots, event schema evolution, rebuild projections, event sourcing vs crud',
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
      'lock ttl too short or too long, watchdog, lease renewal, crashed lock holder, can a lock stay locked for ever, how long should a lease be, how do you choose the ttl of a lock, lock timeout vs long running task',
    decides:
      'Longer than usual pauses and short enough to wait for after a crash, with a watchdog that renews it every third; no length is safe without fencing tokens.',
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
    title: 'Which isolation level is enough: read committed, snapshot isolation or serializable?',
    words:
      'read committed vs repeatable read vs serializable, snapshot isolation anomalies, could not serialize access due to concurrent update, acid, what are the acid properties, isolation in acid',
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
      'retry storm took down our backend, retry amplification, retry budget, why do retries make things worse, retries made the outage worse',
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
  'half-open-breaker': {
    title: 'When does a circuit breaker go half-open, and how many probes does it let through?',
    words:
      'half-open, half open circuit breaker, how many probe requests should a half-open breaker let through, how long should a breaker stay open, when does a circuit breaker close again, closed open half-open states, states of a circuit breaker, what closes an open circuit breaker, permittedNumberOfCallsInHalfOpenState, waitDurationInOpenState, sleepWindow',
    decides:
      'After a wait in the open state (Hystrix 5 s, Resilience4j 60 s) it lets a few probes through (1 and 10 by default): it closes if enough of them succeed, and otherwise opens for another wait.',
    sides: {
      Probes: 'resilience/recovery',
      'The wait': 'resilience/breaker-blip',
      'What opens it': 'resilience/breaker-thresholds',
    },
  },
  'circuit-breakers': {
    title: 'When does a circuit breaker help, and how is it tuned?',
    words:
      'what is a circuit breaker, how does a circuit breaker work, circuit breaker thresholds, when should it open, should I use a circuit breaker, hystrix, resilience4j, polly',
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
  'two-random-choices': {
    title:
      'Why is the less loaded of two random servers better than round robin, and when is it not?',
    words:
      'power of two choices, p2c, the less loaded of two random servers, why pick two random servers, two random choices explained, when is power of two choices worse, power of two random choices vs round robin, vs least connections',
    decides:
      'It looks at the load, which round robin ignores, and asks only two servers; it gains nothing if servers and requests are alike, or over a balancer that counts all open requests itself (least connections).',
    sides: {
      'Two choices': 'traffic/supermarket',
      'Loads that are known late': 'traffic/old-loads',
      'Round robin and least connections': 'traffic/unequal-hosts',
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
    title: 'How many servers do you need for your users and requests?',
    words:
      'capacity planning, estimate how many servers are needed for 100 million daily active users, servers for dau, size a fleet, how many instances for my traffic, how many servers for a million or 10 million users, headroom, lost node, black friday, peak factor',
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
      'lambda exhausts database connections, lambda functions exhaust the postgres connections during a traffic spike, what do you put between lambda and the database, serverless runs out of database connections, rds proxy, too many connections lambda, serverless and postgres, connection pooling in serverless',
    decides:
      'Each instance opens a connection of its own, so a spike of instances exhausts them: put a proxy in between (RDS Proxy, PgBouncer) that shares a few connections per transaction (multiplexing), and limit the function’s concurrency.',
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
      'how does leader-follower replication work, master-slave vs master-master, primary-replica replication, types of database replication, multi-region database with writes everywhere, how do leaderless databases stay consistent, leader-based vs leaderless, master-master, active-active writes, dynamo style',
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
      'design a key-value store, design dynamo, nosql store, leaderless store, how does dynamo work, how does cassandra work, riak, consistent hashing with replication and vector clocks',
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
      'automatic failover, promote a replica, which replica to promote, is automatic failover safe, can acknowledged writes be lost with synchronous replication, primary database crashes, data loss in a failover, how is a new primary chosen when the primary dies, pick which replica to promote',
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
    words:
      'design a url shortener, design tinyurl, design bitly, bit.ly, short link service, generate unique short codes, base62',
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
      'Many receivers': 'fanout/push-campaign',
      'Offline devices': 'fanout/missed-events',
      Repeats: 'transactions/repeated-messages',
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
  'duplicates-after-rebalance': {
    title: 'Why does a consumer process Kafka messages twice after a rebalance, and what helps?',
    words:
      'consumer processes the same kafka message twice after a rebalance, duplicates after a rebalance, duplicate messages when consumers restart or are deployed, commit when partitions are revoked, onPartitionsRevoked, same record consumed by two consumers',
    decides:
      'Its offset was not committed yet, so the next owner starts at the last commit: make the effect idempotent, and commit what is done when partitions are revoked.',
    sides: {
      'A slow poll': 'kafka/rebalance-storm',
      'A paused consumer': 'kafka/zombie-commit',
      'An idempotent effect': 'transactions/inbox',
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
      'cache-aside vs write-through, lazy loading vs write-through, look-aside, caching strategies compared, cache-aside vs read-through, which cache strategy, write-through or cache-aside which one gives stale reads, is write-through ever stale',
    decides:
      'Cache-aside by default, write-through if reads after a write should hit; both can be stale: cache-aside if a slow fill puts the old row back, write-through if two writers reach the cache in another order.',
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
  'one-leader-per-term': {
    title: 'How does Raft make sure that a term has only one leader?',
    words:
      'two leaders in one term, two leaders are never elected in the same term, how does raft prevent two leaders in one term, can two servers win the same election, election safety, can there be two leaders in the same term, at most one leader per term, can two candidates both get a majority',
    decides:
      'A server votes once per term and has the vote on its disk before it answers; a leader needs the votes of a majority, and any two majorities share a server.',
    sides: {
      'The vote on disk': 'raft/lost-vote',
      'A split vote': 'raft/split-vote',
      'A majority': 'raft/minority-partition',
    },
  },
  'how-raft-works': {
    title: 'How does Raft work?',
    words:
      'explain raft, raft consensus algorithm in simple words, raft basics, leader follower candidate, what is raft, what problem does raft solve',
    decides:
      'Raft keeps copies of one log: a majority elects a leader for a term, the leader replicates entries in order, and one that a majority has on disk is committed for good.',
    sides: {
      Election: 'raft/first-election',
      Replication: 'raft/missed-entry',
      Safety: 'raft/stale-log',
    },
  },
  'what-is-consensus': {
    title: 'What is a consensus algorithm?',
    words:
      'what is distributed consensus, why is consensus hard, flp impossibility, why do etcd and zookeeper need consensus, agree on a value although servers crash',
    decides:
      'Servers agree on one value, or one log, although some crash: a majority must accept each decision, and any two majorities share a server, so no decision is ever changed.',
    sides: {
      Agreement: 'paxos/one-value',
      'A crashed leader': 'raft/leader-crash',
      Termination: 'paxos/duel',
    },
  },
  'how-paxos-works': {
    title: 'How does Paxos work?',
    words:
      'explain paxos, basic paxos, single-decree paxos, prepare and accept phase, proposers acceptors learners, how does paxos work, paxos explained simply, paxos algorithm, paxos made simple, why does paxos need two phases, why does paxos need a prepare phase, can two proposers in paxos block each other forever, what is paxos',
    decides:
      'Prepare: a majority promises to ignore lower ballots and reports what it has accepted; accept: the proposer asks it for that value, or its own; two proposers can preempt each other for ever unless they wait at random.',
    sides: {
      'Two proposers': 'paxos/single-decree',
      'A duel': 'paxos/duel',
      'A log': 'paxos/stable-leader',
    },
  },
  'how-zookeeper-works': {
    title: 'How does ZooKeeper elect a leader, order writes and serve reads?',
    words:
      'how does zookeeper work, explain zab, zookeeper consistency guarantees, are zookeeper reads linearizable, zookeeper sessions and ephemeral nodes, what is zab',
    decides:
      'A majority elects the server with the latest transaction (zxid), all writes go through it (ZAB), and any server answers reads, so these may be stale unless a sync comes first.',
    sides: {
      Election: 'paxos/zab-election',
      Reads: 'paxos/zab-reads',
      Sessions: 'locks/session-timeout',
    },
  },
  'leader-election': {
    title: 'How does leader election work?',
    words:
      'leader election in raft, what happens during an election, candidate and votes, how are leaders elected, two candidates at the same time, how many votes does a candidate need',
    decides:
      'A follower that hears no heartbeat for a random timeout asks for votes in a new term; it leads once a majority votes for it, and voters refuse a log older than theirs.',
    sides: {
      'The first leader': 'raft/first-election',
      'A split vote': 'raft/split-vote',
      'Which server may win': 'raft/stale-log',
    },
  },
  'uncommitted-writes': {
    title: 'What happens to a write if the leader fails before it is replicated?',
    words:
      'leader dies before commit, is an uncommitted raft entry lost, client does not know whether its write succeeded, crash before replication, can a write that got no answer still take effect',
    decides:
      'A committed write survives; one that was not committed may be kept or dropped by the next leader, so a client that got no success retries, with a request number against double execution.',
    sides: {
      'With consensus': 'raft/isolated-tail',
      'With an asynchronous replica': 'replication/failover-in-lag',
      'The retry': 'raft/retried-request',
    },
  },
  'committed-writes': {
    title: 'Is Raft safe: can it lose a committed write?',
    words:
      'how does raft guarantee that committed entries are never lost, leader completeness, is raft safe, acknowledged write lost after a crash of the leader, does raft lose data if all nodes crash',
    decides:
      'No, as long as a majority of the disks survives: an entry counts as committed only when a majority has it on disk, and only a server that has it can be elected.',
    sides: {
      'The vote': 'raft/stale-log',
      'The disk': 'raft/lost-entry',
      'An earlier term': 'raft/figure-8',
    },
  },
  'lost-quorum': {
    title: 'What is a quorum, and what happens when a cluster loses it?',
    words:
      'why does consul or etcd need a quorum, quorum lost, a majority of the nodes is down, cluster has no leader, writes refused, why a majority and not all nodes',
    decides:
      'A majority, of which any two share a member: without one no leader is elected and nothing committed, so the cluster refuses writes until a majority is back.',
    sides: {
      Failures: 'raft/lose-servers',
      'A partition': 'raft/minority-partition',
      'Its writes': 'raft/isolated-tail',
    },
  },
  'unstable-leader': {
    title: 'Why does a cluster keep electing new leaders?',
    words:
      'etcd leader changes too often, frequent leader elections, leader flapping, etcdserver: leader changed, elections never finish, slow disk or network, leader keeps changing, consul leader lost and elected again',
    decides:
      'The election timeout is too short for the network, disks or pauses, or a server comes back with a later term: allow about ten heartbeats, and turn pre-vote on.',
    sides: {
      'Late heartbeats': 'raft/heartbeat-interval',
      'A server that returns': 'raft/rejoining-server',
      'A removed server': 'raft/disruptive-server',
    },
  },
  'follower-reads': {
    title: 'May a follower answer reads?',
    words:
      'read from a follower without stale data, follower reads in raft, scale reads of etcd or zookeeper, are follower reads consistent',
    decides:
      'Yes: either it asks the leader for the commit index and waits until it has applied that (linearizable), or it answers at once and may be stale.',
    sides: {
      'With ReadIndex': 'raft/follower-read',
      'At once': 'raft/follower-staleness',
      ZooKeeper: 'paxos/zab-reads',
    },
  },
  'what-is-a-lease': {
    title: 'What is a lease, and when is it safe?',
    words:
      'lease explained, leases in distributed systems, how long should a lease be, what is a leader lease',
    decides:
      'A right that ends by itself, so a crashed holder blocks others only until then; it is safe if clocks run alike and stores refuse the token of a former holder.',
    sides: {
      'Its length': 'paxos/lease-length',
      Clocks: 'locks/clock-drift',
      Pauses: 'locks/same-pause',
    },
  },
  'how-to-lock': {
    title: 'What is a distributed lock, and how do you implement one?',
    words:
      'distributed lock implementation, design a distributed lock, lock across several servers, how do distributed locks work, distributed mutex, how do you implement a lock with redis, redis set nx px with a random value, how do you implement a distributed lock, release a lock safely, unlock only your own lock, lua script compare and delete',
    decides:
      'Take it as a lease with a TTL and a unique owner, renew it while you work, release only your own, and let the store refuse tokens older than the latest.',
    sides: {
      Expiry: 'locks/ttl-too-short',
      Fencing: 'locks/same-pause',
      Failover: 'locks/failover',
    },
  },
  'fencing-tokens': {
    title: 'What is a fencing token?',
    words:
      'why do I need a fencing token, how does fencing work, fencing token with etcd or zookeeper, monotonically increasing lock token',
    decides:
      'A number that grows with each grant of a lock: the holder sends it with every write, and the store refuses a number lower than the highest it has seen.',
    sides: {
      'A paused holder': 'locks/same-pause',
      'A late write': 'locks/late-write',
      'With etcd': 'locks/consensus-lease',
    },
  },
  'lock-in-the-database': {
    title: 'Should a lock be in the database or in Redis?',
    words:
      'postgres advisory lock vs redis lock, select for update vs distributed lock, do I need redis for a lock',
    decides:
      'If the lock protects rows, lock in their database and transaction; Redis is faster, but its lock can be lost; neither alone makes an effect outside, such as a charge, happen once.',
    sides: {
      'An advisory lock': 'locks/advisory-charge',
      'Time to lock': 'locks/latency',
      Redis: 'locks/failover',
    },
  },
  'one-of-many': {
    title: 'How do you let only one of many servers run a job?',
    words:
      'cron job on only one instance, singleton job, scheduled task runs twice, leader election among service instances, shedlock, kubernetes leader election, prevent two cron jobs from running at the same time, only one worker processes a task',
    decides:
      'Take a lease with a TTL before each run, renew it while the job runs, and make the job idempotent or fenced, because a paused holder may still run beside the next.',
    sides: {
      'A long job': 'locks/ttl-too-short',
      'A pause': 'locks/same-pause',
      'A crash': 'locks/session-timeout',
    },
  },
  'clock-skew': {
    title: 'What is clock skew, and why can you not trust timestamps of different servers?',
    words:
      'wall clocks in distributed systems, timestamps out of order, problems caused by clock skew, clocks drift apart, what is clock drift',
    decides:
      'Clocks of different servers are always some ms apart, so order events by causes (logical clocks, versions) and not by time of day, unless you know and wait out the error.',
    sides: {
      'Order of messages': 'clocks/skew-inversions',
      'Lost writes': 'crdt/skewed-clocks',
      'How wrong': 'clocks/truetime-sawtooth',
    },
  },
  ntp: {
    title: 'How does NTP work, and how accurate is it?',
    words:
      'ntp accuracy, clock synchronization, ntp offset, chrony, time sync between servers, ptp',
    decides:
      'It estimates the offset from a round trip and assumes equal ways there and back, so the error is at most half the round trip, plus the drift since the last poll.',
    sides: {
      Accuracy: 'clocks/asymmetric-path',
      Between: 'clocks/truetime-sawtooth',
      Correction: 'clocks/slew-and-step',
    },
  },
  truetime: {
    title: 'What is TrueTime, and how does Spanner use it?',
    words:
      'how does truetime work in spanner, commit wait, external consistency, gps and atomic clocks, what is bounded clock uncertainty, is commit wait slow',
    decides:
      'TrueTime gives an interval that surely contains the true time, so Spanner can wait out the uncertainty before it answers, and later transactions get later timestamps (external consistency).',
    sides: {
      'Commit wait': 'clocks/external-consistency',
      'The bound': 'clocks/truetime-sawtooth',
      'A wrong bound': 'clocks/wait-too-short',
    },
  },
  'unique-ids': {
    title: 'How do you generate unique ids in a distributed system?',
    words:
      'unique id generator design, distributed id generation, ids without a central counter, duplicate ids, two machines with the same worker id',
    decides:
      'Give each generator a number of its own and a sequence per millisecond (Snowflake), hand out ranges from a central pool, or draw enough random bits (UUID).',
    sides: {
      Snowflake: 'clocks/snowflake-id',
      'A pool': 'clocks/key-pool',
      'Random node ids': 'clocks/random-node-ids',
    },
  },
  'short-url-keys': {
    title: 'How does a URL shortener generate its keys?',
    words:
      'short url keys, tinyurl key generation, base62 of a counter or hash, collisions of short codes, counter vs random vs hash, short link collision, two urls get the same code',
    decides:
      'Encode in base62 a number that is used only once, such as a counter that is handed out in ranges; random codes and hashes must be checked for collisions (the birthday bound).',
    sides: {
      'A pool of keys': 'clocks/key-pool',
      'Random codes': 'estimation/short-codes',
      'A Snowflake id': 'clocks/id-length',
    },
  },
  'uuid-versions': {
    title: 'UUIDv4, UUIDv7 or auto increment as a primary key?',
    words:
      'uuid v4 vs v7, random or time-ordered uuid as primary key, uuidv4 vs auto increment as primary key, uuid vs bigserial identity column, uuid v7 vs ulid, sequential ids vs random ids',
    decides:
      'UUIDv7 (or ULID) if several servers make ids: new keys go to the end of the index, as with auto increment, which is smallest but needs one counter and is guessable; UUIDv4 only if an id must not reveal its time.',
    sides: {
      'As a primary key': 'access/random-keys',
      'Its order': 'clocks/ulid-order',
      'What it reveals': 'clocks/id-anatomy',
    },
  },
  'vector-clocks': {
    title: 'What is a vector clock, and how does it detect conflicts?',
    words: 'vector clock explained, version vector, concurrent writes, vector clock vs timestamp',
    decides:
      'A counter per replica: a version follows another if none of its counters is smaller; if each of the two has a larger one, they are concurrent: a conflict.',
    sides: {
      Versions: 'crdt/siblings',
      'Shopping carts': 'replication/concurrent-carts',
      Size: 'crdt/metadata-growth',
    },
  },
  'last-writer-wins': {
    title: 'What is wrong with last writer wins?',
    words:
      'last write wins problems, lww data loss, is last-write-wins safe, cassandra lost updates by timestamp',
    decides:
      'Of concurrent writes it keeps one and drops the others without telling, and with skewed clocks even a later write: use it only for values whose loss does no harm.',
    sides: {
      'Skewed clocks': 'crdt/skewed-clocks',
      'Whole items': 'crdt/profile-fields',
      'A clock that moves on': 'clocks/later-write',
    },
  },
  'crdt-sets': {
    title: 'OR-Set, LWW-Set or remove-wins: which CRDT for a set?',
    words:
      'orset vs lww set vs 2p-set, add-wins vs remove-wins, deleted element comes back in a set',
    decides:
      'An OR-Set (add wins) for carts and lists, a remove-wins set for permissions, and an LWW-Set only if clocks can be trusted, because there the larger timestamp wins.',
    sides: {
      'Add wins': 'crdt/shopping-cart',
      'Remove wins': 'crdt/revoked-rights',
      Timestamps: 'crdt/skewed-clocks',
    },
  },
  'crdt-or-consensus': {
    title: 'CRDT or consensus: when do you need coordination?',
    words:
      'crdt vs raft, when to use a crdt and when a transaction, coordination-free vs strong consistency, active-active database, when would you use a crdt',
    decides:
      'A CRDT if every replica must accept writes at once, even cut off, and the data can be merged; consensus if a rule must hold over all writes, such as unique names.',
    sides: {
      'Without asking': 'crdt/page-views',
      'A limit': 'crdt/inventory',
      'With a majority': 'raft/regions',
    },
  },
  'offline-first': {
    title: 'How do you sync an offline-first app?',
    words:
      'offline first mobile app, local-first sync, sync after reconnect, conflicts after offline edits, device offline for weeks',
    decides:
      'Keep a CRDT on each device, let it take edits at once, and exchange deltas on reconnecting: edits merge without conflicts, but old tombstones must stay until every device has synced.',
    sides: {
      'A day offline': 'crdt/offline-day',
      'Two fields': 'crdt/profile-fields',
      'Weeks offline': 'crdt/silent-replica',
    },
  },
  'replica-returns': {
    title: 'A replica of a CRDT restarts, loses its disk or was away for long: may it come back?',
    words:
      'counter wrong after a replica restart, restored from backup, likes lost or counted twice, replica rejoins, node with an old state',
    decides:
      'With its data on disk, yes; without it, or after it was evicted, only with an empty state and a new replica id, because its old id numbers edits that others already have.',
    sides: {
      'A lost disk': 'crdt/lost-memory',
      'Left for good': 'crdt/departed-replica',
      'Merely silent': 'crdt/silent-replica',
    },
  },
  'serializable-or-strict': {
    title: 'Serializable or strictly serializable (external consistency)?',
    words:
      'serializability vs linearizability vs strict serializability, difference between serializability and external consistency, real-time order of transactions',
    decides:
      'Serializable: some serial order explains all transactions; strictly serializable, or externally consistent: that order also agrees with real time, so what has ended comes before what begins later.',
    sides: {
      'Serializable only': 'clocks/causal-reverse',
      'Strictly serializable': 'clocks/external-consistency',
    },
  },
};

export const comparisons: Readonly<Record<string, Comparison>> = { ...choices, ...designs };
