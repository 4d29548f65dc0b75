/** Consensus, locks, clocks and ids: which to choose when, and how it works. */
import type { Comparison } from './comparison.ts';

export const consensus: Readonly<Record<string, Comparison>> = {
  'which-lock': {
    title: 'A lock from Redis, Redlock, or etcd and ZooKeeper: which is safe?',
    words:
      'redis lock vs zookeeper vs etcd, redlock vs consensus lock, which distributed lock should be used, redlock vs zookeeper, lock service comparison, redis setnx lock with ttl or zookeeper ephemeral node, redlock over five redis nodes or a plain lock on one redis: what does it buy you',
    decides:
      'If a double run only wastes work, one Redis is enough; if it does harm, take a consensus lease (etcd, ZooKeeper), and let the store refuse older fencing tokens.',
    sides: {
      'One Redis with a replica': 'locks/failover',
      Redlock: 'locks/redlock-faults',
      'A consensus lease': 'locks/consensus-lease',
    },
    rules: ['locks/store-refuses-older-token', 'locks/grant-is-replicated'],
  },
  'split-brain': {
    title: 'How is split brain prevented: two leaders, or two holders of a lock?',
    words:
      'two leaders at once, split-brain, how does raft prevent split brain, both sides of a partition accept writes, old leader still alive, stale leader writes to the database, duplicate leader, two nodes are both leader, can there be two leaders at the same time, split brain with two nodes, fencing tokens stop two primaries from both writing',
    decides:
      'A node cannot tell a crashed peer from a cut link, so only a majority may elect and commit, because two majorities share a member (two nodes need a third vote, a witness); and stores refuse what a former leader sends, by its older term or fencing token.',
    sides: {
      'A majority': 'raft/minority-partition',
      'Fencing tokens': 'locks/same-pause',
      'Updates on both sides': 'replication/divided-cluster',
    },
    rules: ['replication/minority-refuses', 'locks/store-refuses-older-token'],
  },
  'which-id': {
    title: 'Snowflake, UUID or ULID: which id is unique, sorted and private?',
    words:
      'uuid vs snowflake vs auto increment, uuidv4 vs uuidv7 vs snowflake as primary key, distributed unique id generator design, sortable ids, snowflake vs uuid, snowflake IDs or random UUIDs for a primary key',
    decides:
      'Snowflake for short, sorted 64-bit ids if each generator has its own node id; UUIDv7 or ULID without any coordination; UUIDv4 if an id must not reveal its time.',
    sides: {
      Snowflake: 'clocks/snowflake-id',
      ULID: 'clocks/ulid-order',
      'What an id reveals': 'clocks/id-anatomy',
    },
    rules: ['clocks/node-id-is-leased', 'clocks/refuse-while-clock-is-back'],
  },
  'clocks-of-databases': {
    title:
      'TrueTime, hybrid logical clocks or Lamport clocks: how do databases order transactions?',
    words: 'spanner vs cockroachdb, hlc vs truetime, commit wait vs read restart, vector clock',
    decides:
      'Spanner bounds the error of its clocks and waits it out at each commit; CockroachDB uses hybrid logical clocks and repeats uncertain reads; Lamport clocks order causes before effects, without real time.',
    sides: {
      Spanner: 'clocks/external-consistency',
      CockroachDB: 'clocks/uncertain-reads',
      'Logical clocks': 'clocks/skew-inversions',
    },
  },
  'consensus-protocols': {
    title: 'Raft, Paxos or ZAB: which consensus protocol, and what does it cost?',
    words:
      'raft vs paxos, difference between raft and multi-paxos, which consensus algorithm, multi-paxos vs raft, how does paxos differ from raft, is raft simpler or easier to understand than paxos, what is the difference between paxos and raft, why do most systems pick raft, why is raft more popular than paxos',
    decides:
      'All commit through a leader and a majority in one round trip, so choose the implementation (etcd: Raft, ZooKeeper: ZAB, Spanner: Paxos); Raft is simpler, because only a server with an up-to-date log may lead, and logs have no gaps; in Paxos any server may, and learns what it lacks.',
    sides: {
      'A leader in Raft': 'raft/stale-log',
      'A leader in Paxos': 'paxos/new-leader',
      'Side by side': 'paxos/beside-raft',
    },
  },
  'zab-or-paxos': {
    title: 'What is the difference between ZAB and Paxos, and why does ZooKeeper use ZAB?',
    words:
      'zab vs paxos, why does zookeeper not use paxos, why did zookeeper need something else than paxos, zookeeper atomic broadcast, primary order, several outstanding transactions',
    decides:
      'ZAB commits all transactions of a leader in its order, also those in flight at once that build on one another; Paxos chooses a value for each slot by itself, so a new leader may find the second of two dependent commands without the first.',
    sides: {
      'A leader in ZAB': 'paxos/zab-election',
      'A leader in Paxos': 'paxos/new-leader',
      'Side by side': 'paxos/beside-raft',
    },
  },
  'raft-or-zab': {
    title: 'Raft or ZAB (ZooKeeper): what differs when a new leader takes over?',
    words:
      'raft vs zab, zab vs raft, new leader takes over in raft and in zookeeper, difference between etcd and zookeeper leaders, recovery phase, discovery and synchronisation',
    decides:
      'Both elect a server that has every committed entry: Raft by votes for a log at least as up to date, and its leader commits what it inherits with an entry of its own term; ZAB by the highest zxid, and its leader first brings a majority to its own history before it takes new transactions.',
    sides: {
      'A leader in Raft': 'raft/stale-log',
      'A leader in ZAB': 'paxos/zab-election',
      'Side by side': 'paxos/beside-raft',
    },
  },
  'etcd-or-zookeeper': {
    title: 'etcd, ZooKeeper or Consul: which coordination service?',
    words:
      'zookeeper vs etcd, etcd or zookeeper, should I use zookeeper or etcd, etcd vs zookeeper vs consul, etcd vs consul vs zookeeper, which would you pick, kafka kraft vs zookeeper, coordination service comparison',
    decides:
      'All write through a leader and a majority: etcd by default (linearizable reads, leases), Consul if you also want service discovery with health checks, ZooKeeper if your software needs it; its reads may be stale without sync.',
    sides: {
      'Reads in etcd': 'raft/deposed-leader-read',
      'Reads in ZooKeeper': 'paxos/zab-reads',
      Writes: 'paxos/beside-raft',
    },
    rules: ['raft/read-confirms-leadership', 'paxos/session-not-behind'],
  },
  'uses-of-etcd': {
    title: 'What are etcd and ZooKeeper used for, and what does not belong in them?',
    words:
      'what is etcd used for, what is zookeeper used for, coordination service, configuration store, service discovery, why not store application data in etcd',
    decides:
      'For a little data that all must agree on: configuration, service discovery, leader election, locks (Kubernetes keeps its state in etcd); not for application data, because every write goes through one leader to the disks of a majority, and all of it has to fit on each member.',
    sides: {
      'A lock': 'locks/zookeeper-queue',
      Writes: 'paxos/beside-raft',
      Reads: 'raft/deposed-leader-read',
    },
  },
  'raft-log-replication': {
    title: 'How does log replication work in Raft, and when is an entry committed?',
    words:
      'leadercommit, appendentries, how does raft commit an entry, conflicting log entries of a follower, how does a follower catch up, when is it safe to apply an entry to the state machine, what if a follower is slow or offline, a follower that was offline gets back in sync, how does raft guarantee log consistency, what is the role of the commit index, what is log matching in raft',
    decides:
      'The leader appends each command to its log and sends it to the followers; an entry of its own term is committed once a majority has it on disk, and the next message tells the followers (commit index).',
    sides: {
      'A missed entry': 'raft/missed-entry',
      'An entry of an earlier term': 'raft/figure-8',
      'On disk or in memory': 'raft/lost-entry',
    },
  },
  'raft-partition': {
    title: 'How does Raft handle a network partition: the leader, its writes, its reads?',
    words:
      'raft network partition, can a raft cluster have two leaders at once, can a raft cluster have two leaders at the same time, can there be two raft leaders, split cluster, which side keeps taking writes, leader on the minority side, stale leader, is raft cp or ap, is etcd cp or ap, how does CockroachDB handle a Raft leader that is partitioned from its followers',
    decides:
      'Only the side with a majority can elect a leader and commit; a leader on the minority side keeps its title until it hears of the later term, but commits nothing, and its unconfirmed reads may be stale.',
    sides: {
      Leaders: 'raft/minority-partition',
      Writes: 'raft/isolated-tail',
      Reads: 'raft/stale-read',
    },
    rules: ['raft/truncate-on-conflict', 'raft/read-confirms-leadership'],
  },
  'linearizable-reads': {
    title:
      'Linearizable reads in Raft: through the log, by ReadIndex, by lease or from a follower?',
    words:
      'readindex vs lease read, can a raft leader serve reads without asking the followers, follower reads, strong reads without a log entry, how does etcd guarantee linearizable reads, leader lease vs readindex, can the leader answer a read from its local state, may a leader read without asking the other nodes, lease reads vs quorum reads, is a leader lease safe or does each read need a round trip to a majority',
    decides:
      'ReadIndex by default: a round trip to a majority, without a log entry or trust in clocks; a lease saves that round trip if clocks can be trusted; a follower first asks the leader for its commit index.',
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
      'joint consensus vs single-server change, raft membership change, how do you safely add or remove a node of a raft cluster, what is joint consensus, how do you replace a dead etcd member, what goes wrong if you take a three-node Raft cluster to five nodes in one single step, grow a cluster from three to five nodes at once, add two nodes at once',
    decides:
      'Old and new majorities must overlap: one server at a time ensures that (remove a dead one, then add its replacement); joint consensus needs both majorities, and allows any change at once.',
    sides: {
      'Joint consensus': 'raft/figure-10',
      'One at a time': 'raft/several-at-once',
      'A new leader': 'raft/single-server-bug',
    },
  },
  'cluster-size': {
    title: 'How many servers should a consensus cluster have: 3, 4 or 5?',
    words:
      '3 vs 5 nodes, how many nodes to survive two failures, why not four nodes, how many nodes does an etcd cluster need, why an odd number of nodes, why does etcd need an odd number of members, how many failures can it tolerate, cluster size, can i run raft with 2 nodes, two-node cluster, minimum number of nodes',
    decides:
      'Three servers survive one failure and five survive two; a fourth adds no tolerance, so take three, or five to survive a failure during maintenance.',
    sides: {
      Failures: 'raft/lose-servers',
      'Even sizes': 'raft/even-sizes',
      'A fifth server': 'raft/fifth-server',
    },
    rules: ['paxos/majority-not-half'],
  },
  'leader-failover': {
    title:
      'How long is the outage when a Raft leader fails, and how is the election timeout chosen?',
    words:
      'raft failover time, what happens to client requests while there is no leader, requests without a leader, etcd failover, choose election timeout and heartbeat interval, rto of leader election',
    decides:
      'About one election timeout, in which requests wait or fail and clients retry: make it random, about ten heartbeats long and far above a round trip, because shorter ones depose healthy leaders.',
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
      'Each write waits for a majority across regions, and strong reads are fast only in the leaseholder’s region; take three regions, because with two the loss of the one that has the majority stops the cluster.',
    sides: {
      Writes: 'raft/regions',
      'Reads and the leaseholder': 'raft/leaseholder',
      'A lost region': 'raft/region-loss',
    },
    rules: ['raft/read-confirms-leadership', 'raft/lease-starts-at-send'],
  },
  'beyond-one-leader': {
    title: 'What is multi-Raft: how do you scale a consensus system beyond one leader?',
    words:
      'shards with a raft group each, scale writes with raft, throughput limit of a leader, what is multi-raft, raft throughput is low, increase raft write throughput',
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
      'fsync in raft, etcd got slow after moving to network disks, slow disk slows down etcd, etcd wal fsync latency, do you need to fsync the raft log, persistent state in raft, lose the vote or an entry in a crash, what if a raft server loses its disk, is it safe to disable fsync in etcd, does a follower need to fsync before acknowledging',
    decides:
      'The term, the vote and each entry that it acknowledges, forced to disk (fsync) before the answer, so a slow disk slows every write; a checksum for each record reveals one that a crash left half written.',
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
      'The log stays short because each server saves its state as a snapshot and drops the log entries that it covers; a follower that needs these gets the snapshot instead (InstallSnapshot).',
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
    rules: ['paxos/new-leader-recovers', 'paxos/back-off-at-random'],
  },
  'failure-detection': {
    title: 'Fixed timeout or phi accrual: how do you detect that a node is dead and not slow?',
    words:
      'heartbeat timeout vs adaptive, gc pause looks like a crash, phi_convict_threshold, node flapping between up and down, what is a failure detector, how do I know that a node is really dead',
    decides:
      'A slow node can never be told from a dead one for certain: a shorter timeout detects crashes sooner but suspects more healthy nodes; phi accrual adapts to the jitter of heartbeats.',
    sides: {
      'A fixed timeout': 'paxos/session-timeout',
      'Phi accrual': 'paxos/phi-accrual',
      'Default settings': 'paxos/phi-settings',
    },
  },
  'order-of-events': {
    title: 'Lamport, vector or hybrid clocks: how do you order events?',
    words:
      'lamport clock vs vector clock vs hlc, lamport clocks vs vector clocks, lamport or vector clocks, order events in a distributed system, timestamps from different servers, happened-before, order events across servers without a global clock, happens-before relation, vector clocks vs lamport timestamps, how do lamport clocks work, events out of order because server clocks differ, what to use instead of wall-clock timestamps, logical clock vs physical clock, two servers have timestamps 3 ms apart, which event came first',
    decides:
      'Order events by their causes, not by the time of day: Lamport clocks give every cause a smaller number than its effect, but a smaller number need not be a cause; vector clocks also tell which events were concurrent; hybrid logical clocks also stay close to the time of day.',
    sides: {
      'Logical clocks': 'clocks/skew-inversions',
      'Hybrid logical clocks': 'clocks/later-write',
      'Version vectors': 'crdt/siblings',
    },
    rules: ['clocks/receive-moves-clock-on', 'clocks/hybrid-counts-apart'],
  },
  'snowflake-faults': {
    title: 'How do Snowflake ids work, and what goes wrong with them?',
    words:
      'how do snowflake ids work and what happens if the clock goes backwards, duplicate snowflake ids, can snowflake ids collide, clock moved backwards, machine id collision, ids in javascript, hot shard by id, ids that sort roughly by time and are generated on many machines without coordination, roughly time-ordered ids on many servers',
    decides:
      'Time, node id and a sequence in 64 bits, so no node asks another; a clock that is put back or a node id used twice makes duplicates: refuse or wait until the clock has caught up, and lease node ids; or take UUIDv7 or ULIDs, which need no node id, are 128 bits long, and repeat none after a clock is put back.',
    sides: {
      'The layout': 'clocks/snowflake-id',
      'The clock': 'clocks/clock-back',
      'The node id': 'clocks/random-node-ids',
    },
    rules: ['clocks/refuse-while-clock-is-back', 'clocks/node-id-is-leased'],
  },
  'monotonic-clock': {
    title: 'Monotonic clock or wall clock: for what do you use which?',
    words:
      'monotonic vs wall clock, clock goes backwards, clock moved back and timeouts misbehave, why is a clock that is set back a problem for timeouts, timeouts in a vm whose clock jumps, ntp step or slew, timeouts and leases by the clock',
    decides:
      'Measure timeouts and other durations by the monotonic clock, which is never set; the wall clock is for times that people and other machines read, because NTP may put it back.',
    sides: {
      Timeouts: 'clocks/timeout-over-step',
      'Setting a clock': 'clocks/slew-and-step',
      Leases: 'clocks/leader-lease',
    },
  },
  'lock-ttl': {
    title: 'How long should the TTL of a lock or the timeout of its session be?',
    words:
      'lock ttl too short or too long, watchdog, lease renewal, crashed lock holder, can a lock stay locked for ever, how long should a lease be, how do you choose the ttl of a lock, lock timeout vs long running task, how do you pick a lease duration',
    decides:
      'Longer than usual pauses and short enough to wait for after a crash, with a watchdog that renews the lock every third of its TTL; no length is safe without fencing tokens.',
    sides: {
      'Too short': 'locks/ttl-too-short',
      'A dead holder': 'locks/session-timeout',
      Renewals: 'locks/lost-renewals',
    },
    rules: ['locks/renew-while-working', 'locks/lock-expires'],
  },
  'one-leader-per-term': {
    title: 'How does Raft make sure that a term has only one leader?',
    words:
      'two leaders are never elected in the same term, how does raft prevent two leaders in one term, can two servers win the same election, election safety, can there be two leaders in the same term, at most one leader per term, can two candidates both get a majority',
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
      'explain paxos, explain basic paxos, prepare promise accept, single-decree paxos, prepare and accept phase, proposers acceptors learners, paxos explained simply, paxos algorithm, paxos made simple, why does paxos need two phases, why does paxos need a prepare phase, can two proposers in paxos block each other forever, what is paxos',
    decides:
      'Phase 1 (prepare): a majority promises to ignore lower ballots and reports what it has accepted; phase 2 (accept): the proposer asks it to accept that value, or its own if there is none, and what a majority accepts is chosen.',
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
    rules: ['paxos/highest-zxid-wins', 'paxos/session-not-behind'],
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
      'a client timed out on a write to etcd, did it happen, is it safe to retry, is a write lost if the client gets a timeout, write to raft or etcd timed out, leader dies before commit, raft leader crashes after appending an entry to its own log but before a majority has it, leader crashes before replicating to a majority, is an uncommitted raft entry lost, client does not know whether its write succeeded, crash before replication, can a write that got no answer still take effect',
    decides:
      'A committed write survives; one that was not committed may be kept or dropped by the next leader, so a client that got no success retries, with a request number against double execution.',
    sides: {
      'With consensus': 'raft/isolated-tail',
      'With an asynchronous replica': 'replication/failover-in-lag',
      'The retry': 'raft/retried-request',
    },
    rules: ['raft/truncate-on-conflict', 'raft/answer-retries-from-session'],
  },
  'committed-writes': {
    title: 'Is Raft safe: can it lose a committed write?',
    words:
      'how does raft guarantee that committed entries are never lost, leader completeness, is raft safe, acknowledged write lost after a crash of the leader, does raft lose data if all nodes crash, two leaders never commit different entries at the same index',
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
      'why does consul or etcd need a quorum, quorum lost, a majority of the nodes is down, cluster has no leader, writes refused, why does raft need a majority and not all servers, why does raft need a majority to commit, why are majorities needed, why does a leader wait for a majority before it commits, why might a cluster not elect a leader, we lost one of three ZooKeeper servers: what happens to reads, writes and sessions, one of three servers is lost',
    decides:
      'A quorum is as many members as must agree, usually a majority, because any two majorities share one: without it no leader is elected and nothing committed, so the cluster refuses writes until enough members are back.',
    sides: {
      Failures: 'raft/lose-servers',
      'A partition': 'raft/minority-partition',
      'Its writes': 'raft/isolated-tail',
    },
    rules: ['replication/minority-refuses', 'raft/truncate-on-conflict'],
  },
  'unstable-leader': {
    title: 'Why does a cluster keep electing new leaders?',
    words:
      'etcd leader changes too often, frequent leader elections, leader flapping, etcdserver: leader changed, elections never finish, slow disk or network, leader keeps changing, consul leader lost and elected again, leader election keeps restarting',
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
      'Yes: a follower either asks the leader for the commit index and waits until it has applied that (linearizable), or answers at once and may be stale.',
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
      'A lease is a right that ends by itself unless it is renewed, so a crashed holder blocks others only until then; it is safe if clocks run alike and stores refuse the token of a former holder.',
    sides: {
      'Its length': 'paxos/lease-length',
      Clocks: 'locks/clock-drift',
      Pauses: 'locks/same-pause',
    },
    rules: ['locks/stop-when-lease-ends', 'locks/store-refuses-older-token'],
  },
  'how-to-lock': {
    title: 'What is a distributed lock, and how do you implement one?',
    words:
      'distributed lock implementation, is setnx with expire enough for a lock, make sure that only my own lock is released, delete the lock of another client, design a distributed lock, lock across several servers, how do distributed locks work, distributed mutex, how do you implement a lock with redis, redis set nx px with a random value, how do you implement a distributed lock, release a lock safely, unlock only your own lock, lua script compare and delete',
    decides:
      'Take it as a lease with a TTL and a unique owner (in Redis SET NX PX), renew it while you work, release only your own (compare and delete in a Lua script), and let the store refuse older fencing tokens.',
    sides: {
      Expiry: 'locks/ttl-too-short',
      Fencing: 'locks/same-pause',
      Failover: 'locks/failover',
    },
    rules: ['locks/lock-expires', 'locks/store-refuses-older-token'],
  },
  'fencing-tokens': {
    title: 'What is a fencing token?',
    words:
      'why do I need a fencing token, how does fencing work, fencing token with etcd or zookeeper, monotonically increasing lock token',
    decides:
      'A fencing token is a number that grows with each grant of a lock: the holder sends it with every write, and the store refuses a number lower than the highest it has seen.',
    sides: {
      'A paused holder': 'locks/same-pause',
      'A late write': 'locks/late-write',
      'With etcd': 'locks/consensus-lease',
    },
  },
  'lock-in-the-database': {
    title: 'Should a lock be in the database or in Redis?',
    words:
      'postgres advisory lock vs redis lock, select for update vs distributed lock, do I need redis for a lock, database row lock or Redis lock to prevent double booking of a seat',
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
      'cron job on only one instance, singleton job, scheduled task runs twice, leader election for workers, leader hangs in gc, leader election among service instances, shedlock, kubernetes leader election, prevent two cron jobs from running at the same time, only one worker processes a task, redis lock or etcd lease to make sure that only one cron job runs',
    decides:
      'Take a lease with a TTL before each run, renew it while the job runs, and make the job idempotent or fenced, because a paused holder may still run beside the next.',
    sides: {
      'A long job': 'locks/ttl-too-short',
      'A pause': 'locks/same-pause',
      'A crash': 'locks/session-timeout',
    },
    rules: ['locks/renew-while-working', 'locks/store-refuses-older-token'],
  },
  'clock-skew': {
    title: 'What is clock skew, and why can you not trust timestamps of different servers?',
    words:
      'wall clocks in distributed systems, timestamps out of order, problems caused by clock skew, clocks drift apart, what is clock drift',
    decides:
      'Clock skew is the difference between the clocks of two servers, usually some ms: order events by causes (logical clocks, versions) and not by time of day, unless you know a bound on the error and wait it out.',
    sides: {
      'Order of messages': 'clocks/skew-inversions',
      'Lost writes': 'crdt/skewed-clocks',
      'How wrong': 'clocks/truetime-sawtooth',
    },
    rules: ['clocks/receive-moves-clock-on', 'replication/version-not-from-clock'],
  },
  ntp: {
    title: 'How does NTP work, and how accurate is it?',
    words:
      'ntp accuracy, clock synchronization, ntp offset, chrony, time sync between servers, ptp',
    decides:
      'NTP estimates the offset of a clock from a round trip and assumes equal ways there and back, so the error is at most half the round trip, plus the drift since the last poll.',
    sides: {
      Accuracy: 'clocks/asymmetric-path',
      Between: 'clocks/truetime-sawtooth',
      Correction: 'clocks/slew-and-step',
    },
  },
  truetime: {
    title: 'What is TrueTime, and how does Spanner use it?',
    words:
      'how does truetime work in spanner, external consistency, gps and atomic clocks, what is bounded clock uncertainty, is commit wait slow',
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
      'unique id generator design, design a unique id generator for many servers, distributed id generation, ids without a central counter, duplicate ids, two machines with the same worker id',
    decides:
      'Give each generator a number of its own and a sequence per millisecond (Snowflake), hand out ranges from a central pool, or draw enough random bits (UUID).',
    sides: {
      Snowflake: 'clocks/snowflake-id',
      'A pool': 'clocks/key-pool',
      'Random node ids': 'clocks/random-node-ids',
    },
    rules: ['clocks/node-id-is-leased', 'clocks/refuse-while-clock-is-back'],
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
  'serializable-or-strict': {
    title: 'Serializable or strictly serializable (external consistency)?',
    words:
      'difference between serializability and external consistency, real-time order of transactions',
    decides:
      'Linearizable: each single operation takes effect at one moment between its call and its answer; serializable: some serial order explains all transactions; strictly serializable (external consistency): that order also agrees with real time.',
    sides: {
      'Serializable only': 'clocks/causal-reverse',
      'Strictly serializable': 'clocks/external-consistency',
    },
  },
};
