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
    figure: 'ms to the election: within ten of the longest timeouts, split votes included: 180.644',
  },
  'raft-2f-plus-1': {
    scenario: 'raft/lose-servers',
    figure: 'requests committed with 3 down: none: 0',
  },
  'raft-strong-leader': {
    scenario: 'raft/deposed-mid-batch',
    figure: 'requests answered: all four, because n1 refers the client to the new leader: 4',
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
      'requests answered while the disk hangs: at the rate of two clients that think for at most 60 ms and wait for one write: 79',
  },
  'q5-cap-consistency-linearizable': {
    scenario: 'raft/new-leader-read',
    figure:
      'ms of the read: it waits until the new leader has committed an entry of its own: here, the next write: 114.505',
  },
  'q5-old-leader-cannot-commit': {
    scenario: 'raft/isolated-tail',
    figure: 'entries that the old leader commits while it is cut off: none: 0',
  },
  'raft-follower-reads-lease': {
    scenario: 'raft/follower-read',
    figure:
      'ms of the read: a follower answers once it has applied all that is committed: here, with the next heartbeat: 710.056',
  },
  'q22-ryw-follower-stale': {
    scenario: 'raft/follower-staleness',
    figure:
      'the follower misses a write until the next heartbeat says that it is committed: the share is what is left of a heartbeat interval when the read comes: 14; the leaseholder misses none: 0',
  },
  'raft-three-nodes-tolerate-one': {
    scenario: 'raft/lose-servers',
    figure:
      'A cluster can lose fewer than half of its servers: 5 need a majority of 3 and can lose 2. With that many down, it still committed at least 62 entries; with one more down, the cluster committed 0. Once all servers were back, it committed 101 entries.',
  },
  'raft-joint-consensus': {
    scenario: 'raft/figure-10',
    figure:
      'leaders elected in the term: only one, because while the configuration is joint, both majorities must agree: 1',
  },
  'raft-five-nodes-tolerate-two': {
    scenario: 'raft/lose-servers',
    figure: 'requests committed with up to 2 of 5 servers down: it goes on: 62',
  },
  'raft-odd-number-needed': {
    scenario: 'raft/even-sizes',
    figure: 'requests committed by 4 servers with 1 down: the number need not be odd: 41',
  },
  'q5-cap-c-or-a': {
    scenario: 'raft/isolated-tail',
    figure: 'requests that the next leader answers to clients that ask the others: 207',
  },
  'num-heartbeat-50-150': {
    scenario: 'raft/heartbeat-interval',
    figure:
      'candidacies against a healthy leader: if a gap may exceed the shortest timeout, healthy leaders are deposed whenever a follower has drawn a shorter timeout. The timeout must be much longer than the interval, not equal to it: 46',
  },
  'q5-majority-loss-rare': {
    scenario: 'raft/even-sizes',
    figure:
      'share of the trials in which no majority is left: as often as the binomial distribution says: 0.052',
  },
  'raft-fifth-node-no-throughput': {
    scenario: 'raft/fifth-server',
    figure:
      'copies that the leader sends, as a multiple of those with three servers: twice as many, so a bottleneck at the leader is reached at half the load: 2.01; ms by which the median commit takes longer than with three servers: a little, because the second of four answers takes longer than the first of two: 0.301; ms by which the slowest 1% commits sooner than with three servers: a little, because it takes three slow servers out of four, not two out of two: 0.289',
  },
  'raft-leader-bottleneck': {
    scenario: 'raft/pipelining',
    figure:
      'commits of n clients over n times those of one: nearly 1, because the round trip limits each client, not the leader: 0.874',
  },
  'q22-asia-160-250': {
    scenario: 'raft/regions',
    figure:
      'ms of a write from asia: to the leader and back, plus from there to the nearest followers that form a majority with it: 230',
  },
  'q22-pinned-writes-sub-10ms': {
    scenario: 'raft/regions',
    figure:
      'ms of a write from america: to the leader and back, plus from there to the nearest followers that form a majority with it: 82',
  },
  'q22-pinned-reads-local': {
    scenario: 'raft/leaseholder',
    figure: 'ms of a strong read from europe, after the move: to the leaseholder and back: 2',
  },
  'q5-consistency-spectrum': {
    scenario: 'raft/consistency-levels',
    figure: 'pairs in which a model holds and a weaker one does not: 0',
  },
  'q5-crdb-150-300ms': {
    scenario: 'raft/region-loss',
    figure:
      'ms that a read waits: two regions of three elect a leader and commit, after an election timeout and two round trips between them: 2,950',
  },
  'q22-cross-region-100-200': {
    scenario: 'raft/cross-range-transfer',
    figure:
      'ms of a parallel commit: it waits for the slower of two writes: to its leader and back, plus from the leader to the nearest follower and back: 160; ms of a two-phase commit: it waits for the same, then for the write of the decision: 242',
  },
  'q5-crdb-drivers-redirect': {
    scenario: 'raft/cross-range-transfer',
    figure:
      'A transfer takes 82 ms within one range; across two it takes 160 ms by a parallel commit and 242 ms by two-phase commit. That is 1 round trip across an ocean within one range, 2 by a parallel commit and 3 by two-phase commit: two-phase commit writes its decision after both ranges have prepared, a parallel commit writes everything at once.',
  },
  'raft-multi-group-sharding': {
    scenario: 'raft/ranges',
    figure:
      'ranges that a machine leads more than another: none, or one: 1; share of the writes that a machine handles: those of the ranges that it leads: 0.375',
  },
  'crdt-gcounter-max-sum': {
    scenario: 'crdt/page-views',
    figure: 'views by which the totals of the regions are off at the end: 0',
  },
  'crdt-state-merge-aci': {
    scenario: 'crdt/page-views',
    figure:
      'Each region counts in a slot of its own, the total is the sum of the slots, and a merge takes the larger count of each, so the total is right although messages are lost or come twice. 40 page views were counted in 3 regions, while 111 messages between them were lost and 93 came twice. 93.8 ms after the last view every region had them all, in a state of 3 numbers; the largest error is 0.',
  },
  'top-crdts-merge-uncoordinated': {
    scenario: 'crdt/page-views',
    figure:
      'Each region counts in a slot of its own, the total is the sum of the slots, and a merge takes the larger count of each, so the total is right although messages are lost or come twice. 40 page views were counted in 3 regions, while 111 messages between them were lost and 93 came twice. 93.8 ms after the last view every region had them all, in a state of 3 numbers; the largest error is 0.',
  },
  'crdt-metadata-grows-with-replicas': {
    scenario: 'crdt/page-views',
    figure: 'the state has no more than a slot for each region: 3',
  },
  'crdt-pncounter-two-gcounters': {
    scenario: 'crdt/likes',
    figure:
      'at the end every replica shows likes less unlikes: 0; a replica holds two slots for each replica, twice what a G-Counter holds: 6',
  },
  'crdt-pncounter-inventory': {
    scenario: 'crdt/inventory',
    figure:
      'each shop sells from the PN-Counter up to the whole stock: what they sell beyond it is missing: 18',
  },
  'crdt-no-balance-invariant': {
    scenario: 'crdt/inventory',
    figure:
      'a bounded counter, which is a CRDT too, never goes below zero: 0; each shop sells what it holds rights to, and refuses the rest though others may have some: 12',
  },
  'crdt-orset-add-wins': {
    scenario: 'crdt/shopping-cart',
    figure:
      'every device shows the book: the remove had not seen the add that came with it: 3; no device shows the pen: its remove had seen it: 0',
  },
  'crdt-lww-clock-skew-example': {
    scenario: 'crdt/skewed-clocks',
    figure: 'the write at 12:00:01 on the fast clock beats the honest one at 12:00:02: 1',
  },
  'crdt-lww-drops-concurrent': {
    scenario: 'crdt/skewed-clocks',
    figure:
      'exactly the honest writes that come later by less than the skew vanish, and no others: 0',
  },
  'crdt-no-timestamp-more-robust': {
    scenario: 'crdt/skewed-clocks',
    figure: 'a set that takes no clock into account loses nothing: 0',
  },
  'crdt-gset-union': {
    scenario: 'crdt/skewed-clocks',
    figure:
      'With last writer wins a later write is lost if it comes within the skew of the clocks: the larger timestamp wins, and no client is told. The fast region’s clock was 2,000 ms ahead; of 41 keys that both regions wrote, the later write of the region with the right clock vanished from 24, 1.20 keys for every 100 ms of skew. A write is stamped after what it has read: of 5 writes that had read the other region’s first, 0 were lost. A grow-only set, which needs no clock, lost 0.',
  },
  'crdt-mv-keeps-all': {
    scenario: 'crdt/siblings',
    figure:
      'the last draft of each is kept, and no draft that its author had replaced: 4; no writer’s last draft is missing: 0',
  },
  'aws-dynamo-gt-lww-attribute': {
    scenario: 'crdt/profile-fields',
    figure:
      'per item, which is what DynamoDB’s documentation says of global tables, one of two changes is lost each time: 6; per field both are kept: only changes of the same field can collide: 0',
  },
  'crdt-dynamodb-uses-crdts': {
    scenario: 'crdt/profile-fields',
    figure:
      'Concurrent changes of two fields are both kept if the fields are merged one by one; if the last writer wins for the whole item, one of them is lost. 6 times two people changed different fields of a profile at once. With last writer wins per item 6 of 12 changes were lost, per field 0. DynamoDB documents its global tables as last writer wins between whole items.',
  },
  'crdt-rga-ordered-list': {
    scenario: 'crdt/typing-at-one-place',
    figure:
      'RGA mixes words that were typed backwards at once, letter by letter: a known weakness of it: 10',
  },
  'crdt-op-needs-at-least-once': {
    scenario: 'crdt/exactly-once',
    figure:
      'with every operation in effect once, every replica shows the right count: 0; operations do come more than once: at-least-once delivery alone would count them each time: 43',
  },
  'crdt-op-lost-diverges': {
    scenario: 'crdt/exactly-once',
    figure:
      'operations do get lost, and arrive all the same, since they are sent until acknowledged: 32',
  },
  'crdt-state-expensive-large': {
    scenario: 'crdt/bytes-on-the-wire',
    figure:
      'a whole state is at least as large as the set, however small the edit: 906; an operation is one element, who made it, and a vector with a number for each replica, whatever the size of the set: 126; a delta-interval is no more than all new elements, and two numbers: 122',
  },
  'crdt-orset-tombstones-need-gc': {
    scenario: 'crdt/tombstones',
    figure:
      'an OR-Set with tombstones keeps the tag of every add, for ever: 10; an ORSWOT keeps one number for the replica that added, whatever the number of adds: 1',
  },
  'pat-layer-order': {
    scenario: 'resilience/stack-order',
    figure:
      'with the timeout around the breaker no breaker opens while the service hangs: a cancelled call does not count: 0; the textbook order sends the dead service more calls before its breaker opens than resilience4j’s: it counts 3 attempts as one failure: 42',
  },
  'q9-breaker-counts-final': {
    scenario: 'resilience/stack-order',
    figure:
      'and it opens later by 2 timeouts and the waits between the attempts: a failure counts only after its last attempt: 650.878',
  },
  'q9-retry-jitter-needed': {
    scenario: 'resilience/thundering-herd',
    figure:
      'share of the callers in the busiest 10 ms, with full jitter: no more than by chance: 0.15',
  },
  'qf-backoff-alone-herds': {
    scenario: 'resilience/backoff',
    figure:
      'full jitter needs fewer calls than exponential backoff without jitter (their difference, in standard errors): -17.106; full jitter saves the share of calls that Brooker’s simulator gives: a quarter with 10 clients, a half with 50: 0.324',
  },
  'pat-3-retries-3000-requests': {
    scenario: 'resilience/retry-storm',
    figure:
      'calls per request with 3 retries at one tier: 4 attempts in a full outage, so 4,000 calls for 1,000 requests, not 3,000: 4',
  },
  'q9-retries-3x-load': {
    scenario: 'resilience/retry-storm',
    figure:
      'calls per request at the database if every tier retries: 4 to the power of 3 in a full outage: 64',
  },
  'qf-backoff-formula': {
    scenario: 'resilience/thundering-herd',
    figure:
      'share of the callers in the busiest 10 ms, with a factor from 0.5 to 1.5: as with full jitter, apart from first waits that are cut to the cap: 0.13',
  },
  'one-thundering-herd': {
    scenario: 'resilience/herd-subsets',
    figure:
      'with none of them all callers come back at the same instant: 200; coalescing alone leaves one call per process: callers that come together share its answer: 10; a breaker alone does not tame the return: once it closes, all waiting callers come at once: 190; with all three no more callers come together than jitter alone leaves to chance: 13',
  },
  'q9-100ms-blip-30s-lost': {
    scenario: 'resilience/breaker-blip',
    figure:
      'requests lost with a breaker that opens after failures in a row: all until its wait is over: 3,007',
  },
  'pat-breaker-not-for-transient': {
    scenario: 'resilience/breaker-blip',
    figure:
      'requests lost with retries and backoff: the blip is over before the attempts are used up: 0',
  },
  'q9-thresholds': {
    scenario: 'resilience/breaker-blip',
    figure:
      'requests lost with a breaker that uses the rate over 10 s: a blip is a small share of it, so it does not open: 12',
  },
  'q9-count-only-5xx': {
    scenario: 'resilience/client-errors',
    figure:
      'share of the valid requests that are answered, with a breaker that counts only health errors: 1; share of the valid requests that are answered, with a breaker that counts 4xx: open most of the time if more than half of the requests are invalid: 0.035',
  },
  'q9-half-open-gradual': {
    scenario: 'resilience/recovery',
    figure:
      'times that the breaker opens again after its probes, with the full load on the cold service: 2; times that the breaker opens again with the load ramped up: 0',
  },
  'q9-three-states': {
    scenario: 'resilience/recovery',
    figure:
      'calls to the dead service from a breaker with probes: a few each time it is half-open: 3',
  },
  'pat-bulkhead-isolates': {
    scenario: 'resilience/slow-dependency',
    figure:
      'share of the healthy dependency’s calls that are answered, with one pool: by Erlang’s B formula, as the slow one fills the pool: 0.357',
  },
  'q9-bulkhead-orthogonal': {
    scenario: 'resilience/slow-dependency',
    figure:
      'share of the healthy dependency’s calls that are answered, with a pool for each: as if the other did not exist: 1',
  },
  'q9-threads-pile-up': {
    scenario: 'resilience/slow-dependency',
    figure: 'calls in progress without a pool: the rate times the timeout (Little’s law): 117',
  },
  'q9-fail-fast-latency': {
    scenario: 'resilience/fail-fast',
    figure:
      'ms until half of the callers are told of the failure, with a breaker: at once: 0; ms until half of the callers are told of the failure, without a breaker: the timeout at least: 10,000',
  },
  'num-breaker-5-10-consecutive': {
    scenario: 'resilience/breaker-thresholds',
    figure:
      'calls until 5 fail in a row at a failure rate of 0.5: 62 on average: 68.41; times a day that a steady 5% of errors opens a breaker at 5 consecutive failures, with 1,000 calls per second: 26 on average: 23.213',
  },
  'q9-5pct-expected-errors-trip': {
    scenario: 'resilience/breaker-thresholds',
    figure:
      'times that a steady 5% of errors opens a breaker at 50% of the calls in 10 s: 0; times that they open a breaker with a window of two calls, or of the only one so far: 187',
  },
  'q9-single-dependency-useless': {
    scenario: 'resilience/fail-fast',
    figure:
      'share of the requests that need the dependency and are answered, with or without a breaker: 0',
  },
  'pat-breaker-stops-cascade': {
    scenario: 'resilience/fail-fast',
    figure: 'share of the other page’s requests that are answered, with a breaker: 1',
  },
  'q16-pool-40x': {
    scenario: 'resilience/pool-size',
    figure:
      'calls per second that 50 connections carry: their number / the 800 ms of a call: 62.571',
  },
  'q16-pool-50-to-200': {
    scenario: 'resilience/pool-size',
    figure:
      'share of 100 requests per second that 200 connections answer: 80 are needed, rate x time: 1; change of the share answered by the larger pool if the dependency can do 60 calls per second: -0.6',
  },
  'lat-littles-law': {
    scenario: 'resilience/pool-size',
    figure:
      'A larger pool helps only if the dependency has capacity left; if it is saturated, the queue moves into it and everything gets slower, so limit the pool to what it can work on at once and shed the rest. While it took 800 ms by itself, 50 connections answered 61.1% of 100 requests per second and 200 answered 100.0%, with up to 80 in use: rate x time (Little’s law). If it is slow because it can do only 60 per second, 50 connections answered 60.0%, half of them within 1.3 s, and 200 answered 0.0%: every request waits in the dependency for longer than its caller does.',
  },
  'q9-timeout-p99-plus': {
    scenario: 'resilience/timeout-choice',
    figure:
      'a timeout of 0.5 x p99 cuts off P(time > timeout) = 12.0% of the good answers: 0.121; a timeout of 1 x p99 cuts off P(time > timeout) = 1.2% of the good answers: 0.008; a timeout of 2 x p99 cuts off P(time > timeout) = 0.0% of the good answers: 0; a timeout of 4 x p99 cuts off P(time > timeout) = 0.0% of the good answers: 0; a timeout of 10 x p99 cuts off P(time > timeout) = 0.0% of the good answers: 0',
  },
  'q6-stampede-hundreds': {
    scenario: 'cache/hot-key-expires',
    figure:
      'without a guard every expiry lets 1 + rate x load time through, hundreds at 2,000 per second: 223',
  },
  'q6-lock-one-loader': {
    scenario: 'cache/hot-key-expires',
    figure:
      'a lock that outlasts the load lets one load through: 1; and with a lock no second load follows until the key expires again: 1; and with a lease no second load follows until the key expires again: 1',
  },
  'q6-coalescing-one-query': {
    scenario: 'cache/hot-key-expires',
    figure: 'coalescing lets one load through per process, not one for the fleet: 4',
  },
  'q6-serve-stale-while-locked': {
    scenario: 'cache/stale-in-grace',
    figure:
      'with the grace inside the TTL (soft TTL + grace = TTL) no read is staler than TTL + load time: 2,720.122',
  },
  'cache-read-through-coalesces': {
    scenario: 'cache/cold-cache',
    figure:
      'a cache that loads by itself merges simultaneous misses of a key: one load at a time: 1; merging does not cure the first miss of each key, which still pays for the look-up: 0.5',
  },
  'q6-refresh-at-25s': {
    scenario: 'cache/refresh-ahead',
    figure:
      'for hot keys (4 times per second) an entry expires before a read refreshes it with probability e^(-window/gap), 0.0%: 0; for warm keys (every 5 s) an entry expires before a read refreshes it with probability e^(-window/gap), 36.8%: 0.367; for rare keys (every 60 s) an entry expires before a read refreshes it with probability e^(-window/gap), 92.0%: 0.911',
  },
  'cache-refresh-ahead-waste': {
    scenario: 'cache/refresh-ahead',
    figure:
      'rare keys are loaded 88 times more often than without it, by renewal theory, and still mostly expire: 82',
  },
  'cache-cold-cache-slower': {
    scenario: 'cache/cold-cache',
    figure:
      'a miss takes longer than a query without a cache: by the look-up and the fill: 1; so the first reads are slower with a cold cache than without one: 34',
  },
  'cache-write-through-two-writes': {
    scenario: 'cache/five-patterns',
    figure:
      'write-through acknowledges after two writes: to the database and to the cache: 15.5; median staleness in ms of reads after a write through the cache; a fill in progress can still put an old value back: 0',
  },
  'cache-aside-possible-stale': {
    scenario: 'cache/invalidation-race',
    figure:
      'ms that the old version is still served after the delete, with cache-aside and no lease: 84',
  },
  'cache-lease-writer-acquires': {
    scenario: 'cache/invalidation-race',
    figure:
      'By a slow fill (a race of fill and delete): a reader missed and read version 1, a writer committed version 2 and deleted the entry, which was not there, and then the reader put version 1 into the cache. A lease prevents that (--set guard=lease): a reader that misses gets a token, the writer’s delete voids it, and the cache refuses the late fill. Without one the next reader got version 1 84.0 ms after it had been superseded, and so will all others until the TTL is over.',
  },
  'cache-write-behind-loss': {
    scenario: 'cache/write-behind-crash',
    figure:
      'each crash loses write rate x flush interval / 2 acknowledged writes on average: 202; a cache that writes to a log before it acknowledges loses none: 0',
  },
  'q6-ttl-mean-15s': {
    scenario: 'cache/thirty-second-profile',
    figure:
      'the mean staleness of a read is far below half the TTL, which is the mean age of an entry: most entries are not superseded: 2,457.24',
  },
  'q6-ttl-30s-is-hard-cap': {
    scenario: 'cache/thirty-second-profile',
    figure:
      'with the TTL alone some reads are staler than the TTL: it counts from the fill, and the filled row may have been old (replica lag, load time): 31,745.272',
  },
  'q6-event-invalidation-near-zero': {
    scenario: 'cache/thirty-second-profile',
    figure: 'with events at least nine reads out of ten are fresh: 0',
  },
  'cache-ttl-stale-window': {
    scenario: 'cache/thirty-second-profile',
    figure: 'the TTL does bound staleness by TTL + load time + replica lag: 31,745.272',
  },
  'cache-event-invalidation-accurate': {
    scenario: 'cache/thirty-second-profile',
    figure:
      'a lost event leaves the entry stale until the TTL, which is what the TTL is for: 12,995.354; without a TTL only the next update ends the staleness after a lost event: 142,223.145',
  },
  'cache-ttl-if-less-than-once-a-minute': {
    scenario: 'cache/ttl-or-events',
    figure:
      'a row that changes every second, with a TTL of 30 s: 96.7% of the hits are stale, 1 - (1 - e^(-uT)) / (uT): 0.959; a row that changes every minute, with a TTL of 30 s: 21.3% of the hits are stale, 1 - (1 - e^(-uT)) / (uT): 0.218; a row that changes every minute, with a TTL of 5 s: 4.1% of the hits are stale, 1 - (1 - e^(-uT)) / (uT): 0.04; a row that changes every hour, with a TTL of 30 s: 0.4% of the hits are stale, 1 - (1 - e^(-uT)) / (uT): 0.009',
  },
  'q1-edge-ttl-5-30': {
    scenario: 'cache/ttl-or-events',
    figure: 'a TTL of 5 s still answers lambda T / (1 + lambda T) of the reads, 55.5%: 0.567',
  },
  'cache-version-keys': {
    scenario: 'cache/version-keys',
    figure:
      'with the version in the key only reads that begin between the commit and the bump can be stale: by a trip to the cache: 0; the price is a second trip to the cache for every read, to look up the version: 1',
  },
  'qf-invalidation-versioned': {
    scenario: 'cache/version-keys',
    figure:
      'with TTL and events, some of which are lost, staleness is bounded by TTL + load time: 1,949.853',
  },
  'q6-ttl30-gap45-mostly-misses': {
    scenario: 'cache/sixty-percent-hits',
    figure: 'ttl-too-short: 40.0% hits: 0.414',
  },
  'q6-working-set-eviction': {
    scenario: 'cache/sixty-percent-hits',
    figure: 'cache-too-small: 64.0% hits: 0.646',
  },
  'q6-over-invalidation': {
    scenario: 'cache/sixty-percent-hits',
    figure: 'needless-events: 60.0% hits: 0.598',
  },
  'q6-10m-users-90pct-slots-wasted': {
    scenario: 'cache/sixty-percent-hits',
    figure:
      'of 750 users 75 are active, and the others take no space: a cache-aside cache holds only what was read: 75',
  },
  'cache-hit-90-to-99-tenfold': {
    scenario: 'cache/ninety-to-ninety-nine',
    figure: 'from 90% to 99% hits the queries fall to a tenth: the misses count, 10% and 1%: 10.22',
  },
  'q11-95-hit-20x': {
    scenario: 'cache/ninety-to-ninety-nine',
    figure:
      'with 95% hits the database gets a twentieth of the queries that it would get without a cache: 20.391',
  },
  'cache-99-5-hit-p99-from-misses': {
    scenario: 'cache/p99-of-hits',
    figure:
      'with 1 look-up per request and 99.5% hits, 0.5% of the requests have a miss: the P99 is a hit: 0.5; with 5 look-ups per request and 99.5% hits, 2.5% of the requests have a miss: the P99 is a miss: 53',
  },
  'q1-95-5-explains-bimodal': {
    scenario: 'cache/p99-of-hits',
    figure:
      'with 95% hits there are two humps, at the time of the cache and of the database: the P50 is 0.5 ms: 0.5; with 95% hits there are two humps, at the time of the cache and of the database: the P99 is 51.0 ms: 51; for humps at 20 and 800 ms the endpoint itself must compute for that long: the P50 is 20.0 ms: 20; for humps at 20 and 800 ms the endpoint itself must compute for that long: the P99 is 800.0 ms: 800',
  },
  'cache-key-missing-user-id': {
    scenario: 'cache/shared-page',
    figure:
      'with the user in the key every user’s page is loaded at least once: the price of not sharing it: 21',
  },
  'q10-hot-set-ram': {
    scenario: 'cache/hot-set',
    figure:
      'reads that memory answers with 1% of the keys in it: Che’s approximation: 0.199; reads that memory answers with 5% of the keys in it: Che’s approximation: 0.475; reads that memory answers with 20% of the keys in it: Che’s approximation: 0.709',
  },
  'mq-delivery-table': {
    scenario: 'kafka/delivery-table',
    figure:
      'committing before the work repeats nothing: 0; and loses what was in progress: 74; committing after each poll loses nothing: 0; automatic commits by the poll loop lose nothing: 0; committing after each record loses nothing: 0; a queue acknowledged on delivery loses what was in progress: 120; and repeats nothing: 0; a queue acknowledged after the work loses nothing: 0',
  },
  'qf-at-least-once-dups': {
    scenario: 'kafka/delivery-table',
    figure:
      'and repeats what was not committed: 46; but repeat up to five seconds of work: 87; and repeats at most one record for each crash: 0',
  },
  'qf-exactly-once-dedup': {
    scenario: 'kafka/delivery-table',
    figure: 'remembered ids: nothing lost: 0; although records did come again: 46',
  },
  'q7-rabbit-exactly-once-worker': {
    scenario: 'kafka/delivery-table',
    figure:
      'and repeats work that was done but not acknowledged: at least once, not exactly once: 36',
  },
  'q12-offset-in-db-transaction': {
    scenario: 'kafka/delivery-table',
    figure:
      'offsets stored with the results, not at the broker: nothing lost: 0; and nothing repeated: 0',
  },
  'q12-kafka-eos-inside': {
    scenario: 'kafka/delivery-table',
    figure:
      'transactions: a read_committed reader sees no result twice: 0; but effects outside Kafka happen twice: 46',
  },
  'q12-dedup-unique': { scenario: 'kafka/delivery-table', figure: 'and nothing repeated: 0' },
  'mq-100-partitions-10-consumers': {
    scenario: 'kafka/ten-consumers',
    figure:
      'every consumer gets at least partitions / consumers, rounded down: 10; and at most that, rounded up: 10',
  },
  'mq-consumers-capped-by-partitions': {
    scenario: 'kafka/ten-consumers',
    figure: 'exactly the consumers beyond the partitions are idle: 0',
  },
  'q7-adding-consumers-beyond-p': {
    scenario: 'kafka/idle-consumers',
    figure:
      'the larger group is no faster: one reader drains a partition’s backlog, and takes as long as the work takes, in ms: 3,511.741',
  },
  'q7-lag-uniform-vs-skewed': {
    scenario: 'kafka/lag-uniform',
    figure:
      'lag concentrated on a few partitions (1) or not (0): if all consumers are too slow, all partitions lag, and none sticks out: 0; right cause named (1) or not (0), from the shape, the rates and the statuses alone: 1',
  },
  'q7-batch-insert-10-50x': {
    scenario: 'kafka/batch-insert',
    figure:
      'if an insert costs as much as some ten to fifty rows, 100 to 1,000 rows per insert are 10 to 50 times as fast: 32.994',
  },
  'q7-batching-amortises': {
    scenario: 'kafka/batch-insert',
    figure:
      '100 rows per insert gain (a + b) / (a / n + b), less the cost of polling: 32.994; 1000 rows per insert gain (a + b) / (a / n + b), less the cost of polling: 46.565',
  },
  'q7-batch-compression-better': {
    scenario: 'kafka/compressed-batches',
    figure:
      'compression ratio of similar messages in batches of 1,000, relative to each alone: 5.025; compression ratio of random payloads in batches of 1,000: no more than the fields around them: 1.036',
  },
  'q7-groups-independent': {
    scenario: 'kafka/queue-or-log',
    figure:
      'a slow group does not delay a fast one: its lag stays at a poll’s worth: 1; while its own grows: 908',
  },
  'q7-sync-commit-cost': {
    scenario: 'kafka/sync-commit',
    figure:
      'a commit after every record costs a round trip for every record, in ms: 5,973.437; a commit after every poll costs a round trip for every poll, in ms: 2,018.406; a commit without waiting costs nothing, in ms: 2,013.147',
  },
  'mq-downstream-down-tolerated': {
    scenario: 'kafka/catch-up',
    figure: 'nothing is lost while the consumers are down, because the log keeps it: 0',
  },
  'q7-rabbit-deletes-kafka-retains': {
    scenario: 'kafka/queue-or-log',
    figure:
      'a group that starts later reads the whole log: 999; a later worker gets no acknowledged message from a queue: 0',
  },
  'q7-skip-to-latest-loses': {
    scenario: 'kafka/skip-to-latest',
    figure: 'it loses exactly the records that it had not polled yet: 0',
  },
  'q7-rebalance-storm': {
    scenario: 'kafka/rebalance-storm',
    figure: 'the group whose polls fit rebalances once, when it starts: 1',
  },
  'q7-rebalance-stops-consumption': {
    scenario: 'kafka/rolling-deploy',
    figure:
      'an eager deploy pauses at least twice as many partition-seconds as a cooperative one: every member stops at every rebalance: 3.095; a cooperative rebalance does not stop all consumption: it pauses only the partitions that move, each time for slightly more than two heartbeats at most: 165.114',
  },
  'q7-more-partitions-breaks-keys': {
    scenario: 'kafka/add-partitions',
    figure:
      '50% of the keys move to another partition: those whose hash leaves a different remainder: 0.509; changed at once, their new records overtake the old ones that wait: 43',
  },
  'mq-kafka-order-per-partition': {
    scenario: 'kafka/add-partitions',
    figure: 'if the old partitions are read first, no key gets out of order: 0',
  },
  'q7-thread-pool-loses-order': {
    scenario: 'kafka/worker-pool',
    figure: 'threads that share a queue overtake one another: 73',
  },
  'mq-partition-by-entity': {
    scenario: 'kafka/worker-pool',
    figure: 'a lane for each key keeps the order of every key, with any number of threads: 0',
  },
  'q12-poll-100ms': {
    scenario: 'kafka/outbox-consumer',
    figure: 'with polling an event waits for half of the interval on average, in ms: 49.273',
  },
  'q12-absolute-set-idempotent': {
    scenario: 'kafka/outbox-consumer',
    figure:
      'setting an absolute value is idempotent, but a late duplicate still overwrites a newer value with an older one: that takes versions too: 11',
  },
  'q12-dual-orders': {
    scenario: 'kafka/dual-write',
    figure:
      'database first: some orders are stored and never published: 22; Kafka first: others hear of orders that do not exist: 15; and no other: 0',
  },
  'q12-outbox-zero-lost': {
    scenario: 'kafka/dual-write',
    figure:
      'with an outbox every stored order is published: 0; but some are published twice: the relay crashes between sending and marking: 132',
  },
  'q12-cdc-commit-order': {
    scenario: 'kafka/outbox-by-id',
    figure:
      'by the last id, rows are skipped if their transaction commits after one with a later id was seen: 233; the database’s log has every row: 0; in commit order: 0',
  },
  'mq-global-order-single-partition': {
    scenario: 'kafka/global-order',
    figure:
      'one consumer reads the one partition, and the others are idle: 1; then all records are processed in the order of sending: 0; at the speed of that one consumer, which takes, in ms: 10,082.683',
  },
  'mq-queue-buffers-spikes': {
    scenario: 'kafka/buffer-spike',
    figure:
      'called directly, the service rejects what it can neither serve nor queue: 1,539; through the log every request is served, later: 0',
  },
  'mq-queue-adds-latency': {
    scenario: 'kafka/buffer-spike',
    figure:
      'in calm times the log adds the path to and from the broker: two messages, if a consumer is already waiting there, in ms: 1.148; and the median request is slower by at least that, in ms: 1.099',
  },
  'num-kafka-800mbs': {
    scenario: 'kafka/broker-bandwidth',
    figure:
      'outgoing traffic is the incoming traffic once for each follower and once for each group: 3; every byte sent comes in once: in gigabits eight times the gigabytes: 6.4',
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
      'on 900 requests a rise from 0.1% is found as often as the exact test has power: the size alone does not make it noise, the rate matters as much: 37; on 900 requests a rise from 5% is found hardly more often than by chance: 10',
  },
  'canary-100k-enough': {
    scenario: 'canary/half-percent',
    figure:
      'on 100,000 requests a rise from 5% is found as often as the closed form says, and so nearly always: 150; on 100,000 requests a rise from 50%, where counts vary most, is found as often as the closed form says: 84',
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
      'as two percentage points it is found on 100 requests as rarely as the counts allow: it is lost in the noise: 4; as a relative rise it cannot be distinguished from chance on 100 requests: 0',
  },
  'q8-2pct-100k-real': {
    scenario: 'canary/two-percent',
    figure:
      'as two percentage points it is found on 100,000 requests as often as the closed form says: 200; as a relative rise it is found on 100,000 requests as rarely as the closed form says: it takes millions: 16',
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
    figure: 'one Redis: stale writes accepted by a store without tokens: 1',
  },
  'q15-fencing-rejects-stale': {
    scenario: 'locks/same-pause',
    figure: 'a lease on Raft: stale writes refused by a store with tokens: 1',
  },
  'q15-redlock-pause-breaks': {
    scenario: 'locks/same-pause',
    figure:
      'Redlock: time with two clients at work, from when the second has the lock until it is done or the first has woken, in ms: 6,000.531',
  },
  'q15-ttl-expiry-two-holders': {
    scenario: 'locks/ttl-too-short',
    figure: 'time with two clients at work: as long as the work outlasts the TTL, in ms: 4,963.611',
  },
  'q15-fencing-check-highest-seen': {
    scenario: 'locks/late-write',
    figure: 'late writes refused: those that arrive after the successor’s first write: 9',
  },
  'q15-failover-loses-lock': {
    scenario: 'locks/failover',
    figure:
      'locks granted twice in 20 crashes: those whose master died within the replication delay: 9',
  },
  'q15-redlock-majority': {
    scenario: 'locks/redlock-faults',
    figure: 'second holders while two of five nodes are unreachable: 0',
  },
  'q15-etcd-correct-guarantee': {
    scenario: 'locks/consensus-lease',
    figure: 'stale writes accepted without tokens, after a pause longer than the lease: 1',
  },
  'q15-zk-lowest-sequence': {
    scenario: 'locks/zookeeper-queue',
    figure:
      'wait of the last client in the queue: as long as all those before it hold the lock, in ms: 9,913.431; notifications each time a client leaves the queue: 1',
  },
  'q15-zk-ephemeral-release': {
    scenario: 'locks/session-timeout',
    figure:
      'the shortest time without the lock: the timeout minus one heartbeat interval, in ms: 7,179.569; the longest time without the lock: the whole timeout, in ms: 10,332.997',
  },
  'q15-advisory-absolute': {
    scenario: 'locks/advisory-charge',
    figure:
      'charges at an outside service that come after the next holder’s: 1; the same effects, rolled back with the session because they are part of its transaction: 1',
  },
  'q1-lock-holder-blocks-n': {
    scenario: 'locks/convoy',
    figure: 'extra wait of each client behind the stall, in ms: 1,983.077',
  },
  'q15-10-20x-latency': {
    scenario: 'locks/latency',
    figure: 'a lease on Raft takes this many times as long as a lock in memory: 12.017',
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
      'stored orders that took effect exactly once: 16; events that the broker has twice: the crash is between publishing and marking: 2',
  },
  'rest-put-idempotent-patch-not': {
    scenario: 'transactions/repeated-messages',
    figure:
      'additions applied too often: a repeated addition counts again: 38; merged fields: each update counts once, however often it arrives: 300; older values that overwrote newer ones: a repeated PUT is harmless, a late copy is not: 70',
  },
  'q4-dedupe-client': {
    scenario: 'transactions/repeated-messages',
    figure: 'additions counted once when ids are remembered: 300',
  },
  'q22-feed-1-5s': {
    scenario: 'transactions/feed-lag',
    figure:
      'the mean lag is half of the sum of the intervals, plus or minus half of the shorter, in ms: 3,055.586; the longest lag is their sum, in ms: 4,918.311; the longest lag if both poll every 50 ms, in ms: 103.135',
  },
  'one-idempotency-window': {
    scenario: 'transactions/idempotency-crash',
    figure:
      'with a key stored only with the answer, rides are booked twice at 12 of 24 points: 12; with a key stored only with the answer, cards are charged twice at 6 points: 6; with a key reserved first and recovery points, no ride is booked twice: 0; with a key reserved first and recovery points, no card is charged twice, because the provider gets a key as well: 0',
  },
  'q18-nonidempotent-double-charge': {
    scenario: 'transactions/saga-crash',
    figure: 'charges that stand: one for each completed saga, none for an undone one: 24',
  },
  'q18-semantic-rollback': {
    scenario: 'transactions/saga-crash',
    figure: 'corrections needed when the step that cannot be undone comes last: 0',
  },
  'q18-compensation-fails': {
    scenario: 'transactions/saga-compensation',
    figure:
      'parked when tried once: every saga whose compensation fails: 8; parked when retried: only those whose compensation can never succeed: 4',
  },
  'q18-saga-no-isolation': {
    scenario: 'transactions/saga-seat',
    figure:
      'seats sold without a semantic lock: the seat stays empty: 0; customers turned away for a reservation that is then released: 4',
  },
  'q18-choreography-stalls': {
    scenario: 'transactions/saga-choreography',
    figure:
      'without a sweeper every saga that loses an event is in limbo: 4; with a sweeper no saga is in limbo: 0',
  },
  'q18-sweeper-60s': {
    scenario: 'transactions/saga-choreography',
    figure:
      'sagas undone: those that had stopped on the way: 6; sagas undone that would have finished a little later: 3',
  },
  'q18-out-of-order-events': {
    scenario: 'transactions/event-order',
    figure:
      'arrival orders that end as shipped if an early event waits for its turn: 24; arrival orders that end as shipped without that: those in which “shipped” happens to come last, one in four: 6',
  },
  'q19-replay-gives-state': {
    scenario: 'transactions/event-streams',
    figure: 'past states that differ from the replay of the events up to then: 0',
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
      'time of a command, with a snapshot every 1,000, in ms: 3.697; the interval, of those tried, with the cheapest command: 16',
  },
  'pat-outbox-vs-event-sourcing': {
    scenario: 'transactions/crash-at-every-point',
    figure: 'points after which state and events agree with an outbox, of 12: 12',
  },
  'pat-cqrs-eventual': {
    scenario: 'transactions/event-streams',
    figure: 'share of reads after a write that miss it: 0.941',
  },
  'q19-upcasters': {
    scenario: 'transactions/schema-versions',
    figure: 'events that the chain of upcasters misreads: 0',
  },
  'q19-optional-fields-compatible': {
    scenario: 'transactions/schema-versions',
    figure:
      'add optional: new reads old: 1; add optional: old reads new: 1; remove required: new reads old: 1; remove required: old reads new: 0',
  },
  'q18-2pc-short-only': {
    scenario: 'transactions/coordinator-crash',
    figure: 'the longest doubt is the coordinator’s downtime, in ms: 30,252.4',
  },
  'db-postgres-serializable': {
    scenario: 'transactions/isolation-levels',
    figure: 'read-committed allows 5 of 10 anomalies: 5; serializable allows 0 of 10 anomalies: 0',
  },
  'q16-rmw-lost-update': {
    scenario: 'transactions/lost-update',
    figure:
      'read-committed: only the last write of each round survives: 15; version: no update is lost: 0',
  },
  'q16-race-check-then-insert': {
    scenario: 'transactions/check-then-insert',
    figure:
      'no name is given twice if one client comes after the other: 0; every client gets the name if all of them check before any has inserted: 20; no name is given twice with a unique constraint: 0',
  },
  'rest-patch-avoids-null-out': {
    scenario: 'transactions/put-and-patch',
    figure:
      'fields wiped by PUTs that leave them out: 10; fields wiped by PATCHes that leave them out: 0',
  },
  'num-redis-async-loses': {
    scenario: 'replication/failover-in-lag',
    figure:
      'lost by an asynchronous primary: the writes acknowledged within the lag, rate times lag: 10',
  },
  'q11-replica-lag-ryw': {
    scenario: 'replication/stale-own-read',
    figure: 'reads, of 200, that come within an exponential lag: e^(-d/m) of them: 129',
  },
  'num-pg-lag-az-to-region': {
    scenario: 'replication/replica-load',
    figure: 'most ms behind at a load of 1.5: the lag grows as long as the overload lasts: 266.927',
  },
  'db-aof-always-zero-loss': {
    scenario: 'replication/power-loss',
    figure: 'lost if each write is synced before it is acknowledged: 0',
  },
  'db-rdb-loses-since-snapshot': {
    scenario: 'replication/power-loss',
    figure:
      'mean age of the oldest lost write with snapshots: the time since the last complete one, in ms: 1,209.647',
  },
  'db-redis-aof-everysec-1s': {
    scenario: 'replication/long-fsync',
    figure:
      'loss window on a hung disk: the second before the sync plus the time until writes must wait: 150',
  },
  'q5-cap-availability-immediate': {
    scenario: 'replication/partition-choice',
    figure: 'refused with availability: none; every live node answers from its own memory: 0',
  },
  'one-strong-for-money': {
    scenario: 'replication/choice-per-operation',
    figure: 'requests refused: those for balances on the smaller side: 43',
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
    figure: 'lost with one acknowledgement of two, and a failover that hears two nodes: 0',
  },
  'q11-single-node-consistent': {
    scenario: 'replication/single-node',
    figure:
      'reads that missed an acknowledged write: 0; share of operations answered: up / (up + down), within five standard deviations of it and of the sampled operations: 0.906',
  },
  'q22-global-table-1s': {
    scenario: 'replication/global-table',
    figure:
      'longest time until a write is in all regions: the wait in the stream plus the longest network delay: 590; writes lost per item: one of every two concurrent ones, 1 - (1 - delay / window)^2 of the items: 49',
  },
  'q5-pacelc': {
    scenario: 'replication/staleness-grid',
    figure:
      'stale reads of all pairs with R + W > N: 0; latency of the fastest strict pair, as a multiple of that with R=W=1: 1.284',
  },
  'paxos-multi-needed': {
    scenario: 'paxos/log',
    figure: 'filled slots minus answered commands: each answer has its own slot: 15',
  },
  'zab-longest-zxid-wins': {
    scenario: 'paxos/zab-election',
    figure:
      'transactions in the new leader’s log: the committed ones, not those of the longest log: 5',
  },
  'zab-read-any-follower-sequential': {
    scenario: 'paxos/zab-reads',
    figure: 'stale reads without sync: 39; answers older than what the client had seen: 0',
  },
  'paxos-zab-dates': {
    scenario: 'paxos/zab-election',
    figure:
      'The server whose last transaction has the highest zxid becomes leader, first by epoch and then by counter: n1 leads with 5 transactions, though n3 has 13. n3 gives up the 10 transactions of epoch 1 that no majority had, and all 5 committed ones survive.',
  },
  'num-zk-session-too-low': {
    scenario: 'paxos/session-timeout',
    figure: 'healthy members that are suspected, as the distribution of pauses predicts: 33',
  },
  'q5-shorter-lease-tradeoff': {
    scenario: 'paxos/lease-length',
    figure:
      'renewals of the short leases: 810; mean ms without a leader, short lease: its length minus half an interval, plus four latencies: 866.957; renewals of the middle leases: 270; mean ms without a leader, middle lease: its length minus half an interval, plus four latencies: 2,508.955; renewals of the long leases: 90; mean ms without a leader, long lease: its length minus half an interval, plus four latencies: 7,698.352',
  },
  'num-ntp-skew-not-causal': {
    scenario: 'clocks/skew-inversions',
    figure:
      'messages stamped before their cause by the time of day: 1 - exp(-difference / delay): 370; messages stamped before their cause by Lamport’s clock: 0; messages stamped before their cause by a hybrid logical clock: 0',
  },
  'num-truetime-commit-wait': {
    scenario: 'clocks/external-consistency',
    figure:
      'transactions with a timestamp earlier than one committed before they began: 0; the wait is twice the clock’s bound, in ms: 8.001',
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
    figure: 'characters of the shortest: log62 of the id, rounded up: 11',
  },
  'q10-bloom-with-snowflake': {
    scenario: 'clocks/bloom-on-ids',
    figure:
      'collisions found: ids with separate node ids never collide: 0; good ids that the filter rejects: (1 - e^(-hashes ids / bits))^hashes of them: 33',
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
      'admitted by fixed-window around the edge: two limits: 20; admitted by sliding-log around the edge: no more than the limit: 10; admitted by sliding-counter around the edge: no more than the limit: 10; admitted by token-bucket around the edge: no more than the limit: 10; admitted by gcra around the edge: no more than the limit: 10',
  },
  'gql-rate-limit-by-cost': {
    scenario: 'traffic/query-cost',
    figure:
      'times as many nodes for the deepest as for the flat queries under the same request limit: 11,111',
  },
  'q14-query-cost-cap': {
    scenario: 'traffic/query-cost',
    figure:
      'nodes under a cost limit: flat queries as far as the budget goes: 100; nodes under a cost limit: nested queries as far as the budget goes: 44,120; nodes under a cost limit: deep queries as far as the budget goes: 0',
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
      'keys that move with modulo when node 11 is added, of 2,000: 1,821; keys that move with ring when node 11 is added, of 2,000: 200; keys that move with rendezvous when node 11 is added, of 2,000: 167; keys that move with jump when node 11 is added, of 2,000: 174; keys that move with Maglev when node 11 is added, of 2,000: 183',
  },
  'pat-consistent-hash-even': {
    scenario: 'traffic/ring-points',
    figure:
      'standard deviation of a share with k = 1 points per node, as a multiple of the mean: 1.159; the largest share with k = 1 points per node, as a multiple of the mean: 7.169; standard deviation of a share with k = 4 points per node, as a multiple of the mean: 0.509; the largest share with k = 4 points per node, as a multiple of the mean: 2.573; standard deviation of a share with k = 10 points per node, as a multiple of the mean: 0.344; the largest share with k = 10 points per node, as a multiple of the mean: 2.178; standard deviation of a share with k = 40 points per node, as a multiple of the mean: 0.15; the largest share with k = 40 points per node, as a multiple of the mean: 1.445; standard deviation of a share with k = 100 points per node, as a multiple of the mean: 0.113; the largest share with k = 100 points per node, as a multiple of the mean: 1.361; standard deviation of a share with k = 400 points per node, as a multiple of the mean: 0.048; the largest share with k = 400 points per node, as a multiple of the mean: 1.134; standard deviation of a share with k = 1000 points per node, as a multiple of the mean: 0.029; the largest share with k = 1000 points per node, as a multiple of the mean: 1.065',
  },
  'db-redis-cluster-16384': {
    scenario: 'traffic/redis-slots',
    figure:
      'slots that move when master 6 is added, of 16,384: 2,730; requests for two keys under one hash tag that one master answers: 1,200',
  },
  'comp-lb-is-failure-point': {
    scenario: 'traffic/balancer-fails-too',
    figure:
      'availability of one host: 0.99; availability of one host behind a balancer: 0.985; availability of two hosts behind a balancer: 0.9951',
  },
  'num-health-check-5-30s': {
    scenario: 'traffic/dead-host',
    figure:
      'ms from the crash until the host is out, with a check every 10 s and 3 failures in a row: 30,346.164; requests that fail until then, with 2 a second for the dead host: 61',
  },
  'q1-pool-exhaustion-knee': {
    scenario: 'traffic/pool-knee',
    figure:
      'ms by which the wait has grown beyond the knee: (arrivals / capacity - 1) x time, linear and not exponential: 3,410',
  },
  'q16-5s-vs-50ms-50x': {
    scenario: 'traffic/held-connections',
    figure: 'times as many connections: as many times as a call takes longer: 100.555',
  },
  'qf-plateau-next-bottleneck': {
    scenario: 'traffic/next-bottleneck',
    figure:
      'answers/s with the last app server: no more than the single database can serve: 69.133',
  },
  'q21-pool-per-request': {
    scenario: 'traffic/pool-per-request',
    figure:
      'ms until the database runs out of connections: its maximum / (rate x pool size): 220.977',
  },
  'aws-rds-proxy-multiplex': {
    scenario: 'traffic/connection-proxy',
    figure:
      'clients that have a transaction at a time, each half the time: rate x duration of a transaction: 101.615; clients that have a transaction at a time, each a tenth: rate x duration of a transaction: 20.246; clients that have a transaction at a time, each a hundredth: rate x duration of a transaction: 1.964',
  },
  'q11-pooler-10-100x': {
    scenario: 'traffic/connection-proxy',
    figure:
      'times fewer connections than clients, each half the time: at most as their idle time allows: 1.527; times fewer connections than clients, each a tenth: at most as their idle time allows: 5.714; times fewer connections than clients, each a hundredth: at most as their idle time allows: 25',
  },
  'comp-queue-useless-at-10rps': {
    scenario: 'traffic/queue-at-ten',
    figure: 'ms that the queue adds: half a polling interval, and a hop: 50.767',
  },
  'lat-tail-over-average': {
    scenario: 'traffic/slow-parts',
    figure: 'share of requests that wait for a slow part, of 100 parts: 0.613',
  },
  'q1-slow-endpoint-5pct': {
    scenario: 'traffic/slow-route',
    figure: '99th percentile in ms, if 5% of the requests are slow: 800',
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
      'share that gets 502, if the server crashes in the middle of the answer: 1; share that gets 502, if the answer is not HTTP: 1; share that gets 503, if the server is overloaded, and says so: 1; share that gets 504, if the server does not answer in time: 1; share that gets 503, if no server passes its checks: 1',
  },
  'http-202-polling': {
    scenario: 'traffic/accepted-jobs',
    figure:
      'ms that a connection is held for a job, with 202: the round trips: 5.994; jobs that are run if answers are lost and clients ask again: 200',
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
      'ms that a revoked JWT is let in, longest: its life, and what is allowed for clocks that differ: 891,655.37',
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
    figure: 'queries field by field: 1 + users + users x posts: 1,051; queries a second: 105,100',
  },
  'q14-dataloader-3': {
    scenario: 'access/n-plus-one',
    figure: 'queries with loaders: one for each level and batch: 3',
  },
  'q14-lookahead-single-join': {
    scenario: 'access/n-plus-one',
    figure: 'queries with one join: 1; rows of posts and comments read for the names of users: 0',
  },
  'top-graphql-adds-n-plus-1': {
    scenario: 'access/n-plus-one',
    figure: 'queries that loaders save: 1,048',
  },
  'q14-depth-exponential': {
    scenario: 'access/nested-queries',
    figure:
      'resolvers run for two levels: b + b^2: 110; resolvers run for three levels: b + b^2 + b^3: 1,110',
  },
  'q1-missing-index-500ms': {
    scenario: 'access/missing-index',
    figure:
      'pages of a look-up by the index: its levels, ceil(log_f rows), and the row: 3; pages of a look-up without it: all: 600; ms of a look-up in the large table by the index: 0.6; ms of a look-up in the large table without it: 800',
  },
  'qf-soft-delete-not-selective': {
    scenario: 'access/soft-delete',
    figure: 'plans for the live rows that ignore the index: 1',
  },
  'qf-partial-index-much-smaller': {
    scenario: 'access/soft-delete',
    figure:
      'size of a partial index over the live rows, of the full one: 0.99; size of one over the deleted rows, of the full one: 0.01',
  },
  'q11-partition-500m-10m': {
    scenario: 'access/partition-pruning',
    figure:
      'partitions read for a week: 1; million rows read for a week: all / partitions: 10; rows read with a condition on another column: all: 50,000',
  },
  'gql-fields-no-overfetch': {
    scenario: 'access/over-fetch',
    figure:
      'bytes sent that the client did not ask for, field by field: 0; of every field, what the watch asks for: 0.068; of every column, what a resolver without look-ahead reads for the watch: 1',
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
      'copies of one post, hybrid: fewer than the threshold: 9; lists merged, fan-out on read, less reads x authors that are followed: 0; fan-out on write: how far copies are from posts x followers, beyond those who follow while a post is under way: 0; timelines that differ from what their readers follow, fan-out on write: 0; timelines that differ from what their readers follow, fan-out on read: 0; timelines that differ from what their readers follow, hybrid: 0',
  },
  'rt-websocket-2-14-bytes': {
    scenario: 'fanout/bytes-per-event',
    figure:
      'B, header of a frame of the server: 2, 4 or 10: 2; B, header of a frame of the client: 6, 8 or 14: 6; B, least header: 2; B, largest header: 14; B around a server-sent event of one line: 8; B around it with an id, a name and a chunk: 47; B of headers by long polling: some hundreds: 553',
  },
  'rt-polling-1-100th-cost': {
    scenario: 'fanout/polling',
    figure:
      'requests by polling: clients x time / interval, whatever changes: 420; messages pushed: clients x changes: 12,640; ms late by polling, mean: half the interval: 14,950.362; ms late by polling, at most: the interval: 30,017.053; messages pushed for each poll: changes in an interval: 30.095',
  },
  'rt-long-poll-medium-latency': {
    scenario: 'fanout/long-polling',
    figure:
      'ms late by long polling, mean: one way, and one more for the share that comes between two polls: 65.224; ms late at most: three times one way: 149.954; ms late on a stream: one way: 50',
  },
  'rt-sse-six-per-domain': {
    scenario: 'fanout/seventh-tab',
    figure:
      'streams open, HTTP/1.1: 6; tabs whose next request is answered, HTTP/1.1: 0; streams open, HTTP/2: 7; tabs whose next request is answered, HTTP/2: 7; streams open, HTTP/1.1, one stream for all tabs: 1; tabs whose next request is answered, HTTP/1.1, one stream for all tabs: 7',
  },
  'top-webrtc-lowest-latency': {
    scenario: 'fanout/lost-packet',
    figure:
      'share of messages that wait for a packet, one connection for all streams: 0.217; share of messages that wait for a packet, a connection for each stream: 0.059; share of messages that wait for a packet, datagrams, never sent again: 0; share of datagrams that never come: those that are lost: 0.03',
  },
  'rt-lb-restart-drops-all': {
    scenario: 'fanout/reconnect-storm',
    figure:
      'connections that end with the restart: all, at once, then exponential backoff: 400; connections that end with the restart: all, with jitter: 400; attempts in a second without jitter: all clients: 400; attempts turned away without jitter: at least all but those that fit the backlog: 1,372; attempts in a second with jitter: about clients / window: 64',
  },
  'rt-websocket-needs-backbone': {
    scenario: 'fanout/cross-server',
    figure:
      'share of messages that a device gets without a broker between the servers: 1 / servers: 0.267; share of devices that get all messages, a channel for each user: 1; share of devices that get all messages, partitions, connections by the same map: 1',
  },
  'q4-every-server-subscribes': {
    scenario: 'fanout/cross-server',
    figure:
      'share of devices that get all messages, broadcast to all servers: 1; copies of a message by broadcast: one for each server: 4; copies of a message by channels: gateways that hold a device of the user: 1.8; copies of a message for nothing, by broadcast: 2.3',
  },
  'q4-kafka-partition-by-user': {
    scenario: 'fanout/cross-server',
    figure:
      'copies of a message by partitions: one: 1; share of messages whose gateway has no device of the user: partitions and connections anywhere: 0.633',
  },
  'q4-redis-pubsub-drops': {
    scenario: 'fanout/slow-client',
    figure:
      'values never shown: all that do not fit, drop the oldest: 221; values never shown: all that do not fit, drop the newest: 221; values never shown: those that were held when the client was disconnected: 227; values never shown if the client reads a log: 0; ms that the last value of a log is late: the lag grows instead: 6,481.277',
  },
  'q4-10m-stagger-5-30s': {
    scenario: 'fanout/last-follower',
    figure:
      'ms until the last follower has the post: followers / copies a second: 100,027.791; ms that another post takes behind it, mean: half of that: 49,641.081',
  },
  'q4-sse-50-100k-20-servers': {
    scenario: 'fanout/connection-servers',
    figure:
      'servers: connections / connections of a server: 20; servers that hold twice as many each: 10; servers that still hold all if one fails: one more: 21; connections of each of the others if one fails: 52,631.579',
  },
  'one-expand-contract': {
    scenario: 'deployment/rename-column',
    figure:
      'pairs that would fail: each of them needs an order that the steps exclude: 7; pairs that meet although a statement fails: 0',
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
