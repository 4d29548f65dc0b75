/** The field's words, each in a sentence, and the scenario that shows it. */

export interface Term {
  readonly means: string;
  readonly shownBy: string;
  /** How else it is written where it is used. */
  readonly also: readonly string[];
}

const term = (means: string, shownBy: string, ...also: string[]): Term => ({
  means,
  shownBy,
  also,
});

/** Words that mean something else elsewhere: they are explained in answers of these wings alone. */
export const wingsOfTerms: Readonly<Record<string, readonly string[]>> = {
  'allowed lateness': ['kafka'],
  lease: ['locks', 'raft', 'paxos', 'clocks', 'replication', 'deployment', 'serverless'],
  'cache lease': ['cache'],
  'adaptive limit': ['resilience'],
  backfill: ['deployment'],
  baseline: ['canary'],
  meter: ['traffic'],
  pivot: ['transactions'],
  'service time': ['traffic'],
  acks: ['kafka'],
  'causal context': ['crdt', 'replication'],
  checkpoint: ['access'],
  compaction: ['access'],
  'compacted topic': ['kafka'],
  'CPU throttling': ['autoscaling'],
  deadlock: ['transactions', 'access'],
  dot: ['crdt', 'replication'],
  'grace period': ['autoscaling'],
  epoch: ['replication'],
  'connection gateway': ['fanout'],
  'hash slot': ['traffic'],
  'key range': ['raft', 'traffic'],
  permit: ['resilience'],
  knee: ['traffic', 'resilience', 'estimation'],
  'token family': ['auth'],
  heartbeat: ['fanout'],
  HPA: ['autoscaling'],
  'jump hash': ['traffic'],
  learner: ['raft', 'paxos'],
  'paging alert': ['slo'],
  levelled: ['access'],
  'power of a test': ['canary'],
  presence: ['fanout'],
  'recovery point': ['transactions'],
  'replay attack': ['auth'],
  'rolling update': ['canary', 'deployment', 'autoscaling'],
  'shadow traffic': ['canary'],
  'significance level': ['canary'],
  inbox: ['transactions'],
  offset: ['kafka'],
  relay: ['transactions', 'kafka'],
  'session timeout': ['kafka'],
  'slow start': ['traffic'],
  snapshot: ['raft'],
  'state parameter': ['auth'],
  term: ['raft'],
  'token version': ['auth'],
  tolerance: ['autoscaling'],
};

