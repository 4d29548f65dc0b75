/** Written by `npm run ledger`: what decides each claim, and what its run measured. */
import type { ClaimFigures } from '../src/lab/claim.ts';

export const claimFigures: ClaimFigures = {
  'num-leader-election-200-500': {
    scenario: 'raft/figure-16',
    figure:
      'share of failovers that take less than 200 ms, with timeouts of 150 to 300 ms: most, so not 200 to 500: 0.716',
  },
  'raft-election-timeout-150-300': {
    scenario: 'raft/first-election',
    figure:
      'time until the first leader is elected, in ms: at most ten of the longest timeouts, split votes included: 180.644',
  },
  'raft-2f-plus-1': {
    scenario: 'raft/lose-servers',
    figure: 'requests committed with 3 of 5 servers down: none: 0',
  },
  'raft-strong-leader': {
    scenario: 'raft/deposed-mid-batch',
    figure:
      'requests answered, of four: all, as the deposed leader n1 refers the client to the new one: 4',
  },
  'q5-old-leader-steps-down': {
    scenario: 'raft/minority-partition',
    figure:
      'ms that the old leader believes that it leads: it does for as long as it is cut off, and steps down within a heartbeat interval and a round trip after that: stepping down by itself takes check-quorum, which basic Raft does not have: 3,635.318',
  },
  'pat-leader-election-single': {
    scenario: 'raft/minority-partition',
    figure: 'leaders elected among servers that are cut off from the majority: none: 0',
  },
  'q22-failover-keeps-write': {
    scenario: 'raft/stale-log',
    figure: 'votes refused to them by servers that have it: 4',
  },
  'num-write-needs-majority-2-10ms': {
    scenario: 'raft/hung-disk',
    figure:
      'requests answered while the leader’s disk hangs: at the rate of two clients that think for at most 60 ms and wait for one write: 79',
  },
  'q5-cap-consistency-linearizable': {
    scenario: 'raft/new-leader-read',
    figure:
      'time of the read, in ms: until the new leader has committed an entry of its own term, here the next write: 114.505',
  },
  'q5-old-leader-cannot-commit': {
    scenario: 'raft/isolated-tail',
    figure: 'entries that the old leader commits while it is cut off: none: 0',
  },
  'raft-follower-reads-lease': {
    scenario: 'raft/follower-read',
    figure:
      'time of the read at the follower, in ms: until it has applied all that is committed, here with the next heartbeat: 710.056',
  },
  'q22-ryw-follower-stale': {
    scenario: 'raft/follower-staleness',
    figure:
      'reads at the follower that miss the user’s write: a share as large as what is left of a heartbeat interval when the read comes: 14; reads at the leaseholder that miss the user’s write: 0',
  },
  'raft-three-nodes-tolerate-one': {
    scenario: 'raft/lose-servers',
    figure:
      'A cluster can lose fewer than half of its servers: 5 need a majority of 3 and can lose 2. With that many down, it still committed at least 62 entries; with one more down, the cluster committed 0. Once all servers were back, it committed 101 entries.',
  },
  'raft-joint-consensus': {
    scenario: 'raft/figure-10',
    figure:
      'leaders elected in the term: one, as both majorities must agree while the configuration is joint: 1',
  },
  'raft-five-nodes-tolerate-two': {
    scenario: 'raft/lose-servers',
    figure: 'requests committed with up to 2 of 5 servers down: the cluster goes on: 62',
  },
  'raft-odd-number-needed': {
    scenario: 'raft/even-sizes',
    figure: 'requests committed by 4 servers with 1 of them down: the number need not be odd: 41',
  },
  'q5-cap-c-or-a': {
    scenario: 'raft/isolated-tail',
    figure: 'requests that the next leader answers to clients that ask the others: 207',
  },
  'num-heartbeat-50-150': {
    scenario: 'raft/heartbeat-interval',
    figure:
      'times that a server stands against a healthy leader: at least once, as the gap between heartbeats may exceed the shortest timeout: 46',
  },
  'q5-majority-loss-rare': {
    scenario: 'raft/even-sizes',
    figure:
      'share of trials in which no majority is up, with this number of servers: by the binomial distribution: 0.052',
  },
  'raft-fifth-node-no-throughput': {
    scenario: 'raft/fifth-server',
    figure:
      'copies that a leader of five servers sends, as a multiple of those with three: twice as many, so its link is full at half the load: 2.01; extra time of the median commit with five servers instead of three, in ms: a little, as the second of four answers takes longer than the first of two: 0.301; time by which the 99th percentile of commits is shorter with five servers than with three, in ms: a little, as it takes three slow servers out of four, not two out of two: 0.289',
  },
  'raft-leader-bottleneck': {
    scenario: 'raft/pipelining',
    figure:
      'writes committed for n clients, as a share of n times those of one client: nearly 1, as the round trip limits each client, not the leader: 0.874',
  },
  'q22-asia-160-250': {
    scenario: 'raft/regions',
    figure:
      'time of a write from asia, in ms: to the leader and back, plus from there to the nearest followers that form a majority with it: 230',
  },
  'q22-pinned-writes-sub-10ms': {
    scenario: 'raft/regions',
    figure:
      'time of a write from america, in ms: to the leader and back, plus from there to the nearest followers that form a majority with it: 82',
  },
  'q22-pinned-reads-local': {
    scenario: 'raft/leaseholder',
    figure: 'ms of a strong read from europe, after the move: to the leaseholder and back: 2',
  },
  'q5-consistency-spectrum': {
    scenario: 'raft/consistency-levels',
    figure: 'pairs of models in which the stronger holds and the weaker does not: 0',
  },
  'q5-crdb-150-300ms': {
    scenario: 'raft/region-loss',
    figure:
      'time that a read waits, in ms: two regions of three elect a leader and commit, after an election timeout and two round trips between them: 2,950',
  },
  'q22-cross-region-100-200': {
    scenario: 'raft/cross-range-transfer',
    figure:
      'time of a transfer by a parallel commit, in ms: the slower of two writes, each to its leader and back and from there to the nearest follower and back: 160; time of a transfer by two-phase commit, in ms: the same, and then the write of the decision: 242',
  },
  'q5-crdb-drivers-redirect': {
    scenario: 'raft/cross-range-transfer',
    figure:
      'A transfer takes 82 ms within one range; across two it takes 160 ms by a parallel commit and 242 ms by two-phase commit. That is 1 round trip across an ocean within one range, 2 by a parallel commit and 3 by two-phase commit: two-phase commit writes its decision after both ranges have prepared, a parallel commit writes everything at once.',
  },
  'raft-multi-group-sharding': {
    scenario: 'raft/ranges',
    figure:
      'difference between the most and the fewest ranges that a machine leads: none, or one: 1; share of the writes that the first machine handles: that of the ranges that it leads: 0.375',
  },
  'crdt-gcounter-max-sum': {
    scenario: 'crdt/page-views',
    figure: 'views by which the totals of the regions are off at the end: 0',
  },
  'crdt-state-merge-aci': {
    scenario: 'crdt/page-views',
    figure:
      'Each region counts in a slot of its own, the total is the sum of the slots, and a merge takes the larger count of each, so the total is right although messages are lost or come twice: 40 page views were counted in 3 regions, while 111 messages between them were lost and 93 came twice. 93.8 ms after the last view every region had them all, in a state of 3 numbers; the largest error is 0.',
  },
  'top-crdts-merge-uncoordinated': {
    scenario: 'crdt/page-views',
    figure:
      'Each region counts in a slot of its own, the total is the sum of the slots, and a merge takes the larger count of each, so the total is right although messages are lost or come twice: 40 page views were counted in 3 regions, while 111 messages between them were lost and 93 came twice. 93.8 ms after the last view every region had them all, in a state of 3 numbers; the largest error is 0.',
  },
  'crdt-metadata-grows-with-replicas': {
    scenario: 'crdt/page-views',
    figure: 'slots in the largest state: at most one for each region: 3',
  },
  'crdt-pncounter-two-gcounters': {
    scenario: 'crdt/likes',
    figure:
      'largest error of a replica’s count in the end: likes less unlikes: 0; mean number of slots that a replica holds: two for each replica, twice as many as a G-Counter: 6',
  },
  'crdt-pncounter-inventory': {
    scenario: 'crdt/inventory',
    figure:
      'units sold with the PN-Counter beyond the stock: each shop sells up to the whole stock: 18',
  },
  'crdt-no-balance-invariant': {
    scenario: 'crdt/inventory',
    figure:
      'units sold with the bounded counter beyond the stock: 0; units sold with the bounded counter: in each shop at most as many as it holds rights to: 12',
  },
  'crdt-orset-add-wins': {
    scenario: 'crdt/shopping-cart',
    figure:
      'devices that show the book, which one removed while another added it: all, as the remove had not seen that add: 3; devices that show the pen, which was removed by a device that had seen it: 0',
  },
  'crdt-lww-clock-skew-example': {
    scenario: 'crdt/skewed-clocks',
    figure:
      'later writes, of one at 12:00:02 by the right clock, that lose to the write of 12:00:01 on the fast clock: 1',
  },
  'crdt-lww-drops-concurrent': {
    scenario: 'crdt/skewed-clocks',
    figure:
      'lost writes of the region with the right clock, minus those that come later by less than the skew of the clocks: no difference: 0',
  },
  'crdt-no-timestamp-more-robust': {
    scenario: 'crdt/skewed-clocks',
    figure: 'elements lost from a grow-only set, which needs no clock: 0',
  },
  'crdt-gset-union': {
    scenario: 'crdt/skewed-clocks',
    figure:
      'With last writer wins a later write is lost if it comes within the skew of the clocks, because the larger timestamp wins, and no client is told: with one clock 2,000 ms ahead, the later write of the region with the right clock was lost for 24 of 41 keys that both regions wrote, 1.20 keys for every 100 ms of skew. A write is stamped after what it has read: of 5 writes that had read the other region’s first, 0 were lost. A grow-only set, which needs no clock, lost 0.',
  },
  'crdt-mv-keeps-all': {
    scenario: 'crdt/siblings',
    figure:
      'most siblings that the multi-value register keeps: the last draft of each person: 4; last drafts that are missing from the multi-value register: 0',
  },
  'aws-dynamo-gt-lww-attribute': {
    scenario: 'crdt/profile-fields',
    figure:
      'changes lost if the last writer wins for the whole item, as in DynamoDB’s global tables: one of each two: 6; changes lost if the last writer wins for each field: none, as only changes of the same field collide: 0',
  },
  'crdt-dynamodb-uses-crdts': {
    scenario: 'crdt/profile-fields',
    figure:
      'Both are kept if the last writer wins for each field: then 0 of 12 changes were lost; if the last writer wins for the whole item, 6 were, one of the two each time. Here 6 times two people changed different fields of a profile at once. Merging by field costs a timestamp for each field, and may combine fields that do not belong together. DynamoDB documents its global tables as last writer wins between whole items.',
  },
  'crdt-rga-ordered-list': {
    scenario: 'crdt/typing-at-one-place',
    figure:
      'pieces of letters by one author in the merged text with RGA, typed backwards: each letter by itself, a known weakness: 10',
  },
  'crdt-op-needs-at-least-once': {
    scenario: 'crdt/exactly-once',
    figure:
      'largest error of a replica’s count when each operation takes effect once: 0; deliveries of operations beyond the first, which at-least-once delivery alone would count again: 43',
  },
  'crdt-op-lost-diverges': {
    scenario: 'crdt/exactly-once',
    figure:
      'messages with operations that the network lost, and that were sent again until acknowledged: 32',
  },
  'crdt-state-expensive-large': {
    scenario: 'crdt/bytes-on-the-wire',
    figure:
      'largest message with a whole state, in bytes: at least the whole set, however small the edit: 906; largest message with an operation, in bytes: one element, its author and a number for each replica, whatever the size of the set: 126; largest message with a delta, in bytes: at most all new elements and two numbers: 122',
  },
  'crdt-orset-tombstones-need-gc': {
    scenario: 'crdt/tombstones',
    figure:
      'tags that an OR-Set keeps of one element: one for each add, for ever: 10; numbers that an ORSWOT (an OR-Set without tombstones) keeps: one for the replica that added, whatever the number of adds: 1',
  },
  'pat-layer-order': {
    scenario: 'resilience/stack-order',
    figure:
      'orders with the timeout around the breaker in which a breaker opened while the service hung: none, because a cancelled call does not count: 0; calls that reach the dead service with the breaker around the retry, less those with the retry around the breaker: 3 attempts count as one failure there: 42',
  },
  'q9-breaker-counts-final': {
    scenario: 'resilience/stack-order',
    figure:
      'ms by which the breaker around the retry opens later: 2 timeouts and the waits between attempts, because a failure counts only after the last attempt: 650.878',
  },
  'q9-retry-jitter-needed': {
    scenario: 'resilience/thundering-herd',
    figure:
      'share of the callers in the busiest 10 ms, with full jitter: at most what chance gives, spread evenly over the whole backoff: 0.15',
  },
  'qf-backoff-alone-herds': {
    scenario: 'resilience/backoff',
    figure:
      'calls with full jitter less those with exponential backoff without jitter, in standard errors of the difference: -17.106; share of calls that full jitter saves: Brooker’s simulator (AWS) gives a quarter with 10 clients and a half with 50: 0.324',
  },
  'pat-3-retries-3000-requests': {
    scenario: 'resilience/retry-storm',
    figure:
      'calls per request that reach the database if one tier makes up to 3 retries: 1 + 3 = 4 in a full outage: 4',
  },
  'q9-retries-3x-load': {
    scenario: 'resilience/retry-storm',
    figure:
      'calls per request that reach the database if each of 3 tiers tries up to 4 times: 4^3 in a full outage: 64',
  },
  'qf-backoff-formula': {
    scenario: 'resilience/thundering-herd',
    figure:
      'share of the callers in the busiest 10 ms, with a backoff times 0.5 to 1.5: as with full jitter, except for waits that are cut to the cap: 0.13',
  },
  'one-thundering-herd': {
    scenario: 'resilience/herd-subsets',
    figure:
      'calls in the busiest 10 ms with none of the three: all 200 callers at once: 200; calls in the busiest 10 ms with coalescing alone: at most one for each process: 10; calls in the busiest 10 ms with a breaker alone: once it closes, nearly all waiting callers come at once: 190; calls in the busiest 10 ms with all three: at most what jitter alone leaves to chance: 13',
  },
  'q9-100ms-blip-30s-lost': {
    scenario: 'resilience/breaker-blip',
    figure:
      'requests lost with a breaker that opens after consecutive failures: all that arrive until it lets calls through again: 3,007',
  },
  'pat-breaker-not-for-transient': {
    scenario: 'resilience/breaker-blip',
    figure:
      'requests lost with retries and backoff: the outage is over before the attempts are used up: 0',
  },
  'q9-thresholds': {
    scenario: 'resilience/breaker-blip',
    figure:
      'requests lost with a breaker that opens by the failure rate over 10 s: a short outage is a small share of it: 12',
  },
  'q9-count-only-5xx': {
    scenario: 'resilience/client-errors',
    figure:
      'share of the valid requests that are answered, with a breaker that counts only health errors: 1; share of the valid requests that are answered, with a breaker that counts 4xx as failures: 0.035',
  },
  'q9-half-open-gradual': {
    scenario: 'resilience/recovery',
    figure:
      'times that the breaker opened again, if the full load comes to the cold service after the probes: 2; times that the breaker opened again, if the load is let back step by step: 0',
  },
  'q9-three-states': {
    scenario: 'resilience/recovery',
    figure:
      'calls that reached the dead service through a breaker with probes: its few probes each time that it is half-open: 3',
  },
  'pat-bulkhead-isolates': {
    scenario: 'resilience/slow-dependency',
    figure:
      'share of calls to the healthy dependency that are answered, with one pool for both: 38.6% in theory, by Erlang’s B formula: 0.357',
  },
  'q9-bulkhead-orthogonal': {
    scenario: 'resilience/slow-dependency',
    figure: 'share of calls to the healthy dependency that are answered, with a pool for each: 1',
  },
  'q9-threads-pile-up': {
    scenario: 'resilience/slow-dependency',
    figure:
      'calls to the slow dependency in progress at a time, at most, without a pool: around rate x time of a call (Little’s law): 117',
  },
  'q9-fail-fast-latency': {
    scenario: 'resilience/fail-fast',
    figure:
      'ms until half of the callers are told of the failure, with a breaker: 0; ms until half of the callers are told of the failure, without a breaker: at least the timeout: 10,000',
  },
  'num-breaker-5-10-consecutive': {
    scenario: 'resilience/breaker-thresholds',
    figure:
      'calls until 5 fail in a row, if 0.5 of them fail: 62 in theory: 68.41; times a day that a steady 5% of errors opens a breaker at 5 consecutive failures, with 1,000 calls per second: 26 in theory: 23.213',
  },
  'q9-5pct-expected-errors-trip': {
    scenario: 'resilience/breaker-thresholds',
    figure:
      'times in 4,000 calls that a steady 5% of errors opens a breaker whose threshold is half of the calls in 10 s: 0; times in 4,000 calls that a steady 5% of errors opens a breaker that looks at its last two calls only: 187',
  },
  'q9-single-dependency-useless': {
    scenario: 'resilience/fail-fast',
    figure:
      'share of the requests that need the dependency and are answered during its outage, with or without a breaker: 0',
  },
  'pat-breaker-stops-cascade': {
    scenario: 'resilience/fail-fast',
    figure: 'share of the requests for the other page that are answered, with a breaker: 1',
  },
  'q16-pool-40x': {
    scenario: 'resilience/pool-size',
    figure:
      'calls per second through 50 connections while the dependency is slow: connections / call time = 50 / 800 ms: 62.571',
  },
  'q16-pool-50-to-200': {
    scenario: 'resilience/pool-size',
    figure:
      'share of 100 requests per second answered with 200 connections: rate x call time = 80 are needed: 1; share of requests answered with 200 connections, less that with 50, if the dependency can do only 60 calls per second: -0.6',
  },
  'lat-littles-law': {
    scenario: 'resilience/pool-size',
    figure:
      'A larger pool helps only if the dependency has capacity left; if it is saturated, the queue moves into it and everything gets slower, so limit the pool to what it can work on at once and shed the rest. While it took 800 ms by itself, 50 connections answered 61.1% of 100 requests per second and 200 answered 100.0%, with up to 80 in use: rate x call time = 80 (Little’s law). If it is slow because it can do only 60 per second, 50 connections answered 60.0%, half of them within 1.3 s, and 200 answered 0.0%: nearly every request waits in the dependency for longer than its caller does.',
  },
  'q9-timeout-p99-plus': {
    scenario: 'resilience/timeout-choice',
    figure:
      'share of good answers that a timeout of 0.5 x p99 cuts off: 12.0% in theory: 0.121; share of good answers that a timeout of 1 x p99 cuts off: 1.2% in theory: 0.008; share of good answers that a timeout of 2 x p99 cuts off: 0.0% in theory: 0; share of good answers that a timeout of 4 x p99 cuts off: 0.0% in theory: 0; share of good answers that a timeout of 10 x p99 cuts off: 0.0% in theory: 0',
  },
  'q6-stampede-hundreds': {
    scenario: 'cache/hot-key-expires',
    figure:
      'database loads at an expiry without a guard: 1 + rate x (load time + trip to the cache) = 202 on average: 223',
  },
  'q6-lock-one-loader': {
    scenario: 'cache/hot-key-expires',
    figure:
      'database loads at an expiry with a lock that lasts longer than a load, at most: 1; database loads in the whole run with a lock: one for each expiry: 1; database loads in the whole run with a lease: one for each expiry: 1',
  },
  'q6-coalescing-one-query': {
    scenario: 'cache/hot-key-expires',
    figure: 'database loads at an expiry with coalescing, at most: one for each of 4 instances: 4',
  },
  'q6-serve-stale-while-locked': {
    scenario: 'cache/stale-in-grace',
    figure:
      'staleness of the stalest read, in ms, with the grace inside the TTL: at most TTL + load time: 2,720.122',
  },
  'cache-read-through-coalesces': {
    scenario: 'cache/cold-cache',
    figure:
      'loads of one key at the same time, at most, if the cache itself loads (read-through): 1; ms by which the slowest read-through read exceeds one without a cache: the first miss of a key still pays for the look-up: 0.5',
  },
  'q6-refresh-at-25s': {
    scenario: 'cache/refresh-ahead',
    figure:
      'share of entries of hot keys (read 4 times per second) that expired before a read refreshed them: e^(-refresh window / mean gap of reads) = 0.0%: 0; share of entries of warm keys (read every 5 s) that expired before a read refreshed them: e^(-refresh window / mean gap of reads) = 36.8%: 0.367; share of entries of rare keys (read every 60 s) that expired before a read refreshed them: e^(-refresh window / mean gap of reads) = 92.0%: 0.911',
  },
  'cache-refresh-ahead-waste': {
    scenario: 'cache/refresh-ahead',
    figure: 'additional loads of rare keys with refresh-ahead: 88 in theory: 82',
  },
  'cache-cold-cache-slower': {
    scenario: 'cache/cold-cache',
    figure:
      'ms by which the slowest read with an empty cache exceeds one without a cache: the look-up and the fill, two trips to the cache: 1; reads until the cold cache had cost less waiting in total than no cache: 34',
  },
  'cache-write-through-two-writes': {
    scenario: 'cache/five-patterns',
    figure:
      'ms until a write-through write is acknowledged: the write to the database plus the one to the cache: 15.5; median staleness of write-through reads, in ms: 0',
  },
  'cache-aside-possible-stale': {
    scenario: 'cache/invalidation-race',
    figure: 'ms after the commit at which a reader still got the old version, without a lease: 84',
  },
  'cache-lease-writer-acquires': {
    scenario: 'cache/invalidation-race',
    figure:
      'By a slow fill (a race of fill and delete): a reader missed and read version 1, a writer committed version 2 and deleted the entry, which was not there, and then the reader put version 1 into the cache. A lease prevents that (--set guard=lease): a reader that misses gets a token, the writer’s delete voids it, and the cache refuses the late fill. Without one the next reader got version 1 84.0 ms after it had been superseded, and so will all others until the TTL is over.',
  },
  'cache-write-behind-loss': {
    scenario: 'cache/write-behind-crash',
    figure:
      'acknowledged writes lost in 20 crashes of a cache without a log: write rate x flush interval / 2 a crash, 200 on average: 202; acknowledged writes lost by a cache that writes to a log first: 0',
  },
  'q6-ttl-mean-15s': {
    scenario: 'cache/thirty-second-profile',
    figure:
      'mean staleness of all reads with the TTL alone, in ms: less than half of the TTL, because most entries are not yet superseded: 2,457.24',
  },
  'q6-ttl-30s-is-hard-cap': {
    scenario: 'cache/thirty-second-profile',
    figure:
      'staleness of the stalest read with the TTL alone, in ms: more than the TTL, because a row may be old when it is filled in: 31,745.272',
  },
  'q6-event-invalidation-near-zero': {
    scenario: 'cache/thirty-second-profile',
    figure: 'staleness in ms that 90% of the reads do not exceed, with TTL and events: 0',
  },
  'cache-ttl-stale-window': {
    scenario: 'cache/thirty-second-profile',
    figure:
      'staleness of the stalest read with the TTL alone, in ms: at most TTL + load time + replica lag: 31,745.272',
  },
  'cache-event-invalidation-accurate': {
    scenario: 'cache/thirty-second-profile',
    figure:
      'staleness of the stalest read with TTL and events, in ms: at most TTL + load time, after a lost event: 12,995.354; staleness of the stalest read with events alone, in ms: after a lost event it lasts until the next update: 142,223.145',
  },
  'cache-ttl-if-less-than-once-a-minute': {
    scenario: 'cache/ttl-or-events',
    figure:
      'share of stale hits of a row that changes every second, with a TTL of 30 s: 1 - (1 - e^(-uT)) / (uT) = 96.7% for TTL T and update rate u: 0.959; share of stale hits of a row that changes every minute, with a TTL of 30 s: 1 - (1 - e^(-uT)) / (uT) = 21.3% for TTL T and update rate u: 0.218; share of stale hits of a row that changes every minute, with a TTL of 5 s: 1 - (1 - e^(-uT)) / (uT) = 4.1% for TTL T and update rate u: 0.04; share of stale hits of a row that changes every hour, with a TTL of 30 s: 1 - (1 - e^(-uT)) / (uT) = 0.4% for TTL T and update rate u: 0.009',
  },
  'q1-edge-ttl-5-30': {
    scenario: 'cache/ttl-or-events',
    figure:
      'hit ratio with a TTL of 5 s: rate x TTL / (1 + rate x TTL) = 55.5% for the rate at which a row is read: 0.567',
  },
  'cache-version-keys': {
    scenario: 'cache/version-keys',
    figure:
      'staleness of the stalest read with the version in the key, in ms: at most the trip from the commit to the new version number: 0; ms that the fastest read took with the version in the key: two trips to the cache, one of them for the version: 1',
  },
  'qf-invalidation-versioned': {
    scenario: 'cache/version-keys',
    figure:
      'staleness of the stalest read with TTL and events, in ms: at most TTL + load time, after a lost event: 1,949.853',
  },
  'q6-ttl30-gap45-mostly-misses': {
    scenario: 'cache/sixty-percent-hits',
    figure: 'hit ratio, if the TTL is too short: 40.0% in theory: 0.414',
  },
  'q6-working-set-eviction': {
    scenario: 'cache/sixty-percent-hits',
    figure: 'hit ratio, if the cache is too small: 64.0% in theory: 0.646',
  },
  'q6-over-invalidation': {
    scenario: 'cache/sixty-percent-hits',
    figure: 'hit ratio, if events delete too much: 60.0% in theory: 0.598',
  },
  'q6-10m-users-90pct-slots-wasted': {
    scenario: 'cache/sixty-percent-hits',
    figure:
      'entries in the cache, at most one for each of 75 active users of 750: cache-aside holds only what was read: 75',
  },
  'cache-hit-90-to-99-tenfold': {
    scenario: 'cache/ninety-to-ninety-nine',
    figure:
      'database queries at 90% hits, as a multiple of those at 99%: 10% misses / 1% misses = 10: 10.22',
  },
  'q11-95-hit-20x': {
    scenario: 'cache/ninety-to-ninety-nine',
    figure:
      'database queries without a cache, as a multiple of those at 95% hits: 1 / 5% misses = 20: 20.391',
  },
  'cache-99-5-hit-p99-from-misses': {
    scenario: 'cache/p99-of-hits',
    figure:
      'P99 in ms with 1 look-up per request and 99.5% hits: 0.5% of the requests have a miss, so it is a hit: 0.5; P99 in ms with 5 look-ups per request and 99.5% hits: 2.5% of the requests have a miss, so it is a miss: 53',
  },
  'q1-95-5-explains-bimodal': {
    scenario: 'cache/p99-of-hits',
    figure:
      'P50 in ms: the time of a hit, 0.5 ms, with one look-up per request and 95% hits: 0.5; P99 in ms: the time of a miss, 51.0 ms, with one look-up per request and 95% hits: 51; P50 in ms: the time of a hit, 20.0 ms, if the endpoint itself computes for as long after a hit or a miss: 20; P99 in ms: the time of a miss, 800.0 ms, if the endpoint itself computes for as long after a hit or a miss: 800',
  },
  'cache-key-missing-user-id': {
    scenario: 'cache/shared-page',
    figure:
      'pages that were loaded for the first time, with the user in the key: at least one for each user: 21',
  },
  'q10-hot-set-ram': {
    scenario: 'cache/hot-set',
    figure:
      'share of reads answered from memory, if 1% of the keys fit in it (in theory 20.9%, by Che’s approximation): 0.199; share of reads answered from memory, if 5% of the keys fit in it (in theory 46.1%, by Che’s approximation): 0.475; share of reads answered from memory, if 20% of the keys fit in it (in theory 69.7%, by Che’s approximation): 0.709',
  },
  'mq-delivery-table': {
    scenario: 'kafka/delivery-table',
    figure:
      'records processed twice, with a commit before the work: 0; records lost, with a commit before the work: those in progress at a crash: 74; records lost, with a commit after each poll: 0; records lost, with automatic commits by the poll loop: 0; records lost, with a commit after each record: 0; messages lost from a queue, if they are acknowledged on delivery: those in progress at a crash: 120; messages of a queue processed twice, if they are acknowledged on delivery: 0; messages lost from a queue, if they are acknowledged after the work: 0',
  },
  'qf-at-least-once-dups': {
    scenario: 'kafka/delivery-table',
    figure:
      'records processed twice, with a commit after each poll: those not yet committed at a crash: 46; records processed twice, with automatic commits: up to five seconds of work at each crash: 87; records processed twice, with a commit after each record: at most one at each crash: 0',
  },
  'qf-exactly-once-dedup': {
    scenario: 'kafka/delivery-table',
    figure:
      'records lost, with the ids of processed records stored: 0; records that came again and were recognised by their stored ids: 46',
  },
  'q7-rabbit-exactly-once-worker': {
    scenario: 'kafka/delivery-table',
    figure: 'messages of a queue processed twice, if they are acknowledged after the work: 36',
  },
  'q12-offset-in-db-transaction': {
    scenario: 'kafka/delivery-table',
    figure:
      'records lost, with offsets stored in the transaction of the results: 0; records processed twice, with offsets stored in the transaction of the results: 0',
  },
  'q12-kafka-eos-inside': {
    scenario: 'kafka/delivery-table',
    figure:
      'results that a read_committed reader saw twice, with Kafka transactions: 0; effects outside Kafka that happened twice, with Kafka transactions: 46',
  },
  'q12-dedup-unique': {
    scenario: 'kafka/delivery-table',
    figure: 'records processed twice, with the ids of processed records stored: 0',
  },
  'mq-100-partitions-10-consumers': {
    scenario: 'kafka/ten-consumers',
    figure:
      'partitions of the consumer that has fewest: partitions / consumers, rounded down: 10; partitions of the consumer that has most: partitions / consumers, rounded up: 10',
  },
  'mq-consumers-capped-by-partitions': {
    scenario: 'kafka/ten-consumers',
    figure: 'idle consumers: those beyond the number of partitions: 0',
  },
  'q7-adding-consumers-beyond-p': {
    scenario: 'kafka/idle-consumers',
    figure:
      'ms until the larger group has drained the backlog: the work of one partition, whose only reader is one consumer: 3,511.741',
  },
  'q7-lag-uniform-vs-skewed': {
    scenario: 'kafka/lag-uniform',
    figure:
      'whether the lag is concentrated on a few partitions (1 yes, 0 no): if all consumers are too slow, all partitions lag, and none sticks out: 0; cause named rightly (1) or not (0), from the shape of the lag, the rates and the statuses alone: 1',
  },
  'q7-batch-insert-10-50x': {
    scenario: 'kafka/batch-insert',
    figure:
      'times as fast with 100 rows per insert as with one, if an insert costs as much as some ten to fifty rows: 32.994',
  },
  'q7-batching-amortises': {
    scenario: 'kafka/batch-insert',
    figure:
      'times as fast with 100 rows per insert as with one: (a + b) / (a / n + b), for n rows, a ms per insert and b ms per row: 32.994; times as fast with 1,000 rows per insert as with one: (a + b) / (a / n + b), for n rows, a ms per insert and b ms per row: 46.565',
  },
  'q7-batch-compression-better': {
    scenario: 'kafka/compressed-batches',
    figure:
      'compression ratio of similar messages in batches of 1,000, as a multiple of that of each alone: 5.025; compression ratio of random payloads in batches of 1,000: only the fields around them compress: 1.036',
  },
  'q7-groups-independent': {
    scenario: 'kafka/queue-or-log',
    figure:
      'largest lag of the fast group, in records: at most the records of a poll: 1; largest lag of the slow group on the same log, in records: 908',
  },
  'q7-sync-commit-cost': {
    scenario: 'kafka/sync-commit',
    figure:
      'ms for all records with a commit after every record: a round trip more for each record: 5,973.437; ms for all records with a commit after every poll: a round trip more for each poll: 2,018.406; ms for all records with commits that are not waited for: 2,013.147',
  },
  'mq-downstream-down-tolerated': {
    scenario: 'kafka/catch-up',
    figure: 'records lost while the consumers are down: 0',
  },
  'q7-rabbit-deletes-kafka-retains': {
    scenario: 'kafka/queue-or-log',
    figure:
      'records that a group which starts at the end reads from the log: all: 999; acknowledged messages that a worker which starts at the end gets from the queue: 0',
  },
  'q7-skip-to-latest-loses': {
    scenario: 'kafka/skip-to-latest',
    figure: 'records skipped, less those of the lag that were not polled yet: 0',
  },
  'q7-rebalance-storm': {
    scenario: 'kafka/rebalance-storm',
    figure:
      'rebalances of the group whose polls fit into max.poll.interval.ms: the one at its start: 1',
  },
  'q7-rebalance-stops-consumption': {
    scenario: 'kafka/rolling-deploy',
    figure:
      'partition-seconds without a reader with eager rebalancing, as a multiple of those with cooperative: 3.095; partition-seconds without a reader with cooperative rebalancing: only partitions that move, for two heartbeats each time at most: 165.114',
  },
  'q7-more-partitions-breaks-keys': {
    scenario: 'kafka/add-partitions',
    figure:
      'share of the keys that move to another partition: those whose hash leaves a different remainder, 50% in theory: 0.509; records processed after a later one of their key, if the number of partitions changes at once: 43',
  },
  'mq-kafka-order-per-partition': {
    scenario: 'kafka/add-partitions',
    figure:
      'records processed after a later one of their key, if the old partitions are read to their end first: 0',
  },
  'q7-thread-pool-loses-order': {
    scenario: 'kafka/worker-pool',
    figure: 'records processed after a later one of their key, if threads share a queue: 73',
  },
  'mq-partition-by-entity': {
    scenario: 'kafka/worker-pool',
    figure: 'records processed after a later one of their key, if each key has its thread: 0',
  },
  'q12-poll-100ms': {
    scenario: 'kafka/outbox-consumer',
    figure: 'ms that an event waits in the outbox on average: half of the polling interval: 49.273',
  },
  'q12-absolute-set-idempotent': {
    scenario: 'kafka/outbox-consumer',
    figure:
      'times that a late duplicate overwrote a newer value, if the consumer sets an absolute value without comparing versions: 11',
  },
  'q12-dual-orders': {
    scenario: 'kafka/dual-write',
    figure:
      'orders stored and never published, if the database is written first: 22; orders published that are not in the database, if Kafka is written first: 15; orders published that are not in the database, with an outbox: 0',
  },
  'q12-outbox-zero-lost': {
    scenario: 'kafka/dual-write',
    figure:
      'orders stored and never published, with an outbox: 0; orders published twice, with an outbox: its relay crashed between sending and marking: 132',
  },
  'q12-cdc-commit-order': {
    scenario: 'kafka/outbox-by-id',
    figure:
      'rows skipped by a relay that reads ids above the last one: those committed after a later id was seen: 233; rows skipped by a relay that reads the database’s log: 0; rows sent out of commit order by a relay that reads the database’s log: 0',
  },
  'mq-global-order-single-partition': {
    scenario: 'kafka/global-order',
    figure:
      'consumers that read anything, with one partition: 1; records processed after a later one, with one partition: 0; ms until all records are processed, with one partition: records x time per record: 10,082.683',
  },
  'mq-queue-buffers-spikes': {
    scenario: 'kafka/buffer-spike',
    figure:
      'requests rejected if the service is called directly: those that it can neither serve nor queue: 1,539; requests lost if they go through the log: 0',
  },
  'mq-queue-adds-latency': {
    scenario: 'kafka/buffer-spike',
    figure:
      'ms that the log adds to the quickest request in calm times: a message to the broker and one from it: 1.148; ms by which the median request in calm times is slower through the log: 1.099',
  },
  'num-kafka-800mbs': {
    scenario: 'kafka/broker-bandwidth',
    figure:
      'outgoing traffic as a multiple of the incoming: once for each follower and once for each consumer group: 3; Gbit/s that come in: every byte once, and 8 bits a byte: 6.4',
  },
  'q8-phases-1-5-25-100': {
    scenario: 'canary/bad-release',
    figure:
      'releases with a defect that are rolled back: as many as the tests have power to find: 30',
  },
  'deploy-canary-blast-radius-600x': {
    scenario: 'canary/six-strategies',
    figure:
      'a canary’s user-minutes, as a share of recreate’s: its first phase fails at least the requests without which there is no alarm and lasts until the route has changed back, and very rarely does either take more looks than the exact binomial test of the errors needs: 0.03',
  },
  'top-canary-flags-gold': {
    scenario: 'canary/bad-release',
    figure:
      'harmless releases that are rolled back: as many as the tests find worse by chance; a two-sided test at alpha has half of its false alarms on the side of harm: 0',
  },
  'q8-wait-until-significant': {
    scenario: 'canary/peeking',
    figure:
      'if every look is a test at alpha, as many harmless releases become significant, in either direction, as sixty correlated looks imply (Armitage, McPherson and Rowe, by recursion): 29',
  },
  'q8-p05-gates': {
    scenario: 'canary/many-metrics',
    figure:
      'if each of 24 metrics is a gate at alpha, at least one is significant in as many harmless releases as with 24 independent tests of such small counts: 122',
  },
  'q8-baseline-same-time': {
    scenario: 'canary/before-after',
    figure:
      'harmless releases that are rolled back: as many as the tests find worse by chance; a two-sided test at alpha has half of its false alarms on the side of harm: 4',
  },
  'q8-warmup-ignored': {
    scenario: 'canary/warm-up',
    figure:
      'releases with a defect that are rolled back: as many as the tests have power to find: 100',
  },
  'q8-mann-whitney-latency': {
    scenario: 'canary/slow-hundredth',
    figure:
      'releases with a defect that are rolled back: as many as the tests have power to find: 12',
  },
  'q8-chi-fisher-errors': {
    scenario: 'canary/few-errors',
    figure:
      'harmless releases that are rolled back: as many as the tests find worse by chance; a two-sided test at alpha has half of its false alarms on the side of harm: 11',
  },
  'canary-half-percent-under-1000-noise': {
    scenario: 'canary/half-percent',
    figure:
      'of 150 trials with 900 requests, those that find a rise from 0.1%: as often as the exact test has power: 37; of 150 trials with 900 requests, those that find a rise from 5%: hardly more than by chance: 10',
  },
  'canary-100k-enough': {
    scenario: 'canary/half-percent',
    figure:
      'of 150 trials with 100,000 requests, those that find a rise from 5%: nearly all: 150; of 150 trials with 100,000 requests, those that find a rise from 50%, where counts vary most: 84',
  },
  'canary-ci-overlap-rule': {
    scenario: 'canary/overlapping-intervals',
    figure:
      'the intervals overlap although the difference is significant as often as it lies between 2 of its standard errors and 2 of each rate’s: 56',
  },
  'q8-when-in-doubt-rollback': {
    scenario: 'canary/repaired',
    figure:
      'harmless releases that are rolled back: as many as the tests find worse by chance; a two-sided test at alpha has half of its false alarms on the side of harm: 2',
  },
  'qf-canary-steps': {
    scenario: 'canary/sticky-users',
    figure:
      'at 5% about one user in twenty sees it (within six standard deviations of the binomial): 270',
  },
  'q8-2pct-100-requests-meaningless': {
    scenario: 'canary/two-percent',
    figure:
      'of 200 trials with 100 requests, those that find a rise by percentage points: 4; of 200 trials with 100 requests, those that find a rise by percent of the rate: as few as by chance: 0',
  },
  'q8-2pct-100k-real': {
    scenario: 'canary/two-percent',
    figure:
      'of 200 trials with 100,000 requests, those that find a rise by percentage points: 200; of 200 trials with 100,000 requests, those that find a rise by percent of the rate: it takes millions of requests: 16',
  },
  'deploy-ten-a-day-3650': {
    scenario: 'canary/false-rollbacks',
    figure:
      'harmless releases that are rolled back: as many as the tests find worse by chance; a two-sided test at alpha has half of its false alarms on the side of harm: 10',
  },
  'deploy-blue-green-double-cost': {
    scenario: 'canary/six-strategies',
    figure: 'blue-green runs twice the instances while both fleets exist: 20',
  },
  'deploy-blue-green-instant-rollback': {
    scenario: 'canary/six-strategies',
    figure:
      'blue-green is back once the route has changed: 5,002; rolling is back once every batch has been replaced again: each must start, and all but the last must drain: 4',
  },
  'deploy-rolling-zero-downtime': {
    scenario: 'canary/six-strategies',
    figure:
      'rolling leaves no request unserved, forward or back: 0; rolling fails the defect’s share of the requests to the new version: no downtime does not mean no failed requests (in standard deviations of the binomial): -0.523',
  },
  'deploy-recreate-downtime': {
    scenario: 'canary/six-strategies',
    figure:
      'recreate serves no request while it stops and starts, forward and back (to within a batch at each end): 185,000',
  },
  'deploy-flag-rollback-ms': {
    scenario: 'canary/six-strategies',
    figure:
      'a flag is off everywhere once every instance has heard of it, which takes milliseconds only if changes are pushed: 5,002',
  },
  'one-redis-lock-unsafe': {
    scenario: 'locks/same-pause',
    figure: 'one Redis: late writes of the first holder that a store without tokens accepted: 1',
  },
  'q15-fencing-rejects-stale': {
    scenario: 'locks/same-pause',
    figure: 'a lease on Raft: late writes of the first holder that a store with tokens refused: 1',
  },
  'q15-redlock-pause-breaks': {
    scenario: 'locks/same-pause',
    figure:
      'Redlock: time that two clients were at work at once, in ms: the successor’s work, cut short if the first wakes earlier: 6,000.531',
  },
  'q15-ttl-expiry-two-holders': {
    scenario: 'locks/ttl-too-short',
    figure:
      'time that two clients were at work at once without renewal, in ms: the work minus the TTL: 4,963.611',
  },
  'q15-fencing-check-highest-seen': {
    scenario: 'locks/late-write',
    figure:
      'first writes of 12 late holders that the store refused: those that arrive after the successor’s first write: 9',
  },
  'q15-failover-loses-lock': {
    scenario: 'locks/failover',
    figure:
      'second clients that got the lock while the first held it, in 20 crashes: one for each crash within 100 ms, the replication delay, of the grant: 9',
  },
  'q15-redlock-majority': {
    scenario: 'locks/redlock-faults',
    figure:
      'clients that got the lock while another held it, with two of five nodes unreachable: 0',
  },
  'q15-etcd-correct-guarantee': {
    scenario: 'locks/consensus-lease',
    figure:
      'late writes that a store without tokens accepted, after a pause of 20000 ms under a lease of 9000 ms: 1',
  },
  'q15-zk-lowest-sequence': {
    scenario: 'locks/zookeeper-queue',
    figure:
      'longest wait for the lock in a queue of 12 clients, in ms: the holds of all clients before it: 9,913.431; clients notified each time that one leaves the queue: only the next: 1',
  },
  'q15-zk-ephemeral-release': {
    scenario: 'locks/session-timeout',
    figure:
      'shortest wait of the next client after the holder’s crash, in ms: the timeout minus one heartbeat interval: 7,179.569; longest wait of the next client after the holder’s crash, in ms: the whole timeout: 10,332.997',
  },
  'q15-advisory-absolute': {
    scenario: 'locks/advisory-charge',
    figure:
      'charges that an outside service accepted after the next holder’s charge: 1; late charges rolled back with the session, when the charge is a row of the transaction that holds the lock: 1',
  },
  'q1-lock-holder-blocks-n': {
    scenario: 'locks/convoy',
    figure:
      'extra mean wait of each client behind the stalled holder, in ms: the stall, minus the rest of the holder’s work that goes on meanwhile: 1,983.077',
  },
  'q15-10-20x-latency': {
    scenario: 'locks/latency',
    figure:
      'median time to get a lease on Raft, as a multiple of that of a lock in the memory of a Redis: 12.017',
  },
  'q2-dual-write-diverges': {
    scenario: 'transactions/crash-at-every-point',
    figure:
      'database first: neither stored nor published, of 12 points: 2; database first: stored but never published, of 12 points: 5; database first: published but not stored, of 12 points: 0; database first: stored, and published once, of 12 points: 5; database first: stored, and published twice, of 12 points: 0; broker first: neither stored nor published, of 12 points: 2; broker first: stored but never published, of 12 points: 0; broker first: published but not stored, of 12 points: 5; broker first: stored, and published once, of 12 points: 5; broker first: stored, and published twice, of 12 points: 0',
  },
  'q2-outbox-atomic': {
    scenario: 'transactions/crash-at-every-point',
    figure:
      'outbox: neither stored nor published, of 12 points: 2; outbox: stored but never published, of 12 points: 0; outbox: published but not stored, of 12 points: 0; outbox: stored, and published once, of 12 points: 8; outbox: stored, and published twice, of 12 points: 2',
  },
  'q2-cdc-no-outbox-table': {
    scenario: 'transactions/crash-at-every-point',
    figure:
      'CDC: neither stored nor published, of 12 points: 2; CDC: stored but never published, of 12 points: 0; CDC: published but not stored, of 12 points: 0; CDC: stored, and published once, of 12 points: 8; CDC: stored, and published twice, of 12 points: 2',
  },
  'q2-consumer-must-be-idempotent': {
    scenario: 'transactions/inbox',
    figure:
      'stored orders that took effect exactly once: 16; events that the broker has twice: those whose relay crashed after it had published them and before it had marked them as published: 2',
  },
  'rest-put-idempotent-patch-not': {
    scenario: 'transactions/repeated-messages',
    figure:
      'additions applied too often by a consumer that simply adds: a repeated addition counts again: 38; updates that count at a consumer that merges each update’s own field: each once, however often it arrives: 300; times that an older value overwrote a newer one at a consumer that sets the value: a repeat is harmless, a late copy is not: 70',
  },
  'q4-dedupe-client': {
    scenario: 'transactions/repeated-messages',
    figure: 'additions that count at a consumer that remembers ids: each once: 300',
  },
  'q22-feed-1-5s': {
    scenario: 'transactions/feed-lag',
    figure:
      'mean time from an update until the region has it, in ms: half of the sum of both polling intervals, give or take half of the shorter: 3,055.586; longest time from an update until the region has it, in ms: the sum of both polling intervals: 4,918.311; longest time from an update until the region has it, if both stages poll every 50 ms, in ms: 103.135',
  },
  'one-idempotency-window': {
    scenario: 'transactions/idempotency-crash',
    figure:
      'with a key stored only with the answer: crash points, of 24, at which the ride is booked twice: 12; with a key stored only with the answer: crash points, of 24, at which the card is charged twice: 6; with a key reserved first and recovery points: crash points, of 24, at which the ride is booked twice: 0; with a key reserved first and recovery points: crash points, of 24, at which the card is charged twice; none, as the provider gets a key as well: 0',
  },
  'q18-nonidempotent-double-charge': {
    scenario: 'transactions/saga-crash',
    figure: 'charges that stand: one for each completed saga, none for an undone one: 24',
  },
  'q18-semantic-rollback': {
    scenario: 'transactions/saga-crash',
    figure: 'mails that had to be corrected, when the mail, which cannot be undone, comes last: 0',
  },
  'q18-compensation-fails': {
    scenario: 'transactions/saga-compensation',
    figure:
      'sagas left half done for a person when a compensation is tried once: every one whose compensation fails: 8; sagas left half done for a person when a compensation is retried: only those whose compensation can never succeed: 4',
  },
  'q18-saga-no-isolation': {
    scenario: 'transactions/saga-seat',
    figure:
      'seats sold without a semantic lock, of one: none, the seat stays empty: 0; customers turned away without a semantic lock, by a reservation that is then released: 4',
  },
  'q18-choreography-stalls': {
    scenario: 'transactions/saga-choreography',
    figure:
      'sagas that never end without a sweeper: each one that loses an event: 4; sagas that never end with a sweeper: 0',
  },
  'q18-sweeper-60s': {
    scenario: 'transactions/saga-choreography',
    figure:
      'sagas undone by the sweeper: those that had stopped on the way: 6; sagas undone by the sweeper although their event was only late: 3',
  },
  'q18-out-of-order-events': {
    scenario: 'transactions/event-order',
    figure:
      'arrival orders of four events, of 24, that end as shipped if an early event waits for its turn: 24; arrival orders of four events, of 24, that end as shipped if the latest arrival is the state: those in which “shipped” comes last, one in four: 6',
  },
  'q19-replay-gives-state': {
    scenario: 'transactions/event-streams',
    figure:
      'past states of an account that differ from what replaying its events up to then gives: 0',
  },
  'q19-snapshots-bound-replay': {
    scenario: 'transactions/event-streams',
    figure: 'most events that a command replayed, with a snapshot every 10: 10',
  },
  'q19-4000-per-user': {
    scenario: 'transactions/rebuild-time',
    figure:
      'events per account, for 2,000,000,000 events of 500,000 accounts: 4,000; events applied in a second, if all of them take 4 h: 138,888.889',
  },
  'q19-1000-updates-costly': {
    scenario: 'transactions/rebuild-time',
    figure:
      'time of a command, with a snapshot every 1,000, in ms: 3.697; snapshot interval, of those tried, with the cheapest command, in events: 16',
  },
  'pat-outbox-vs-event-sourcing': {
    scenario: 'transactions/crash-at-every-point',
    figure: 'points after which state and events agree with an outbox, of 12: 12',
  },
  'pat-cqrs-eventual': {
    scenario: 'transactions/event-streams',
    figure: 'share of reads of the projection, 5 ms after a write, that do not see it: 0.941',
  },
  'q19-upcasters': {
    scenario: 'transactions/schema-versions',
    figure:
      'events to which the chain of upcasters (version 1 to 2 to 3) gives another meaning than a direct reading: 0',
  },
  'q19-optional-fields-compatible': {
    scenario: 'transactions/schema-versions',
    figure:
      'add optional: new reads old: 1; add optional: old reads new: 1; remove required: new reads old: 1; remove required: old reads new: 0',
  },
  'q18-2pc-short-only': {
    scenario: 'transactions/coordinator-crash',
    figure:
      'longest time that a participant waited for the decision after its yes vote, in ms: the coordinator’s downtime: 30,252.4',
  },
  'db-postgres-serializable': {
    scenario: 'transactions/isolation-levels',
    figure:
      'read-committed: anomalies, of 10, that it allows: 5; serializable: anomalies, of 10, that it allows: 0',
  },
  'q16-rmw-lost-update': {
    scenario: 'transactions/lost-update',
    figure:
      'read-committed: updates lost, of 20: all but the last write of each round: 15; version: updates lost, of 20: 0',
  },
  'q16-race-check-then-insert': {
    scenario: 'transactions/check-then-insert',
    figure:
      'rows with a name that was already given, when the clients come one after the other and there is no constraint: 0; rows with a name that was already given, when all clients check before any has inserted: all but one of each round: 20; rows with a name that was already given, with a unique constraint: 0',
  },
  'rest-patch-avoids-null-out': {
    scenario: 'transactions/put-and-patch',
    figure:
      'fields wiped by PUTs of only the changed field: each field that they leave out: 10; fields wiped by PATCHes that leave them out: 0',
  },
  'num-redis-async-loses': {
    scenario: 'replication/failover-in-lag',
    figure:
      'acknowledged writes lost with an asynchronous primary: those within the lag, write rate x lag: 10',
  },
  'q11-replica-lag-ryw': {
    scenario: 'replication/stale-own-read',
    figure:
      'reads from a replica, of 200, that miss the user’s own write: e^(-d/m) of them, for a delay d and a mean lag m: 129',
  },
  'num-pg-lag-az-to-region': {
    scenario: 'replication/replica-load',
    figure:
      'longest time that the replica is behind at a load of 1.5, in ms: the lag grows as long as the overload lasts: 266.927',
  },
  'db-aof-always-zero-loss': {
    scenario: 'replication/power-loss',
    figure: 'acknowledged writes lost if each write is synced before it is acknowledged: 0',
  },
  'db-rdb-loses-since-snapshot': {
    scenario: 'replication/power-loss',
    figure:
      'mean age of the oldest lost write with snapshots, in ms: the time since the last complete one: 1,209.647',
  },
  'db-redis-aof-everysec-1s': {
    scenario: 'replication/long-fsync',
    figure:
      'span of acknowledged writes lost on a disk that hangs, in ms: at most the second before the sync plus the time until writes must wait: 150',
  },
  'q5-cap-availability-immediate': {
    scenario: 'replication/partition-choice',
    figure:
      'requests refused by the store that chose availability; none, as every live node answers from its own memory: 0',
  },
  'one-strong-for-money': {
    scenario: 'replication/choice-per-operation',
    figure:
      'requests refused: those for balances (strong) that arrive on the smaller side during the cut: 43',
  },
  'q5-spanner-five-nines': {
    scenario: 'replication/quorum-nines',
    figure: 'moments, of 20000, without a quorum: 0.015% by the exact sum: 3',
  },
  'q11-spof-four-nines': {
    scenario: 'replication/quorum-nines',
    figure: 'moments, of 20000, without a quorum: 2.49% by the exact sum: 509',
  },
  'db-mongo-tunable': {
    scenario: 'replication/failover-in-lag',
    figure:
      'acknowledged writes lost when the primary waits for one of two replicas and the failover hears two nodes: 0',
  },
  'q11-single-node-consistent': {
    scenario: 'replication/single-node',
    figure:
      'reads that missed a write acknowledged before they began: 0; share of operations answered: mean time up / (mean time up + mean time down), give or take five standard deviations: 0.906',
  },
  'q22-global-table-1s': {
    scenario: 'replication/global-table',
    figure:
      'longest time until a write is in all regions, in ms: the wait in the stream plus the longest network delay: 590; acknowledged writes lost if the last writer wins for each item: one of each two concurrent ones, 1 - (1 - delay / window)^2 of the items: 49',
  },
  'q5-pacelc': {
    scenario: 'replication/staleness-grid',
    figure:
      'stale reads, summed over all pairs of R and W with R + W > N: 0; latency of the fastest pair with R + W > N, as a multiple of that with R=W=1: 1.284',
  },
  'paxos-multi-needed': {
    scenario: 'paxos/log',
    figure:
      'filled log slots minus answered commands: at least 0, as each answered command has its own slot: 15',
  },
  'zab-longest-zxid-wins': {
    scenario: 'paxos/zab-election',
    figure:
      'transactions in the new leader’s log: the committed ones, not those of the longest log: 5',
  },
  'zab-read-any-follower-sequential': {
    scenario: 'paxos/zab-reads',
    figure:
      'reads from a follower that miss a committed transaction, without sync: 39; answers older than what the same client had already seen: 0',
  },
  'paxos-zab-dates': {
    scenario: 'paxos/zab-election',
    figure:
      'The server whose last transaction has the highest zxid becomes leader, first by epoch and then by counter: n1 leads with 5 transactions, though n3 has 13. n3 gives up the 10 transactions of epoch 1 that no majority had, and all 5 committed ones survive.',
  },
  'num-zk-session-too-low': {
    scenario: 'paxos/session-timeout',
    figure:
      'healthy members that are suspected in a pause: those whose pause outlasts the timeout, by the distribution of pauses: 33',
  },
  'q5-shorter-lease-tradeoff': {
    scenario: 'paxos/lease-length',
    figure:
      'renewals sent for the short leases: 810; mean time without a leader after a crash, short lease, in ms: its length minus half a renewal interval, plus four latencies: 866.957; renewals sent for the middle leases: 270; mean time without a leader after a crash, middle lease, in ms: its length minus half a renewal interval, plus four latencies: 2,508.955; renewals sent for the long leases: 90; mean time without a leader after a crash, long lease, in ms: its length minus half a renewal interval, plus four latencies: 7,698.352',
  },
  'num-ntp-skew-not-causal': {
    scenario: 'clocks/skew-inversions',
    figure:
      'messages stamped before their cause by the time of day: a share of 1 - exp(-clock difference / mean delay) of them: 370; messages stamped before their cause by Lamport’s clock: 0; messages stamped before their cause by a hybrid logical clock: 0',
  },
  'num-truetime-commit-wait': {
    scenario: 'clocks/external-consistency',
    figure:
      'transactions with a timestamp earlier than one committed before they began: 0; commit wait, in ms: twice the bound on the clock’s error: 8.001',
  },
  'q10-snowflake-unique': {
    scenario: 'clocks/snowflake-id',
    figure: 'ids given out twice, while node ids are leased and the clock is checked: 0',
  },
  'q10-pregenerated-unique': {
    scenario: 'clocks/key-pool',
    figure: 'keys given out twice, although no server checks them: 0',
  },
  'q10-snowflake-base62-7': {
    scenario: 'clocks/id-length',
    figure: 'base62 characters of the shortest id: log62 of the id, rounded up: 11',
  },
  'q10-bloom-with-snowflake': {
    scenario: 'clocks/bloom-on-ids',
    figure:
      'new ids that had been made before; none, as each generator has its own node id: 0; good ids that the filter rejects: a share of (1 - e^(-hashes x ids / bits))^hashes of the new ids: 33',
  },
  'top-qps-formula': {
    scenario: 'estimation/daily-load',
    figure:
      'average by the formula, requests a second: 115.741; average of a simulated day, requests a second: 115.714',
  },
  'est-qps-table': {
    scenario: 'estimation/daily-load',
    figure: 'requests a second of a billion users with 10 actions each: 115,740.741',
  },
  'est-peak-3x': {
    scenario: 'estimation/daily-load',
    figure:
      'busiest minute of a day with a peak factor of 3, requests a second: 349.55; busiest second of a day with a constant rate: the effect of chance alone, requests a second: 171',
  },
  'q10-record-150-bytes': {
    scenario: 'estimation/url-shortener',
    figure: 'bytes of a record’s fields: 139',
  },
  'q10-storage-chain': {
    scenario: 'estimation/url-shortener',
    figure:
      'GB a day: 20.016; GB in 30 days: 600.48; TB in 365 days: 7.306; TB in 5 years on 3 replicas: 109.588',
  },
  'q10-qps-reads': {
    scenario: 'estimation/url-shortener',
    figure:
      'writes a second: 1,157.407; reads a second: 115,740.741; reads a second at the peak: 347,222.222',
  },
  'q10-500-byte-url-5x': {
    scenario: 'estimation/url-shortener',
    figure: 'how many times larger records are if URLs are five times as long: 3.878',
  },
  'est-replication-3x': {
    scenario: 'estimation/url-shortener',
    figure: 'how many times a year’s bytes replicas and years make: 15',
  },
  'est-black-friday-8x': {
    scenario: 'estimation/black-friday',
    figure:
      'expected load, in units of today’s capacity: 3; capacity that keeps servers at 60%, in units of today’s capacity: 5; utilisation with eight times today’s capacity: 0.375',
  },
  'est-spike-multipliers': {
    scenario: 'estimation/black-friday',
    figure:
      '5 times today’s capacity: the load will be 60% x 5 = 3 times what today’s servers can do, and servers should be at most 60% busy, so divide by that. Eight times (5 / 60%) would count today’s servers as full, although they are 60% busy, and leaves them 38% busy. At 60% a request takes 2.54 service times; with a capacity of exactly 3 the queue would grow without limit.',
  },
  'est-powers-of-two': {
    scenario: 'estimation/disk-units',
    figure: '2^10 divided by a thousand: 1.024; 2^50 divided by a quadrillion: 1.126',
  },
  'est-seconds-constants': {
    scenario: 'estimation/disk-units',
    figure:
      '100,000 s divided by a day: 1.157; 2.5 million s divided by a month: 0.951; 30 million s divided by a year: 0.951',
  },
  'nines-redundancy-improves': {
    scenario: 'estimation/redundancy',
    figure:
      'uptime of 2 independent copies: 0.9999; uptime with 5% of the failures in common: 0.9994',
  },
  'est-chat-storage': {
    scenario: 'estimation/chat-storage',
    figure:
      'GB a day: 200; GB a day on all replicas: 600; TB a year on all replicas: 219; TB, compressed to a half: 109.5; TB, compressed to a third: 73',
  },
  'top-deps-multiply-downtime': {
    scenario: 'estimation/chained-services',
    figure: 'downtime of three, as a multiple of that of one: 2.997',
  },
  'nines-two-deps-99-8': {
    scenario: 'estimation/chained-services',
    figure: 'uptime of two dependencies in a chain: 0.998',
  },
  'nines-three-deps-99-7': {
    scenario: 'estimation/chained-services',
    figure: 'uptime of three dependencies in a chain: 0.997',
  },
  'nines-9999-on-999-is-999': {
    scenario: 'estimation/chained-services',
    figure: 'uptime of the service on its database: 0.9989',
  },
  'nines-cache-restores-9999': {
    scenario: 'estimation/chained-services',
    figure: 'uptime with a cache and 90% hits: 0.9998; uptime with 99% hits: 0.99989',
  },
  'nines-graceful-degradation': {
    scenario: 'estimation/chained-services',
    figure: 'availability that the cache’s answers add while the database is down: 0.001',
  },
  'nines-table': {
    scenario: 'estimation/error-budget',
    figure:
      'hours of downtime a year at 99%: 87.66; hours of downtime a year at 99.9%: 8.766; minutes of downtime in 30 days at 99.9%: 43.2; minutes of downtime a month, a twelfth of a year, at 99.99%: 4.383; minutes of downtime a week at 99.99%: 1.008; seconds of downtime a year at 99.9999%: 31.558',
  },
  'top-four-nines-52min': {
    scenario: 'estimation/error-budget',
    figure: 'minutes of downtime a year at 99.99%: 52.596',
  },
  'nines-budget-30-of-52': {
    scenario: 'estimation/error-budget',
    figure: 'minutes left of the year’s budget of 99.99%: 22.596',
  },
  'nines-90pct-budget-in-q1': {
    scenario: 'estimation/error-budget',
    figure:
      'burn rate of a quarter that has spent that share of the year’s budget: 3.6; days until the budget is used up: 101.458',
  },
  'nines-five-nines-needs-automation': {
    scenario: 'estimation/recovery-time',
    figure:
      'availability with a person: 0.99931; availability with automatic recovery: 0.9999904; failures a year that five nines allow with a person: 0.175',
  },
  'lat-tcp-handshake-1-5-rtt': {
    scenario: 'estimation/first-request',
    figure: 'ms of TCP until the client can send: 150',
  },
  'lat-tls-handshake-250ms': {
    scenario: 'estimation/first-request',
    figure: 'ms of TLS 1.2: 300; ms of TLS 1.3: 150',
  },
  'lat-tls12-two-tls13-one': {
    scenario: 'estimation/first-request',
    figure: 'round trips of TLS 1.2 relative to those of 1.3: 2; round trips before early data: 0',
  },
  'lat-150ms-rtt-vs-200ms-sla': {
    scenario: 'estimation/first-request',
    figure: 'ms of later requests: 165.1',
  },
  'lat-speed-of-light-floor': {
    scenario: 'estimation/first-request',
    figure: 'ms that light takes in fibre, New York to London and back: 54.549',
  },
  'q1-total-440': {
    scenario: 'estimation/first-request',
    figure:
      'ms of the first request with TLS 1.3: 515.1; ms of the first request with TLS 1.2: 665.1',
  },
  'q1-tcp-225-cross': {
    scenario: 'estimation/first-request',
    figure: 'ms of TCP until the server has received the third segment: 225',
  },
  'q1-hit-path-3ms': {
    scenario: 'estimation/first-request',
    figure: 'ms of the hit path in a datacentre: 3.1',
  },
  'q1-pooling-amortises': {
    scenario: 'estimation/first-request',
    figure: 'mean ms of requests on kept connections: later + (first - later) / reuse: 199.4',
  },
  'top-ram-ssd-thousandfold': {
    scenario: 'estimation/latency-table',
    figure: 'latency of SSD relative to RAM, a thousand within a factor of two: 1,500',
  },
  'top-ssd-hdd-hundredfold': {
    scenario: 'estimation/latency-table',
    figure: 'latency of HDD relative to SSD, a hundred within a factor of two: 66.667',
  },
  'lat-l2-14x-l1': {
    scenario: 'estimation/latency-table',
    figure: 'latency of L2 relative to L1: 14',
  },
  'lat-ram-200x-l1': {
    scenario: 'estimation/latency-table',
    figure: 'latency of RAM relative to L1: 200',
  },
  'lat-ssd-1500x-ram': {
    scenario: 'estimation/latency-table',
    figure: 'latency of SSD relative to RAM: 1,500',
  },
  'lat-dc-vs-cross-300x': {
    scenario: 'estimation/latency-table',
    figure: 'latency across a continent relative to within a datacentre: 300',
  },
  'q1-ram-network-million': {
    scenario: 'estimation/latency-table',
    figure:
      'latency across a continent relative to RAM, a million within a factor of two: 1,500,000',
  },
  'lat-ram-1mb-3us': {
    scenario: 'estimation/latency-table',
    figure: 'GB/s implied by 3 µs for 1 MB of RAM: 333.333',
  },
  'lat-ssd-1mb-1ms': {
    scenario: 'estimation/latency-table',
    figure: 'GB/s implied by 1 ms for 1 MB of an SSD: 1',
  },
  'lat-hdd-1mb-20ms': {
    scenario: 'estimation/latency-table',
    figure: 'GB/s implied by 20 ms for 1 MB of an HDD: 0.05',
  },
  'lat-sequential-disk-beats-random-ram': {
    scenario: 'estimation/latency-table',
    figure:
      'GB/s of random RAM, one load at a time: 0.64; GB/s of random RAM, ten loads at a time: 6.346',
  },
  'q7-sequential-faster-than-random-ram': {
    scenario: 'estimation/latency-table',
    figure:
      'random RAM, one load at a time, relative to a disk that reads in order: 0.64 GB/s over its rate, and one seek: 3.206',
  },
  'mesh-latency-1-3ms': {
    scenario: 'estimation/mesh-hops',
    figure: 'ms that proxies add on average: 10; share of requests above the P99 of the sum: 0.01',
  },
  'mesh-sidecar-40mb': {
    scenario: 'estimation/mesh-hops',
    figure: 'bytes for sidecars of 60 MB, as Istio measured: 12,000,000,000',
  },
  'q17-mesh-5-15ms': {
    scenario: 'estimation/mesh-hops',
    figure:
      'proxies that the request passes: 10; bytes for sidecars of 40 MB: 8,000,000,000; bytes for sidecars of 100 MB: 20,000,000,000',
  },
  'q16-cross-az-1-2ms': {
    scenario: 'estimation/mesh-hops',
    figure: 'ms added by calls to other zones: 7.5',
  },
  'q10-62-7-codes': {
    scenario: 'estimation/short-codes',
    figure: 'codes in the whole space: 3,521,614,606,208; years that a counter lasts: 96.483',
  },
  'q10-birthday-1-87m': {
    scenario: 'estimation/short-codes',
    figure:
      'mean of the first collision: √(πN/2): 2,351,966; probability of a collision after √N codes: 0.393; codes at even odds: 2,209,524; first collision over √N, simulated; √(π/2) = 1.2533: 1.285',
  },
  'q10-bloom-36-5b-few-gb': {
    scenario: 'estimation/bloom-filter',
    figure:
      'bytes at 1% false positives: 43,731,828,847; bytes at 10% false positives: 21,865,914,423; bytes at 0.1% false positives: 65,597,743,270',
  },
  'cx-amortised-growth-p99': {
    scenario: 'estimation/growing-array',
    figure:
      'times that a doubling array grows: log2 (n / first), rounded up: 17; items copied per append, doubling: less than 2: 1.311; items copied by the append at the P99: 0',
  },
  'cx-arraylist-doubles': {
    scenario: 'estimation/growing-array',
    figure:
      'items copied per append, growing by half: less than 3: 2.431; times that an array growing by half grows, relative to doubling: about log 2 / log 1.5 = 1.71: 1.706',
  },
  'cx-classes': {
    scenario: 'estimation/complexity',
    figure:
      'extra steps of a binary search in twice the items: 1; comparisons of a merge sort of twice the items, relative: 2 log 2n / log n: 2.238; comparisons of all pairs of twice the items, relative: 4.002; look-ups for twice the items, relative: 2',
  },
  'cx-pair-sum-hash': {
    scenario: 'estimation/complexity',
    figure: 'comparisons of all pairs: n (n - 1) / 2: 523,776; look-ups with a hash map: n: 1,024',
  },
  'cx-nlogn-lower-bound': {
    scenario: 'estimation/complexity',
    figure: 'comparisons of a merge sort, relative to log2 n!: 1.017',
  },
  'cx-quadratic-1m-minutes-100m-days': {
    scenario: 'estimation/complexity',
    figure:
      'minutes for a million records at 10^9 operations a second: 16.667; days for a hundred million: 115.741',
  },
  'q11-4x-headroom': {
    scenario: 'estimation/scaling-up',
    figure:
      'utilisation afterwards, if it scales linearly: 0.2; throughput relative to today’s, by Amdahl’s law: 3.007; utilisation afterwards, by Amdahl’s law: 0.266',
  },
  'est-llm-30k-per-day': {
    scenario: 'estimation/costs',
    figure: 'dollars a day: 30,000; dollars a day with twice the tokens: 60,000',
  },
  'deploy-outage-cost-500k': {
    scenario: 'estimation/costs',
    figure: 'requests that fail in the outage: 30,000,000; dollars that the outage costs: 501,000',
  },
  'one-token-bucket': {
    scenario: 'traffic/window-edge',
    figure:
      'requests that a fixed window admits within a second around the end of a minute: twice the limit: 20; requests that a sliding log admits within a second around the end of a minute: the limit: 10; requests that a sliding counter admits within a second around the end of a minute: the limit: 10; requests that a token bucket admits within a second around the end of a minute: the limit: 10; requests that a gcra admits within a second around the end of a minute: the limit: 10',
  },
  'gql-rate-limit-by-cost': {
    scenario: 'traffic/query-cost',
    figure:
      'nodes read by the deep queries, as a multiple of those by flat ones, under the same request limit: 11,111',
  },
  'q14-query-cost-cap': {
    scenario: 'traffic/query-cost',
    figure:
      'nodes read under a cost limit by the client with flat queries: as far as the budget goes: 100; nodes read under a cost limit by the client with nested queries: as far as the budget goes: 44,120; nodes read under a cost limit by the client with deep queries: as far as the budget goes: 0',
  },
  'db-hot-partition-throttles': {
    scenario: 'traffic/hot-partition',
    figure:
      'writes throttled with fixed shares: those beyond a fourth of the table’s capacity: 233',
  },
  'aws-dynamo-3000-1000': {
    scenario: 'traffic/hot-partition',
    figure: 'writes throttled with adaptive capacity: those beyond 1,000 a second: 191',
  },
  'aws-s3-prefix-rates': {
    scenario: 'traffic/object-prefixes',
    figure:
      'prefixes for 350,000 GET and 35,000 PUT a second: 64; requests refused with one prefix: those beyond 5,500 a second: 6,888',
  },
  'pat-consistent-hash-minimal-remap': {
    scenario: 'traffic/add-a-node',
    figure:
      'keys of 2,000 that move with modulo when node 11 is added: 1,821; keys of 2,000 that move with ring when node 11 is added: 200; keys of 2,000 that move with rendezvous when node 11 is added: 167; keys of 2,000 that move with jump when node 11 is added: 174; keys of 2,000 that move with Maglev when node 11 is added: 183',
  },
  'pat-consistent-hash-even': {
    scenario: 'traffic/ring-points',
    figure:
      'standard deviation of the nodes’ shares of keys with 1 points per node, as a multiple of the mean share: 1.159; largest share of keys of a node with 1 points per node, as a multiple of the mean share: 7.169; standard deviation of the nodes’ shares of keys with 4 points per node, as a multiple of the mean share: 0.509; largest share of keys of a node with 4 points per node, as a multiple of the mean share: 2.573; standard deviation of the nodes’ shares of keys with 10 points per node, as a multiple of the mean share: 0.344; largest share of keys of a node with 10 points per node, as a multiple of the mean share: 2.178; standard deviation of the nodes’ shares of keys with 40 points per node, as a multiple of the mean share: 0.15; largest share of keys of a node with 40 points per node, as a multiple of the mean share: 1.445; standard deviation of the nodes’ shares of keys with 100 points per node, as a multiple of the mean share: 0.113; largest share of keys of a node with 100 points per node, as a multiple of the mean share: 1.361; standard deviation of the nodes’ shares of keys with 400 points per node, as a multiple of the mean share: 0.048; largest share of keys of a node with 400 points per node, as a multiple of the mean share: 1.134; standard deviation of the nodes’ shares of keys with 1000 points per node, as a multiple of the mean share: 0.029; largest share of keys of a node with 1000 points per node, as a multiple of the mean share: 1.065',
  },
  'db-redis-cluster-16384': {
    scenario: 'traffic/redis-slots',
    figure:
      'slots that move when master 6 is added, of 16,384: 2,730; requests for two keys under one hash tag that one master answers: 1,200',
  },
  'comp-lb-is-failure-point': {
    scenario: 'traffic/balancer-fails-too',
    figure:
      'share of the time in which requests are served: one host: 0.99; share of the time in which requests are served: one host behind a balancer: 0.985; share of the time in which requests are served: two hosts behind a balancer: 0.9951',
  },
  'num-health-check-5-30s': {
    scenario: 'traffic/dead-host',
    figure:
      'ms from the crash until the host is out of rotation, with a check every 10 s and 3 failures in a row: 30,346.164; requests that fail until the host is out of rotation: time x its share of 2 a second: 61',
  },
  'q1-pool-exhaustion-knee': {
    scenario: 'traffic/pool-knee',
    figure:
      'ms of waiting at the end of the run above the pool’s capacity: (arrivals / capacity - 1) x time: 3,410',
  },
  'q16-5s-vs-50ms-50x': {
    scenario: 'traffic/held-connections',
    figure:
      'connections held while it is slow, as a multiple of the normal ones: slow time / normal time of a call: 100.555',
  },
  'qf-plateau-next-bottleneck': {
    scenario: 'traffic/next-bottleneck',
    figure:
      'answers per second with the last app server: at most what the database can serve: 69.133',
  },
  'q21-pool-per-request': {
    scenario: 'traffic/pool-per-request',
    figure:
      'ms until the database runs out of connections: its maximum / (rate x pool size): 220.977',
  },
  'aws-rds-proxy-multiplex': {
    scenario: 'traffic/connection-proxy',
    figure:
      'clients in a transaction at a time, on average, if each is in one half of the time: rate x duration of a transaction: 101.615; clients in a transaction at a time, on average, if each is in one a tenth of the time: rate x duration of a transaction: 20.246; clients in a transaction at a time, on average, if each is in one a hundredth of the time: rate x duration of a transaction: 1.964',
  },
  'q11-pooler-10-100x': {
    scenario: 'traffic/connection-proxy',
    figure:
      'clients per connection, if each is in a transaction half of the time: at most 1 / that share: 1.527; clients per connection, if each is in a transaction a tenth of the time: at most 1 / that share: 5.714; clients per connection, if each is in a transaction a hundredth of the time: at most 1 / that share: 25',
  },
  'comp-queue-useless-at-10rps': {
    scenario: 'traffic/queue-at-ten',
    figure:
      'ms that the queue adds to a request on average: half a polling interval, and a message: 50.767',
  },
  'lat-tail-over-average': {
    scenario: 'traffic/slow-parts',
    figure: 'share of requests that wait for a slow part, of 100 parts: 0.613',
  },
  'q1-slow-endpoint-5pct': {
    scenario: 'traffic/slow-route',
    figure: '99th percentile of all requests in ms, if 5% of them are slow: 800',
  },
  'q1-three-sequential-15ms': {
    scenario: 'traffic/calls-in-turn',
    figure: 'ms that a request takes on average, calls in turn, all equally long: 15',
  },
  'http-200-with-error-body-hides': {
    scenario: 'traffic/green-dashboard',
    figure:
      'share of answers counted as errors, if the error is in the body: 0; share of purchases that fail for users, if the error is in the body: 0.109',
  },
  'http-502-503-504-causes': {
    scenario: 'traffic/gateway-errors',
    figure:
      'share of requests that get 502, if the server crashes in the middle of the answer: 1; share of requests that get 502, if the answer is not HTTP: 1; share of requests that get 503, if the server is overloaded, and says so: 1; share of requests that get 504, if the server does not answer in time: 1; share of requests that get 503, if no server passes its checks: 1',
  },
  'http-202-polling': {
    scenario: 'traffic/accepted-jobs',
    figure:
      'ms that a connection is held for a job, with 202: the round trips: 5.994; jobs that ran, if answers are lost and clients ask again: each once: 200',
  },
  'http-429-retry-after': {
    scenario: 'traffic/told-to-wait',
    figure:
      'requests that are refused, if the client waits as Retry-After says: 9; requests that are refused, if the client comes back after its own backoff: 175',
  },
  'q20-aggregate-hides-endpoint': {
    scenario: 'slo/masked-endpoint',
    figure:
      'share of all requests that fail: share of the journey x share of its failures: 0.001; share of the payments that fail: 0.079; largest share of the traffic that hides them: (1 - objective) / failed share: 0.013',
  },
  'q20-synthetic-1-5min': {
    scenario: 'slo/probe-interval',
    figure:
      'ms until a probe sees it: interval x (1/p - 1/2): 153,173.4; ms until a probe sees it, at most: 298,624.179',
  },
  'q20-funnel': {
    scenario: 'slo/checkout-funnel',
    figure:
      'share of users who finish: the product of the steps: 0.208; share of users that each of four equal steps passes if a fifth finishes: nothing is broken then: 0.669; steps found to be broken: 1',
  },
  'q20-half-last-week': {
    scenario: 'slo/half-of-last-week',
    figure:
      'share of the hours with a false alarm: P(X < Y/2) of two Poisson counts: 0.063; false alarms, hour by hour: 523',
  },
  'q20-webhook-no-metric': {
    scenario: 'slo/missing-webhook',
    figure:
      'ms of silence: ln(events a year / false alarms a year) / rate: 1,497,580; gaps that are longer by chance: e^(-rate x silence): 0; ms until the silence is noticed: 1,237,873',
  },
  'one-alert-symptoms': {
    scenario: 'slo/symptom-pages',
    figure:
      'precision of alerts on causes: how often a cause hurts: 0.155; recall of alerts on causes: c h / (c h + 1 - c): 0.189; pages on symptoms without a user who suffers: 0',
  },
  'k8s-hpa-scales-on-metric': {
    scenario: 'autoscaling/load-doubles',
    figure:
      'replicas at the end: load / (request x target), or up to a tenth fewer: 8; replicas that were asked for at most: 8',
  },
  'k8s-predictive-removes-ramp-latency': {
    scenario: 'autoscaling/forecast',
    figure:
      'ms of overload without a forecast: a look and a start: 135,000; ms of overload with a forecast that is right and early enough: 0',
  },
  'k8s-pending-requests-too-high': {
    scenario: 'autoscaling/pending-pod',
    figure:
      'cores free in total: 8; cores free on one node, packed: 4; cores free on one node, spread: node - small pods / nodes: 2',
  },
  'k8s-30-percent-utilised-waste': {
    scenario: 'autoscaling/packed-nodes',
    figure: 'share of the nodes that is saved: about 1 - utilisation: 0.69',
  },
  'k8s-daemonset-one-per-node': {
    scenario: 'autoscaling/tainted-nodes',
    figure:
      'nodes with a pod of a DaemonSet that does not tolerate the taint: 3; nodes with a pod of one that does: 5',
  },
  'k8s-statefulset-identity': {
    scenario: 'autoscaling/stateful-names',
    figure: 'pods that found their data: 10; names that were used: 3',
  },
  'k8s-db-on-deployment-loses-data': {
    scenario: 'autoscaling/stateful-names',
    figure:
      'pods of a Deployment without a claim that found it: 0; pods of a Deployment of one, with a claim, that found it: 10',
  },
  'k8s-secrets-base64': {
    scenario: 'autoscaling/base64-secret',
    figure: 'secrets that were read back without a key: 20',
  },
  'q13-137-is-sigkill': {
    scenario: 'autoscaling/container-memory',
    figure: 'exit code of a kill: 137; exit code of a segmentation fault: 139',
  },
  'q13-sidecar-counts-to-limit': {
    scenario: 'autoscaling/container-memory',
    figure: 'containers that are killed, with a sidecar beside them: 0',
  },
  'q13-page-cache-ooms': {
    scenario: 'autoscaling/container-memory',
    figure: 'MB of the file in memory, and no kill: the rest was dropped: 1,679.693',
  },
  'q13-thread-stacks-200mb': {
    scenario: 'autoscaling/container-memory',
    figure:
      'MB of stacks that are reserved: 200; MB of stacks that are resident: threads x share that is touched: 20.307',
  },
  'q13-requests-too-low-oom': {
    scenario: 'autoscaling/memory-requests',
    figure:
      'pods on the node: (node - modest) / request: 27; what they use, of the node: 1.794; pods that are evicted: 13',
  },
  'q13-limits-too-low': {
    scenario: 'autoscaling/memory-limits',
    figure:
      'hours with a kill, if the limit is the P95: 0.048; of the node that is free meanwhile: 0.364',
  },
  'q13-request-p95-limit-1-5x': {
    scenario: 'autoscaling/memory-limits',
    figure: 'hours with a kill: the tail of the use above the limit: 0.002',
  },
  'q13-cpu-over-request-throttled': {
    scenario: 'autoscaling/cpu-quota',
    figure:
      'processors that a pod gets above its request, if others are idle: 8; processors that it gets under contention: by weight: 1',
  },
  'aws-lambda-concurrency-1000': {
    scenario: 'serverless/concurrency-limit',
    figure:
      'requests a second at most: concurrency / time: 5,000; share of the requests beyond it that are throttled: Erlang B: 0.099',
  },
  'aws-lambda-burst-500-3000': {
    scenario: 'serverless/burst',
    figure:
      'instances that start at once: up to 1,000: 1,000; requests of the first burst that are throttled: 2,000; instances in all: 1,000 more in 10 s: 4,000',
  },
  'aws-lambda-cold-starts': {
    scenario: 'serverless/runtimes',
    figure:
      'ms, Rust that does nothing: 13.9; ms, Go: 42; ms, Python: 86; ms, Node: 139; ms, Java: 277',
  },
  'aws-s3-multipart-10000': {
    scenario: 'serverless/aws-arithmetic',
    figure: 'MB of a part: object / 10,000: 500',
  },
  'aws-s3-small-ia-objects': {
    scenario: 'serverless/aws-arithmetic',
    figure:
      'KB from which Infrequent Access is cheaper: 69.565; objects of up to 128 KB that are dearer there: the ratio of the prices: 0.538',
  },
  'aws-rds-failover-60-120': {
    scenario: 'serverless/aws-arithmetic',
    figure: 'failovers of two minutes a year that 99.99% leaves room for: 26.298',
  },
  'auth-session-revocation-easy': {
    scenario: 'auth/revocation',
    figure:
      'ms that a revoked session is let in: 0; ms that a revoked JWT is let in, mean: about half its life: 409,363.258',
  },
  'q3-jwt-window-is-ttl': {
    scenario: 'auth/revocation',
    figure:
      'ms that a revoked JWT is let in, longest: its lifetime and the allowed clock skew: 891,655.37',
  },
  'q3-token-version': {
    scenario: 'auth/revocation',
    figure:
      'ms that a token of an older version is let in: 0; requests refused of users who were not revoked: 0',
  },
  'auth-jwt-no-central-store': {
    scenario: 'auth/store-outage',
    figure:
      'share of requests with a JWT that fail during the outage: 0; share that fails with short JWTs, which cannot be refreshed then: 0.283',
  },
  'q3-session-store-spof': {
    scenario: 'auth/store-outage',
    figure: 'share of requests with a session that fail during the outage: 1',
  },
  'auth-silent-refresh': {
    scenario: 'auth/silent-refresh',
    figure:
      'requests that fail for users with one refresh at a time: 0; share signed out with two tabs: the second refreshes within a round trip of the first: 0.07',
  },
  'q3-rotate-key-logs-out-all': {
    scenario: 'auth/key-rotation',
    figure:
      'users signed out by it: they have refresh tokens: 0; refreshes within one interval of requests: all users at once: 100',
  },
  'q3-blocklist-bounded': {
    scenario: 'auth/blocklist-size',
    figure:
      'tokens on the blocklist: revocations a second x half the life (Little’s law): 439.1; tokens on it that have expired: 0',
  },
  'qf-sessions-three-needs': {
    scenario: 'auth/three-logouts',
    figure:
      'sessions let in after the sign-out: 0; sessions of other devices let in after the password changed: 0; sessions let in after an administrator ended them: 0',
  },
  'auth-404-hides-existence': {
    scenario: 'auth/hidden-orders',
    figure:
      'orders of others that a 404 gives away by its status: 0; orders of others that a 404 after two look-ups does not give away by its time: 0; orders of others given away by status or time, if one look-up asks for id and owner: 0',
  },
  'q3-jwt-800-bytes': {
    scenario: 'auth/token-size',
    figure:
      'bytes with eight claims, HS256: 430; bytes with eight claims, RS256: 729; bytes with the roles, RS256: 1,222',
  },
  'auth-mtls-hard-revocation': {
    scenario: 'auth/certificates',
    figure:
      'ms that it is accepted, mean, only the expiry is checked: half of the longest: 3,926,075,188; ms that it is accepted, mean, a list is fetched: half of the longest: 42,575,549; ms that it is accepted, mean, each certificate is asked about: half of the longest: 304,803.349; ms that it is accepted, mean, short certificates, not renewed: half of the longest: 1,808,415',
  },
  'q14-1051-queries': {
    scenario: 'access/n-plus-one',
    figure:
      'queries for a request, field by field: 1 + users + users x posts of each: 1,051; queries a second, field by field: requests a second x queries: 105,100',
  },
  'q14-dataloader-3': {
    scenario: 'access/n-plus-one',
    figure: 'queries for a request, with loaders: one for each level and batch: 3',
  },
  'q14-lookahead-single-join': {
    scenario: 'access/n-plus-one',
    figure:
      'queries for a request, with a join: 1; rows of posts and comments that are read, if only the names of the users are asked for: 0',
  },
  'top-graphql-adds-n-plus-1': {
    scenario: 'access/n-plus-one',
    figure: 'queries for a request that loaders save: 1,048',
  },
  'q14-depth-exponential': {
    scenario: 'access/nested-queries',
    figure:
      'resolvers that a query of two levels runs: b + b^2, for lists of length b: 110; resolvers that a query of three levels runs: b + b^2 + b^3, for lists of length b: 1,110',
  },
  'q1-missing-index-500ms': {
    scenario: 'access/missing-index',
    figure:
      'pages that a look-up by the index reads: one for each level, log of the rows to the base of the fan-out, rounded up, and the row’s: 3; pages that a look-up without the index reads: all: 600; ms of a look-up in the large table by the index: pages x time of a page read at random: 0.6; ms of a look-up in the large table without the index: all pages, read in order: 800',
  },
  'qf-soft-delete-not-selective': {
    scenario: 'access/soft-delete',
    figure: 'whether the planner reads the whole table for the live rows (1 yes, 0 no): 1',
  },
  'qf-partial-index-much-smaller': {
    scenario: 'access/soft-delete',
    figure:
      'size of a partial index over the live rows, as a share of the full index: 0.99; size of a partial index over the deleted rows, as a share of the full index: 0.01',
  },
  'q11-partition-500m-10m': {
    scenario: 'access/partition-pruning',
    figure:
      'partitions read for a week: 1; million rows read for a week: rows of the table / partitions: 10; rows read in the small table with a condition on another column: all: 50,000',
  },
  'gql-fields-no-overfetch': {
    scenario: 'access/over-fetch',
    figure:
      'bytes sent that the client does not show, if it names its fields: 0; bytes of the fields that the watch asks for, as a share of those of all fields: 0.068; columns read for the watch, as a share of all, if the resolver does not look which fields are asked for: 1',
  },
  'top-epoll-constant-per-event': {
    scenario: 'io/waiting-costs',
    figure:
      'connections that a wait of poll looks at: all: 10,000; connections of many more that a wait of epoll looks at: 1.95',
  },
  'io-select-1024-limit': {
    scenario: 'io/waiting-costs',
    figure:
      'numbers that a wait of select looks at: 1,024; connections that select cannot watch: descriptors from 1,024 on: 8,979',
  },
  'io-thread-per-conn-thousands': {
    scenario: 'io/ten-thousand-connections',
    figure:
      'B of addresses for the stacks: 10,485,760,000; B of memory for the stacks: 204,800,000; µs of processor time for a request of a thread: two context switches, two system calls, the work: 19.6',
  },
  'io-nonblocking-busy-wait': {
    scenario: 'io/ten-thousand-connections',
    figure:
      'share of a processor that non-blocking reads take, however little happens: 1; share of non-blocking reads that find nothing: 0.9983',
  },
  'io-epoll-100k-one-thread': {
    scenario: 'io/mostly-idle',
    figure:
      'share of the processor, idle: requests a second x the cost of one: 0.179; share of the processor, active: requests a second x the cost of one: 1; requests that wait if all are active: what comes beyond the capacity: 5,782',
  },
  'io-cpu-blocks-loop': {
    scenario: 'io/blocked-loop',
    figure:
      'ms of wait with long tasks in the loop: Pollaczek and Khinchine: 31.179; ms that 1% of the short tasks wait or more: at least nearly a whole long task: 273.242; the same with long tasks in workers: 1.71',
  },
  'io-uring-10-100x-fewer-syscalls': {
    scenario: 'io/batched-calls',
    figure:
      'calls in batches: reads by batch: 313; times fewer calls: the size of a batch: 31.949; times less of the processor: 1.097',
  },
  'q7-zero-copy-two-fewer': {
    scenario: 'io/file-to-socket',
    figure:
      'copies that sendfile saves if the network card gathers: 2; copies that sendfile saves if it does not: 1',
  },
  'io-redis-single-thread-millions': {
    scenario: 'io/one-thread-commands',
    figure:
      'commands a second, single: by what a segment costs, or by the round trip: 326,866.667; commands a second, pipelined: by what a segment costs, or by the round trip: 887,466.667',
  },
  'q4-last-event-id-replay': {
    scenario: 'fanout/missed-events',
    figure:
      'events replayed to the phone: all that it missed, if the gateway still has them: 8; events replayed to the tablet: none if its outage is longer than the buffer reaches back: 0',
  },
  'rt-sse-auto-reconnect-resume': {
    scenario: 'fanout/missed-events',
    figure: 'devices that miss an event: 0',
  },
  'q4-write-vs-read-fanout': {
    scenario: 'fanout/three-timelines',
    figure:
      'most copies of one post, hybrid: fewer than the threshold of followers: 9; lists merged for all reads, fan-out on read, less the authors that each reader follows: 0; copies made, fan-out on write, more or fewer than posts x followers, beyond those who begin to follow while a post is under way: 0; timelines that differ from the posts of the authors whom the reader follows, fan-out on write: 0; timelines that differ from the posts of the authors whom the reader follows, fan-out on read: 0; timelines that differ from the posts of the authors whom the reader follows, hybrid: 0',
  },
  'rt-websocket-2-14-bytes': {
    scenario: 'fanout/bytes-per-event',
    figure:
      'bytes of the header of a WebSocket frame from the server: 2, 4 or 10, by its length: 2; bytes of the header of a WebSocket frame from the client: 6, 8 or 14, with the mask of 4: 6; bytes of the smallest WebSocket header: 2; bytes of the largest WebSocket header: 14; bytes around a server-sent event of one line of data: 8; bytes around a server-sent event with an id, a name and a chunk of HTTP/1.1: 47; bytes of HTTP headers for an event by long polling: those of a request and a response: 553',
  },
  'rt-polling-1-100th-cost': {
    scenario: 'fanout/polling',
    figure:
      'requests with polling: clients x time / interval, however often data changes: 420; messages with pushing: clients x changes: 12,640; mean ms from a change until a client shows it, with polling: half of the interval: 14,950.362; ms from a change until a client shows it, with polling, at most: the interval: 30,017.053; messages pushed for each request with polling: changes in an interval: 30.095',
  },
  'rt-long-poll-medium-latency': {
    scenario: 'fanout/long-polling',
    figure:
      'mean ms from an event to its arrival by long polling: one way, and one more for the share that comes between two polls: 65.224; ms from an event to its arrival by long polling, at most: three times one way: 149.954; mean ms from an event to its arrival on a stream: one way: 50',
  },
  'rt-sse-six-per-domain': {
    scenario: 'fanout/seventh-tab',
    figure:
      'event streams that are open, with HTTP/1.1: 6; tabs whose next request is answered, with HTTP/1.1: 0; event streams that are open, with HTTP/2: 7; tabs whose next request is answered, with HTTP/2: 7; event streams that are open, with HTTP/1.1, one stream for all tabs: 1; tabs whose next request is answered, with HTTP/1.1, one stream for all tabs: 7',
  },
  'top-webrtc-lowest-latency': {
    scenario: 'fanout/lost-packet',
    figure:
      'share of messages that wait for an earlier packet, with one connection for all streams: 0.217; share of messages that wait for an earlier packet, with a connection for each stream: 0.059; share of messages that wait for an earlier packet, with datagrams, never sent again: 0; share of datagrams that never come: those whose packet is lost: 0.03',
  },
  'rt-lb-restart-drops-all': {
    scenario: 'fanout/reconnect-storm',
    figure:
      'connections that end with the restart: all (at once, then exponential backoff): 400; connections that end with the restart: all (with jitter): 400; most attempts to connect in a second, without jitter: all clients, at least: 400; attempts to connect that are turned away, without jitter: at least all but those that the balancer can queue: 1,372; most attempts to connect in a second, with jitter: about clients / jitter window in seconds: 64',
  },
  'rt-websocket-needs-backbone': {
    scenario: 'fanout/cross-server',
    figure:
      'share of messages that a device gets without a broker between the servers: 1 / servers: 0.267; share of devices that get all messages, with a channel for each user: 1; share of devices that get all messages, with partitions by user and connections by the same hash: 1',
  },
  'q4-every-server-subscribes': {
    scenario: 'fanout/cross-server',
    figure:
      'share of devices that get all messages, with broadcast to all servers: 1; copies of a message if it is broadcast: one for each server: 4; copies of a message with a channel for each user: servers that hold a device of the user, on average: 1.8; copies of a message to servers without the user, if it is broadcast, on average: 2.3',
  },
  'q4-kafka-partition-by-user': {
    scenario: 'fanout/cross-server',
    figure:
      'copies of a message with partitions by user: one: 1; copies of a message to servers without the user, with partitions by user and connections anywhere, on average: 0.633',
  },
  'q4-redis-pubsub-drops': {
    scenario: 'fanout/slow-client',
    figure:
      'values never shown, with a bounded queue: all that do not fit (drop the oldest): 221; values never shown, with a bounded queue: all that do not fit (drop the newest): 221; values never shown, if the client is disconnected when its queue is full: those that were held: 227; values never shown, if the client pulls from a log: 0; ms from the last value to its display, if the client pulls from a log: the lag grows instead: 6,481.277',
  },
  'q4-10m-stagger-5-30s': {
    scenario: 'fanout/last-follower',
    figure:
      'ms until the last follower has the post: followers / copies a second: 100,027.791; mean ms until another post has reached its followers, behind the large one: half of its time: 49,641.081',
  },
  'q4-sse-50-100k-20-servers': {
    scenario: 'fanout/connection-servers',
    figure:
      'servers needed: connections / connections that a server holds, rounded up: 20; servers needed, if each holds twice as many: 10; servers needed so that the others hold all if one fails: one more: 21; connections of each remaining server, if one fails: 52,631.579',
  },
  'one-expand-contract': {
    scenario: 'deployment/rename-column',
    figure:
      'combinations of a release and a schema in which a statement would fail, and that do not occur: 7; combinations that occur although a statement fails in them: 0',
  },
  'qf-blue-green-schema': {
    scenario: 'deployment/shared-database',
    figure:
      'requests that fail, rolling: those to instances of the other release, and all after the rollback: 297; requests that fail, blue-green: all until the switch, and all after the rollback: 384; requests that fail, rolling, with the new column added first: 0; requests that fail, blue-green, with the new column added first: 0',
  },
  'git-bisect-binary': {
    scenario: 'deployment/bisect',
    figure:
      'tests of the longest search: at most the logarithm of the commits to base 2, rounded up: 10; searches that name another commit, if no test is wrong: 0; searches that are right, each commit tested once: none of their tests may be wrong: 148',
  },
  'git-force-with-lease': {
    scenario: 'deployment/force-push',
    figure:
      'pushes over another with --force: 1,820; pushes over another with --force-with-lease, in any order: 0; pushes over another with --force-with-lease, if an editor fetches: 1,330; pushes over another with --force-if-includes, in any order: 0',
  },
  'deploy-blue-green-payment-arithmetic': {
    scenario: 'deployment/roll-back-or-wait',
    figure: 'outages a month that a second fleet for $2,000 has to avoid, at $50,000 each: 0.04',
  },
  'deploy-flags-strictly-better': {
    scenario: 'deployment/flag-off',
    figure:
      'requests that fail until the release is rolled back, flag off, module imported at the start: 273; requests that fail until the release is rolled back, canary of one instance, module imported at the start: 31',
  },
  'api-post-uncacheable': {
    scenario: 'deployment/edge-cache',
    figure:
      'queries by POST that the cache answers: 0; persisted queries by GET that the cache answers: all but one of each query and minute: 825',
  },
  'q1-cdn-useless-personalised': {
    scenario: 'deployment/edge-cache',
    figure:
      'private pages that the cache answers: 0; pages for requests with Authorization that the cache answers: 0; what the edge saves of a handshake all the same: two round trips to the origin, less two to the edge: 270',
  },
  'q1-cdn-150-to-20': {
    scenario: 'deployment/edge-cache',
    figure:
      'ms of an article that the cache answers: 15; ms of an article, mean: between the two, by the share that reaches the origin: 67.92',
  },
};
