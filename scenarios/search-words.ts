/**
 * By what else people look for each scenario: products, symptoms, error messages, other names.
 */
export const searchWords: Readonly<Record<string, string>> = {
  'raft/leader-crash':
    'failover time, leader election latency, etcd leader down, consul no cluster leader, unavailability window after node failure, election timeout 150-300 ms, how fast new leader, etcdserver: no leader',
  'raft/first-election':
    'cluster bootstrap, startup, cold start, initial leader, follower becomes candidate, term 1, requestvote, waiting for leader, new etcd cluster formation, how election works',
  'raft/split-vote':
    'randomized election timeout, randomised timer, tied vote, no majority, two candidates at once, equal timeouts, livelock, election never finishes, why random timers',
  'raft/split-vote-odds':
    'probability of tie, simultaneous candidates, collision chance, timeout range vs network delay, broadcast time, repeated elections, formula for split elections',
  'raft/figure-16':
    'raft paper evaluation, ongaro, time to detect and replace crashed leader, timeout range 150-155 150-200, cdf, tuning etcd election-timeout, minimum timeout',
  'raft/availsim':
    'ongaro dissertation, wan, cross-region election, high latency network, geo-distributed consul, multi-region etcd tuning, availability simulation, continental latency election timeout setting',
  'raft/minority-partition':
    'network partition, split brain, two leaders, old primary steps down, check quorum, checkquorum etcd, isolated leader, quorum loss, higher term deposed',
  'raft/lost-vote':
    'persistent state, votedfor, currentterm, fsync hardstate, double voting after restart, amnesia, two leaders same term, reboot forgets vote, in-memory raft bug',
  'raft/lost-ballot':
    'candidate votes for itself, self-vote persist, async storage writes, etcd raft asyncstoragewrites, leader before fsync, crash during candidacy, double vote, two leaders one term',
  'raft/late-votes':
    'stale vote response, candidate restart same term, requestvote reply from earlier candidacy, delayed message counted, double vote, two leaders in one term, async voting',
  'raft/stale-log':
    'election restriction, leader completeness, up-to-date log check, lastlogterm lastlogindex, lagging follower becomes leader, committed data lost on failover, vote refused',
  'raft/deaf-leader':
    'asymmetric partition, one-way network failure, unidirectional link, leader can send but not receive, check quorum missing, zombie leader heartbeats, cloudflare byzantine outage, inbound blocked',
  'raft/hung-disk':
    'stuck disk, gray failure, grey failure, fsync hang, slow disk etcd, ebs stall, i/o freeze, leader alive but no progress, liveness, heartbeats without commits',
  'raft/random-faults':
    'election safety, at most one leader per term, chaos testing, jepsen, fuzzing, fault injection, two leaders, split brain invariant, deterministic simulation testing',
  'raft/storm':
    'linearizability check, jepsen, chaos monkey, knossos porcupine, data loss, state machine safety, fuzz whole raft, fault injection, is raft safe, correctness under faults',
  'raft/figure-8':
    'commit entries from previous terms, commit only current term, majority replicated yet overwritten, no-op entry, raft paper section 5.4.2, old term entry lost, committed entry overwritten',
  'raft/figure-7':
    'log repair, log matching, divergent logs, conflicting entries, nextindex backtracking, appendentries rejected, overwrite follower log, extra uncommitted entries, log reconciliation',
  'raft/stale-tail':
    'commitindex min leadercommit last new entry, heartbeat commit bug, empty appendentries, uncommitted suffix applied, wrong command applied, follower applies unverified entries, implementation mistake',
  'raft/longer-log':
    'matchindex, extra entries on follower, acknowledged prevlogindex plus entries, counting replicas wrong, false majority, last index returned in reply, implementation bug',
  'raft/late-answer':
    'stale appendentries response, old rpc reply, delayed ack, matchindex from earlier term, mit 6.824 lab bug, check term after rpc, term confusion, false commit',
  'raft/deposed-mid-batch':
    'batching proposals, group commit, propose after stepping down, proposal dropped, errproposaldropped, not leader error, queue of client commands, entries appended with wrong term',
  'raft/lost-entry':
    'fsync before ack, durability, write-ahead log wal, power loss, unsafe-no-fsync, page cache, follower acknowledges too early, committed write lost after crash',
  'raft/stored-late':
    'async log write, stale fsync completion, msgstorageappendresp, append index reused after truncation, aba problem, storage acknowledgement wrong term, durable index, non-blocking disk writes',
  'raft/torn-record':
    'torn write, partial write, corrupt wal, checksum crc mismatch, power failure during write, truncated last record, recovery after crash, wal: crc mismatch, half-written log entry',
  'raft/new-leader-read':
    'no-op entry at start of term, read after election, commit index unknown, linearizable read, readindex not ready, stale read new leader, blank entry, missing acknowledged write',
  'raft/deposed-leader-read':
    'stale read old leader, linearizable reads, readindex, quorum read, heartbeat round before read, consul consistent mode, etcd serializable vs linearizable, partitioned leader serves old value',
  'raft/stale-confirmation':
    'readindex bug, delayed heartbeat ack, old term response, read context id, etcd readonlysafe, quorum confirmation round, linearizability violation, stale ack counted',
  'raft/follower-read':
    'read from replica, follower reads tikv, commitindex vs applied index, wait for apply, readindex on follower, learner read, scale reads, not yet applied',
  'raft/lease-start':
    'leader lease, lease read, lease begins at send time, clock, readonlyleasebased etcd, round trip, expired lease stale read, when to count lease, cockroachdb leases',
  'raft/lease-transfer':
    'leadership transfer and lease, timeoutnow, transferleader, lease-based reads after handover, two leaseholders, stale read, stop serving reads, step down voluntarily',
  'raft/retried-request':
    'duplicate command, client session, exactly once, request id serial number, idempotent retry, dedup table, timeout then resend, append twice, linearizable rpc, double execution',
  'raft/isolated-leader':
    'client hangs, requests time out, write never commits, check quorum step down, partitioned from followers, etcdserver: request timed out, how long until client redirected',
  'raft/rejoining-server':
    'prevote, pre-vote, term inflation, rejoining node disrupts cluster, healed partition triggers election, etcd prevote flag, high term, flapping member, unneeded leader change',
  'raft/half-broken-link':
    'partial partition, asymmetric connectivity, leader flapping, two nodes cannot talk, prevote plus check quorum, election ping-pong, cloudflare etcd outage, non-transitive network',
  'raft/one-follower-leader':
    'leader connected to one of several, partial network failure, check quorum, five... four nodes, quorum lost, heartbeats suppress election, cloudflare outage, stuck cluster no progress',
  'raft/pre-vote-deadlock':
    'prevote livelock, no leader elected, higher term shorter log, etcd prevote bug, rejecting prevote, two survivors of three, stuck election, term mismatch',
  'raft/disruptive-server':
    'removed node keeps campaigning, decommissioned member, removed server election loop, leader stickiness, prevote, ignore vote while leader heard, zombie node, etcd member remove still running',
  'raft/transfer-to-laggard':
    'leadership transfer, move-leader, timeoutnow, catch up before transfer, lagging follower, graceful leader handover, transfer fails, maintenance, alter leaseholder',
  'raft/transfer-to-dead':
    'leadership transfer timeout, move-leader to dead node, abort transfer, proposals blocked during handover, writes stall, cluster stuck after transferring, transfer target down',
  'raft/figure-10':
    'joint consensus, membership change, configuration change safety, disjoint majorities, c-old,new, add nodes to cluster, scale three to five, two leaders, old and new config, reconfiguration',
  'raft/late-configuration':
    'configuration applied on append, use latest config in log, confchange apply time, membership change takes effect, etcd applies on commit, two majorities, reconfiguration',
  'raft/two-changes':
    'one configuration change at a time, pending confchange, concurrent reconfiguration, overlapping membership changes, add and remove together, unhealthy cluster, propose conf change ignored',
  'raft/several-at-once':
    'single-server change, add multiple members, member add one by one, overlapping majorities, batch add nodes, scale out etcd cluster, disjoint quorum',
  'raft/single-server-bug':
    'ongaro raft-dev 2015 bug, membership change bug, commit no-op before config change, dissertation erratum, two leaders disjoint quorums, addserver removeserver, reconfiguration safety',
  'raft/truncated-change':
    'rollback configuration, uncommitted confchange overwritten, revert to previous config, membership entry removed, log conflict, forgets or keeps new member, log truncation',
  'raft/snapshot-of-change':
    'snapshot metadata configuration, confstate, installsnapshot membership, uncommitted config in snapshot, latest applied config, joint state in snapshot, restore members',
  'raft/leader-outside':
    'leader removes itself, counts own vote, non-member leader, self-removal, quorum without leader, matchindex of self, decommission leader, majority of new config, commit too early',
  'raft/removed-leader':
    'remove leader from cluster, decommission leader node, step down after commit, self-removal, etcdctl member remove leader, scale down, handover, election after removal',
  'raft/unaware-voter':
    'vote before receiving config, new member votes, unknown cluster member, catching up node, requestvote not in configuration, stuck election after add node, promote learner',
  'raft/missed-entry':
    'prevlogindex prevlogterm, consistency check, log matching property, gap in log, dropped appendentries, hole, decrement nextindex, out of order replication, appendentries rejected',
  'raft/snapshot-over-log':
    'installsnapshot, discard entire log, conflicting suffix, keep following entries, lagging follower catch-up, log compaction, snapshot term mismatch, stale entries after restore',
  'raft/snapshot-crash':
    'log compaction crash safety, atomic snapshot, truncate log before snapshot durable, missing entries after restart, recovery, fsync snapshot file, rename, corrupted state',
  'raft/snapshot-without-it':
    'installsnapshot to new member, joining node bootstrap, learner, snapshot without own id, etcd restore "attempted to restore snapshot but it is not in the confstate", stuck adding node',
  'raft/failover':
    'mttr distribution, leader downtime histogram, percentiles of election time, how long outage, rto, recovery time, num 200-500 ms election, repeated crashes',
  'raft/lose-servers':
    'fault tolerance, 2f+1, quorum size, how many failures tolerated, 3 nodes tolerate 1, 5 nodes tolerate 2, majority lost, cluster read-only, disaster recovery',
  'raft/isolated-tail':
    'uncommitted writes discarded, rollback, split brain writes, log truncation, partitioned leader accepts writes, lost updates, minority side, indeterminate outcome, divergent suffix',
  'raft/stale-read':
    'linearizability violation, read from old leader, partitioned leader, zombie leader, consul default consistency mode, etcd stale data, out-of-date value, quorum read, lease read',
  'raft/heartbeat-interval':
    'etcd heartbeat-interval 100 election-timeout 1000, tuning, ten times rule, spurious elections, leader flapping, lost heartbeats, frequent leader changes, packet loss, false failover',
  'raft/rolling-restart':
    'zero downtime upgrade, kubernetes statefulset rollout, etcd upgrade, graceful shutdown, leadership transfer before stop, drain node, errors during deploy, maintenance, availability',
  'raft/even-sizes':
    'odd number of nodes, why 3 or 5, four node cluster, even quorum, 2n+1, tie, zookeeper ensemble size, two node cluster, etcd recommended cluster size',
  'raft/fifth-server':
    'three vs five nodes, cluster size trade-off, more replicas slower writes, write throughput, quorum latency, straggler, leader bandwidth, etcd scale, adding nodes no faster',
  'raft/regions':
    'multi-region latency, geo-replication, wan consensus, cross-continent write, us eu asia, where to place leader, cockroachdb multi-region, follow the user, round trip to quorum',
  'raft/pipelining':
    'throughput, in-flight appendentries, max inflight msgs, batching, rtt bound, writes per second, etcd performance, group commit, stop-and-wait, latency vs throughput',
  'raft/late-messages':
    'delayed packets, reordering, duplicates, stale rpc, term check, network reordering, old responses, robustness, out of order delivery, message from past incarnation',
  'raft/churn':
    'membership changes under faults, nodes come and go, auto scaling etcd, reconfiguration chaos test, add remove nodes continuously, jepsen, spot instances, data safety',
  'raft/leaseholder':
    'cockroachdb lease preferences, locality, zone config, regional by row table, yugabyte preferred leader, pin data to region, lease rebalancing, follow the workload, local reads',
  'raft/follower-staleness':
    'follower reads, read your own writes, closed timestamp, as of system time, bounded staleness, replica lag, cockroachdb, profile update not visible, cross-region read',
  'raft/region-loss':
    'region outage, aws us-east-1 down, disaster recovery, survive region failure, rpo zero, rto, three regions quorum, failover multi-region, cockroachdb survival goal',
  'raft/consistency-levels':
    'linearizability, sequential, causal, monotonic reads, read your writes, pram, jepsen consistency hierarchy, session guarantees, eventual vs strong, consistency spectrum map',
  'raft/cross-range-transfer':
    'distributed transaction, cross-shard bank transfer, two-phase commit over raft, parallel commits cockroachdb, spanner, cross-region transaction latency, money between accounts, wan round trips',
  'raft/ranges':
    'multi-raft, sharding, tikv regions, cockroachdb ranges, tablets, yugabyte, leader balance, partial outage after node failure, horizontal partitioning, one group per shard',
  'raft/group-throughput':
    'multi-raft scaling, number of raft groups, shards per node, write throughput limit, fsync bottleneck, shared wal, group commit, tikv region count, parallel shards',
  'crdt/page-views':
    'g-counter, gcounter, grow-only counter, distributed counter, visitor count, analytics hits, merge max, idempotent merge, duplicate messages, riak counter, redis enterprise active-active, view counter multi-region',
  'crdt/likes':
    'pn-counter, pncounter, increment decrement, upvote downvote, reddit votes, facebook like button, distributed counter, unlike, max merge breaks decrement, two g-counters',
  'crdt/inventory':
    'overselling, oversold stock, bounded counter, escrow, negative stock, invariant, warehouse e-commerce, reservation rights, tickets multi-region, non-negative balance, pn-counter below zero',
  'crdt/shopping-cart':
    'or-set, orset, observed-remove set, add-wins, amazon dynamo cart, removed item reappears, concurrent add and remove, orswot, 2p-set, deleted item comes back',
  'crdt/skewed-clocks':
    'lww register, last write wins, lww-element-set, ntp clock drift, cassandra timestamps, lost update, silently dropped write, older write wins, g-set comparison, clock skew',
  'crdt/siblings':
    'mv-register, multi-value register, riak allow_mult, conflict resolution, concurrent drafts, dotted version vector, keep both versions, merge conflict, couchdb conflicts',
  'crdt/profile-fields':
    'lww map, per-field merge, per-attribute last writer wins, dynamodb global tables item-level conflict, column-level cassandra, json merge, lost field edit, crdt map, settings sync',
  'crdt/typing-at-one-place':
    'collaborative editing, google docs, interleaving anomaly, rga, fugue, yjs, automerge, text crdt, garbled text, concurrent insert same cursor position, sequence crdt',
  'crdt/offline-day':
    'local-first, offline editing, sync after reconnect, automerge, yjs, notion figma google docs, collaborative text merge, airplane mode, branch and merge, conflict-free',
  'crdt/exactly-once':
    'op-based crdt, cmrdt, commutative operations, causal broadcast, duplicate delivery double counts, idempotent ops, at-least-once, dedup version vector, cvrdt vs cmrdt',
  'crdt/bytes-on-the-wire':
    'delta crdt, delta-state, state-based vs operation-based, bandwidth, cvrdt, cmrdt, sync traffic, message size, replication cost, akka distributed data, payload size',
  'crdt/metadata-growth':
    'version vector size, actor id explosion, dead replicas, mobile clients churn, pruning, overhead, state bloat, gcounter entries per node, memory leak in crdt, dotted version vectors',
  'crdt/tombstones':
    'garbage collection, gc deleted elements, orswot, or-set without tombstones, yjs document bloat, rga deleted characters, causal stability, memory overhead, compaction',
  'crdt/lost-memory':
    'amnesia, replica id reuse, restored from backup, new actor id, restarted with empty state, duplicate dots, counter goes back, incarnation, data directory wiped',
  'crdt/random-edits':
    'strong eventual consistency, convergence, property-based test, fuzzing, replicas diverge, commutative associative idempotent, semilattice merge, jepsen crdt, do all types converge',
  'crdt/counter-reset':
    'resettable counter, reset-wins, set counter to zero, embedded counter in map, riak counter reset anomaly, concurrent increment and reset, negative value, clear counter',
  'crdt/put-contexts':
    'dotted version vectors, sibling explosion, riak put context vclock, blind write, stale context, per-server version vector, false concurrency, lost write coordinator, concurrent clients',
  'crdt/revoked-rights':
    'remove-wins set, rw-set, add-wins vs remove-wins, access control crdt, permission revoked concurrently, group membership, acl, security, fired admin still has access',
};
