/** Replicas, transactions, CRDTs and indexes: which to choose when, and how it works. */
import type { Comparison } from './comparison.ts';

export const data: Readonly<Record<string, Comparison>> = {
  'saga-or-two-phase-commit': {
    title: 'A transaction spans several services: two-phase commit or a saga?',
    words:
      '2pc vs saga, distributed transactions across microservices, xa, atomic commit or compensations, difference between two-phase commit and saga pattern, what is a saga and when would you use one, how do you roll back across microservices, saga or distributed transaction for a checkout or an order, when would you use a saga versus a distributed transaction, saga versus just using a distributed transaction (2PC)',
    decides:
      'Across services usually a saga: it never blocks, but others see its intermediate states and every step needs a compensation; two-phase commit (2PC) is atomic, but holds locks until its coordinator decides.',
    sides: {
      'Two-phase commit': 'transactions/coordinator-crash',
      'A saga': 'transactions/saga-crash',
      'Compensations that fail': 'transactions/saga-compensation',
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
    rules: ['replication/acks-wait-for-replicas', 'replication/old-primary-is-fenced'],
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
  'replica-lag': {
    title: 'A replica lags behind its primary: what breaks, and what do you do?',
    words:
      'postgres replica lags 30 seconds behind the primary, replica is behind, mysql seconds behind master, what causes replication lag, how do you deal with replica lag, monitor replication lag',
    decides:
      'A replica that lags returns stale reads and loses writes in a failover: read from the primary what must be fresh, take it out of rotation beyond a limit, and relieve its replay, which is one queue.',
    sides: {
      'Stale reads': 'replication/stale-own-read',
      'A failover': 'replication/failover-in-lag',
      'The cause': 'replication/replica-load',
    },
  },
  'constraint-lock-or-level': {
    title: 'A unique constraint, SELECT FOR UPDATE or SERIALIZABLE: which one stops a race?',
    words:
      'select for update vs unique constraint vs serializable, row lock vs constraint vs isolation level, how do you prevent a race condition in the database, stop overselling the last item with a lock or a constraint, when do you need serializable',
    decides:
      'A unique constraint if only one such row may exist; SELECT FOR UPDATE or a conditional UPDATE if the rule is about rows that exist; SERIALIZABLE, with retries, if it spans several or absent rows.',
    sides: {
      'A unique constraint': 'transactions/check-then-insert',
      'FOR UPDATE': 'transactions/lost-update',
      SERIALIZABLE: 'transactions/write-skew',
    },
    rules: ['transactions/insert-waits-for-twin', 'transactions/pivot-aborts'],
  },
  'merge-or-overwrite': {
    title: 'Two users edit the same data offline: the last writer wins, siblings or a CRDT?',
    words:
      'lww vs crdt vs siblings, conflict resolution strategies, concurrent updates in an offline-first app, multi-leader conflicts, last-write-wins or crdts for a shopping cart',
    decides:
      'Last writer wins only if a lost write does no harm; siblings (keep both versions) if the application or the user can merge; a CRDT if the data can merge by itself: counters, sets, texts, maps of fields.',
    sides: {
      'Last writer wins': 'crdt/skewed-clocks',
      Siblings: 'crdt/siblings',
      'A CRDT per field': 'crdt/profile-fields',
    },
  },
  'collaborative-editor': {
    title: 'How do you design a collaborative text editor such as Google Docs?',
    words:
      'design google docs, figma, real-time collaborative editing, operational transformation vs crdt, concurrent typing, offline edits, two users edit the same document at once, two people type into the same shared document while one is offline, merge their edits, crdt vs ot',
    decides:
      'Use a sequence CRDT such as Yjs or Automerge, whose edits merge in any order, even offline; operational transformation (Google Docs) shifts positions instead, and needs a server that orders the edits.',
    sides: {
      'A day offline': 'crdt/offline-day',
      'Typing at one place': 'crdt/typing-at-one-place',
      'Bytes of an edit': 'crdt/bytes-on-the-wire',
    },
    rules: ['crdt/skip-later-ids', 'crdt/left-children'],
  },
  'deleted-data-returns': {
    title: 'Why does deleted data come back, and how do tombstones prevent it?',
    words:
      'zombie rows, resurrected deletes, tombstones gc_grace_seconds, remove from a set without it coming back, do deleted items reappear after a node comes back, why do deleted rows reappear in Cassandra, what are tombstones, what is a tombstone',
    decides:
      'Keep a tombstone in place of what was deleted until every replica has seen it and no older file holds the old value; if it is dropped earlier, the old value looks new and spreads again.',
    sides: {
      'A replicated store': 'replication/deleted-key',
      'A CRDT set': 'crdt/silent-replica',
      'An LSM tree': 'access/deleted-keys',
    },
    rules: ['replication/tombstones-outlive-repair', 'crdt/keep-tombstones-until-acknowledged'],
  },
  'concurrent-updates': {
    title: 'Optimistic or pessimistic locking: how do concurrent updates go wrong, and what helps?',
    words:
      'optimistic vs pessimistic locking, select for update vs optimistic locking, fix a lost update, select for update vs version column, compare and set, race condition in database, two users book the same seat, two users or admins edit the same record and one change disappears, what is a version column, how do you avoid or prevent lost updates',
    decides:
      'Optimistic locking (a version column and a retry) if conflicts are rare, pessimistic locking (SELECT FOR UPDATE, always in the same order) if they are frequent, and serializable if a constraint spans several rows.',
    sides: {
      'Read, then write': 'transactions/lost-update',
      'Check, then write': 'transactions/write-skew',
      'Locks in two orders': 'transactions/lock-order',
    },
  },
  'what-is-a-crdt': {
    title: 'What is a CRDT?',
    words:
      'explain crdts, conflict-free replicated data types, how do crdts merge, what is strong eventual consistency, how do replicas converge, how do crdts work, example of a crdt, do crdts need a central server, how do crdts resolve conflicts, what is a crdt and how does a grow-only counter merge without conflicts',
    decides:
      'A CRDT is a data type whose replicas accept writes without asking one another and converge once all have the same updates, because its merge is commutative, associative and idempotent; a rule over all replicas, such as a unique name, still needs coordination.',
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
    rules: ['crdt/spend-own-rights', 'crdt/collect-only-stable'],
  },
  'cap-strong-or-eventual': {
    title: 'Strong or eventual consistency (CAP, PACELC): what does each cost?',
    words:
      'CAP and PACELC, linearizability vs eventual consistency, dynamodb strongly vs eventually consistent reads, strong vs eventual consistency, cp vs ap, consistency vs availability vs latency, trade-offs of eventual consistency, a system that appears to violate CAP, why CAP is misunderstood',
    decides:
      'In a network partition a store must refuse requests or give answers that contradict (CAP), and without one consistency costs latency (PACELC): choose strong if a stale answer does harm (balances, stock), eventual if it only annoys.',
    sides: {
      'In a partition': 'replication/partition-choice',
      'Without one': 'replication/staleness-grid',
      'Both in one store': 'replication/choice-per-operation',
    },
  },
  'quorum-guarantee': {
    title: 'Quorum reads and writes: what does R + W > N guarantee, and what does it not?',
    words:
      'strict vs sloppy quorum, dynamo cassandra tunable consistency, linearizable with dynamo-style quorums, consistency level ONE vs QUORUM, with N=3 R=2 and W=2 can a client still read a stale value, stale reads despite quorums, three replicas with R=2 and W=2, five replicas write to 3 and read from 2, is R + W > N enough, three copies of each record and writes succeed after two acknowledgements: how many must I read from to see the latest write, can I read from just one copy, should I read and write at quorum or write to all and read from one, write all read one, read one write all (ROWA), W=3 and R=1 or W=2 and R=2, why not write to all replicas and read from one, we keep 5 copies, wait for 3 on a write and ask 2 on a read: will a read always see the last write, if I read and write at a majority, can a read still return a stale value, can a quorum read still return stale data',
    decides:
      'If R + W > N, no read misses an acknowledged write, because it meets a replica that has it: of three replicas W = R = 2 goes on with one dead, while W = 3, R = 1 reads fastest, but then stops all writes; a write in flight may be seen by one read and missed by the next, and a sloppy quorum or R + W <= N can read stale values.',
    sides: {
      'A strict quorum': 'replication/quorum-store',
      'By N, R and W': 'replication/bounded-staleness',
      'A sloppy one': 'replication/sloppy-quorum',
    },
    rules: ['replication/quorums-intersect', 'replication/only-home-replicas-count'],
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
      'what are hinted handoff and read repair, what are read repair and anti-entropy, read repair vs anti-entropy, merkle trees, how do cassandra nodes find differences between replicas, tombstones, how does cassandra handle a node that was down, how do you bring a failed replica back, a replica that was down for a day gets back in sync without copying everything, Dynamo-style repair',
    decides:
      'Other nodes replay what they kept for it (hinted handoff), reads repair what they touch, and comparing Merkle trees (anti-entropy) finds the rest; tombstones must be kept until then.',
    sides: {
      'Merkle trees': 'replication/missed-writes',
      'Deleted keys': 'replication/deleted-key',
      Hints: 'replication/sloppy-quorum',
    },
    rules: ['replication/hint-is-delivered', 'replication/anti-entropy-runs'],
  },
  'orchestration-or-choreography': {
    title: 'Orchestration or choreography of a saga?',
    words: 'orchestrated vs choreographed saga, stuck sagas, event-driven saga',
    decides:
      'Choreography (services react to one another’s events) for two or three steps, because it needs no central service; orchestration (one service directs the steps) if one place must know where each saga is, resume it and undo it.',
    sides: {
      Choreography: 'transactions/saga-choreography',
      Orchestration: 'transactions/saga-crash',
    },
  },
  'event-sourcing-costs': {
    title: 'What are the benefits and costs of event sourcing?',
    words:
      'event sourcing pros and cons, cqrs, snapshots, event schema evolution, rebuild projections, event sourcing vs crud, is event sourcing overkill',
    decides:
      'Event sourcing is worth it where the history itself matters, such as ledgers and audits; the price is snapshots against long replays, upcasters for old events, and read models that lag behind (CQRS).',
    sides: {
      'Reads and writes': 'transactions/event-streams',
      Replay: 'transactions/rebuild-time',
      'Old events': 'transactions/schema-versions',
    },
  },
  'double-booking': {
    title: 'How do you prevent double booking or overselling?',
    words:
      'last seat, last item in stock, hotel room booking with overlapping date ranges, booking system with holds that expire, inventory reservation that expires, reserve for ten minutes, two guests book the same room, exclusion constraint, two people buy the last ticket at the same time, two users book at once, design ticketmaster, reservation while payment is pending, how do you prevent overselling, design ticket booking',
    decides:
      'Let the database refuse the second booking as it is written: a unique constraint (for date ranges an exclusion constraint) or a conditional update (UPDATE … WHERE stock > 0), not a check before; while a payment is pending, hold the item until a deadline (semantic lock).',
    sides: {
      'A unique constraint': 'transactions/check-then-insert',
      'A reservation': 'transactions/saga-seat',
      'A counter': 'transactions/lost-update',
    },
    rules: ['transactions/insert-waits-for-twin', 'transactions/semantic-lock'],
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
    rules: ['transactions/dedup-with-effect-atomic', 'transactions/version-guards-value'],
  },
  'isolation-level': {
    title: 'Which isolation level is enough: read committed, snapshot isolation or serializable?',
    words:
      'read committed vs repeatable read vs serializable, snapshot isolation anomalies, could not serialize access due to concurrent update, what are the acid properties, isolation in acid, lost update vs write skew, is serializable slow, repeatable read in mysql, which isolation level prevents write skew, which isolation level prevents it',
    decides:
      'Read committed with atomic updates or explicit locks is enough for single rows; snapshot isolation (PostgreSQL’s repeatable read, not MySQL’s) prevents lost updates too; only serializable keeps a constraint across rows (write skew).',
    sides: {
      Anomalies: 'transactions/isolation-levels',
      'Write skew': 'transactions/write-skew',
      'Lost updates': 'transactions/lost-update',
    },
    rules: ['transactions/pivot-aborts', 'transactions/one-snapshot'],
  },
  'unused-index': {
    title: 'When does an index not help?',
    words:
      'why is my index not used, full table scan although there is an index, why is my query not using the index, index for low selectivity, index on a status column with few values, wrong column order, when does adding an index hurt, too many indexes slow inserts',
    decides:
      'If the query selects a large share of the rows, because it is cheaper then to read the whole table in order, or if its condition is not on the first columns of the index, or on a function of them; and each index slows writes.',
    sides: {
      Selectivity: 'access/cheapest-plan',
      'Column order': 'access/composite-index',
      'Soft deletes': 'access/soft-delete',
    },
    rules: ['access/index-begins-with-condition', 'access/plan-by-cost'],
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
    words: 'GraphQL trade-offs, over-fetching vs N+1, when would you argue against GraphQL',
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
    rules: ['transactions/lock-in-one-order', 'transactions/deadlock-is-broken'],
  },
  'distributed-transactions': {
    title: 'What is a distributed transaction, and why avoid it?',
    words:
      'what is a distributed transaction, disadvantages of two-phase commit, is 2pc slow, does 2pc scale, why not use XA',
    decides:
      'One that commits at all participants or at none; but each keeps its locks until it hears the decision, so few a second can change one row, and a crash of the coordinator blocks them: prefer a saga, or data that changes together in one database.',
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
      'For as long as a repeat can arrive: idempotency keys while clients may retry (Stripe: at least 24 hours), message ids while the broker can redeliver, which is its retention.',
    sides: {
      Messages: 'transactions/dedup-window',
      Requests: 'transactions/key-contract',
    },
  },
  'kinds-of-replication': {
    title: 'Single-leader, multi-leader or leaderless replication?',
    words:
      'how does leader-follower replication work, master-slave vs master-master, primary-replica replication, types of database replication, multi-region database with writes everywhere, how do leaderless databases stay consistent, leader-based vs leaderless, active-active writes, dynamo style',
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
    rules: ['paxos/majority-not-half'],
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
      'promote a replica, is automatic failover safe, can acknowledged writes be lost with synchronous replication, primary database crashes, data loss in a failover, how is a new primary chosen when the primary dies, pick which replica to promote',
    decides:
      'Acknowledge a write only when enough replicas have it, and promote the most complete replica that a majority can find: the latest epoch first, and only among equals the longest log.',
    sides: {
      Acknowledgements: 'replication/failover-in-lag',
      'Which replica': 'replication/longest-log',
      'Random faults': 'replication/random-faults',
    },
  },
  'old-primary-returns': {
    title: 'An old primary comes back after a failover: what must happen?',
    words:
      'old primary comes back after a failover in postgres, former primary returns, stonith, fence the old primary, pg_rewind, two primaries after a failover, zombie primary',
    decides:
      'The old primary must not serve writes: replicas refuse its older epoch or term (fencing), it steps down when it hears of the newer one, drops the writes that the new primary lacks (pg_rewind), and follows as a replica.',
    sides: {
      'It steps down': 'raft/minority-partition',
      'It drops writes': 'raft/isolated-tail',
      'Several failovers': 'replication/random-faults',
    },
  },
  'linearizability-or-serializability': {
    title: 'Linearizability or serializability: what is the difference?',
    words:
      'linearizable vs serializable, is serializable the same as linearizable, strict serializability, difference between linearizability and serializability with an example',
    decides:
      'Linearizability is about one object and real time: each operation takes effect at one moment between its call and its return; serializability is about transactions over several objects: they have the effect of some serial order, which may differ from real time; a store with both is strictly serializable.',
    sides: {
      'Real time (linearizability)': 'raft/deposed-leader-read',
      'Several objects (serializability)': 'transactions/write-skew',
      'Both (strict serializability)': 'clocks/external-consistency',
    },
    rules: ['raft/read-confirms-leadership', 'transactions/pivot-aborts'],
  },
  'hash-or-range-sharding': {
    title: 'Hash or range sharding?',
    words:
      'hash vs range partitioning, shard key, partition key and sort key, shard by user id or by time, hot last range with a timestamp key, range scans over shards',
    decides:
      'By ranges if you scan them, such as one user’s events by time, but a key that only grows (a timestamp, an auto increment) sends every write to the last range; by hash if single keys are read and writes must spread, but then a range scan asks every shard; a compound key (hash of the user, then time) gives both.',
    sides: {
      Ranges: 'raft/ranges',
      'A hash': 'traffic/add-a-node',
      'A hot range': 'traffic/hot-partition',
    },
    rules: ['traffic/suffix-spreads-writes', 'traffic/owner-ignores-node-count'],
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
      'types of database indexes, which index for this query, index design, composite index or two single-column indexes, what is a covering index, when is adding an index a bad idea',
    decides:
      'Composite for several conditions (columns compared with = first, then the one sorted by), covering if the index then has every column that is asked for, partial if queries always want the same few rows; a database can combine two single indexes (bitmap AND), but reads more entries than a composite one has.',
    sides: {
      Composite: 'access/composite-index',
      Covering: 'access/first-rows',
      Partial: 'access/soft-delete',
    },
    rules: ['access/equality-before-range', 'access/index-covers-the-query'],
  },
  'write-ahead-log': {
    title: 'How does a write-ahead log (WAL) work?',
    words:
      'what is a WAL, why do databases write a log first, crash recovery, redo log, commit log, append-only file',
    decides:
      'Each change is appended to a log and synced before it is acknowledged (group commit: one sync for all that wait), so that the database can replay the log after a crash; a half-written record fails its checksum and is dropped.',
    sides: {
      Recovery: 'access/crash-before-flush',
      'Its speed': 'access/group-commit',
      'A torn record': 'raft/torn-record',
    },
    rules: ['access/log-before-memtable', 'replication/torn-tail-is-dropped'],
  },
  'uuid-versions': {
    title: 'UUIDv4, UUIDv7 or auto increment as a primary key?',
    words:
      'uuid v4 vs v7, random or time-ordered uuid as primary key, uuidv4 vs auto increment as primary key, uuid vs bigserial identity column, uuid v7 vs ulid, sequential ids vs random ids, uuidv4 or snowflake ids as primary key',
    decides:
      'UUIDv7 (or ULID, or a Snowflake id of half the size if each generator can get a number) if several servers make ids: new keys go to the end of the index, as with auto increment, which is smallest but needs one counter and is guessable; UUIDv4 only if an id must not reveal its time.',
    sides: {
      'As a primary key': 'access/random-keys',
      'What it reveals': 'clocks/id-anatomy',
    },
  },
  'vector-clocks': {
    title: 'What is a vector clock, and how does it detect conflicts?',
    words: 'vector clock explained, version vector, concurrent writes, vector clock vs timestamp',
    decides:
      'A vector clock has a counter per replica and orders writes: one follows another if none of its counters is smaller; if each of the two has a larger one, they are concurrent: a conflict.',
    sides: {
      Versions: 'crdt/siblings',
      'Shopping carts': 'replication/concurrent-carts',
      Size: 'crdt/metadata-growth',
    },
    rules: ['replication/concurrent-writes-are-kept', 'replication/write-carries-context'],
  },
  'last-writer-wins': {
    title: 'What is wrong with last writer wins?',
    words:
      'last write wins problems, lww data loss, is last-write-wins safe, cassandra lost updates by timestamp, why not use timestamps of different servers to decide which write came last, wall clock timestamps for conflicts, two servers in different regions both write to the same record and their wall clocks are off: if we keep the newest timestamp, what goes wrong and what would you use instead, newest timestamp wins',
    decides:
      'Last writer wins keeps one of concurrent writes and drops the others without telling, and with skewed clocks drops even a later write: use it only for values whose loss does no harm.',
    sides: {
      'Skewed clocks': 'crdt/skewed-clocks',
      'Whole items': 'crdt/profile-fields',
      'A clock that moves on': 'clocks/later-write',
    },
  },
  'crdt-sets': {
    title: 'OR-Set, LWW-Set or remove-wins: which CRDT for a set?',
    words:
      'orset vs lww set vs 2p-set, add-wins vs remove-wins, deleted element comes back in a set, what is an OR-Set and why does a removed item not come back',
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
    rules: ['crdt/spend-own-rights'],
  },
  'offline-first': {
    title: 'How do you sync an offline-first app?',
    words:
      'offline first mobile app, local-first sync, sync after reconnect, conflicts after offline edits, device offline for weeks, two people edit the same note offline, how do you merge both edits',
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
};