export const glossary: Readonly<Record<string, Term>> = {
  PMP: term(
    'a phantom read: a query of one transaction finds rows that its earlier run did not',
    'transactions/isolation-levels',
  ),
  'G2-item': term(
    'write skew, in the names of Adya: a cycle of transactions that each read a row which another one writes',
    'transactions/isolation-levels',
  ),
  Hermitage: term(
    'a published set of tests of what the isolation levels of real databases allow',
    'transactions/isolation-levels',
  ),
  'max-age': term(
    'the seconds for which a response is fresh; s-maxage is that of shared caches alone',
    'deployment/edge-cache',
    's-maxage',
  ),
  'no-cache': term(
    'a Cache-Control word: a cache may keep the response, but asks the origin before each use',
    'deployment/edge-cache',
  ),
  'no-store': term('a Cache-Control word: no cache keeps the response', 'deployment/edge-cache'),
  '304': term(
    'the status “not modified”: the copy that a cache has may be used, and no body is sent',
    'deployment/edge-cache',
  ),
  ETag: term(
    'a tag of a response’s version: a cache sends it back to ask whether that is still the newest',
    'deployment/edge-cache',
    'If-None-Match',
    'ETags',
  ),
  '2P-Set': term(
    'a set CRDT in which a removed element can never be added again',
    'crdt/shopping-cart',
  ),
  acceptor: term(
    'in Paxos a server that promises and accepts proposals; with 2F + 1 of them, F may fail',
    'paxos/one-value',
  ),
  'access token': term(
    'what a client shows with each request, good for minutes; a JWT says who it is for and until when by itself',
    'auth/revocation',
  ),
  ACID: term(
    'atomic: all of a transaction or nothing; consistent: constraints hold; isolated: concurrent transactions do not disturb one another; durable: what was committed survives a crash',
    'transactions/isolation-levels',
  ),
  'absolute lifetime': term(
    'how long after a sign-in its tokens are refreshed at most',
    'auth/stolen-refresh',
  ),
  acks: term(
    'how many replicas a Kafka producer waits for: none (0), the leader (1), or all that are in sync (all)',
    'kafka/leader-loss',
  ),
  'adaptive limit': term(
    'how many calls a service takes at once, lowered when latency rises and raised when it is low; the rest is shed',
    'resilience/load-shedding',
    'adaptive limits',
  ),
  'adaptive throttling': term(
    'a client refuses some of its own requests at once, the more the fewer of them the service accepts',
    'resilience/client-throttling',
    'client-side throttling',
  ),
  'allowed lateness': term(
    'how long after its result a window still takes late events, each of which gives a new result; in Kafka Streams the grace period',
    'kafka/late-events',
    'grace period',
  ),
  'anti-entropy': term(
    'replicas compare what they have in the background, and exchange what differs',
    'replication/missed-writes',
  ),
  'Amdahl’s law': term(
    'processors speed up only what runs in parallel: with a serial share s never more than 1 / s times',
    'estimation/scaling-up',
    'Amdahl',
  ),
  'at-least-once': term(
    'delivery that repeats until it is acknowledged, so that a receiver may see a message twice',
    'kafka/delivery-table',
  ),
  'at-most-once': term(
    'delivery that never repeats, so that a message may be lost',
    'kafka/delivery-table',
  ),
  backfill: term(
    'copying old rows into a new column or table while writes go on',
    'deployment/rename-column',
  ),
  'backlog of accept': term(
    'connections that the kernel has made and the server has not accepted yet; when it is full, SYNs are dropped and come again after 1, 2, 4 s',
    'io/connection-burst',
    'accept queue',
  ),
  backpressure: term(
    'a slow receiver makes the sender slow down, instead of a queue that grows',
    'resilience/slow-dependency',
  ),
  'backward compatible': term(
    'a reader of the new schema reads what was written with the old one; consumers are upgraded first',
    'deployment/event-schemas',
  ),
  ballot: term(
    'in Paxos the number of an attempt, of which acceptors refuse lower ones than they promised; in Raft a term and the vote in it',
    'paxos/single-decree',
    'ballots',
  ),
  baseline: term(
    'the old version that a canary is compared with, on instances and traffic that are alike',
    'canary/old-fleet',
  ),
  'batching loader': term(
    'gathers the keys that are asked for in one turn of the event loop into one query, and asks for each once (DataLoader)',
    'access/batch-functions',
  ),
  'birthday bound': term(
    'among n random codes of N, collisions begin at about the square root of N',
    'estimation/short-codes',
  ),
  bisection: term(
    'finding the commit that brought a defect by halving what is left, in as many tests as the logarithm of the commits',
    'deployment/bisect',
  ),
  'bitmap scan': term(
    'reads the entries of an index first and then the pages that they point to, each once and in order',
    'access/cheapest-plan',
    'bitmap index scan',
    'bitmap heap scan',
  ),
  'blast radius': term(
    'how many users a bad release reaches before it is stopped',
    'canary/six-strategies',
  ),
  blocklist: term(
    'revoked tokens that have not expired yet; about revocations a second x half the lifetime of a token',
    'auth/blocklist-size',
  ),
  'Bloom filter': term(
    'bits that answer "surely not" or "perhaps" for membership',
    'estimation/bloom-filter',
    'Bloom filters',
  ),
  'blue-green': term(
    'the new version starts beside the old one on as many servers, and all traffic is switched at once',
    'canary/six-strategies',
  ),
  'buffer pool': term(
    'the pages that a database keeps in memory; a page that is not there is read from the disk',
    'access/random-keys',
    'buffer cache',
    'shared buffers',
  ),
  bulkhead: term(
    'a pool for each dependency, so that a slow one cannot take every thread',
    'resilience/pool-size',
  ),
  'burn rate': term(
    'how many times as fast as allowed an error budget is spent: the share of failures divided by the share that the objective allows',
    'slo/outage-alerts',
    'burn rates',
  ),
  'cache lease': term(
    'the right of one reader to fill a missed key, while others wait or get the old value; a write to that key takes it away, so that no old value is stored',
    'cache/invalidation-race',
    'lease',
  ),
  'cache stampede': term(
    'many requests miss the same expired key at once, and all of them load it (dogpile, thundering herd)',
    'cache/hot-key-expires',
  ),
  'cache-aside': term(
    'the application asks the cache, on a miss the database, and fills the cache itself',
    'cache/five-patterns',
    'lazy loading',
  ),
  'CAP theorem': term(
    'while a network partition lasts, a store gives up either consistency (answers may contradict one another) or availability (it refuses requests)',
    'replication/partition-choice',
  ),
  'causal consistency': term(
    'nobody sees an effect before its cause; concurrent writes may be seen in different orders',
    'raft/consistency-levels',
  ),
  'canary release': term(
    'a few instances or users get the new version first, beside a baseline of the old one; if it fails more often it is rolled back, otherwise the share grows in steps',
    'canary/bad-release',
    'canary',
    'canary deployment',
  ),
  'causal context': term(
    'the set of dots that a replica has seen; an element that a state lacks although its dot is there was removed',
    'crdt/shopping-cart',
    'context',
  ),
  'causal reverse': term(
    'a read sees the second of two writes and misses the first, which had ended before',
    'clocks/causal-reverse',
  ),
  'causal stability': term(
    'an event is stable when every replica is known to have it: nothing concurrent with it is still to come',
    'crdt/silent-replica',
  ),
  'chain replication': term(
    'a write passes through the replicas in a row; the last one, the tail, commits it',
    'replication/chain-failures',
  ),
  'change data capture': term(
    'reading committed changes from the database’s log (CDC)',
    'kafka/outbox-consumer',
    'CDC',
  ),
  'check-quorum': term(
    'a leader that hears from no majority for an election timeout steps down',
    'raft/isolated-leader',
  ),
  checkpoint: term(
    'the moment at which a database writes every page that has changed in memory, so that recovery starts its log there',
    'access/random-keys',
  ),
  'Che’s approximation': term(
    'a formula for the hit ratio of an LRU cache, from the popularity of the items and the size of the cache',
    'cache/hot-set',
  ),
  choreography: term(
    'services react to one another’s events, and none of them directs the saga',
    'transactions/saga-choreography',
  ),
  'circuit breaker': term(
    'after too many failures calls are refused at once, until a probe succeeds',
    'resilience/slow-dependency',
    'breaker',
    'breakers',
  ),
  'closed form': term(
    'a formula that gives a figure exactly, beside which a simulated one can be held',
    'estimation/error-budget',
  ),
  'commit index': term('how far a replicated log is known to be committed', 'raft/follower-read'),
  'commit wait': term(
    'a commit is told to clients only when its timestamp has passed on every clock',
    'clocks/external-consistency',
  ),
  'collapse id': term(
    'a name of a push notification, which a later one of the same name replaces on the screen',
    'fanout/push-campaign',
    'apns-collapse-id',
    'collapse key',
  ),
  compensation: term(
    'a step of a saga that undoes an earlier one, such as a refund',
    'transactions/saga-compensation',
    'compensations',
    'compensating transaction',
  ),
  'cold start': term(
    'the first request to a new instance of a function: it waits until the runtime and the code are loaded',
    'serverless/sparse-requests',
    'cold starts',
  ),
  'compacted topic': term(
    'a Kafka topic that keeps the latest record of each key instead of what is young; a record without a value, a tombstone, deletes its key',
    'kafka/compacted-topic',
    'log compaction',
    'cleanup.policy=compact',
  ),
  compaction: term(
    'sorted runs of an LSM tree are merged into larger ones; of each key the newest value stays',
    'access/slow-compaction',
  ),
  'compare-and-set': term(
    'an update that happens only if the value is still the one that was read; what force-with-lease does with a branch',
    'deployment/force-push',
  ),
  'composite index': term(
    'an index on several columns; it is in order by the first, and by the second only within one value of the first',
    'access/composite-index',
  ),
  conflation: term(
    'a full queue keeps only the newest value of each key, so that a slow client ends with the right ones',
    'fanout/slow-client',
  ),
  'consistent hashing': term(
    'nodes and keys on a ring: a node that joins or leaves moves only its own share of the keys',
    'traffic/add-a-node',
    'hash ring',
  ),
  'consumer group': term(
    'consumers that share the partitions of a topic, one reader for each; every group has its own offsets',
    'kafka/ten-consumers',
    'consumer groups',
  ),
  'consumer lag': term(
    'how many records a consumer group has not processed yet',
    'kafka/lag-uniform',
  ),
  'cooperative rebalancing': term(
    'members of a consumer group give up only the partitions that move, and go on reading the others',
    'kafka/rolling-deploy',
  ),
  'Count-Min': term(
    'counts how often each item came in a small table of counters: never too low',
    'estimation/sketches',
    'Count-Min sketch',
  ),
  'coordinated omission': term(
    'a load generator that waits for each reply sends nothing while the server stands still, so the longest waits are never measured',
    'slo/omitted-waiting',
  ),
  'covering index': term(
    'an index with every column that a query asks for, so that no row of the table is read (index-only scan)',
    'access/first-rows',
  ),
  'CPU throttling': term(
    'a container that has used its quota stands still until the next period of 100 ms',
    'autoscaling/cpu-quota',
    'throttled',
    'throttles',
  ),
  CQRS: term(
    'command query responsibility segregation: writes go to one model and reads to another, which is computed from the writes and lags behind them',
    'transactions/event-streams',
  ),
  CrashLoopBackOff: term(
    'Kubernetes waits longer and longer, up to five minutes, before it starts a container again that keeps ending',
    'autoscaling/crash-loop',
  ),
  CRDT: term(
    'a data type whose replicas merge to the same value in any order of messages',
    'crdt/page-views',
  ),
  criticality: term(
    'how much depends on a request, as its caller marks it: CRITICAL_PLUS, CRITICAL, SHEDDABLE_PLUS or SHEDDABLE; each tier passes it on',
    'resilience/priority-shedding',
    'CRITICAL_PLUS',
    'SHEDDABLE',
  ),
  'cuckoo filter': term(
    'answers whether a key may have been added, like a Bloom filter, and allows removal',
    'estimation/sketches',
  ),
  'dead-letter queue': term(
    'where a message goes that has failed as often as it may, so that it no longer holds up the others',
    'kafka/poison-message',
    'dead-letter topic',
    'dead letter',
  ),
  deadlock: term(
    'transactions that wait for one another in a circle; a database aborts one of them, and locks taken in one order prevent it',
    'transactions/lock-order',
  ),
  'delta-state': term(
    'of a CRDT: the part of its state that an edit changed, sent instead of the whole',
    'crdt/bytes-on-the-wire',
    'deltas',
  ),
  'decorrelated jitter': term(
    'a wait drawn between the base and three times the wait before',
    'resilience/backoff',
  ),
  'dirty read': term(
    'reading what another transaction has written and not committed yet',
    'transactions/isolation-levels',
    'dirty reads',
  ),
  'dominant share': term(
    'a user’s share of the resource of which it needs most; fair is who has equal ones (DRF)',
    'autoscaling/dominant-share',
  ),
  'distributed transaction': term(
    'a transaction with parts in several databases or services, which commit all or not at all',
    'transactions/two-phase-commit',
  ),
  dot: term(
    'the name of one edit of a CRDT: the replica that made it, and its number there',
    'crdt/shopping-cart',
    'dots',
  ),
  draining: term(
    'a server that is to stop gets no new requests, finishes those in flight, and ends',
    'autoscaling/rolling-update',
  ),
  'dual write': term(
    'writing to two stores without a transaction over both: a crash between the writes leaves them apart',
    'kafka/dual-write',
  ),
  durability: term(
    'what was acknowledged survives a crash or a power failure',
    'replication/power-loss',
  ),
  EAGAIN: term(
    'what a read or write of a non-blocking socket returns if there is nothing to read, or no room to write',
    'io/edge-and-level',
  ),
  'edge-triggered': term(
    'epoll reports that something new has come, once; what is left in the buffer causes no event (level-triggered: reported as long as it is there)',
    'io/edge-and-level',
  ),
  'election timeout': term(
    'how long a follower waits for a heartbeat before it stands for election',
    'raft/leader-crash',
    'election timeouts',
  ),
  'ephemeral node': term(
    'a node in ZooKeeper that is deleted when the session of its client ends',
    'locks/session-timeout',
    'ephemeral nodes',
    'ephemeral sequential node',
  ),
  epoch: term(
    'a number that grows with each new primary, so that what an old one wrote is recognised',
    'replication/longest-log',
  ),
  epoll: term(
    'Linux keeps what a program watches, and a list of what is ready: a wait looks at that list, however many are watched',
    'io/waiting-costs',
  ),
  'Erlang B formula': term(
    'the share of calls that find all servers busy, where none waits',
    'serverless/provisioned',
    'Erlang B',
    'Erlang’s B formula',
  ),
  'Erlang C formula': term(
    'the share of calls that have to wait, and how long, where servers are busy and calls queue',
    'estimation/servers-needed',
    'Erlang C',
    'Erlang’s C formula',
  ),
  'error budget': term(
    'the share of requests or minutes that an SLO allows to fail',
    'estimation/error-budget',
    'error budgets',
  ),
  'event loop': term(
    'one thread waits for whatever is ready and runs the callback of each to its end, one after the other',
    'io/blocked-loop',
  ),
  'event sourcing': term(
    'events are the record, and state is what replaying them gives',
    'transactions/event-streams',
  ),
  'event time': term(
    'when an event happened, as its record says; processing time is when it came',
    'kafka/late-events',
    'processing time',
  ),
  'eventual consistency': term(
    'once writes stop, all replicas come to the same value',
    'replication/staleness-grid',
  ),
  'exactly-once': term(
    'each message takes effect once: at-least-once delivery with deduplication or transactions',
    'kafka/delivery-table',
  ),
  'expand and contract': term(
    'a breaking change in steps that each serve both releases: add, write both, copy, switch reads, drop (parallel change)',
    'deployment/rename-column',
  ),
  'expected cost': term(
    'the cost of each outcome, weighted by how likely it is; the choice of the lowest one is the best on average',
    'deployment/roll-back-or-wait',
  ),
  'exponential backoff': term(
    'waiting twice as long after each failure, up to a cap',
    'resilience/backoff',
    'backoff',
  ),
  failover: term('another replica takes over from a primary that failed', 'raft/leader-crash'),
  'fan-out on write': term(
    'a post is copied to the inbox of every follower when it is made, so that reading is one look-up; fan-out on read merges the authors a reader follows instead',
    'fanout/three-timelines',
  ),
  'feature flag': term(
    'a switch in running code: it decides who gets a feature, without a deployment',
    'deployment/flag-off',
  ),
  'fencing token': term(
    'a number that grows with each grant of a lock, by which a store refuses a former holder',
    'locks/late-write',
    'fencing tokens',
  ),
  'field number': term(
    'stands for the name of a field in Protobuf bytes; a number that was used once must never mean another field',
    'deployment/field-numbers',
  ),
  'first fit decreasing': term(
    'packing the largest first, each into the first place with room',
    'autoscaling/packed-nodes',
  ),
  'fill factor': term(
    'how full a page is left when it is split or built; PostgreSQL leaves 90% in the old leaf at the right end of an index',
    'access/random-keys',
    'fillfactor',
  ),
  'Fisher’s exact test': term(
    'a test whether two shares differ that counts all ways to get so many failures; it holds for small numbers, too',
    'canary/few-errors',
    'Fisher',
  ),
  'fixed window': term(
    'a rate limiter that counts from zero in each period, so two limits pass around its edge',
    'traffic/window-edge',
  ),
  'flag bucketing': term(
    'a hash of the user and the name of the flag decides for which users it is on, so that they keep it',
    'deployment/two-flags',
  ),
  'FLP theorem': term(
    'no deterministic algorithm always reaches consensus if messages may take any time and one process may crash (Fischer, Lynch and Paterson)',
    'paxos/duel',
  ),
  'forced write': term(
    'a write that waits until the disk has it (fsync)',
    'transactions/commit-messages',
    'forced writes',
  ),
  'forward compatible': term(
    'a reader of the old schema reads what is written with the new one; producers are upgraded first',
    'deployment/event-schemas',
  ),
  Fugue: term(
    'a text CRDT that keeps what one person types in one piece',
    'crdt/typing-at-one-place',
  ),
  'G-Counter': term(
    'a CRDT that only counts up, in a slot for each replica',
    'crdt/page-views',
    'G-Counters',
  ),
  'full jitter': term(
    'a wait drawn evenly between 0 and the exponential backoff',
    'resilience/backoff',
  ),
  'gang scheduling': term(
    'a job gets all of the places that it needs at the same time, or none',
    'autoscaling/half-a-gang',
  ),
  GCRA: term(
    'a rate limiter that keeps one time per key, equal to a token bucket',
    'traffic/burst-then-rate',
    'gcra',
  ),
  GOAWAY: term(
    'an HTTP/2 frame that ends a connection: no more calls on it, but those in flight may finish',
    'traffic/long-connections',
  ),
  gossip: term(
    'nodes tell random partners what they know, in rounds, until all know it',
    'replication/gossip',
    'rumour',
    'epidemic',
  ),
  'group commit': term(
    'one fsync of the log for all transactions that wait to commit when it begins',
    'access/group-commit',
  ),
  'grace period': term(
    'how long a pod has from SIGTERM, which asks it to end, until SIGKILL, which ends it',
    'autoscaling/rolling-update',
    'SIGTERM',
  ),
  'group generation': term(
    'the number of a consumer group’s current division of partitions; a commit of an earlier one is refused',
    'kafka/zombie-commit',
    'its generation',
    'newer generation',
  ),
  'half-open': term(
    'the state of a circuit breaker after its wait, in which a few calls, the probes, decide whether it closes',
    'resilience/recovery',
    'half-open state',
  ),
  backbone: term(
    'the broker between servers that hold connections: it passes a message to the server to which its user is connected',
    'fanout/cross-server',
  ),
  'connection gateway': term(
    'the server that holds a user’s open connection',
    'fanout/cross-server',
    'gateway',
    'gateways',
  ),
  'key range': term(
    'the keys between two bounds; one shard, or one group of replicas, has all of them',
    'raft/cross-range-transfer',
    'range',
    'ranges',
  ),
  salting: term(
    'a suffix that spreads one hot key over several partitions; a reader asks all of them',
    'traffic/hot-partition',
  ),
  'hash slot': term(
    'one of the 16,384 parts of a Redis cluster’s keys; each master has some of them',
    'traffic/redis-slots',
    'hash slots',
    'slot',
    'slots',
  ),
  'group-sequential test': term(
    'a test that may look at its data several times, because the looks share one rate of false alarms',
    'canary/peeking',
    'alpha spending',
  ),
  'head-of-line blocking': term(
    'what comes later waits for what is missing before it: on one connection for all streams a lost packet holds up all of them',
    'fanout/lost-packet',
  ),
  heartbeat: term(
    'a small message at a fixed interval that shows that the other end is still there; silence for longer than the timeout means that it is not',
    'fanout/silent-loss',
  ),
  hedging: term(
    'sending a second copy of a request that is slow, and taking the first answer',
    'traffic/hedge-late',
    'hedged request',
    'hedged requests',
    'hedge',
    'hedged',
  ),
  'hinted handoff': term(
    'a write for a replica that is down waits at another node',
    'replication/sloppy-quorum',
    'hinted hand-off',
  ),
  'sloppy quorum': term(
    'a quorum in which other nodes count in place of replicas that cannot be reached, as in Dynamo',
    'replication/sloppy-quorum',
    'sloppy quorums',
  ),
  'hot key': term('one key that gets a large share of the requests', 'cache/hot-key-expires'),
  HMAC: term('a signature by a secret that sender and receiver share', 'auth/webhook-replay'),
  HPA: term(
    'the horizontal autoscaler of Kubernetes: it sets the number of pods by a metric and its target',
    'autoscaling/load-doubles',
    'HPAs',
    'horizontal autoscaler',
  ),
  HttpOnly: term(
    'set for a cookie: scripts cannot read it; SameSite: other sites cannot have it sent',
    'auth/stolen-refresh',
  ),
  'hybrid logical clock': term(
    'a timestamp close to the time of day that never runs behind a message that it has received',
    'clocks/skew-inversions',
    'hybrid clock',
    'hybrid clocks',
  ),
  HyperLogLog: term(
    'counts different items in a few kB, by the longest runs of zero bits of their hashes',
    'estimation/sketches',
  ),
  'idempotency key': term(
    'a client’s name for an operation, by which a repeated request is recognised',
    'transactions/key-contract',
  ),
  idempotent: term('done twice, it has the effect of once', 'transactions/repeated-messages'),
  'idempotent producer': term(
    'a Kafka producer that numbers its records, so that the broker recognises a retry and appends it once',
    'kafka/retries-reorder',
  ),
  'in doubt': term(
    'a participant that has voted yes and does not know the decision yet; it keeps its locks',
    'transactions/coordinator-crash',
  ),
  'in-sync replica': term(
    'a replica that has caught up with its leader within the last seconds; acks=all waits for these alone',
    'kafka/out-of-sync',
    'in-sync replicas',
    'ISR',
  ),
  introspection: term(
    'asking the authority about a token that says nothing itself; a cached answer is as late as it is old',
    'auth/revocation',
  ),
  io_uring: term(
    'an interface of Linux in which a program queues many operations and submits them with one system call',
    'io/batched-calls',
  ),
  jitter: term(
    'randomness in delays or TTLs, so that clients do not retry, or keys expire, together',
    'resilience/backoff',
  ),
  'joint consensus': term(
    'a change of members during which old and new majorities must both agree',
    'raft/several-at-once',
    'joint configuration',
    'joint',
  ),
  'jump hash': term(
    'a function that computes a key’s node from the number of nodes alone, moving as few keys as possible when it grows',
    'traffic/add-a-node',
    'jump',
  ),
  JWT: term(
    'a token that is signed and says by itself who it is for and until when, so that it is checked without a store',
    'auth/revocation',
    'JWTs',
  ),
  KEDA: term(
    'scales Kubernetes workloads by the length of queues and other events, also to zero and back',
    'autoscaling/scale-to-zero',
  ),
  'keyset pagination': term(
    'the next page begins after the last row that was shown, by time and id, instead of by OFFSET',
    'access/next-page',
    'keyset',
  ),
  'Lamport clock': term(
    'a counter that a message moves past its sender’s, so that effects have larger numbers than their causes',
    'clocks/skew-inversions',
    'Lamport',
  ),
  'last event id': term(
    'the id that a client sends when it reconnects, so that the server replays what came after it',
    'fanout/missed-events',
  ),
  'last writer wins': term(
    'of concurrent writes the one with the latest timestamp is kept, and the others are lost',
    'crdt/skewed-clocks',
    'last-writer-wins',
    'last write wins',
  ),
  'leader election': term('servers agree on the one that leads a term', 'raft/first-election'),
  'leadership transfer': term(
    'a leader brings another server up to date and tells it to stand for election at once',
    'raft/rolling-restart',
    'leadership transfers',
  ),
  knee: term(
    'the load from which on waits grow without a bound, because more comes than can be served',
    'traffic/pool-knee',
  ),
  kubelet: term(
    'the program on each Kubernetes node that starts, probes and restarts its containers',
    'autoscaling/hung-process',
    'kubelets',
  ),
  learner: term(
    'a server that gets the log and has no vote; in Paxos, one that hears what was chosen',
    'raft/several-at-once',
    'learners',
  ),
  'leaky bucket': term(
    'a limiter that lets requests through at a constant rate, and refuses those for which the bucket has no room',
    'traffic/smoothing',
  ),
  lease: term('a right that ends by itself when its time is over', 'locks/same-pause'),
  leaseholder: term(
    'the server of a group that alone answers reads, and proposes writes, while its lease lasts',
    'raft/leaseholder',
  ),
  'level-triggered': term(
    'epoll reports a descriptor at every wait as long as something is left to read',
    'io/edge-and-level',
    'level triggering',
  ),
  'least connections': term(
    'a balancer sends each request to the host with the fewest open requests',
    'traffic/unequal-hosts',
    'fewest open requests',
  ),
  levelled: term(
    'levelled compaction keeps one sorted run in each level; tiered compaction lets several pile up, so it writes less and ranges read more',
    'access/btree-or-lsm',
    'levelled compaction',
    'tiered compaction',
  ),
  LFU: term(
    'evicts the entry that was used the fewest times',
    'cache/scan-pollution',
    'least frequently used',
  ),
  linearizability: term(
    'every operation takes effect at one moment between its call and its return',
    'raft/consistency-levels',
    'linearizable',
  ),
  'Little’s law': term(
    'requests in a system = arrivals a second times the time each stays',
    'traffic/held-connections',
  ),
  livelock: term(
    'all parties keep acting, and none of them gets anywhere',
    'paxos/duelling-leaders',
  ),
  'liveness probe': term(
    'a question of the kubelet to a container; after so many failures in a row it kills the container and starts it again',
    'autoscaling/hung-process',
  ),
  'LNKD-DISK': term(
    'latencies measured at LinkedIn with spinning disks, by which the paper on probabilistically bounded staleness computes',
    'replication/bounded-staleness',
  ),
  'lock-second': term(
    'one lock held for one second',
    'transactions/coordinator-crash',
    'lock-seconds',
  ),
  'load shedding': term(
    'refusing some requests at once, so that the others are answered in time',
    'resilience/load-shedding',
    'Shedding',
    'shed',
  ),
  'long polling': term(
    'a request that the server answers when there is something, and that the client repeats at once',
    'fanout/long-polling',
  ),
  'lost update': term(
    'two clients read, change and write the same row, and one change vanishes',
    'transactions/lost-update',
  ),
  LRU: term(
    'evicts the entry that was used the longest time ago',
    'cache/scan-pollution',
    'least recently used',
  ),
  'LSM tree': term(
    'writes go to memory and from there to sorted runs on the disk, which are merged in the background; a read looks into several runs',
    'access/btree-or-lsm',
  ),
  LSN: term(
    'log sequence number: the place of a record in a database’s log, by which replicas say how far they are',
    'replication/stale-own-read',
  ),
  'M/M/1': term(
    'a queue with one server, random (Poisson) arrivals and exponential service times: the mean time in it is the service time / (1 - utilisation)',
    'replication/replica-load',
  ),
  Maglev: term(
    'Google’s table of a fixed size in which each node claims slots in its own order; a key’s hash names a slot',
    'traffic/add-a-node',
  ),
  'Mann-Whitney': term(
    'a test whether the values of one sample tend to be larger than those of another; it compares ranks and not the sizes',
    'canary/slow-hundredth',
    'Mann-Whitney test',
  ),
  memtable: term(
    'the newest writes of an LSM tree, in memory until they are written to the disk as a run; a log keeps them across a crash',
    'access/crash-before-flush',
  ),
  'Merkle tree': term(
    'hashes of hashes, by which two replicas find what differs',
    'replication/missed-writes',
    'Merkle trees',
  ),
  'min.insync.replicas': term(
    'how many replicas must be in sync for Kafka to accept a write with acks=all',
    'kafka/out-of-sync',
  ),
  'monotonic clock': term(
    'a clock that only counts forward and is never set: for durations',
    'clocks/timeout-over-step',
  ),
  'metastable failure': term(
    'an overload that outlives its cause, because retries or reloads keep the load high',
    'resilience/metastable',
    'metastable',
  ),
  'multipart upload': term(
    'an object is sent in numbered parts, each of which can be sent again alone, and put together at the end',
    'traffic/resumable-upload',
  ),
  'monotonic reads': term(
    'a client that reads again never sees an older value than before',
    'replication/session-token',
  ),
  MTBF: term(
    'mean time between failures; MTTR is the mean time to repair one',
    'estimation/recovery-time',
    'MTTR',
  ),
  'multi-leader replication': term(
    'several replicas accept writes and exchange them, so concurrent writes can conflict (active-active, multi-master)',
    'replication/global-table',
    'active-active',
  ),
  'mutual TLS': term(
    'both ends of a connection show a certificate, so the server knows the client as well',
    'auth/certificates',
    'mTLS',
  ),
  MVCC: term(
    'a write makes a new version of the row and leaves the old one, so that readers see the database as it was, without locks',
    'transactions/long-reader',
    'multiversion concurrency control',
  ),
  'N+1 queries': term(
    'a query for a list and one more for each of its items, because each item is resolved by itself',
    'access/n-plus-one',
  ),
  'no-op': term(
    'an entry that changes nothing, by which a new leader commits what it found or fills a gap',
    'raft/new-leader-read',
    'no-ops',
  ),
  'negative caching': term(
    'also remembering, for a short time, that there is no such row',
    'cache/nothing-there',
  ),
  'non-repeatable read': term(
    'the same row, read twice in one transaction, has two values',
    'transactions/isolation-levels',
    'non-repeatable',
  ),
  'object-level authorisation': term(
    'whether this user may see this object: a token says only who asks',
    'auth/hidden-orders',
  ),
  OCSP: term(
    'asking the issuer whether one certificate is revoked; a CRL is its list of all revoked ones',
    'auth/certificates',
    'CRL',
  ),
  'one-shot event': term(
    'EPOLLONESHOT: after its one event a connection is silent until the thread that has it arms it again',
    'io/shared-epoll',
  ),
  OOMKilled: term(
    'the kernel ended a container with SIGKILL (exit code 137), because it used more memory than its limit',
    'autoscaling/container-memory',
    'exit code 137',
  ),
  'open file description': term(
    'what a descriptor refers to; after dup or fork several do, and epoll watches it, not the number',
    'io/inherited-descriptor',
  ),
  'optimistic locking': term(
    'no lock: a write names the version that was read, and fails and is retried if another write came first',
    'transactions/lost-update',
    'optimistic concurrency',
  ),
  'LWW-Set': term(
    'a set CRDT in which of an add and a remove of an element the one with the larger timestamp wins',
    'crdt/skewed-clocks',
    'last-writer-wins set',
  ),
  meter: term(
    'a leaky bucket that only counts: what fits passes at once, and the rest is refused',
    'traffic/smoothing',
  ),
  'OR-Set': term(
    'a set CRDT in which each add has a unique tag and a remove takes the tags that it has seen, so a concurrent add wins',
    'crdt/shopping-cart',
  ),
  orchestration: term(
    'one service, the orchestrator, tells the participants of a saga what to do, and logs each step',
    'transactions/saga-crash',
    'orchestrator',
  ),
  ORSWOT: term(
    'an OR-Set that keeps a version vector instead of tombstones',
    'crdt/tombstones',
    'orswot',
  ),
  offset: term(
    'the number of a record in its partition; a group commits the one from which it goes on after a crash',
    'kafka/delivery-table',
    'offsets',
  ),
  outbox: term(
    'events are written in the transaction of the change, and sent afterwards by a relay',
    'kafka/dual-write',
  ),
  'outlier detection': term(
    'a balancer ejects a host whose requests fail, and lets it return after a while',
    'traffic/broken-host-returns',
  ),
  'over-fetching': term('sending fields that the client does not show', 'access/over-fetch'),
  p99: term('the latency that 99% of requests do not exceed', 'cache/p99-of-hits'),
  PACELC: term(
    'in a partition (P) availability (A) or consistency (C), as in CAP; else (E) latency (L) or consistency (C)',
    'replication/staleness-grid',
  ),
  'page split': term(
    'a full page of a B-tree gives a part of its entries to a new page: half of them, or few at the right end',
    'access/random-keys',
  ),
  'paging alert': term(
    'an alert that wakes a person (a page); what can wait until the morning is a ticket',
    'slo/symptom-pages',
    'page',
    'pages',
  ),
  'panic threshold': term(
    'the share of healthy hosts below which a balancer uses all hosts, because the checks are more likely to be wrong',
    'traffic/deep-checks',
  ),
  'page cache': term(
    'pages of files that the kernel keeps in memory, and drops when the memory is needed',
    'io/file-to-socket',
  ),
  'panic window': term(
    'the short window of Knative’s autoscaler: it decides when it asks for twice the pods that are ready',
    'autoscaling/panic-window',
    'panic mode',
  ),
  'parallel commit': term(
    'CockroachDB writes the record of a transaction together with its values, one round trip instead of two',
    'raft/cross-range-transfer',
  ),
  'partial index': term(
    'an index over the rows that meet a condition; small only if few do',
    'access/soft-delete',
  ),
  'partition pruning': term(
    'partitions that can have no row of the answer are not read',
    'access/partition-pruning',
  ),
  'Paxos Commit': term(
    'a two-phase commit whose votes are kept by several acceptors, so that it outlives its coordinator',
    'transactions/coordinator-gone',
  ),
  permit: term(
    'the right to be one of a limited number of calls in progress',
    'resilience/slow-dependency',
    'permits',
  ),
  'permissive mode': term(
    'a server in a mesh takes mutual TLS and plain text, until every client has a proxy',
    'autoscaling/strict-mtls',
  ),
  'pessimistic locking': term(
    'a row is locked before it is read (SELECT … FOR UPDATE), so that other writers wait',
    'transactions/lost-update',
  ),
  'phantom event': term(
    'a published event whose change was never stored; the reverse, a stored change without an event, is an orphan',
    'transactions/crash-at-every-point',
  ),
  'phantom read': term(
    'a repeated query returns rows that were not there',
    'transactions/isolation-levels',
  ),
  phi: term(
    'how unlikely a silence is: phi 2 if 1 heartbeat in 100 comes that late, phi 8 if 1 in 100 million',
    'paxos/phi-accrual',
  ),
  PKCE: term(
    'the client sends the hash of a secret ahead and the secret when it redeems the code, which is worth nothing without it',
    'auth/redirect-login',
  ),
  'PN-Counter': term('a CRDT that counts up and down: two G-Counters', 'crdt/likes'),
  PodDisruptionBudget: term(
    'how many pods of a workload must stay up, or may be down, while nodes are drained on purpose',
    'autoscaling/drained-node',
    'disruption budget',
  ),
  'Pollaczek–Khinchine formula': term(
    'the mean wait in a queue of one server with random arrivals: arrival rate x mean squared service time / (2 x (1 - utilisation))',
    'io/blocked-loop',
  ),
  pivot: term(
    'in a saga the step after which it only goes forward; in serializable snapshot isolation a transaction with read-write conflicts both in and out, of which one is aborted',
    'transactions/saga-crash',
    'pivot transaction',
  ),
  'power of a test': term(
    'how often a test finds a difference that is there',
    'canary/half-percent',
    'power',
  ),
  'power of two choices': term(
    'asking two servers at random and taking the less loaded: the longest queue shrinks exponentially',
    'traffic/supermarket',
  ),
  'pre-vote': term(
    'a server asks whether it could win before it raises its term',
    'raft/rejoining-server',
  ),
  presence: term(
    'whether a user is shown as online: heartbeats renew it, and it expires without them',
    'fanout/silent-loss',
  ),
  'preStop hook': term(
    'a command of a container that the kubelet waits for before it sends SIGTERM; its time counts towards the grace period',
    'autoscaling/rolling-update',
    'preStop',
  ),
  'provisioned concurrency': term(
    'instances of a function that are kept started, so that requests find no cold start',
    'serverless/provisioned',
  ),
  QUIC: term(
    'the transport of HTTP/3 over UDP: each stream keeps its own order, so a lost packet holds up only its stream',
    'fanout/lost-packet',
  ),
  projection: term('a table for reading, computed from events', 'transactions/event-streams'),
  quorum: term(
    'so many replicas that any two such sets share one, such as a majority',
    'replication/quorum-store',
  ),
  'R + W > N': term(
    'of N replicas of a key, a read waits for R and a write for W; if R + W is more than N, they share one',
    'replication/quorum-store',
  ),
  'rate limiter': term(
    'admits so many requests in a time, and refuses the rest',
    'traffic/burst-then-rate',
  ),
  'read position': term(
    'the number of the last message that a user has read in a chat; newer ones are unread',
    'fanout/unread-count',
    'last-read position',
    'read marker',
  ),
  'read model': term(
    'a table for reading that is computed from writes or events kept elsewhere, and lags behind them',
    'transactions/event-streams',
  ),
  'read repair': term(
    'a read that finds an old version at a replica sends it the newest one',
    'replication/quorum-store',
  ),
  'read your writes': term(
    'a client sees its own writes in what it reads later',
    'replication/stale-own-read',
    'read-your-writes',
    'read-your-own-writes',
  ),
  ReadIndex: term(
    'a read without a log entry: the leader notes its commit index and asks a majority whether it still leads',
    'raft/deposed-leader-read',
  ),
  'read-through': term(
    'the application asks only the cache, which loads from the database on a miss',
    'cache/five-patterns',
  ),
  'readiness probe': term(
    'a question of the kubelet to a container; a pod that fails it gets no requests, and is not restarted',
    'autoscaling/restart-storm',
  ),
  rebalance: term(
    'the members of a consumer group divide the partitions anew',
    'kafka/rebalance-storm',
  ),
  'reconnect storm': term(
    'clients that lost their connections together come back together, and a server that could serve them cannot accept them',
    'fanout/reconnect-storm',
  ),
  Redlock: term('a lock on a majority of independent Redis servers', 'locks/redlock-faults'),
  'refresh token': term(
    'a token that buys new access tokens at the server that issued it, which can revoke it',
    'auth/silent-refresh',
  ),
  'token family': term(
    'the refresh tokens that descend from one sign-in: if a used one comes again, all of them are revoked',
    'auth/stolen-refresh',
    'family',
  ),
  'refresh token rotation': term(
    'each refresh token is used once and gives the next; one that is used again shows a copy, and its whole family is revoked',
    'auth/stolen-refresh',
  ),
  'recovery point': term(
    'a note of how far a request has been worked on, committed together with its last effect, so that a retry goes on from there',
    'transactions/idempotency-crash',
    'recovery points',
  ),
  'refresh-ahead': term(
    'loading a cached value anew before it expires, as long as it is still read',
    'cache/refresh-ahead',
  ),
  'remove-wins set': term(
    'a set CRDT in which a remove wins over a concurrent add',
    'crdt/revoked-rights',
  ),
  'rendezvous hashing': term(
    'each key goes to the node with the highest hash of both',
    'traffic/add-a-node',
    'rendezvous',
  ),
  'replay attack': term(
    'an attacker sends again what someone else has sent and signed before',
    'auth/webhook-replay',
    'replay',
  ),
  'replica lag': term(
    'how far a replica is behind the primary that it copies',
    'replication/stale-own-read',
    'replication lag',
  ),
  'retry budget': term(
    'a limit on the retries of all requests together, such as a share of the successes',
    'resilience/retry-budget',
    'retry budgets',
  ),
  'reserved concurrency': term(
    'a part of an account’s limit that only one function may use, and that it cannot exceed',
    'serverless/starved-function',
  ),
  'resource request': term(
    'what the scheduler keeps free for a container on its node; a limit is the most that it may use',
    'autoscaling/request-or-limit',
  ),
  'retry storm': term(
    'retries multiply the load on a service that is already failing',
    'resilience/retry-storm',
  ),
  'retry topic': term(
    'where a consumer writes records that failed, to try them again later without holding up the others',
    'kafka/retry-topic',
  ),
  RGA: term(
    'a text CRDT in which each letter names the one that it follows',
    'crdt/typing-at-one-place',
  ),
  'rolling update': term(
    'instances are replaced by the new version one after the other, or a few at a time',
    'canary/six-strategies',
    'rolling deployment',
  ),
  RPO: term(
    'recovery point objective: how much written data, as a time, may be lost in a failover',
    'replication/failover-in-lag',
    'recovery point objective',
  ),
  RTO: term(
    'recovery time objective: how long a service may be down until it has failed over',
    'raft/region-loss',
    'recovery time objective',
  ),
  'safe time': term(
    'up to it a shard has all transactions, and none can still commit before it',
    'clocks/snapshot-reads',
  ),
  saga: term(
    'local transactions in a row, each with a compensation for the case that a later one fails',
    'transactions/saga-crash',
  ),
  'sample ratio mismatch': term(
    'the shares of users differ from the plan by more than chance, so the experiment is not to be trusted',
    'canary/unrecorded-errors',
  ),
  'scale to zero': term(
    'no replica while there is nothing to do; something else than the horizontal autoscaler wakes the first',
    'autoscaling/scale-to-zero',
  ),
  'schema registry': term(
    'keeps the schemas of messages, gives each an id, and refuses a change that is not compatible with earlier ones',
    'deployment/event-schemas',
  ),
  selectivity: term(
    'the share of rows that a condition leaves; above a few percent an index no longer pays',
    'access/cheapest-plan',
  ),
  inbox: term(
    'a table of the ids of messages that a consumer has processed, written in the transaction of their effects',
    'transactions/inbox',
  ),
  relay: term(
    'a process that reads new rows of an outbox, sends them to the broker and marks them as sent',
    'transactions/slow-transaction',
  ),
  'two-phase locking': term(
    'a transaction locks what it reads and writes and keeps the locks until it ends; the older way to serializable',
    'transactions/write-skew',
  ),
  'semantic lock': term(
    'a mark on a record, such as “pending”, while a saga is still at work on it',
    'transactions/saga-seat',
  ),
  serializable: term(
    'transactions have the effect of running one after the other',
    'transactions/write-skew',
  ),
  'server-sent events': term(
    'a response that never ends, in which a server writes one event after the other; the browser reconnects with the id of the last one',
    'fanout/bytes-per-event',
  ),
  'service time': term(
    'the time that a request takes at a server that has nothing else to do, without waiting',
    'traffic/supermarket',
    'service times',
  ),
  'session fixation': term(
    'an attacker plants a session id before the sign-in, and is signed in with it after',
    'auth/three-logouts',
  ),
  'shadow traffic': term(
    'the new version gets a copy of the requests, and users never see its answers',
    'canary/six-strategies',
    'shadow',
  ),
  'session timeout': term(
    'how long a member of a group may send no heartbeat before its partitions go to others',
    'kafka/zombie-commit',
  ),
  siblings: term(
    'concurrent values of one key, kept side by side until a write replaces them',
    'crdt/siblings',
  ),
  sidecar: term(
    'a container beside the application in its pod, such as the proxy of a mesh',
    'autoscaling/proxy-first',
  ),
  'significance level': term(
    'how often a test sees a difference where there is none (alpha), such as 5%',
    'canary/peeking',
    'alpha',
  ),
  'Simpson’s paradox': term(
    'a difference that is there in the sum and in none of the parts, because the parts are mixed unequally',
    'canary/busy-ramp',
  ),
  'single flight': term(
    'of concurrent loads of one key only one is sent, and all wait for it',
    'cache/hot-key-expires',
    'coalescing',
    'Coalescing',
    'coalesces',
  ),
  slew: term(
    'let a clock run a little faster or slower until it is right, instead of setting it',
    'clocks/slew-and-step',
    'slewing',
  ),
  'SKIP LOCKED': term(
    'a clause of SELECT … FOR UPDATE that leaves out rows which another transaction has locked, and does not wait for them',
    'transactions/job-queue',
    'FOR UPDATE SKIP LOCKED',
  ),
  'sliding window': term(
    'a rate limiter that counts the requests of the last period at any moment: exactly in a log, nearly with two counters',
    'traffic/window-edge',
    'sliding log',
    'sliding window counter',
  ),
  'slow start': term(
    'a new host gets a share of the requests that grows with its age',
    'traffic/new-host',
  ),
  SLO: term(
    'the share of good requests that a service aims at; the SLI is the share measured, the SLA what is promised in a contract',
    'slo/outage-alerts',
    'SLOs',
    'objective',
    'SLI',
    'SLA',
  ),
  snapshot: term(
    'the state at one time: what a transaction reads; in Raft what stands in place of the log before it',
    'raft/snapshot-crash',
  ),
  'snapshot isolation': term(
    'a transaction reads from one snapshot, and fails if another has changed a row that it writes',
    'transactions/isolation-levels',
    'repeatable read',
  ),
  Snowflake: term('a 64-bit id of time, node and sequence number', 'clocks/snowflake-id'),
  'split brain': term('two nodes act as leader at once', 'raft/minority-partition'),
  'split vote': term(
    'several candidates divide the votes of a term, and none has a majority',
    'raft/split-vote',
  ),
  'stabilisation window': term(
    'a time in which an autoscaler remembers its recommendations; on the way down the largest of them counts',
    'autoscaling/pulsing-load',
    'stabilization window',
  ),
  'stale read': term(
    'a read that misses a write that was acknowledged',
    'raft/deposed-leader-read',
  ),
  'stale-while-revalidate': term(
    'serving an expired value once more while one reader loads the new one',
    'cache/hot-key-expires',
  ),
  'standard error': term(
    'the standard deviation of an estimate from one run to the next',
    'io/pool-size',
    'standard errors',
  ),
  'startup probe': term(
    'a question of the kubelet to a container until it has started; liveness begins only then',
    'autoscaling/slow-start',
  ),
  'state machine replication': term(
    'replicas that apply the same log in the same order have the same state',
    'raft/storm',
  ),
  'state parameter': term(
    'a random value that the client sends to the login page and expects back, so that a link with another user’s code fails (CSRF)',
    'auth/redirect-login',
    'state',
  ),
  'static member': term(
    'a consumer with a fixed name (group.instance.id), whose partitions wait for it while it restarts',
    'kafka/rolling-deploy',
    'static members',
    'static membership',
  ),
  'sticky session': term(
    'a balancer sends each client to the same server',
    'traffic/sticky-sessions',
  ),
  'subscribe before snapshot': term(
    'a client subscribes to changes first and loads the state then, because what happens between a snapshot and a later subscription is in neither',
    'fanout/missed-events',
  ),
  term: term(
    'in Raft the number of an election: it has one leader at most, and servers refuse messages of an earlier one',
    'raft/minority-partition',
  ),
  taint: term(
    'keeps pods off a node unless they have a toleration for it',
    'autoscaling/tainted-nodes',
    'taints',
    'toleration',
    'tainted',
  ),
  'thundering herd': term(
    'many clients that wait for one event act at the same moment',
    'resilience/thundering-herd',
  ),
  'tied request': term(
    'a copy at each of two replicas, of which the first to begin cancels the other',
    'traffic/tied-requests',
    'tied requests',
  ),
  'token version': term(
    'a number in each token of a user: when it is raised, all older tokens are refused',
    'auth/revocation',
    'version',
  ),
  'token bucket': term(
    'tokens come at a rate up to a burst, and each request takes one',
    'traffic/burst-then-rate',
  ),
  tolerance: term(
    'how far usage may be from the target, 10% in Kubernetes, before the autoscaler acts',
    'autoscaling/noisy-load',
  ),
  tombstone: term(
    'a mark that something was deleted, kept until every replica has seen it, or no older file has the deleted value',
    'crdt/tombstones',
    'tombstones',
  ),
  TOTP: term(
    'a one-time password from a shared secret and the time, new each 30 seconds',
    'auth/one-time-codes',
  ),
  trie: term(
    'a tree with a letter at each edge: the path to a node spells the prefix of all terms below it',
    'access/autocomplete',
  ),
  'TTL jitter': term(
    'a TTL with a random part, so that keys that were loaded together do not expire together',
    'cache/mass-expiry',
  ),
  'two-phase commit': term(
    'a coordinator collects votes, then tells everyone the decision',
    'transactions/two-phase-commit',
  ),
  ULID: term(
    'a sortable 128-bit id: 48 bits of ms and 80 random bits',
    'clocks/ulid-order',
    'ULIDs',
  ),
  'user-minutes': term(
    'users times the minutes in which they had the bad version: 10 users for 5 minutes are 50',
    'canary/six-strategies',
    'user-minute',
  ),
  'unclean leader election': term(
    'a replica that is not in sync becomes leader, and what it lacks is lost',
    'kafka/unclean-election',
    'unclean election',
  ),
  UUIDv7: term('a sortable UUID: 48 bits of ms and 74 random bits', 'clocks/id-anatomy'),
  upcaster: term(
    'code that turns an old event into one of the newest version as it is read',
    'transactions/schema-versions',
    'upcasters',
  ),
  vacuum: term(
    'removes old versions of rows that no open snapshot can see any more',
    'transactions/long-reader',
    'autovacuum',
  ),
  Vary: term(
    'names the request headers that an answer depends on, so that a cache keeps one answer for each of their values',
    'deployment/edge-cache',
  ),
  'vector clock': term(
    'a counter for each replica, by which writes are ordered or found concurrent',
    'crdt/siblings',
  ),
  'version vector': term(
    'how many edits of each replica are known',
    'crdt/metadata-growth',
    'version vectors',
  ),
  'virtual nodes': term(
    'several points of one node on a hash ring, so that the shares are even',
    'traffic/ring-points',
    'vnodes',
  ),
  'visibility timeout': term(
    'how long a message that was received stays hidden from other consumers; if it is not deleted by then it is delivered again',
    'serverless/visibility-timeout',
  ),
  webhook: term(
    'an HTTP request by which a provider tells a receiver of an event, and which it repeats until it is answered',
    'auth/webhook-replay',
  ),
  VPA: term(
    'the vertical autoscaler of Kubernetes: it sets what a pod requests by what it uses',
    'autoscaling/vertical-and-horizontal',
    'vertical autoscaler',
  ),
  WebSocket: term(
    'messages both ways over one connection that begins as an HTTP request; a frame adds 2 to 14 B',
    'fanout/bytes-per-event',
  ),
  watchdog: term(
    'a task of a lock’s holder that renews the lock until the work is done',
    'locks/ttl-too-short',
  ),
  watermark: term(
    'in stream processing the statement that no event before a time is expected any more; of several partitions the minimum',
    'kafka/late-events',
    'event-time watermark',
  ),
  'write amplification': term(
    'how many bytes are written to the disk for each byte that a client writes',
    'access/btree-or-lsm',
  ),
  'write skew': term(
    'two transactions read the same rows and write different ones, and together break a constraint',
    'transactions/write-skew',
  ),
  'write stall': term(
    'an LSM tree makes writes wait while compaction is behind',
    'access/slow-compaction',
  ),
  'write-behind': term(
    'a cache acknowledges a write and stores it later',
    'cache/write-behind-crash',
  ),
  'write-through': term(
    'a write goes to the database and to the cache before it is acknowledged',
    'cache/five-patterns',
  ),
  XFetch: term(
    'refreshing a cached value early with a probability that grows towards its expiry, so that one reader does it for all',
    'cache/xfetch',
  ),
  ZAB: term(
    'ZooKeeper’s protocol: a leader broadcasts transactions in order, numbered by epoch and counter',
    'paxos/zab-election',
  ),
  'Zipf’s law': term(
    'popularity in which the item of rank k is asked for in proportion to 1 / k^s: a few items get most requests',
    'cache/hot-set',
    'Zipf',
    'Zipf’s',
  ),
  zxid: term(
    'the number of a ZooKeeper transaction: the epoch of its leader, then a counter',
    'paxos/zab-election',
  ),
  'zero copy': term(
    'data goes from the page cache to the network card without passing through the program',
    'io/file-to-socket',
    'zero-copy',
  ),
};
