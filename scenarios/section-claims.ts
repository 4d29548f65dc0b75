/** The claims of each section whose ids do not say where they belong, by section. */
export const claimsOfSections: Readonly<Record<string, string>> = {
  1: `
    lat-l2-14x-l1 lat-ram-200x-l1 lat-ram-1mb-3us lat-ssd-1mb-1ms lat-hdd-1mb-20ms lat-dc-vs-cross-300x
    lat-ssd-1500x-ram lat-tls-handshake-250ms lat-tcp-handshake-1-5-rtt lat-tls12-two-tls13-one
    lat-sequential-disk-beats-random-ram lat-150ms-rtt-vs-200ms-sla lat-speed-of-light-floor lat-tail-over-average
    lat-littles-law`.trim(),
  2: `
    db-reads-10-100x-writes db-sqlite-identical-semantics`.trim(),
  3: `
    cache-hit-90-to-99-tenfold cache-aside-possible-stale cache-write-through-two-writes cache-write-behind-loss
    cache-refresh-ahead-waste cache-ttl-stale-window cache-event-invalidation-accurate cache-version-keys
    cache-lease-writer-acquires cache-ttl-if-less-than-once-a-minute cache-three-incident-causes
    cache-key-missing-user-id cache-99-5-hit-p99-from-misses cache-cold-cache-slower cache-read-through-coalesces
    cache-semantic-llm-three-cents cache-netflix-warming`.trim(),
  4: `
    api-grpc-always-http2 api-post-uncacheable`.trim(),
  5: `
    deploy-blue-green-double-cost deploy-blue-green-instant-rollback deploy-rolling-zero-downtime
    deploy-recreate-downtime deploy-ten-a-day-3650 deploy-canary-blast-radius-600x deploy-outage-cost-500k
    canary-half-percent-under-1000-noise canary-ci-overlap-rule canary-100k-enough deploy-flag-rollback-ms
    deploy-flags-strictly-better deploy-blue-green-payment-arithmetic`.trim(),
  6: `
    auth-session-revocation-easy auth-jwt-no-central-store auth-silent-refresh auth-mtls-hard-revocation
    auth-equifax-is-auth-failure auth-404-hides-existence`.trim(),
  7: `
    mq-kafka-order-per-partition mq-global-order-single-partition mq-partition-by-entity
    mq-100-partitions-10-consumers mq-consumers-capped-by-partitions mq-sqs-fifo-3000-per-group
    mq-queue-buffers-spikes mq-queue-adds-latency mq-delivery-table mq-downstream-down-tolerated`.trim(),
  8: `
    k8s-daemonset-one-per-node k8s-hpa-scales-on-metric k8s-predictive-removes-ramp-latency
    k8s-pending-requests-too-high k8s-statefulset-identity k8s-db-on-deployment-loses-data
    k8s-30-percent-utilised-waste k8s-ai-30-60-waste k8s-secrets-base64`.trim(),
  9: `
    http-200-with-error-body-hides http-502-503-504-causes http-202-polling http-429-retry-after`.trim(),
  10: `
    nines-table nines-two-deps-99-8 nines-three-deps-99-7 nines-9999-on-999-is-999 nines-cache-restores-9999
    nines-extra-nine-10x-cost nines-redundancy-improves nines-five-nines-needs-automation nines-budget-30-of-52
    nines-90pct-budget-in-q1 nines-graceful-degradation`.trim(),
  11: `
    est-powers-of-two est-seconds-constants est-qps-table est-peak-3x est-spike-multipliers est-chat-storage
    est-black-friday-8x est-llm-30k-per-day est-replication-3x`.trim(),
  12: `
    pat-breaker-stops-cascade pat-breaker-not-for-transient pat-3-retries-3000-requests pat-layer-order
    pat-consistent-hash-minimal-remap pat-consistent-hash-even pat-outbox-vs-event-sourcing pat-bulkhead-isolates
    pat-cqrs-eventual pat-leader-election-single`.trim(),
  14: `
    git-bisect-binary git-force-with-lease`.trim(),
  15: `
    cx-classes cx-pair-sum-hash cx-nlogn-lower-bound cx-quadratic-1m-minutes-100m-days cx-amortised-growth-p99
    cx-arraylist-doubles cx-small-n-linear-wins`.trim(),
  16: `
    comp-queue-useless-at-10rps comp-lb-is-failure-point`.trim(),
  17: `
    rest-put-idempotent-patch-not rest-patch-avoids-null-out rest-urls-case-insensitive`.trim(),
  18: `
    raft-election-timeout-150-300 raft-three-nodes-tolerate-one raft-five-nodes-tolerate-two raft-2f-plus-1
    raft-fifth-node-no-throughput raft-odd-number-needed raft-leader-bottleneck raft-multi-group-sharding
    raft-strong-leader raft-follower-reads-lease raft-joint-consensus zab-longest-zxid-wins
    zab-read-any-follower-sequential paxos-multi-needed etcd-megabytes-not-gigabytes kraft-faster-failover
    paxos-zab-dates`.trim(),
  19: `
    crdt-gcounter-max-sum crdt-pncounter-two-gcounters crdt-pncounter-inventory crdt-gset-union
    crdt-orset-add-wins crdt-orset-tombstones-need-gc crdt-lww-drops-concurrent crdt-lww-clock-skew-example
    crdt-mv-keeps-all crdt-rga-ordered-list crdt-state-merge-aci crdt-op-needs-at-least-once crdt-op-lost-diverges
    crdt-state-expensive-large crdt-metadata-grows-with-replicas crdt-no-balance-invariant
    crdt-dynamodb-uses-crdts crdt-no-timestamp-more-robust`.trim(),
  20: `
    io-thread-per-conn-thousands io-thread-ok-below-10k io-select-1024-limit io-epoll-100k-one-thread
    io-cpu-blocks-loop io-nonblocking-busy-wait io-uring-10-100x-fewer-syscalls io-redis-single-thread-millions
    io-llm-inference-io-bound`.trim(),
  21: `
    db-postgres-serializable db-dynamo-single-digit-guaranteed db-redis-cluster-16384 db-redis-aof-everysec-1s
    db-rdb-loses-since-snapshot db-aof-always-zero-loss db-ondemand-6-5x db-hot-partition-throttles
    db-mongo-tunable`.trim(),
  22: `
    rt-websocket-2-14-bytes rt-50-100k-conns rt-sse-six-per-domain rt-lb-restart-drops-all rt-polling-1-100th-cost
    rt-long-poll-medium-latency rt-sse-auto-reconnect-resume rt-websocket-needs-backbone`.trim(),
  23: `
    gql-always-200 gql-rate-limit-by-cost gql-fields-no-overfetch`.trim(),
  24: `
    mesh-latency-1-3ms mesh-sidecar-40mb`.trim(),
  25: `
    num-heartbeat-50-150 num-leader-election-200-500 num-zk-session-too-low num-etcd-8gb-default
    num-write-needs-majority-2-10ms num-kafka-800mbs num-redis-async-loses num-tcp-75s-linux
    num-breaker-5-10-consecutive num-ntp-skew-not-causal num-truetime-commit-wait num-health-check-5-30s
    num-longer-timeout-holds num-pg-lag-az-to-region`.trim(),
  26: `
    aws-lambda-concurrency-1000 aws-lambda-burst-500-3000 aws-lambda-cold-starts aws-lambda-limits
    aws-s3-prefix-rates aws-s3-multipart-10000 aws-s3-strong aws-s3-100-buckets aws-s3-small-ia-objects
    aws-dynamo-400kb aws-dynamo-3000-1000 aws-dynamo-gsi-20-hard aws-dynamo-batchget-25
    aws-dynamo-gt-lww-attribute aws-aurora-v2-min-half-acu aws-rds-5-replicas aws-rds-failover-60-120
    aws-rds-proxy-multiplex`.trim(),
  27: `
    gw-29s-timeout`.trim(),
  top: `
    top-ram-ssd-thousandfold top-ssd-hdd-hundredfold top-qps-formula top-deps-multiply-downtime
    top-four-nines-52min top-cache-aside-default top-canary-flags-gold top-crdts-merge-uncoordinated
    top-epoll-constant-per-event top-graphql-adds-n-plus-1 top-mesh-sidecar-every-pod top-webrtc-lowest-latency`.trim(),
  'one-liners': `
    one-token-bucket one-idempotency-window one-redis-lock-unsafe one-thundering-herd one-expand-contract
    one-50k-writes one-alert-symptoms one-strong-for-money`.trim(),
  'quick-fire': `
    qf-soft-delete-not-selective qf-partial-index-much-smaller qf-plateau-next-bottleneck qf-backoff-formula
    qf-backoff-alone-herds qf-canary-steps qf-blue-green-schema qf-sessions-three-needs qf-at-least-once-dups
    qf-exactly-once-dedup qf-invalidation-versioned qf-504-raise-timeout`.trim(),
};
