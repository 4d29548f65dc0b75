/**
 * By what else people look for each scenario: products, symptoms, error messages, other names.
 */
export const searchWords: Readonly<Record<string, string>> = {
  'access/batch-functions':
    'dataloader batch function, key order, "must return an array of the same length", per-request cache, data leak, clear cache after mutation, wrong author, where id in unordered, limit per group, why does my DataLoader return the wrong rows, can a dataloader leak data between users, is one loader for all requests safe',
  'access/btree-or-lsm':
    'lsm tree vs b-tree, log-structured merge tree, rocksdb vs innodb, cassandra scylladb leveldb storage engine, write amplification, read amplification, space amplification, memtable sstable, leveled vs tiered compaction, size-tiered, bloom filter sstable, write-heavy table, which storage engine, when would you choose an LSM tree over a B-tree, why is Cassandra faster at writes than Postgres, why are LSM range scans slow, write amplification in RocksDB',
  'access/call-in-transaction':
    '@transactional with http call, external api inside transaction, long-running transaction, idle in transaction, connection held, open session in view, spring.jpa.open-in-view, stripe call in transaction, pool exhausted, throughput drop, can you call an external API inside a database transaction, why do we run out of connections when a third party is slow',
  'access/cheapest-plan':
    'why postgres not using my index, seq scan instead of index scan, bitmap heap scan, random_page_cost, selectivity threshold, query planner cost, low selectivity, optimizer ignores index, explain, why does the database ignore my index, when is a full table scan faster than an index, what is selectivity of a query, how do you choose between an index scan and a sequential scan, how does EXPLAIN help, read a query plan',
  'access/composite-index':
    'composite index column order, multicolumn index, leftmost prefix rule, index (a, b) where b, order by mixed asc desc, incremental sort, equality sort range esr, index skip scan, concatenated index, filesort, compound index mongodb, index on several columns, column order, query slow although each column has an index, does the order of columns in an index matter, can a query use only the second column of an index, how would you index this query, index a table with filters on status and created_at, index on (last_name, first_name) but the query by first_name is slow',
  'access/crash-before-flush':
    'write-ahead log wal memtable, unflushed memtable lost, commit log cassandra, durable_writes false, power loss lsm, fsync wal rocksdb, sync=false leveldb, crash recovery replay log, what happens to writes in the memtable when the server crashes, why do databases need a write-ahead log, is acknowledged data durable',
  'access/deleted-keys':
    'tombstone lsm, deleted data comes back after compaction, tombstone compaction, tombstones slow reads, delete in rocksdb, dropped tombstone, last level bottommost, how do deletes work in an LSM tree, why do deleted rows reappear in Cassandra, what is a tombstone and when is it removed',
  'access/first-rows':
    'order by limit index, top n query, covering index, index-only scan, composite index column order, leftmost prefix, filesort, avoid sort, order by limit 10 slow, include columns, how to make ORDER BY LIMIT fast, what is a covering index, top 10 query reads the whole table, what is an index-only scan',
  'access/group-commit':
    'group commit, fsync per transaction, wal fsync bottleneck, commit_delay commit_siblings, synchronous_commit off, asynchronous commit, innodb_flush_log_at_trx_commit 2, binlog_group_commit_sync_delay, sync_binlog, commits per second limited by fsync, batch fsync, how can a database commit thousands of transactions per second with a slow disk, is a commit durable before fsync, what is group commit, do transactions share an fsync',
  'access/missing-index':
    'full table scan, seq scan, explain analyze, slow query, b-tree depth, add index, sequential scan on large table, 5 ms vs 500 ms, slow query log, primary key lookup, how much faster is an index, how does a database index work, what happens to query time without an index on a big table, how do you make a slow query faster, how many levels has a b-tree',
  'access/n-plus-one':
    'query inside a loop, 101 queries for 100 rows, lazy loading, n+1 select problem, dataloader, graphql resolver, hibernate lazy loading jpa fetch join, @entitygraph, rails includes bullet, django select_related prefetch_related, orm too many queries, eager loading, look-ahead, what is the N+1 problem and how do you fix it, why does my ORM send so many queries, GraphQL makes too many database calls, ORM issues hundreds of queries, how do you stop N+1 in GraphQL',
  'access/nested-connections':
    'connection pool deadlock, hikaricp pool size formula threads x (connections - 1) + 1, requires_new transaction, propagation nested, "connection is not available, request timed out", pool starvation, self-deadlock, how large should a connection pool be to avoid deadlock, all threads wait for a database connection, pool hangs under load, what is a connection pool and how big should it be, a request needs two database connections at once',
  'access/nested-queries':
    'graphql query depth limit, complexity analysis, denial of service dos, malicious nested query, exponential resolvers, depth limiting, apollo cost analysis, max depth, persisted queries, how do you protect a GraphQL API from expensive queries, how to limit query complexity, one query brings the server down',
  'access/next-page':
    'offset pagination slow, limit offset, rows inserted while paging, offset vs keyset pagination, cursor pagination, seek method, limit offset slow deep page, duplicate or missing items while scrolling, infinite scroll, search_after, markus winand, relay cursor, cursor vs offset pagination, why is page 1000 slow, how would you paginate a feed that changes, duplicates when scrolling, how would you paginate a large result set, api gets slower with each page, OFFSET skips rows when earlier rows are deleted, listing endpoint is fine on page 1 and slow on page 5000',
  'access/over-fetch':
    'overfetching underfetching, rest vs graphql payload size, sparse fieldsets, bff backend for frontend, mobile bandwidth, select fields, response too large, fields parameter, json bytes, does GraphQL reduce payload size, what is over-fetching, REST or GraphQL for mobile clients, response has too many fields, what is over-fetching and under-fetching',
  'access/partition-pruning':
    'postgres declarative partitioning, partition by range date, time-series table, range partition by week month, query scans all partitions, pruning not working, partition key in where clause, constraint_exclusion, pg_partman, timescaledb, does partitioning a table make queries faster, how to speed up queries on a huge table by date, when to partition a table',
  'access/random-keys':
    'uuid primary key performance, uuid v4 or v7 as a primary key, uuidv4 or uuidv7, uuid or auto increment, uuid or bigserial, random uuid index fragmentation, page split, b-tree page splits, fillfactor, index bloat, ulid as primary key, checkpoint writes, full page writes, wal amplification, buffer cache hit ratio, index locality, clustered index innodb uuid, sequential keys, newsequentialid, sequential or random ids for inserts',
  'access/slow-compaction':
    'compaction falling behind, write stall rocksdb, level0_stop_writes_trigger, level0_slowdown_writes_trigger, too many sstables, pending compactions cassandra, read amplification grows, l0 files pile up, backpressure, why do reads get slower under heavy writes in RocksDB, what is a write stall, what happens when compaction cannot keep up, what is compaction, p99 spikes every few hours although write traffic is flat, cassandra latency spikes',
  'access/soft-delete':
    'deleted_at is null index, partial index, is_deleted flag, low selectivity, low cardinality, filtered index sql server, paranoia rails, boolean column index, index size, create index where, should I index a boolean column, how do you index soft-deleted rows, when is a partial index useful',
  'auth/blocklist-size':
    "jwt denylist, blacklist redis ttl until exp, revoked token storage size, jti, little's law, bounded memory, logout list cleanup, how big blacklist, prune expired, how much memory does a token denylist need, how long do you keep revoked tokens, does the JWT blacklist grow forever",
  'auth/certificates':
    "mtls, certificate revocation, crl, ocsp stapling, soft-fail hard-fail, short-lived certificates, spiffe spire, istio cert rotation, compromised private key, service identity, ca, what happens when a service's private key is stolen, how do you revoke a certificate, CRL vs OCSP vs short-lived certificates, how do you secure service-to-service communication, mutual TLS between services",
  'auth/forged-tokens':
    'alg none, jwt validation aud iss exp, audience check, confused deputy, tampered payload, signature bypass, id token used as access token, expired token accepted, jwt vulnerability, verify claims, how do you validate a JWT, what must you check besides the signature, can someone forge a JWT',
  'auth/hidden-orders':
    "401 or 403, difference between 401 and 403, 401 vs 403 vs 404, unauthorized or forbidden, idor, bola, broken object level authorization authorisation, 404 instead of 403, resource enumeration, sequential ids, timing side channel, owasp api1, existence leak, github private repo 404, IDOR, insecure direct object reference, broken object level authorisation, forbidden or not found, another user’s order, should an API return 403 or 404, how do you stop users from reading other users' data, can I change the id in the URL, what is IDOR and how do you prevent it",
  'auth/key-rotation':
    'jwks, kid header, rotate signing key, overlapping keys, jwks cache, "signature verification failed", secret leaked rotate, users logged out after deploy, "unable to find a signing key", rs256 rollover, how do you rotate JWT signing keys without downtime, does rotating the secret log everybody out, what to do if the signing key leaks',
  'auth/one-time-codes':
    'totp, 2fa mfa otp, brute force six digits, google authenticator, replay of code, time window drift, rate limit attempts, shoulder surfing, rfc 6238, account lockout, how secure is a six-digit code, how do you prevent brute force on 2FA, can a TOTP code be used twice',
  'auth/redirect-login':
    'oauth2 authorization code flow, pkce code_verifier, state parameter, login csrf, openid connect nonce, redirect_uri, code interception, sign in with google, sso, single sign-on, authorization code replay, why does OAuth need PKCE, what is the state parameter for, can a stolen authorization code be used, how does social login work',
  'auth/revocation':
    'log out a user with jwt, invalidate jwt before it expires, jwt revocation, logout everywhere, session vs jwt, fired employee still has access, opaque token introspection, denylist, token version claim, ban user immediately, short-lived access token, stateless, log a user out right away with JWTs, log out immediately, revoke a JWT, JWT or server-side sessions, sessions vs tokens, how do you revoke a JWT, how long does a banned user keep access, JWT vs server sessions',
  'auth/silent-refresh':
    'access token expired 401, refresh token flow, axios interceptor, logged out during checkout, sliding session, concurrent refresh race, login loop, spa token renewal, parallel tabs, oauth, how do you refresh tokens without logging the user out, why are users logged out with several tabs, what happens when the access token expires, token expiry in a single page app',
  'auth/stolen-refresh':
    'stolen token, refresh token rotation, reuse detection, token family revoked, auth0 okta, token theft, replay, xss stolen token, leaked credential, one-time refresh, automatic reuse, what if a refresh token is stolen, how does refresh token rotation detect theft, why rotate refresh tokens',
  'auth/store-outage':
    'redis session store down, everyone logged out, session store single point of failure, spof, stateless jwt resilience, spring session, auth service outage, fail open, cannot log in, what happens to logged-in users when Redis is down, is the session store a single point of failure, do JWTs survive an auth outage',
  'auth/three-logouts':
    'log out all devices, password change invalidates sessions, admin kick user, session fixation, regenerate session id, server-side sessions, force logout, sign out everywhere, terminate session, how do you log a user out of every device, should a password change end other sessions, how to prevent session fixation',
  'auth/token-size':
    'jwt too large, "request header fields too large" 431, cookie 4kb limit, bandwidth overhead, claims bloat, session id vs jwt bytes, hs256 rs256 es256 length, header size 8kb, why is my JWT so big, how much bandwidth do JWTs cost, how many claims should a token have, what is in a JWT',
  'auth/webhook-replay':
    'webhook signature verification, stripe-signature header, x-hub-signature-256 github webhook, hmac sha256 webhook secret, whsec, replay attack on webhooks, timestamp tolerance 5 minutes 300 seconds, duplicate webhook events, webhook idempotency event id, webhook delivered twice, raw body signature mismatch, how do you verify that a webhook is genuine, how to secure a webhook endpoint, prevent replay attacks on a webhook, standard webhooks svix',
  'autoscaling/base64-secret':
    'kubectl get secret -o yaml decode, base64 is not encryption, encryption at rest etcd, encryptionconfiguration kms, sealed secrets, vault, rbac, secret in git, password plaintext, are Kubernetes secrets encrypted, is base64 secure, how should I store secrets in Kubernetes, who can read a Secret',
  'autoscaling/certificate-outage':
    'mtls certificate rotation, cert-manager down, istio citadel, spiffe svid expiry, renew before expiry, short-lived certs, ca outage, x509 certificate has expired, what if the certificate authority goes down, when should certificates be renewed, expired certificate caused an outage',
  'autoscaling/container-memory':
    'oomkilled 137, sigkill, jvm heap vs rss, -xmx, maxrampercentage, page cache tmpfs, thread stacks, off-heap direct buffers metaspace, sidecar memory, cgroup working set, 139 segfault, why was my pod OOMKilled although the heap is small, what does exit code 137 mean, Java container uses more memory than Xmx, why was my container killed',
  'autoscaling/cpu-quota':
    'cpu throttling, cfs quota, cfs_period 100ms, container_cpu_cfs_throttled_periods_total, gomaxprocs, activeprocessorcount, remove cpu limits, cpu shares weight, multithreaded p99 latency, nr_throttled, why is my container throttled at low CPU usage, should I set CPU limits, requests vs limits for CPU, high latency with CPU limits',
  'autoscaling/crash-loop':
    'back-off restarting failed container, backoff 10s 20s up to five minutes, kubectl logs --previous, kubectl describe last state terminated reason, restart count, oomkilled or liveness kill, empty logs, how do you debug CrashLoopBackOff, why does my pod keep restarting without logs, how long is the restart backoff, why is my pod in CrashLoopBackOff, pod in CrashLoopBackOff',
  'autoscaling/dominant-share':
    'drf, dominant resource fairness, mesos, yarn, multi-tenant cluster quota, fair share memory vs cpu, ghodsi nsdi 2011, volcano, kueue, how do you share a cluster fairly between teams, fair scheduling with several resources, what is dominant resource fairness',
  'autoscaling/drained-node':
    'kubectl drain, poddisruptionbudget, minavailable, "cannot evict pod as it would violate the pod\'s disruption budget", node upgrade stuck, cordon, eviction 429, voluntary disruption, maintenance, how do you upgrade a node without downtime, what is a PodDisruptionBudget for, what happens to pods when a node is drained',
  'autoscaling/forecast':
    'predictive scaling, scheduled scaling, keda cron, aws predictive autoscaling, pre-warm, morning peak, time-based scale up, proactive vs reactive, cronhpa, 9am login rush, HPA too late for a spike, scale ahead of traffic, what to do if scaling is too slow, predictive or reactive autoscaling, how to scale before a known peak, prepare for Black Friday traffic, autoscaling too slow for spikes',
  'autoscaling/half-a-gang':
    'gang scheduling, kueue volcano, podgroup minmember, deadlock partial allocation, mpi spark pytorch distributed training, gpu job stuck, priorityclass starvation, all-or-nothing, hold and wait, why do distributed training jobs deadlock in Kubernetes, what is gang scheduling, low-priority pod never gets scheduled',
  'autoscaling/hung-process':
    'liveness probe deadlock, hung process, thread deadlock detection, frozen pod, gc pause restart, stop-the-world pause, terminationgraceperiodseconds, sigterm ignored sigkill, pod not ready endpoints removed, health check timeout, why have a liveness probe, failurethreshold periodseconds timeoutseconds, how does Kubernetes detect a hung process, liveness vs readiness probe, pod is running but not responding, how long until a dead pod is replaced',
  'autoscaling/load-doubles':
    'hpa, horizontal pod autoscaler, desiredreplicas formula ceil, scale-up lag, pod startup time, overshoot, traffic spike kubernetes, target utilisation utilization, how long scaling takes, autoscaler scales up too late for a traffic spike, HPA too slow, how does the Kubernetes HPA work, how fast does autoscaling respond to a spike, how many pods after traffic doubles, how does the Horizontal Pod Autoscaler decide how many replicas to run, how would you handle a sudden traffic spike',
  'autoscaling/memory-limits':
    'oomkilled, choosing memory limit, p95 request, vpa recommender, limit equals request, 1.5x, guaranteed qos, oom frequency, right-sizing, headroom, goldilocks, how do I choose memory limits, how much headroom above the request, how often will pods be OOMKilled',
  'autoscaling/memory-requests':
    'node memory pressure eviction, evicted pods, "the node was low on resource: memory", qos burstable besteffort guaranteed, kubelet eviction order, requests too low, overcommitted memory, noisy neighbor neighbour, why are pods evicted from a node, what if memory requests are too low, which pod is evicted first under memory pressure, what is an eviction in Kubernetes',
  'autoscaling/metric-lag':
    'stale metrics, prometheus adapter delay, scrape interval, hpa scales down too far, oscillation from delay, metrics-server 15s, control loop dead time, overshoot, why does my autoscaler oscillate, delayed metrics cause scaling up and down, what is the effect of slow metrics on autoscaling',
  'autoscaling/noisy-load':
    'hpa tolerance 10%, flapping, thrashing, replicas fluctuate, metric noise, hysteresis, --horizontal-pod-autoscaler-tolerance, jitter in cpu, steady replicas, why does the HPA not scale at 75% when the target is 70%, how to stop replicas from flapping, what is the tolerance of an autoscaler',
  'autoscaling/overcommitted-node':
    'requests vs actual usage, cpu requests too high, overcommit, oversubscription, slack, rightsizing vpa, node looks full but idle, allocatable, insufficient cpu while idle, why does the scheduler say insufficient CPU on an idle node, requests vs actual usage in scheduling, cluster is full but CPU is low',
  'autoscaling/packed-nodes':
    'bin packing, first fit decreasing, karpenter consolidation, cluster autoscaler scale-down, underutilised underutilized nodes, cost saving, finops, rightsizing, wasted cluster capacity, how do you save nodes in Kubernetes, how many nodes do we waste at low utilisation, bin packing pods onto fewer nodes',
  'autoscaling/panic-window':
    'knative kpa, panic mode, stable window 60 s, target concurrency, burst to zero scaled service, activator, cloud run concurrency, spike, how does Knative respond to a sudden burst, how fast does serverless scale out for a burst, what is panic mode in Knative',
  'autoscaling/pending-pod':
    '"0/3 nodes are available: insufficient cpu", failedscheduling, fragmentation, unschedulable, pod stuck pending, requests too large, bin packing, mostallocated vs leastallocated, descheduler, why is my pod pending although there is free CPU, what is resource fragmentation, should pods be spread or packed, how does the scheduler place pods',
  'autoscaling/proxy-first':
    'sidecar startup order, holdapplicationuntilproxystarts, istio envoy not ready, connection refused at startup, native sidecar init container, kubernetes 1.28 sidecars, rollout errors, why do requests fail during rollout with Istio, application starts before its sidecar, in which order do containers start and stop',
  'autoscaling/pulsing-load':
    'HPA scale down delay, why does the HPA wait five minutes before it scales down, why does the HPA scale down with a delay, stabilization stabilisation window, stabilizationwindowseconds 300, scale down delay, cooldown, flapping, thrash, bursty cron traffic, oscillation, yo-yo scaling, how to avoid scaling up and down all the time, what is a cooldown or stabilisation window, spiky traffic every few minutes',
  'autoscaling/queue-workers':
    "keda, queue length scaling, cpu-based hpa doesn't scale io-bound workers, sqs backlog per instance, rabbitmq celery sidekiq workers, external metric, low cpu growing backlog, targetqueuelength, how do you autoscale queue consumers, CPU is the wrong metric for workers, scale on queue length with KEDA",
  'autoscaling/request-or-limit':
    'hpa averageutilization percentage of request, resources.requests.cpu, utilization above 100%, limits vs requests, hpa shows 200%, "missing request for cpu", target cpu percent, is the HPA target a percentage of request or limit, why does the HPA show more than 100% CPU, requests vs limits',
  'autoscaling/restart-storm':
    'health check database, liveness probe checks database, readiness probe dependency, restart storm, cascading restarts, deep health check, shallow health check, all pods restart at once, crashloopbackoff after database outage, livenessprobe readinessprobe, spring boot actuator health db, /healthz, 503 no endpoints, dependency in health check, should a health check test the database, liveness or readiness for dependencies, why did all pods restart when the database failed',
  'autoscaling/rolling-update':
    'prestop hook, prestop sleep, sigterm, graceful shutdown, 502 during rolling update, bad gateway during deploy, terminationgraceperiodseconds, endpoint removal, endpointslice propagation, kube-proxy delay, connection refused on deploy, zero downtime deployment kubernetes, sigkill 30 seconds, pod termination lifecycle, in-flight requests, draining, maxsurge maxunavailable, exit code 137 on deploy, how do you deploy without dropping requests, why 502 errors during deployment, how does graceful shutdown work in Kubernetes, why sleep in preStop, zero-downtime deployments in Kubernetes, how do you make sure no request is lost during shutdown',
  'autoscaling/rollout':
    'hpa not-yet-ready pods, initial-readiness-delay, cpu-initialization-period, deployment rollout scale-down, unready pods count as zero, new pods starting, premature scale in, does the autoscaler count pods that are not ready, scaling down during a deployment, HPA behaviour while pods start',
  'autoscaling/scale-to-zero':
    'keda, scaledobject, cooldownperiod, pollinginterval, activationthreshold, minreplicacount 0, queue-driven jobs, idle workers, cold first message, can Kubernetes scale to zero, how does KEDA wake a workload, cost of idle workers, cold start after scale to zero',
  'autoscaling/silent-pods':
    'missing metrics hpa, metrics-server unavailable, "failed to get cpu utilization", "unable to get metrics", conservative assumption, partial metrics scale down, prometheus adapter, overloaded pods drop metrics, what does the HPA do when metrics are missing, metrics server is down does it scale down, overloaded pods do not report',
  'autoscaling/slow-start':
    'startupprobe, initialdelayseconds, failurethreshold, liveness probe failed restart loop, slow jvm spring boot startup, "container failed liveness probe, will be restarted", readiness vs liveness, never ready, pod is killed before it has started, liveness probe kills a slow application, startup probe vs initialDelaySeconds',
  'autoscaling/stateful-names':
    'statefulset vs deployment, persistentvolumeclaim, volumeclaimtemplates, stable network identity pod-0, data lost after pod restart, postgres on kubernetes, emptydir, headless service, readwriteonce, ordinal, can you run a database on Kubernetes, StatefulSet or Deployment for a database, is data lost when a pod dies',
  'autoscaling/strict-mtls':
    'peerauthentication strict, permissive mode, mtls migration, istio rollout, plaintext refused, service mesh onboarding, linkerd, how do you migrate to mutual TLS without downtime, when to switch Istio from permissive to strict, services without sidecar refused',
  'autoscaling/tainted-nodes':
    'taints and tolerations, noschedule, nodeselector affinity, gpu nodes dedicated, "had untolerated taint", daemonset not on all nodes, control-plane taint, pods don\'t go to dedicated node, how do you reserve nodes for certain workloads, what are taints and tolerations, why does my DaemonSet not run on every node',
  'autoscaling/two-autoscalers':
    'two hpas same deployment, keda and hpa conflict, fighting controllers, replicas flip flop, scaletargetref twice, several metrics in one hpa, can two autoscalers scale the same deployment, HPA and KEDA fight over replicas, replicas jump up and down at constant load',
  'autoscaling/two-metrics':
    'hpa multiple metrics, takes maximum, custom metrics api, cpu and requests per second, keda multiple triggers, metric unavailable blocks scale down, prometheus adapter, max replicas of both, what if two metrics disagree in an HPA, can I scale on CPU and requests at once, one metric unavailable',
  'autoscaling/vertical-and-horizontal':
    'vpa and hpa together, vertical pod autoscaler, utilisation of requests, feedback loop, requests shrink, runaway replicas, multidimensional pod autoscaler, can I use VPA and HPA together, vertical vs horizontal scaling of pods, why do VPA and HPA conflict on CPU',
  'autoscaling/wrong-sample':
    'metric spike outlier, hpa behavior policies, scaleup rate limit, bad metric scales to max, maxreplicas, runaway autoscaling, glitch, stabilization for scale up, cost spike, a metric spike scaled us to the maximum, how to limit how fast the HPA scales up, one bad metric sample',
  'autoscaling/zone-loss':
    'availability zone outage, az failure headroom, static stability, topologyspreadconstraints, n+1 zones, over-provisioning 150%, multi-az capacity, three zones, pod distribution, how many replicas to survive losing an availability zone, how much spare capacity for a zone failure, multi-AZ headroom',
  'cache/cold-cache':
    'cache miss penalty, extra round trip, empty cache after restart, low hit ratio, overhead, slower with redis, warm-up, when not to cache, break-even, when does adding redis make reads slower, what hit ratio makes a cache worth it, performance right after a cache restart',
  'cache/five-patterns':
    'cache-aside, lazy loading, read-through, write-through, write-behind, write-back, write-around, refresh-ahead, caching strategies comparison, elasticache, write-through vs write-back vs write-around, which caching strategy for read-heavy or write-heavy data, read-through vs cache-aside difference, how do you keep cache and database in sync',
  'cache/hidden-capacity':
    'redis restart takes down database, cache flush outage, flushall, dependency on cache, metastable, cold restart, origin overload, cache failure cascading, load test without cache, flushall, redis emptied, database pegged after the cache was lost, what happens when the cache goes down, database cannot survive without redis, why does the site stay down after the cache is back, how do you survive losing the cache, what happens when the whole cache cluster is restarted',
  'cache/hot-key-expires':
    'cache stampede, dogpile effect, thundering herd, singleflight, request coalescing, mutex lock on miss, stale-while-revalidate, redis ttl expired database spike, cache breakdown, memcached lease, how do you prevent a cache stampede, many requests miss the same key simultaneously, popular cache entry expired and the db got hammered, singleflight vs distributed lock vs xfetch, a key is hit by everyone at once, everyone asks for the same key at once, is jitter enough against a stampede, cache miss storm',
  'cache/hot-set':
    'working set in ram, how much memory does redis need, zipf hit ratio, 80/20 rule, hot data, cache size vs hit rate, che approximation, buffer pool, url shortener cache, lru miss ratio curve, how big should my cache be, how much of the dataset should fit in memory, what hit ratio will a cache of 20% of the data give, should i double the cache, how large should the cache be, how do you size a cache, how do you choose cache size',
  'cache/invalidation-race':
    'stale set, delete then read race, cache-aside race condition, memcached lease facebook, delayed double delete, stale cache after update, replica lag, @cacheevict, old value cached, update the database then delete the cache key, race between read and write, why does the cache still hold the old row, why delete instead of update the cache on write, should i invalidate the cache before or after the database commit, user still sees old data after an update, keep the cache consistent with the database, how does a lease prevent stale data, what is a cache lease, is cache-aside safe under concurrency, how do leases keep a cache correct',
  'cache/lock-holder':
    'redis setnx mutex, loader crashed, rebuild stuck, cache fill timeout, waiting readers, dogpile, single loader dies, deadlock on miss, what if the process that refreshes the cache dies while holding the lock, how long should the cache lock ttl be',
  'cache/mass-expiry':
    'cache avalanche, ttl jitter, synchronised expiration, same expiry time, database spike every hour, random ttl, warm-up after deploy, periodic load spikes, simultaneous expire, why add jitter to cache ttls, all cache keys expire at the same moment, what is a cache avalanche and how do you prevent it, cached entries all expire together, thousands of cache keys expire at the same second and the database spikes',
  'cache/ninety-to-ninety-nine':
    'miss ratio tenfold, hit rate improvement, database offload, 10x fewer queries, 95 vs 99 percent, value of last percent, miss traffic arithmetic, is it worth raising the hit rate from 90 to 99, how much load does a cache take off the database, effect of cache hit ratio on db load',
  'cache/nothing-there':
    'cache penetration, negative caching, null values, bloom filter, nonexistent ids, 404 caching, nxdomain, caching errors, missing key attack, crawler random ids, error ttl, how do you handle requests for keys that do not exist, cache penetration vs breakdown vs avalanche, should errors or nulls be cached',
  'cache/p99-of-hits':
    'tail latency despite caching, bimodal latency, slow misses, hit rate vs percentile, several lookups per request, p99 slow while average fine, latency distribution, why is p99 latency high with a 99% hit rate, do cache misses explain the tail, why does p99 not improve after adding a cache, does a cache help tail latency',
  'cache/random-traffic':
    'cache consistency fuzz, permanent stale entry, inconsistent cache and database, cache-aside correctness, property test, lease, stuck old data until ttl, randomized test of cache-aside with leases',
  'cache/random-write-behind':
    'write-back cache correctness, async flush, ordering, dirty entries, database outage, lost write, value reverts, hazelcast mapstore write-behind, flush retries, can write-behind lose or reorder updates when the database is down, what happens to dirty entries during a database outage',
  'cache/refresh-ahead':
    'caffeine refreshafterwrite, guava cache refresh, expireafterwrite, asynchronous reload, background refresh, proactive refresh, read-triggered reload, cold keys, wasted refresh, refresh the cache before it expires, how do you keep hot keys from ever missing, refresh-ahead vs lazy expiration, prefetching',
  'cache/scan-pollution':
    'lru eviction, batch job evicts working set, tinylfu, arc, s3-fifo, 2q, scan resistant, full table scan, allkeys-lfu redis, backup job, hit rate drops at night, lru vs lfu, which eviction policy should i use, cache eviction policies compared, a batch job flushed the cache, why did the hit rate drop during the backup, a scheduled job lowers the cache hit rate',
  'cache/shared-page':
    "data leak between users, cdn cached private page, vary cookie, cache-control private, see another user's account, wrong user logged in, steam 2015, personalised personalized, cache key, user sees another person’s data from the cache, what must be in a cache key, caching personalised responses safely in a cdn, why do users see each other’s page",
  'cache/sixty-percent-hits':
    'low hit rate diagnosis, redis keyspace_misses evictions, working set too big, evicted_keys, maxmemory, ttl too short, over-invalidation, memory size, debugging poor hit rate, lru thrashing, why is my cache hit rate so low, how do you debug cache misses, hit ratio suddenly dropped',
  'cache/stale-in-grace':
    'stale-while-revalidate, stale-if-error, varnish grace, nginx proxy_cache_use_stale updating, serve stale, max age exceeded, staleness beyond ttl, cdn, how old can data get with stale-while-revalidate, is it ok to serve stale content while refreshing',
  'cache/thirty-second-profile':
    'ttl vs event invalidation, staleness bound, stale-at-most slo, pub/sub invalidation, missed event, average staleness half ttl, user profile update not showing, cdc invalidation, how do you bound cache staleness, profile change takes a while to show up, is eventual consistency of the cache acceptable, cache invalidation with ttl and pub/sub together',
  'cache/ttl-or-events':
    'how to choose ttl, update frequency, write rate, staleness probability, rarely changed data, event-driven invalidation, cdn edge ttl, price changes, config data, how long should my ttl be, short ttl or explicit invalidation, what data should not be cached with a ttl, how stale will my cache be, how long should a cache entry live',
  'cache/two-levels':
    'l1 l2 cache, near cache, caffeine plus redis, in-process cache, local cache invalidation, pub/sub broadcast, redis client-side caching tracking, multi-tier, hazelcast near cache, instances disagree, local in-memory cache vs redis, how do you invalidate local caches on every server, is a second cache layer worth it, in-memory caches of several servers show different values, servers disagree',
  'cache/two-regions':
    'cross-region cache, facebook memcache remote marker, mcrouter, replica lag, invalidation before replication, geo cache, stale fill from replica, read replica old value, cdc invalidation ordering, how do you invalidate caches across regions, cache consistency across regions, cache refilled from a lagging replica after an invalidation',
  'cache/two-writers':
    'write-through race, concurrent writes ordering, cache and database disagree, last write, out-of-order update, compare version, redis set race, inconsistency, two services update the same cached key concurrently, last writer wins in cache, should a write set or delete the cache entry, is write-through safe with two writers',
  'cache/version-keys':
    'versioned cache key, key-based expiration, rails russian doll cache_key updated_at, cache busting, etag generation, namespace version, immutable keys, fingerprint, invalidate without deleting, put a version number into the cache key, alternatives to cache purging',
  'cache/write-behind-crash':
    'write-back data loss, dirty data lost, redis crash before flush, durability window, hazelcast mapstore, asynchronous persistence, buffered writes lost, acknowledged but gone, is write-back caching safe, how much data do you lose if the cache dies, write-back durability trade-off, write-behind vs write-through risk, what is write-behind',
  'cache/xfetch':
    'probabilistic early expiration, optimal stampede prevention, vattani, beta, xfetch algorithm, early recomputation, refresh before expiry, random early refresh, probabilistic early refresh vs locking, how does xfetch prevent stampedes without coordination',
  'canary/bad-release':
    'argo rollouts, flagger, progressive delivery, spinnaker kayenta, automated canary analysis, blast radius, staged rollout, automatic rollback, error rate increase, affected users, how does a canary deployment limit the damage, how do you roll back a bad release automatically, how many users are affected by a canary, how do you know that a canary is healthy, how do you decide to promote a canary, how do you detect a bad deploy',
  'canary/before-after':
    'baseline comparison, confounding, time of day, concurrent control, diurnal traffic, control group, historical baseline, compare with previous version, pre-post, seasonality, why run a baseline next to the canary, can I compare metrics before and after the deploy, error rate differs by time of day, what is a baseline in canary analysis and why is it needed',
  'canary/broken-client':
    'correlated requests, clustered data, randomization unit, per-user analysis, one customer retry loop, independence assumption, effective sample size, noisy client false alarm, overdispersion, one bad user skews the error rate, should I count users or requests, are requests independent samples',
  'canary/busy-ramp':
    "simpson's paradox, confounded aggregate, pooled data, stratify by time, mantel-haenszel, traffic mix shift, aggregation reversal, wrong version blamed, peak hour, what is Simpson's paradox in a rollout, aggregate data blames the new version, traffic share changes during the experiment",
  'canary/false-rollbacks':
    'false positive rate, type i error, deployment frequency, alpha 0.05, automatic rollback noise, flaky gate cost, ci/cd, wasted deploys, good build rejected, how often does a canary roll back a good release, cost of false positives in automated rollback, false alarms per year',
  'canary/few-errors':
    "fisher's exact test, small sample, expected cell count below five, chi-square approximation, rare events, low counts, binomial, 2x2 contingency table, yates, which statistical test for few errors, Fisher's exact test vs chi-squared, canary with almost no errors, is 5 errors in 1000 requests worse than 3 in 1000",
  'canary/half-percent':
    'noise or signal, sample size, error rate delta 0.5%, baseline error rate, statistical significance, power, thousand requests, two-proportion z-test, small canary traffic, is a 0.5% increase in errors significant, how many requests to tell noise from a regression, small sample error rate',
  'canary/lost-latencies':
    'missing data imputation, nan as zero, null replaced by 0, metrics gaps, kayenta nanstrategy, biased latency, dropped samples, better than real, missing metrics treated as zero, how do you handle missing latency samples, why did a slow release look fast',
  'canary/many-metrics':
    'multiple comparisons, bonferroni, holm, false discovery rate, family-wise error, multiple testing, too many gates, flaky canary analysis, benjamini-hochberg, spurious failed metric, how many metrics should a canary check, many gates cause false rollbacks, multiple testing correction for release gates',
  'canary/no-traffic':
    'zero requests, empty metrics pass, nan, inconclusive, flagger no values found, missing data, minimum sample, argo analysisrun empty result, misrouted traffic, promoted untested, canary passed without any traffic, no data treated as success, how to handle an empty canary',
  'canary/old-fleet':
    'fresh baseline deployment, kayenta baseline vs production, jit warm-up, heap fragmentation, memory leak uptime, cache warmth, fair comparison, spinnaker three cluster, why should the baseline be freshly started, compare canary with production directly, new pods are slower than old ones',
  'canary/overlapping-intervals':
    'error bars overlap, 95% ci, confidence interval of difference, rule of thumb misconception, statistical significance, standard error, wilson interval, two-sample comparison, do overlapping confidence intervals mean no difference, how do you compare two error rates, read error bars correctly',
  'canary/peeking':
    'why not look at the A/B test every day, sequential testing, optional stopping, repeated significance testing, p-hacking, always valid p-values, alpha spending, false positive inflation, a/b test peeking, sprt, early stopping, can I stop a canary as soon as it is significant, checking an A/B test every minute, why does peeking inflate false positives, is a p-value below 0.05 enough to promote',
  'canary/repaired':
    'reused metrics, stale data in window, fixed version redeploy, hotfix, label by revision, old errors in query range, prometheus range vector, second attempt fails, hotfix is rolled back because of old errors, should evidence be reset after a rollback, judge the fixed version only',
  'canary/six-strategies':
    'blue-green, rolling update, recreate, feature flag, shadow traffic dark launch, canary vs blue/green, deployment strategies comparison, blast radius, rollback time, mirroring, kubernetes strategy, canary vs blue-green vs rolling deployment, which deployment strategy is safest, how fast can you roll back each strategy, what does blue-green cost, how do you roll out a new version safely, canary vs blue-green deployment',
  'canary/slow-hundredth':
    'tail latency regression, mann-whitney u test, p99 regression missed, median unchanged, quantile comparison, kayenta nonparametric, outliers, latency test blind spot, how to detect a tail latency regression, median is fine but p99 got worse, which test for latency in a canary, how do you compare latency distributions, p99 regression in a canary',
  'canary/smallest-defect':
    'statistical power, sample size, minimum detectable effect, mde, how long to run canary, traffic percentage, bake time, false negative, missed regression, bake time of a canary, small increase in 5xx, how long before a canary notices, how long should a canary run, how small a regression can a canary detect, how much traffic does a canary need, how much traffic must a canary get before you can say that its error rate is no worse',
  'canary/sticky-users':
    'feature flag percentage rollout, launchdarkly bucketing, hash user id, consistent assignment, unleash stickiness, user flips between versions, random per request, session affinity, monotonic rollout, how do percentage rollouts stay consistent for a user, why does a user see both versions, how are users assigned to a feature flag, percentage rollout of a feature flag, the same user always gets the same variant',
  'canary/timeouts':
    'censored data, survivorship bias latency, timed-out requests excluded, right censoring, p99 looks better, dropped slow requests, coordinated, hang regression, should timeouts count in latency, slow requests missing from percentiles, release with hanging requests looks fast',
  'canary/too-small':
    'absence of evidence, underpowered, inconclusive result, non-significant not equal safe, low traffic service, sample size, non-inferiority, equivalence test, type ii error, no significant difference does that mean safe, canary on a low-traffic service, inconclusive canary result, canary saw no errors what does it prove, canary with low traffic',
  'canary/trivial-difference':
    'practical significance, effect size, large sample, tiny p-value, tolerance margin, statistical vs practical significance, non-inferiority margin, overly sensitive gate, huge traffic, significant but irrelevant difference, how to choose a threshold for a gate, too sensitive with huge traffic',
  'canary/two-percent':
    'statistical significance, sample size, 100 vs 100000 requests, noise, relative vs absolute percent, percentage points, z-test, is canary worse, p-value, how many requests does a canary need, how long must a canary of 1% traffic wait, is 2% more errors on 100 requests significant, when can you trust canary numbers, percentage points vs relative increase',
  'canary/unrecorded-errors':
    'survivorship bias, crash before metrics flush, missing telemetry, client-side errors, load balancer counts, lost requests, oomkilled pods no metrics, blind spot, undercounting, crashing requests are missing from metrics, error rate looks good although users see failures, what is sample ratio mismatch',
  'canary/warm-up':
    'jit compilation, cold cache, initialdelay analysis, warmup period, exclude first minutes, jvm startup slow requests, connection setup, false rollback after start, cold caches make the canary look bad, should you ignore the first minutes after a deploy, JVM warm-up in canary analysis',
  'canary/wrong-direction':
    'metric direction increase decrease, misconfigured gate, sign error, successcondition inverted, higher is better, kayenta direction, throughput vs errors, canary config bug, rollback improvement, gate configured the wrong way round, canary passes although errors rise, more errors treated as improvement',
  'clocks/asymmetric-path':
    'ntp asymmetry error, network path delay asymmetric, offset calculation, ptp, satellite adsl, round-trip delay halves, minimum delay clock filter, ntp accuracy limit, chrony, how does ntp compute the offset, why is ntp inaccurate over the internet, how does ntp work, accuracy of ntp over the internet, ntp explained, ntp offset and delay formula',
  'clocks/bloom-on-ids':
    'bloom filter false positive rejects, duplicate id check, unnecessary collision check, url shortener interview, unique index, membership test memory gb, redisbloom, key generation service, do i need a bloom filter in a url shortener, how to check that a short code is not taken',
  'clocks/causal-reverse':
    'cockroachdb consistency model, strict serializable vs serializable, jepsen causal reverse, spanner vs cockroachdb, living without atomic clocks, single-key linearizability, comment without post, timestamp order anomaly, is cockroachdb linearizable, what anomaly does cockroachdb allow, serializable but not strict',
  'clocks/clock-back':
    '"clock moved backwards. refusing to generate id", snowflake duplicate ids, ntp step, leap second, baidu uidgenerator, restart persists last timestamp, sonyflake, idworker exception, what happens to snowflake ids when the clock goes backwards, what happens when the clock jumps backwards, duplicate ids after ntp correction, snowflake clock rollback',
  'clocks/external-consistency':
    'truetime, commit wait, google spanner, strict serializability, tt.now earliest latest, uncertainty interval, gps atomic clocks, linearizable transactions, epsilon 7 ms, how does spanner use truetime, why does spanner wait before it commits, global order of transactions without a central counter',
  'clocks/id-anatomy':
    'extract timestamp from uuid, decode snowflake, mongodb objectid timestamp, id leaks creation time, privacy, uuid v7 vs ulid vs ksuid, id format layout, node id visible, compare id formats, uuid vs snowflake vs ulid, which id format should i choose, uuidv4 vs uuidv7 primary key, can users guess ids, predictable ids',
  'clocks/id-capacity':
    '41 bits 69 years, 12-bit sequence 4096 per ms, 10-bit machine 1024 nodes, epoch overflow, 2^41, sonyflake 174 years, bit layout, ids per second, custom epoch, why 41 10 12 bits in a snowflake id, when do snowflake ids run out, maximum ids per second, how many ids per second can snowflake generate, how many bits are in a snowflake id and what for, what are the parts of a snowflake id',
  'clocks/id-length':
    'javascript number precision, 2^53, max_safe_integer, json bigint loses digits, twitter id_str, base62 encode, tiny url length, snowflake id rounded in frontend, last digits zero, how long should a short url be, why send 64-bit ids as strings, base62 of a snowflake id, why are my snowflake ids rounded in javascript',
  'clocks/id-shards':
    'snowflake modulo sharding, low bits zero, uneven shards, all rows on shard 0, sequence starts at zero, hot shard, skewed distribution, partition by id, hash the id, can i shard by snowflake id modulo n, one shard gets all the rows',
  'clocks/key-pool':
    'key generation service, kgs, url shortener keys, pre-generated ids, ticket server, hi/lo algorithm, sequence cache, id range allocation, select for update skip locked, duplicate short link, unique short codes, lost keys after crash, batch of ids, how does a url shortener avoid collisions, design tinyurl, pre-generated keys vs hashing',
  'clocks/later-write':
    'what is a hybrid logical clock, lww clock skew, cassandra lost write vs cockroachdb hlc, timestamp pushed, write too old, update disappears, hybrid logical clock, causality token, last write not visible, overwritten by earlier, does clock skew lose writes, cassandra vs cockroachdb with wrong clocks',
  'clocks/leader-lease':
    'lease expiry wall clock, spanner paxos leader lease, disjoint leases, two leaders at once, ntp step backwards, clock uncertainty, monotonic clock for lease, lease overlap, are leases safe with clock skew, can two nodes hold the same lease, wall clock vs monotonic clock for leases',
  'clocks/random-node-ids':
    'birthday paradox, worker id collision, kubernetes pod machine id, random worker id, snowflake node id assignment, duplicate primary key, zookeeper worker id, autoscaled instances, pod ip hash, how to assign machine ids in kubernetes, chance that two workers get the same id, are random uuids unique, probability of a uuid collision, how likely is a uuid collision, is uuid v4 guaranteed to be unique',
  'clocks/runaway-clock':
    'clock offset too large, cockroachdb node crashes "clock synchronization error", max-offset 80%, self-terminate, ntp broken, vm clock jump, drift monitoring, node suicide, what happens if one server clock is wrong, node shut down because of clock skew',
  'clocks/skew-inversions':
    'what is a lamport clock, lamport timestamp, vector clock, hybrid logical clock hlc, happened-before, log timestamps out of order, effect before cause, ntp skew, negative span duration jaeger, causality, lamport clock vs vector clock vs hybrid logical clock, how to order events in a distributed system, why not use timestamps to order events, lamport clocks vs vector clocks, what is clock skew, can i trust timestamps from different servers, child span starts before its parent in a distributed trace, what is happens-before, a later event has an earlier timestamp since there are several servers, events out of order by timestamp',
  'clocks/slew-and-step':
    'adjtime, ntpd -x, chrony makestep, slewing 500 ppm, clock goes backwards, leap second smear, how long to slew, time jump, gradual correction, does ntp ever move the clock backwards, slew vs step, how is a wrong clock corrected',
  'clocks/snapshot-reads':
    'mvcc, spanner read-only transaction, safe time, consistent snapshot across shards, lock-free reads, read at timestamp, torn distributed read, as of system time, half a transfer visible, how do read-only transactions work in spanner, consistent read across shards without locks',
  'clocks/snowflake-id':
    'twitter snowflake, how do snowflake ids work, what is a snowflake id, unique id generator, distributed id, worker id machine id, 64-bit, k-sortable, sequence bits, discord ids, system design interview, uuid alternative, roughly ordered, design a unique id generator, how do snowflake ids work, generate unique ids across servers without coordination, auto increment in a sharded database',
  'clocks/timeout-over-step':
    'monotonic clock, clock_monotonic, system.nanotime vs currenttimemillis, time.monotonic python, leap second bug, cloudflare 2016, performance.now, negative duration, sleep too long, clock jump, monotonic clock vs wall clock, how to measure elapsed time correctly, why did my timer misbehave after a clock change',
  'clocks/truetime-sawtooth':
    'epsilon sawtooth, 200 ppm drift, marzullo algorithm, falseticker, time master, chrony error bound, aws timesync clockbound, uncertainty growth, max error, crystal oscillator, how accurate is ntp in a data center, why does clock uncertainty grow between synchronisations, how does truetime know its error',
  'clocks/ulid-order':
    'monotonic ulid, lexicographically sortable, same millisecond random, uuidv7 counter, sort order, monotonicfactory, createdat ordering, index locality, overflow, are ulids and uuidv7 sorted by creation time, monotonic ids within a millisecond',
  'clocks/uncertain-reads':
    'readwithinuncertaintyintervalerror, cockroachdb transaction restart, --max-offset 500ms, hlc, uncertainty window, retry serializable restart 40001, stale read prevention, clock ahead, spanner vs cockroachdb clocks, how does cockroachdb work without atomic clocks, why do cockroachdb transactions restart, how does cockroachdb handle clock skew',
  'clocks/wait-too-short':
    'spanner commit wait violated, clock uncertainty wrong, epsilon underestimated, external consistency broken, yugabyte max_clock_skew, timestamp inversion, bad clock, partial wait, what if truetime is wrong, can spanner violate consistency when a clock fails',
  'crdt/bytes-on-the-wire':
    'delta crdt, delta-state, state-based vs operation-based, bandwidth, cvrdt, cmrdt, sync traffic, message size, replication cost, akka distributed data, payload size, state-based crdt vs operation-based crdt vs delta crdt, how much bandwidth does replication need',
  'crdt/counter-reset':
    'resettable counter, reset-wins, set counter to zero, embedded counter in map, riak counter reset anomaly, concurrent increment and reset, negative value, clear counter, reset a distributed counter to zero, concurrent reset and increment',
  'crdt/departed-replica':
    'node removed from cluster, decommission, evict replica, membership change crdt, version vector pruning, tombstone gc stuck, returning device resurrects data, akka distributed data, virtual synchrony, device offline for months then syncs again, remove a dead node from a crdt cluster',
  'crdt/exactly-once':
    'op-based crdt, cmrdt, commutative operations, causal broadcast, duplicate delivery double counts, idempotent ops, at-least-once, dedup version vector, cvrdt vs cmrdt, do operation-based crdts need exactly-once delivery, what if an increment is delivered twice, counter counts twice after a retry',
  'crdt/inventory':
    'overselling, oversold stock, bounded counter, escrow, negative stock, invariant, warehouse e-commerce, reservation rights, tickets multi-region, non-negative balance, pn-counter below zero, prevent overselling without a central database, sell tickets in several regions, can a crdt enforce an invariant, limits of crdts, bank account with crdts, balance below zero',
  'crdt/likes':
    'pn-counter, pncounter, increment decrement, upvote downvote, reddit votes, facebook like button, distributed counter, unlike, max merge breaks decrement, two g-counters, like counter in several regions, counter that can be decremented, conflict-free counter, implement a like counter across regions',
  'crdt/lost-memory':
    'amnesia, replica id reuse, restored from backup, new actor id, restarted with empty state, duplicate dots, counter goes back, incarnation, data directory wiped, node restored from an old backup in a replicated database, replica loses its disk and rejoins',
  'crdt/metadata-growth':
    'version vector size, actor id explosion, dead replicas, mobile clients churn, pruning, overhead, state bloat, gcounter entries per node, memory leak in crdt, dotted version vectors, overhead of crdts, why do version vectors keep growing, drawbacks of crdts',
  'crdt/offline-day':
    'local-first, offline editing, sync after reconnect, automerge, yjs, notion figma google docs, collaborative text merge, airplane mode, branch and merge, conflict-free, how does offline sync work, edit offline and merge later, design a local-first notes app',
  'crdt/page-views':
    'g-counter, gcounter, grow-only counter, distributed counter, visitor count, analytics hits, merge max, idempotent merge, duplicate messages, riak counter, redis enterprise active-active, view counter multi-region, count views in several regions without coordination, active-active counter, how does a crdt counter work, why take the maximum when merging, what is a crdt, implement a distributed counter',
  'crdt/profile-fields':
    'lww map, per-field merge, per-attribute last writer wins, dynamodb global tables item-level conflict, column-level cassandra, json merge, lost field edit, crdt map, settings sync, two users edit the same record, conflict in dynamodb global tables, merge concurrent updates field by field',
  'crdt/put-contexts':
    'dotted version vectors, sibling explosion, riak put context vclock, blind write, stale context, per-server version vector, false concurrency, lost write coordinator, concurrent clients, why does riak need the vector clock in a put, client writes without reading first, sibling explosion in riak',
  'crdt/random-edits':
    'strong eventual consistency, convergence, property-based test, fuzzing, replicas diverge, commutative associative idempotent, semilattice merge, jepsen crdt, do all types converge, do crdts always converge, how to prove that replicas converge, fuzz test of merges, properties of a crdt merge',
  'crdt/random-evictions':
    'membership churn, rejoin after eviction, resurrected items, fuzz test of crdt views, zombie data, two evictions, flaky members, nodes leave and rejoin a crdt cluster at random',
  'crdt/revoked-rights':
    'remove-wins set, rw-set, add-wins vs remove-wins, access control crdt, permission revoked concurrently, group membership, acl, security, fired admin still has access, add-wins or remove-wins, concurrent grant and revoke of a permission, revoke access in an eventually consistent system',
  'crdt/shopping-cart':
    'or-set, orset, observed-remove set, add-wins, amazon dynamo cart, removed item reappears, concurrent add and remove, orswot, 2p-set, deleted item comes back, delete an element from a set without it coming back, add-wins remove, how to merge two versions of a shopping cart, why do deleted items come back in dynamo, what is an or-set, what is an or-set crdt, observed remove',
  'crdt/siblings':
    'mv-register, multi-value register, riak allow_mult, conflict resolution, concurrent drafts, dotted version vector, keep both versions, merge conflict, couchdb conflicts, how are conflicting writes detected, version vectors vs last write wins, return both versions to the client, how does riak handle siblings',
  'crdt/silent-replica':
    'causal stability, tombstone garbage collection, offline device blocks gc, gc_grace, acknowledged deletes, or-set tombstones grow, stable vector, phone switched off for weeks, why can deleted data not be purged, offline node prevents cleanup',
  'crdt/skewed-clocks':
    'lww register, last write wins, lww-element-set, ntp clock drift, cassandra timestamps, lost update, silently dropped write, older write wins, g-set comparison, clock skew, problems of last write wins, is last-write-wins safe, conflict resolution by timestamp, two data centers write the same row',
  'crdt/tombstones':
    'garbage collection, gc deleted elements, orswot, or-set without tombstones, yjs document bloat, rga deleted characters, causal stability, memory overhead, compaction, when can a tombstone be removed, what is a tombstone, why keep a marker for deleted data, boards or documents that are months old open slowly while new ones are instant, document gets slower with its history',
  'crdt/typing-at-one-place':
    'collaborative editing, google docs, interleaving anomaly, rga, fugue, yjs, automerge, text crdt, garbled text, concurrent insert same cursor position, sequence crdt, how does google docs merge concurrent edits, crdt vs operational transformation ot, design a collaborative editor, words interleaved letter by letter after people edited offline',
  'deployment/bisect':
    'git bisect run, which commit broke the build, find regression commit, flaky test bisect wrong commit, exit code 125 skip, first bad commit, binary search history, noisy binary search, culprit finder, performance regression hunt, find the commit that broke a test, binary search over commits, flaky test during git bisect',
  'deployment/edge-cache':
    'cdn cache rules, vary accept-language, cache-control private no-store s-maxage, etag 304 not modified, rfc 9111, cached another user page, web cache deception, graphql persisted queries get, cloudflare, varnish, cache key normalisation, what can a cdn cache, cache-control private vs public, cdn served another user’s page, cache graphql at the edge, how does a CDN work, how does a CDN know that a file has changed, purge a stale file from a CDN, CDN invalidation, when may a CDN cache a response',
  'deployment/event-schemas':
    'avro schema evolution, confluent schema registry, backward compatible, forward compatible, full transitive, upgrade consumers first, producers first, add field with default, remove field, protobuf, deserialization error after deploy, serdes, reader schema writer schema, magic byte schema id, upgrade producers or consumers first, how do you evolve a kafka message schema, backward vs forward compatibility, breaking schema change, remove a required field without breaking old consumers',
  'deployment/field-numbers':
    'protobuf field number reuse, reserved tags, proto3 rename field, protocol buffers wire format, unknown fields skipped, tag 3, varint, grpc breaking change, buf breaking, thrift field ids, can I reuse a protobuf field number, rename a protobuf field safely, protobuf backward compatibility',
  'deployment/flag-off':
    'feature flag kill switch, launchdarkly, unleash, flag propagation delay, polling interval, sse streaming flags, flag service down default value, crash on import despite flag off, feature toggle rollback time, flags vs canary, dark launch, openfeature, how fast can you turn off a feature flag, kill switch for a bad release, what do feature flags not protect from, rollback or feature flag',
  'deployment/force-push':
    'git push --force-with-lease, force-if-includes, stale info rejected, overwrote colleague commits, lost commits after force push, rebase shared branch, compare-and-swap ref, vscode autofetch, non-fast-forward, remote ref updated since checkout, is force push dangerous, difference between force and force-with-lease, overwrote a colleague’s commits',
  'deployment/rename-column':
    'expand and contract, parallel change, rename column zero downtime, backfill, dual write, drop column safely, migration order, alter table not null, column does not exist, rolling deploy two versions, liquibase, flyway, how do you rename a column without downtime, zero-downtime database migration, safe schema migration steps, expand contract migration',
  'deployment/roll-back-or-wait':
    'should we rollback or fix forward, expected cost of rollback, when in doubt roll back, bayesian incident decision, false alarm after deploy, base rate, wait for more data, value of information, decision threshold, cost of downtime, when should you roll back a release, error rate up after deploy what now, rollback decision',
  'deployment/shared-database':
    'blue-green database migration, rollback after migration, breaking schema change, backward compatible schema, undefined column error after deploy, flyway undo, shared database two versions, 500 errors after rollback, green fleet, blue-green deployment with a database, rolling vs blue-green deployment, can you roll back after a schema migration',
  'deployment/two-flags':
    'feature flag bucketing, growthbook hash, percentage rollout, murmurhash fnv-1a, salt per experiment, a/b test interaction, correlated experiments, users always get new features first, sticky variant, weights coverage, sample overlap, rollout percentage increase changes variant, how does a percentage rollout pick users, do two experiments overlap, consistent bucketing of users',
  'estimation/black-friday':
    'traffic spike capacity planning, headroom, sale day, cyber monday, provisioning for 5x, super bowl ticket launch, target utilisation utilization, load multiplier, prime day, how do you prepare for a 5x traffic spike, how much headroom before a sale, scale for peak event, capacity for a flash sale',
  'estimation/bloom-filter':
    'bloom filter size calculator, bits per element, false positive rate, number of hash functions, memory for billions of keys, seen urls crawler, 10 bits per key, guava, how much memory does a bloom filter need, check whether a url was crawled already, membership test for billions of items',
  'estimation/cache-misses':
    'miss rate doubles, hit ratio drop, database load doubled, 5% to 10% misses, cache offload arithmetic, hit rate regression, small change of hits, why did database load double when the hit rate dropped five points, sensitivity of the database to cache hit ratio',
  'estimation/chained-services':
    'serial availability, three nines product, composite sla, dependencies in series, 99.9^3, microservices uptime, cache as fallback, graceful degradation, nines table, what availability can my service have with these dependencies, does adding microservices lower uptime, sla of a service that depends on three others',
  'estimation/chat-storage':
    'whatsapp messenger slack discord storage, message history, tb per year, bytes per message, system design interview, capacity estimate, replication factor, estimate storage for a messaging app, how much disk for whatsapp messages, design a chat system capacity, how much storage do tweets need, twitter storage for five years, storage of messages',
  'estimation/complexity':
    'big o notation, n log n, quadratic, o(n^2) too slow, binary search, merge sort lower bound, two sum hash map, algorithm scaling, coding interview, logarithmic, which algorithm scales, what happens to runtime when the input doubles, o(n) vs o(n log n) vs o(n^2) in practice',
  'estimation/costs':
    'llm api bill, openai token pricing, gpt cost estimate, downtime cost per minute, outage revenue loss, cost per request, business case, dollars per day, how much does an llm feature cost per month, cost of downtime, price per token estimate for an ai product',
  'estimation/daily-load':
    'back of the envelope, dau to qps, rps calculation, peak factor 3x, 86400 seconds, system design interview, queries per second, requests per day, average vs peak traffic, how do you estimate qps from daily active users, how many requests per second for one million users, peak to average ratio',
  'estimation/disk-units':
    'tb vs tib, gigabyte gibibyte, 1024 vs 1000, powers of two, seconds per day 86400 rounding, 2^40, unit error, drive shows less space, is a gigabyte 1000 or 1024 megabytes, why does a 1 tb disk show 931 gb, rounding in back-of-the-envelope estimates, gb vs gib',
  'estimation/error-budget':
    'nines table, downtime per year month, 99.99% 52.6 minutes, sla downtime calculator, slo remaining budget, burn rate, feature freeze, uptime percent to minutes, three four five nines, how much downtime does 99.9% allow, three nines per month, how many minutes of downtime is 99.99%, what is an error budget and when is it spent, can we still ship this quarter, what availability means in downtime, how much downtime is 99.99% availability',
  'estimation/first-request':
    'tcp handshake, tls 1.3 vs 1.2, round trips, rtt, quic 0-rtt, keep-alive connection reuse, https setup latency, speed of light, time to first byte, cdn edge, why is the first https request slow, latency for users on another continent, cost of a tls handshake, why reuse connections, how long does tls take, how long does a round trip between continents take',
  'estimation/growing-array':
    'arraylist resize, amortized amortised, std::vector growth factor 1.5 vs 2, go slice append, doubling, worst-case latency spike, hash table rehash, dynamic array copy, why is append amortised o(1), does resizing a dynamic array hurt tail latency, amortized complexity',
  'estimation/growth':
    'compound growth, monthly growth rate, doubling time, 10% month over month, 3.1x per year, exponential, capacity planning horizon, user growth, rule of 72, how much capacity will we need in a year at 10% monthly growth, project traffic growth',
  'estimation/hot-shard':
    'zipf, skewed keys, celebrity problem, hot key, shard capacity planning, uneven distribution, power law, hotspot, average load misleading, hashing not enough, why is one shard overloaded although keys are hashed, does adding shards fix a hot key, size shards for skewed traffic, why is one shard hotter than the rest',
  'estimation/latency-table':
    'latency numbers every programmer should know, jeff dean, l1 l2 cache, ram ssd hdd, nvme, disk seek, nanoseconds, memory vs network, sequential vs random read, why is kafka fast, disk faster than ram, log append, how slow is disk compared with memory, latency of ram vs ssd vs network, orders of magnitude every engineer should know',
  'estimation/load-of-retries':
    'retry multiplier, expected attempts, geometric, 1.75x, retries amplify load, failure rate 50%, effective request rate, 1 + p + p^2, max attempts three, how much extra traffic do retries cause, expected number of attempts with three retries, do retries increase load',
  'estimation/lost-node':
    'n+1 redundancy, failover capacity, headroom, max utilisation utilization per node, 70% cpu three servers, remaining nodes overload, n-1, cluster sizing, cascading overload, how full may servers run, how full may servers be so that one can fail, can the cluster survive a node failure at 70% utilisation, what happens when one of three servers dies at 70% load, how much headroom should I keep',
  'estimation/mean-timeout':
    'timeout from average latency, long tail, lognormal, p99 instead of mean, choosing timeout, false timeouts, skewed distribution, cut off slow requests, should a timeout be set from the average response time, why do timeouts cut off good requests',
  'estimation/merged-percentiles':
    'average of p99s, averaging percentiles, aggregate p99 across servers, histogram_quantile, grafana avg p99 wrong, hdrhistogram merge, t-digest, prometheus summary vs histogram, can you average percentiles, how do you compute p99 across many servers, why is the dashboard p99 wrong, average p99 latencies of several servers, is it ok to average p99, is the average of p99 values meaningful',
  'estimation/mesh-hops':
    'istio sidecar latency, envoy proxy overhead, linkerd, service mesh cost, memory per sidecar, ambient mesh, cross-az hop, adding p99s, microservice call chain, how much latency does a service mesh add, is a sidecar proxy worth its overhead, cost of each network hop, latency of a chain of 5 microservice calls',
  'estimation/parallel-calls':
    'fan-out tail latency, 0.99^5, scatter gather, tail at scale, slowest of n, probability all succeed, microservice aggregation, p99 per call needed, how does fan-out affect latency, request waits for the slowest of five services, tail latency amplification probability',
  'estimation/photo-service':
    'instagram flickr imgur estimate, bandwidth calculation, image upload storage, network links gbps, petabytes per year, replication, bits vs bytes, system design interview, estimate bandwidth and storage for instagram, how many servers or links for image uploads, design a photo sharing site, how much storage does instagram need, how much storage does a photo sharing app need in five years, disk space for photos, storage for 500 million photos a day of 200 KB each, photos replicated three times, photo storage per year',
  'estimation/recovery-time':
    'mttr mtbf, five nines 5 minutes per year, automated failover vs on-call, manual intervention, pager response time, availability formula, 99.999, self-healing, five nines and on-call engineers, 30 minutes to respond, how do you reach five nines, mttr vs mtbf which matters more, can on-call humans achieve 99.999',
  'estimation/redundancy':
    'two nines twice, parallel availability, correlated failures, common cause, 99% x 2, independent failures assumption, active-active availability, failover, redundancy formula, two regions how many nines, two copies of a service, failover region availability, does running two instances double availability, why is redundancy less than the formula says, availability of replicas with a shared failure, active-active in two zones, are two data centers with 99.9% enough for 99.99%',
  'estimation/scaling-up':
    "vertical scaling, amdahl's law, more cores, usl universal scalability law, bigger instance, rds instance upgrade, serial fraction, diminishing returns, contention, cpu upgrade speedup, scale up vs scale out, does a bigger machine solve it, how much faster with more cpus, vertical vs horizontal scaling, does doubling CPUs double throughput",
  'estimation/servers-needed':
    "how many servers, how many instances needed, number of pods, sizing, capacity planning, requests per second and latency, rps qps per server, little’s law, concurrency, in flight requests, threads per server, erlang c, m/m/c, target utilisation utilization, headroom, spare availability zone, n+1, how many machines for 50,000 rps, how many threads or workers, what is little's law, how many machines for 50k requests per second at 200 ms each",
  'estimation/short-codes':
    'birthday paradox, base62, 62^7 3.5 trillion, collision probability, tinyurl bitly, random slug, how many characters, key space, hash truncation, unique code, how long must a short url be, how likely are id collisions, random ids vs counter, url shortener key generation',
  'estimation/sketches':
    'probabilistic data structures, redis pfcount pfadd, cardinality estimate, unique visitors, heavy hitters top k, approximate count distinct, streaming sample, cuckoo vs bloom delete, error bounds, count unique visitors with little memory, approximate counting of a huge stream, hyperloglog vs count-min, find the most frequent items',
  'estimation/tweet-storage':
    'estimate storage for twitter, storage for five years of tweets, how much disk do tweets need, back of the envelope twitter storage, capacity estimation social network posts, text vs media storage, what dominates storage photos or text, design twitter capacity, tweets per day, storage of posts with images',
  'estimation/url-shortener':
    'tinyurl bitly, system design interview, capacity planning, storage for 5 years, read/write ratio, bytes per record, link shortening, back of the envelope, bandwidth, design a url shortener capacity, how much storage does tinyurl need, reads vs writes per second estimate',
  'estimation/video-bandwidth':
    'estimate the bandwidth of youtube, egress bandwidth of netflix, video streaming bandwidth, how much bandwidth does a video site need, concurrent viewers times bitrate, cdn hit ratio origin egress, terabits per second peak, back of the envelope youtube, design youtube capacity, streaming service capacity estimation',
  'fanout/bytes-per-event':
    'websocket frame header overhead, sse vs websocket bandwidth, http polling headers overhead, rfc 6455 masking, text/event-stream, long poll overhead, WebSocket vs SSE vs long polling overhead, how many bytes does a WebSocket frame add, is polling expensive in bandwidth',
  'fanout/connection-servers':
    'one million websockets, connections per server, c1m memory, file descriptors ulimit, n+1 capacity, ephemeral ports, gateway sizing, connection draining, how many WebSocket connections can one server hold, how many servers for a million concurrent users, size a chat gateway',
  'fanout/cross-server':
    'redis pub/sub backplane, socket.io adapter, sticky routing, which server holds the user, presence registry, broadcast to all nodes, kafka partition by user, channel subscription, signalr scale-out, centrifugo, how do you scale WebSockets across servers, how does a chat message reach a user on another server, do you need sticky sessions for WebSocket, how do you scale WebSockets horizontally, how would you design a chat application, horizontal scaling of WebSocket servers, live comments for a million viewers, where do I store which server a user is connected to',
  'fanout/hybrid-threshold':
    'celebrity problem, justin bieber, follower threshold, push if followers below, zipf followers, fan-out cost break-even, twitter 10k followers, merge at read, celebrity account posts, write or read fan-out for famous users, how do you handle celebrities in a news feed, when to switch from push to pull in a feed, hot users with many followers, justin bieber problem, a celebrity posts and the feeds of everybody else are delayed',
  'fanout/last-follower':
    "fan-out delay, ten million followers, queue of deliveries 100k per second, lag of the last recipient, celebrity post delays others, priority lanes, notification blast, push notifications, how long does fan-out to millions of followers take, how does Twitter deliver a celebrity's tweet, notify ten million users",
  'fanout/long-polling':
    'comet, hanging get, bayeux, poll loop reconnect gap, burst of messages, latency of long poll vs stream, xhr, timeouts, batching, long polling vs WebSocket latency, what is long polling, can long polling miss events',
  'fanout/lost-packet':
    'head-of-line blocking, http/2 vs http/3 quic, tcp retransmission, multiplexed streams, webtransport, packet loss stalls, webrtc data channel unordered, what is head-of-line blocking, HTTP/2 vs HTTP/3 under packet loss, TCP or UDP for real-time games and calls, is HTTP/3 worth it on mobile networks',
  'fanout/lost-post':
    'ack before store, message durability chat, acknowledged then lost, publish confirm, write ahead before reply, server crash sent tick, at least once send, idempotent client id, how do you make sure a chat message is not lost, when should a server acknowledge a message, message durability',
  'fanout/missed-events':
    'last-event-id, sse reconnect, resume token, replay missed messages, websocket reconnect gap, subscribe before snapshot, offline devices catch up, eventsource, mercure, sequence number gap, how does a client catch up after reconnecting, resume an SSE stream, what happens to events while a user is offline',
  'fanout/polling':
    'short polling interval, staleness half the interval, 304 etag poll, dashboard refresh, poll vs push load, requests per second from clients, setinterval, polling or push, when is polling good enough, how often should a dashboard poll',
  'fanout/push-campaign':
    'push notification campaign, send a push to ten million users without sending it twice, notification service exactly once, duplicate push notifications, sender crashes between send and checkpoint, batch job restarts from a checkpoint, fcm apns onesignal idempotency_key apns-collapse-id, deduplicate by campaign and user, email blast newsletter sent twice, bulk sms, marketing broadcast, design a notification system, at-least-once or at-most-once notifications, resume a bulk send after a crash',
  'fanout/reconnect-storm':
    'thundering herd reconnect, load balancer restart, deploy drops websockets, jittered backoff, full jitter, tls handshake storm, connection draining, mass disconnect, what happens when all clients reconnect at once, how to restart a WebSocket server safely, why backoff with jitter, thundering herd of reconnects, what happens to websocket clients when the load balancer restarts, prevent a reconnect stampede',
  'fanout/removed-member':
    'authorization at delivery, kicked from channel still receives, revoke subscription, slack removed user, row level security realtime, open websocket after permission change, token expiry on stream, does a removed user still receive messages, when to check permissions on a WebSocket, access revoked but connection open',
  'fanout/same-millisecond':
    'cursor pagination tie-break, duplicate timestamps, infinite scroll skips posts, keyset with id, created_at not unique, feed paging duplicates, since_id max_id, why do posts go missing when paging a feed, cursor pagination with equal timestamps, how to paginate a timeline',
  'fanout/seventh-tab':
    'six connections per host, browser connection limit, eventsource tabs hang, http/1.1 max connections, chrome per origin limit, sharedworker, broadcastchannel, domain sharding, why does my site hang with many tabs open, how many SSE connections can a browser open, SSE over HTTP/2',
  'fanout/silent-loss':
    'half-open tcp connection, nat timeout, ping pong heartbeat, keepalive, online status presence, last seen, zombie socket, dead peer detection, mobile network switch, how do you detect that a client is offline, how does online presence work, why are heartbeats needed on a WebSocket, how do you keep a WebSocket alive, design a presence service, online indicator, heartbeat interval of a websocket, show that a friend is online for millions of users, presence of users',
  'fanout/slow-client':
    'slow consumer policy, drop oldest, drop newest, conflation, disconnect slow subscriber, bounded buffer, client-output-buffer-limit pubsub, nats slow consumer, market data ticks, backpressure, what if a client cannot keep up with a stream, backpressure in pub/sub, drop or buffer messages for slow consumers, Redis pub/sub loses messages, how do you deal with slow consumers',
  'fanout/three-timelines':
    'twitter news feed, fan-out on write vs on read, push vs pull, hybrid celebrity, home timeline cache, instagram feed design, precomputed feed, follower list, celebrity with millions of followers, fan out on write or on read, how would you design a news feed, fan-out on write vs fan-out on read, how does Twitter build the home timeline, push or pull model',
  'fanout/unread-count':
    'unread badge, unread message count, notification badge counter, badge shows the wrong number, unread counter drifts, mark as read, last read position, read marker, read receipt, last_read_message_id, chat unread count whatsapp slack discord, increment and reset race, two devices mark as read, sync read state across devices, xep-0490, recount unread, how do you design an unread message counter, unread count off by one',
  'io/batched-calls':
    'io_uring, submission queue, completion queue, sqe cqe, syscall overhead, batching, async disk reads, libaio, rocksdb multiget, database storage engine, is io_uring faster than epoll, what is io_uring, how many system calls does io_uring save',
  'io/blocked-loop':
    'event loop lag, blocking call in node.js, setimmediate, worker threads, cpu bound json parse, asyncio blocking, vert.x blocked thread checker, offload, pollaczek khinchine, reactor pattern, what happens if you block the event loop, is Node.js good for CPU-heavy work, one slow request delays all others, node cluster or worker threads for CPU work, one user exports a large PDF and every other request hangs, node service freezes',
  'io/connection-burst':
    'listen backlog, somaxconn, syn queue overflow, accept queue full, connection refused, reconnect burst, accept until eagain, tcp_abort_on_overflow, what is the listen backlog, what happens when thousands of clients connect at once, connection timeouts under a burst, EMFILE too many open files, connection refused under load',
  'io/cut-messages':
    'tcp is a byte stream, message framing, length prefix, partial recv, split packets, short read, sticky packets, nagle, delimiter, protobuf over socket, does one recv return one message, how do you frame messages over TCP, why are my socket messages merged or cut',
  'io/edge-and-level':
    'epollet, edge triggered hang, eagain, drain until ewouldblock, lost wakeup, level triggered default, partial read, connection stalls after first read, netty nio, edge-triggered vs level-triggered epoll, why does my server hang with EPOLLET, when must you read until EAGAIN',
  'io/file-to-socket':
    'zero copy, zero-copy, sendfile, transferto, filechannel, splice, mmap write, dma, scatter gather, page cache to socket, context switches, user space copy, kafka sendfile tls, nginx sendfile on, sendfile corrupted file truncated, kernel bypass, what is zero-copy, how does Kafka send files so fast, sendfile vs read and write, does TLS break zero copy',
  'io/greedy-peer':
    'starvation, fairness, read budget, one busy connection hogs the loop, drain until eagain starves others, head of line, max reads per loop, how do you keep one client from starving others, fairness between connections in an event loop',
  'io/idle-connections':
    'busy loop, 100% cpu idle, epollout always ready, write interest, spurious wakeups, level triggered spin, power use, timer wheel, keepalive, why does my server use 100% CPU when idle, when to register for EPOLLOUT, do idle connections cost CPU',
  'io/inherited-descriptor':
    'dup, fork, open file description, epoll_ctl_del before close, leaked fd in child, o_cloexec, phantom events, registration survives close, does close remove a descriptor from epoll, why do I get events for a closed socket, epoll and fork',
  'io/interleaved-callbacks':
    'race condition in single threaded javascript, await between read and write, lost update async, node.js counter, run to completion, asyncio race, mutex in async code, can a single-threaded program have race conditions, is Node.js free of races, race condition with async await',
  'io/mostly-idle':
    'c100k, c1m, websocket connections per server, single threaded nginx worker, idle keepalive connections, memory per connection, epoll_wait batch, how many connections can a single thread handle, how does nginx serve 100k connections, C10K and C100K with epoll, how does Node.js handle many connections with one thread, is one thread enough for a web server',
  'io/one-thread-commands':
    'redis single threaded 100k ops, pipelining, one core command loop, microsecond commands, slow keys command blocks, throughput of one thread, memcached threads, why is Redis fast with one thread, how many operations per second can Redis do, what does pipelining bring',
  'io/pool-size':
    'thread pool sizing, brian goetz formula, cores times one plus wait over compute, i/o bound vs cpu bound threads, executor size, tomcat maxthreads, little law threads, how many threads for blocking calls, thread pool size for blocking IO, how many threads should a thread pool have, size a pool for IO-bound work, formula for number of threads, how many threads should a server have, number of threads in a server, how big should my thread pool be',
  'io/reused-descriptor':
    'stale event, fd reuse, closed file descriptor recycled, use after close, events delivered to wrong connection, generation counter, epoll data.ptr, file descriptor reused while events are pending, event delivered to the wrong client after close',
  'io/shared-epoll':
    'epolloneshot, epollexclusive, thundering herd, multithreaded epoll_wait, same fd in two threads, rearm, race on connection state, can several threads share one epoll, two threads handle the same socket, what does EPOLLONESHOT do',
  'io/slow-reader':
    'slow consumer, backpressure, write buffer grows, outofmemory, high water mark, epollout, slowloris read, netty writability, node stream drain, send buffer full, what happens when a client reads slowly, server memory grows because of slow clients, how does backpressure work on a socket, slow consumer over TCP, tcp flow control',
  'io/ten-thousand-connections':
    'c10k problem, thread per connection, thread stack memory 8 mb, context switches, goroutines, virtual threads, nginx vs apache prefork, tomcat threads, netty, thread per connection vs event loop, threads or async for many connections, blocking vs non-blocking IO, why is poll slow, how does nginx handle 10,000 connections',
  'io/waiting-costs':
    'select vs poll vs epoll vs kqueue, fd_set, scan all descriptors, O(n) wait, tlpi table 63-9, kerrisk, fd_setsize 1024, libevent, why epoll scales, c10k, difference between select poll and epoll, why is epoll faster than select, why does select stop at 1024',
  'kafka/add-partitions':
    'increase partition count, repartition, alter topic partitions, key maps to other partition, order broken, murmur2 modulo, resize topic, per-key ordering lost, bumped the number of partitions, a customer’s updates out of order, is it safe to add partitions to a kafka topic, why can’t you reduce partitions, what breaks ordering when scaling a topic',
  'kafka/batch-insert':
    'bulk insert, jdbc batch, multi-row insert, copy, one commit per row slow, rewritebatchedstatements, max.poll.records, slow sink, consumer throughput database, hibernate.jdbc.batch_size, how to speed up a consumer that writes to postgres, insert rows in batches, write throughput to the database too low, how do I write a million rows fast, insert millions of rows, bulk load',
  'kafka/broker-bandwidth':
    'network throughput, nic saturation, replication factor traffic, consumer fan-out egress, capacity planning, mb/s in and out, follower fetch, kafka sizing, 10gbe, how many brokers do I need, estimate network bandwidth of a kafka cluster, replication overhead',
  'kafka/buffer-spike':
    'queue-based load leveling levelling, backpressure, asynchronous processing, absorb burst, decouple, black friday orders, sync vs async, added latency, traffic surge buffer, why put a message queue in front of a service, smooth out traffic peaks with a queue, queue or direct http call, when to use a message queue',
  'kafka/catch-up':
    'backlog recovery time, drain rate, downtime, consumer outage, spare capacity, how long to clear backlog, lag recovery, arrival rate vs processing rate, maintenance window, how long does it take to drain the backlog, consumers were down how long until caught up, time to recover from lag',
  'kafka/compacted-topic':
    'log compaction, cleanup.policy=compact, log.cleanup.policy, delete.retention.ms, tombstone null value, log cleaner, min.cleanable.dirty.ratio, segment.ms, ktable changelog, __consumer_offsets, compacted topic vs retention, gdpr delete user, deleted key comes back, latest value per key, how does kafka log compaction work, how do you delete a key from a compacted topic, how long are tombstones kept, can a consumer miss a delete, rebuild state from a topic, kafka as a database, what is a tombstone in kafka',
  'kafka/compressed-batches':
    'compression.type gzip snappy lz4 zstd, batch.size linger.ms, compression ratio, compress small json messages, producer compression, record batch v2, deflate, entropy, network bandwidth, encrypted payload incompressible, disk usage of topic, which kafka compression and batch size, does batching improve compression, reduce kafka storage and bandwidth, how does kafka achieve high throughput, why is kafka fast, throughput vs latency of a producer',
  'kafka/coordinator-cut':
    'group coordinator unreachable, heartbeat lost, partial network partition, consumer zombie, two consumers same partition, double processing, coordinator not available, max.poll continues, what happens when a consumer loses its connection to the group coordinator, can two consumers read one partition at the same time, split brain in a consumer group',
  'kafka/delivery-table':
    'at-most-once, at-least-once, exactly-once, commit before or after processing, enable.auto.commit, duplicate messages, lost messages, ack before work, delivery semantics, rabbitmq ack, commitsync, exactly once semantics, delivery guarantees, at least once vs at most once vs exactly once, when should a consumer commit its offset, message processed twice after restart, auto commit or manual commit, consumer crashes after processing but before committing, at-most-once vs at-least-once',
  'kafka/dual-write':
    'save and publish, @transactional kafkatemplate send, database and message out of sync, transactional outbox, event lost, ghost event, publish before commit, transactionaleventlistener, debezium, how do you update the database and publish an event atomically, consistency between database and kafka',
  'kafka/global-order':
    'total ordering, single partition topic, strict fifo, per-key order enough, sqs fifo message group, throughput of one partition, global order of all messages, ordered processing, sequence of all events, does kafka guarantee message order, how to guarantee total order, order across partitions',
  'kafka/hand-off':
    'enable.auto.commit, auto.commit.interval.ms, async processing loses messages, poll thread and worker, offsets committed before processing, message lost on crash, background thread, process kafka records asynchronously without losing messages, is enable.auto.commit safe, offset committed but message not processed',
  'kafka/idle-consumers':
    "more consumers than partitions, consumer without assignment, max parallelism, scaling limit, adding consumers doesn't help, how many partitions, kafka slow consumer scale, can I have more consumers than partitions, what happens if consumers exceed partitions, why is my consumer idle, how to scale consumers",
  'kafka/key-hash':
    'integer.min_value, negative partition, math.abs overflow, hashcode, invalid partition illegalargumentexception, -2147483648, topositive, custom partitioner bug, one key never delivered, how does kafka choose the partition for a key, murmur2 hash modulo, negative hash code modulo',
  'kafka/lag-alarm':
    'consumer lag alert threshold, burrow, alert fatigue, lag slope, time lag vs offset lag, prometheus kafka_exporter, burst false positive, monitoring best practice, derivative, how do you monitor consumer lag, when to alert on consumer lag, what is consumer lag',
  'kafka/lag-hot-key':
    'hot partition, partition skew, skewed key, celebrity customer, uneven load, one partition behind, big tenant, key salting, composite key, data skew, how do you handle a hot partition, one key gets most of the traffic, skewed partitions, one partition has all the lag',
  'kafka/lag-stuck-consumer':
    'consumer hung, offsets not advancing, hanging thread, zero throughput partitions, blocked poll, deadlocked consumer, burrow stalled, poison pill, frozen member, consumer stopped consuming but is still alive, lag on some partitions only, how to find a stuck consumer',
  'kafka/lag-uniform':
    'lag on all partitions, consumer lag growing, under-provisioned consumers, slow downstream database, burrow, lag diagnosis, kafka-consumer-groups describe, traffic spike, capacity, consumer lag keeps growing what do you do, consumers can’t keep up with producers, how to reduce kafka lag, lag is growing',
  'kafka/late-events':
    'watermark, event time vs processing time, out-of-order events, late data, allowed lateness, grace period, tumbling window, flink, kafka streams, beam dataflow model, withidleness, idle partition, bounded out of orderness, side output, when to close a window, windowed aggregation, stream processing late arriving data, how do you handle late events, what is a watermark in stream processing, why does my window never fire, flink window not triggering, mobile events arrive offline',
  'kafka/leader-loss':
    'acks=all, acks=1, producer durability, broker crash message loss, replication factor, isr, acks comparison, fire and forget, unacknowledged, broker failure, what do acks=0 acks=1 and acks=all mean, can kafka lose messages, how does kafka guarantee durability, what happens when a broker dies, kafka broker fails or crashes, how long does failover take when a broker dies',
  'kafka/old-leader-returns':
    'aborted transaction index, truncation leader epoch, kip-101, log divergence, last stable offset, read_committed sees aborted data, failed broker rejoins, producer state, preferred leader, what happens when a failed leader comes back, why does a replica truncate its log',
  'kafka/out-of-sync':
    'min.insync.replicas, isr of one, notenoughreplicasexception, not_enough_replicas_after_append, acks=all not safe, isr shrank to leader only, under-replicated partitions, last replica standing, what is min.insync.replicas, what is the isr, can acks=all lose data, replication factor 3 min isr 2, a slow follower falls out of the isr, slow replica',
  'kafka/outbox-by-id':
    'sequence gaps, auto increment id not commit order, polling publisher skips rows, bigserial, missed event, debezium wal cdc, xmin, jdbc source connector incrementing mode, late commit, polling the outbox table misses events, gaps in sequence ids, polling vs cdc',
  'kafka/outbox-consumer':
    'idempotent consumer, inbox table, processed message ids, duplicates from debezium, dedup unique constraint, upsert, on conflict do nothing, absolute vs increment, how do you deduplicate events, consumer receives the same event twice, make a consumer idempotent, how do i make a kafka consumer idempotent',
  'kafka/poison-message':
    'poison pill, dlq, dead letter queue, deserialization exception, serializationexception, errorhandlingdeserializer, consumer stuck on one offset, infinite retry loop, maxreceivecount, block partition, @retryabletopic, malformed message blocks the partition, seeks back and throws again, dead letter topic, what is a dead letter queue, how do you handle a message that always fails, consumer crashes on one bad message, one message blocks the whole partition, what is a poison message and how do you stop it blocking, queue stuck on the same few messages that fail and come back',
  'kafka/queue-or-log':
    'rabbitmq vs kafka, sqs vs kinesis, replay, fan-out, multiple consumer groups, message retention, re-read, pub/sub, competing consumers, event log, slow subscriber, kafka or rabbitmq, difference between a message queue and an event log, can consumers replay old messages, when to use kafka instead of sqs, reprocess old events, how do i replay events in kafka',
  'kafka/random-crashes':
    'jepsen kafka, chaos test brokers, acknowledged record lost, message order guarantee, fault injection, durability fuzz, broker crash gc pause, promises invariants, how do you test kafka for message loss',
  'kafka/random-transactions':
    'eos verification, exactly-once chaos test, transaction coordinator crash, jepsen, aborted transactions, zombie fencing, duplicate invoices, transactional.id epoch, hanging transaction, does kafka exactly-once really work, are kafka transactions safe under failures',
  'kafka/rebalance-storm':
    'max.poll.interval.ms, max.poll.records, commitfailedexception, consumer kicked out of group, member left group, endless rebalancing, slow processing, duplicates, poll timeout, consumer group keeps rebalancing, why does my consumer get kicked out, tune max.poll.records, rebalancing loop, our consumer group keeps rebalancing whenever a message takes long to process, consumers keep rebalancing and lag grows although they are not busy',
  'kafka/retention-race':
    'log retention, retention.ms, offsetoutofrangeexception, auto.offset.reset, data deleted before consumed, log start offset, expired messages, disk full, consumer offline a week, messages deleted before they were consumed, how long does kafka keep messages, consumer offline longer than retention, how long can a message stay in kafka',
  'kafka/retries-reorder':
    'enable.idempotence, max.in.flight.requests.per.connection, duplicate messages producer retry, out of order, sequence numbers, outofordersequenceexception, idempotent producer, producer id, delivery.timeout.ms, what is an idempotent producer, can retries cause duplicates or reordering, how does kafka avoid duplicate writes',
  'kafka/retry-topic':
    'non-blocking retries, @retryabletopic, delayed retry, blocking retry, seektocurrenterrorhandler, dlt, transient error, retry queue ordering, uber retry topics, how to retry failed messages in kafka, retry topic or blocking retry, does a retry topic break ordering',
  'kafka/rolling-deploy':
    'stop-the-world rebalance, group.instance.id, static membership, cooperativestickyassignor, incremental rebalance, kubernetes rollout, kip-429, kip-345, kip-848, consumption pause during deployment, how to deploy consumers without a rebalance, avoid stop-the-world rebalancing, eager vs cooperative rebalancing, static group membership',
  'kafka/scale-out':
    'keda kafka scaler, lagthreshold, hpa on consumer lag, scale up flapping, max replicas partitions, desired consumers arithmetic, throughput per consumer, rebalances from scaling, autoscale kafka consumers on lag, how many consumers for a given rate, hpa or keda for consumers',
  'kafka/skip-to-latest':
    'seek to end, reset-offsets --to-latest, auto.offset.reset latest, drop backlog, skip messages, give up old data, fresh data only, data loss, skip old messages and start from the newest, reset consumer offset to latest, catch up by dropping messages',
  'kafka/static-twins':
    'duplicate group.instance.id, fencedinstanceidexception, static membership misconfiguration, fenced, two pods same id, crash loop, statefulset hostname, blue-green, two consumers with the same group.instance.id, consumer fenced after deploy, same instance id twice',
  'kafka/sync-commit':
    'commitsync vs commitasync, commit per message slow, offset commit overhead, ackmode record spring kafka, manual immediate ack, consumer throughput low, commit frequency, how often should you commit offsets, sync vs async commit, consumer slow because of commits',
  'kafka/ten-consumers':
    'partition assignment, rangeassignor, cooperativestickyassignor, round robin assignor, partition.assignment.strategy, consumer group, who gets what, uneven, partitions per consumer, how are partitions assigned to consumers, which consumer gets which partition, range vs round robin vs sticky assignor',
  'kafka/transactions':
    'exactly-once semantics, eos, transactional.id, read_committed, isolation.level, sendoffsetstotransaction, kafka streams exactly_once_v2, consume-transform-produce, producerfencedexception, side effects not covered, how does kafka achieve exactly once, read_committed vs read_uncommitted, what does exactly-once not cover, zombie producer, fence an old producer',
  'kafka/unclean-election':
    'unclean.leader.election.enable, isr shrink, offline partition, availability vs durability, out-of-sync replica, leader -1, leadernotavailable, data loss, no leader, what is unclean leader election, should an out-of-sync replica become leader, all in-sync replicas are down',
  'kafka/worker-pool':
    'multithreaded consumer, executorservice, parallel consumer confluent, thread pool order, per-key queue, concurrency within partition, out-of-order commit, spring concurrency, async processing, order per key with many consumers, keep one user’s events in order while working in parallel, how to process kafka messages in parallel and keep order, ordering with a thread pool',
  'kafka/zombie-commit':
    'gc pause, session.timeout.ms, illegal_generation, unknown_member_id, commitfailedexception, generation fencing, zombie consumer, fenced, rebalance during pause, duplicate processing, consumer paused by gc and then commits, what is a zombie consumer, how does kafka fence a dead consumer, generation id',
  'locks/advisory-charge':
    'pg_advisory_lock, pg_try_advisory_lock, pg_advisory_xact_lock, get_lock mysql, stripe idempotency key, double charge, external side effect, connection lost lock released, payment cron, lock in the database around an external call, are postgres advisory locks safe, is a lock enough to charge once',
  'locks/clock-drift':
    'redlock clock_drift_factor, validity time, safety margin, lease expiry, slow clock, quartz rate, monotonic clock, leader stops early, client-go leaseduration renewdeadline, do leases depend on clocks, what if the clocks of client and lock server differ, clock skew and lease safety',
  'locks/consensus-lease':
    'etcd lease, etcd concurrency mutex, keepalive, consul session lock, chubby, zookeeper, raft based lock, lock-delay, leader failover lock kept, kubernetes lease, is an etcd lock safe, do I still need fencing with etcd or zookeeper, lock service that survives a leader crash, how does etcd implement locks, does an etcd lock guarantee mutual exclusion',
  'locks/convoy':
    'lock convoy, select for update, row lock contention, hot row, blocked sessions, lock wait timeout exceeded, pg_locks, head-of-line blocking, idle in transaction, queue behind blocker, one slow transaction blocks everybody, queue of waiting transactions on one row, lock contention latency',
  'locks/every-order':
    'model checking, exhaustive exploration, tla+, interleavings, fencing token proof, race condition, adversarial schedule, lock failover, mutual exclusion violated, prove a lock with fencing tokens correct, is there any interleaving that breaks the lock',
  'locks/failover':
    'sentinel failover, asynchronous replication, setnx, lock lost after promotion, redis master slave lock, two holders, elasticache failover, wait command, single instance lock, is a redis lock safe, what happens to a redis lock when the master fails, redis lock with replica',
  'locks/late-write':
    'fencing token, delayed packet, monotonic token check, storage rejects old token, zxid, network delay write, highest token seen, compare-and-set, stale leaseholder, how do fencing tokens work, former lock holder writes late, fencing tokens in distributed locks',
  'locks/latency':
    'redis vs zookeeper vs etcd lock speed, setnx latency, fsync cost, consensus overhead, milliseconds to acquire, performance of distributed locks, postgres advisory lock speed, which distributed lock is fastest, redis lock or zookeeper lock, cost of a lock with consensus',
  'locks/lost-renewals':
    'lease keepalive interval, heartbeat loss, packet loss, ttl/3 renewal, leader election renewdeadline, retryperiod, client-go leaderelection lost, failed to renew lease, missed heartbeats, how often should a lease be renewed, what if the heartbeat of a leader is lost, lock lost because of packet loss',
  'locks/random-faults':
    'jepsen lock test, fencing chaos test, mutual exclusion, stuck lock liveness, fault injection, fuzz, lock service correctness, how do you test a distributed lock',
  'locks/redlock-faults':
    'redlock algorithm, antirez vs kleppmann, clock jump, node restart without persistence, delayed restart, redisson redlock deprecated, quorum lock safety, is redlock safe, redlock controversy, when does redlock fail, redlock vs single redis',
  'locks/redlock-split':
    'lock contention, split vote, quorum lock retry, random retry delay, nobody acquires lock, livelock, failed to acquire, concurrent setnx nodes, several clients try to lock at once and none succeeds, why does redlock wait a random delay',
  'locks/same-pause':
    'stop-the-world gc pause, kleppmann redlock, fencing token, redisson, lock expired while working, zombie lock holder, process paused, zookeeper vs redis vs etcd lock, martin kleppmann, is a distributed lock enough, why do you need fencing tokens, two clients hold the lock after a gc pause',
  'locks/session-timeout':
    'ephemeral node, dead lock holder, orphaned lock, lock release after crash, ttl trade-off, stuck lock, consul session ttl, curator, kill -9, lock never released, what happens when the lock holder crashes, how long until a crashed client’s lock is released, choose the session timeout, what happens when a zookeeper session expires, what happens if the process holding the lock dies, process that holds the lock crashes, detect a dead lock holder',
  'locks/ttl-too-short':
    'redisson watchdog, lockwatchdogtimeout, shedlock lockatmostfor, lock expired before job finished, lease renewal, setnx expire, cron ran twice, extend lock, job longer than lock, lock expires while the job is still running, how to choose the ttl of a lock, watchdog that extends the lock, two workers processed the same job although we use a Redis lock with a TTL, same job runs twice although we take a lock, two holders of a lock',
  'locks/zookeeper-queue':
    'how does zookeeper implement locks, zookeeper distributed lock, curator interprocessmutex, ephemeral sequential znode, herd effect, watch previous node, fair lock, fifo order, starvation, lock recipe, watchers wake up, how does a zookeeper lock work, fair distributed lock, thundering herd on lock release',
  'paxos/beside-raft':
    'zookeeper vs etcd, vr, message counts, election cost, consensus performance, understandability, multi-paxos, zookeeper atomic broadcast, zab, raft compared, consensus algorithms compared, which is simpler, paxos or etcd consensus',
  'paxos/duel':
    'dueling proposers, livelock, liveness, flp impossibility, random backoff, preempted ballots, no progress, competing proposers, contention, cassandra lwt cas contention, does paxos always terminate, why does basic paxos need a leader, what does the flp result mean in practice, what does the flp theorem say, flp impossibility result, does consensus always terminate, paxos livelock, can two proposers in paxos block each other forever, what happens if two proposers propose at the same time, two proposers keep outbidding each other, paxos livelock, dueling proposers never finish',
  'paxos/duelling-leaders':
    'dueling leaders, leader contention livelock, ballot race, randomized backoff, multi-paxos liveness, two leaders preempt each other, leader flapping, yield, failure detector, two nodes both think they are leader and block each other, how does multi-paxos avoid competing leaders',
  'paxos/lease-length':
    'master lease chubby, ttl trade-off, failover time vs renewal load, gc pause loses leadership, kubernetes leaseduration 15s, lease renewal traffic, leader election lease, how long should a lease be, leader election with a lease in etcd or zookeeper, short vs long lock ttl, lease duration trade-off, how long should a leader lease be',
  'paxos/log':
    'multi-paxos, replicated state machine, distinguished leader, slots, total order, chubby, paxos made live, linearizable log, command sequence, leader failover, how does multi-paxos work, how do replicas apply commands in the same order, state machine replication, total order broadcast, what is atomic broadcast',
  'paxos/log-races':
    'multi-paxos concurrency, leaderless proposers, message reordering, slot conflict, exhaustive interleaving, model check, two values one slot, simultaneous ballots, can two commands get the same log position, concurrent leaders writing to the same log',
  'paxos/new-leader':
    'multi-paxos recovery, gap filling, no-op, phase one for all slots, unchosen values, holes in log, re-propose highest accepted, view change, takeover, how does a new paxos leader fill gaps in the log, why no-op entries, what happens to half-finished commands after failover',
  'paxos/one-value':
    'consensus safety, agreement, paxos correctness, chaos test, multiple proposers, only one value chosen, fault injection, quorum intersection, flp, learner, why is paxos safe, can paxos choose two different values, what is a consensus algorithm',
  'paxos/phi-accrual':
    'adaptive failure detector, hayashibara, akka cluster, cassandra gossip phi_convict_threshold, heartbeat jitter, suspicion level, false positives, network variability, inter-arrival history, what is a phi accrual failure detector, fixed timeout vs adaptive timeout, how does cassandra decide that a node is down',
  'paxos/phi-settings':
    'akka.cluster.failure-detector.threshold, acceptable-heartbeat-pause, phi_convict_threshold 8 12, gc pause node marked down, cassandra node flapping up down, unreachable member, aws threshold 12, how to tune phi_convict_threshold, akka cluster marks nodes unreachable during gc',
  'paxos/session-timeout':
    'failure detector, zookeeper ticktime session expired, gc pause false positive, heartbeat timeout choice, detection time, sessionexpiredexception, false suspicion, node falsely declared dead, health check timeout, how to choose a heartbeat timeout, how do you detect that a node has failed, slow node vs dead node, long garbage collection pause looks like a crash',
  'paxos/single-decree':
    'basic paxos, synod, prepare promise accept, proposer acceptor learner, lamport paxos made simple, two phases, ballot number, adopt accepted value, consensus explained, explain paxos with an example, how does paxos reach agreement, two phases prepare and accept, what if a proposer crashes between the phases, explain paxos, paxos explained simply',
  'paxos/stable-leader':
    'multi-paxos optimisation, skip phase 1, skip prepare, one round trip, message delays, basic vs multi, distinguished proposer, steady state cost, basic paxos vs multi-paxos, how many round trips does paxos need per write, why elect a leader in paxos',
  'paxos/zab-election':
    'zookeeper leader election, fastleaderelection, zxid epoch counter, peer epoch, followers sync truncate, zab protocol, discovery phase, who wins election, quorum, how does zookeeper elect a leader, what is a zxid, zookeeper leader failure, what is zab, how does zookeeper work',
  'paxos/zab-reads':
    'zookeeper stale read, sync() call, sequential consistency, lagging follower observer, last seen zxid reconnect, fifo client order, linearizable writes, local reads, are zookeeper reads linearizable, does zookeeper guarantee read your writes, consistency guarantees of zookeeper, are zookeeper reads strongly consistent, can zookeeper return stale data, can zookeeper return stale reads',
  'raft/availsim':
    'ongaro dissertation, wan, cross-region election, high latency network, geo-distributed consul, multi-region etcd tuning, availability simulation, continental latency election timeout setting, election timeout for a cluster spread over distant data centers, how does network latency affect leader election time',
  'raft/churn':
    'membership changes under faults, nodes come and go, auto scaling etcd, reconfiguration chaos test, add remove nodes continuously, jepsen, spot instances, data safety, replace cluster nodes while serving traffic, is it safe to change membership during failures',
  'raft/consistency-levels':
    'linearizability, sequential, causal, monotonic reads, read your writes, pram, jepsen consistency hierarchy, session guarantees, eventual vs strong, consistency spectrum map, linearizable vs sequential vs causal vs eventual consistency, explain consistency models with an example, strong vs eventual consistency',
  'raft/cross-range-transfer':
    'distributed transaction, cross-shard bank transfer, two-phase commit over raft, parallel commits cockroachdb, spanner, cross-region transaction latency, money between accounts, wan round trips, transaction across shards in different regions, 2pc vs parallel commit latency, how does cockroachdb commit a distributed transaction',
  'raft/deaf-leader':
    'asymmetric partition, one-way network failure, unidirectional link, leader can send but not receive, check quorum missing, zombie leader heartbeats, half-open network, firewall, inbound blocked, fencing an old leader by term number, what does a follower do with a heartbeat from a lower term, epoch check',
  'raft/deposed-leader-read':
    'stale read old leader, linearizable reads, readindex, quorum read, heartbeat round before read, consul consistent mode, etcd serializable vs linearizable, partitioned leader serves old value, how does raft serve linearizable reads without writing to the log, how does readindex work, strong read from etcd, how does raft guarantee linearizable reads, are raft reads linearizable',
  'raft/deposed-mid-batch':
    'batching proposals, group commit, propose after stepping down, proposal dropped, errproposaldropped, not leader error, queue of client commands, entries appended with wrong term, leader steps down with pending proposals, what happens to queued client requests when leadership changes, how do clients find the leader, follower redirects the client to the leader',
  'raft/disruptive-server':
    'removed node keeps campaigning, decommissioned member, removed server election loop, leader stickiness, prevote, ignore vote while leader heard, zombie node, etcd member remove still running, removed server keeps starting elections, how does raft stop a removed node from disrupting the cluster',
  'raft/even-sizes':
    'odd number of nodes, why 3 or 5, four node cluster, even quorum, 2n+1, tie, zookeeper ensemble size, two node cluster, etcd recommended cluster size, four members or three, etcd with 4 nodes, why an odd number of nodes, why should a cluster have 3 or 5 nodes and not 4, is a two node cluster highly available',
  'raft/failover':
    'mttr distribution, leader downtime histogram, percentiles of election time, how long outage, rto, recovery time, 200-500 ms, repeated crashes, how long does leader election take, typical raft failover time, p99 of leader election, unavailability during failover, how long does failover take in etcd, consul or cockroachdb',
  'raft/fifth-server':
    'three vs five nodes, cluster size trade-off, more replicas slower writes, write throughput, quorum latency, straggler, leader bandwidth, etcd scale, adding nodes no faster, 3 or 5 nodes for etcd, does adding nodes to a consensus group make it slower, cost of more replicas, does a slow follower delay commits, raft follower is slow or falls behind',
  'raft/figure-10':
    'joint consensus, membership change, configuration change safety, disjoint majorities, c-old,new, add nodes to cluster, scale three to five, two leaders, old and new config, reconfiguration, how does raft change cluster membership safely, what is joint consensus and why is it needed, adding servers to a raft cluster, how does raft handle membership changes, change the members of a raft cluster',
  'raft/figure-16':
    'raft paper evaluation, ongaro, time to detect and replace crashed leader, timeout range 150-155 150-200, cdf, tuning etcd election-timeout, minimum timeout, how to choose the raft election timeout, why 150 to 300 ms, what happens if the election timeout is too short',
  'raft/figure-7':
    'log repair, log matching, divergent logs, conflicting entries, nextindex backtracking, appendentries rejected, overwrite follower log, extra uncommitted entries, log reconciliation, how does raft handle inconsistent logs, follower log conflicts with leader log, how does a leader bring a follower back in sync',
  'raft/figure-8':
    'commit entries from previous terms, commit only current term, majority replicated yet overwritten, no-op entry, raft paper section 5.4.2, old term entry lost, committed entry overwritten, why can a raft leader not commit entries from previous terms by counting replicas, is majority replication enough for commit, when is an entry committed in raft, what does committed mean',
  'raft/first-election':
    'cluster bootstrap, startup, cold start, initial leader, follower becomes candidate, term 1, requestvote, waiting for leader, new etcd cluster formation, how election works, explain raft leader election step by step, follower candidate leader states, how many votes does a candidate need',
  'raft/follower-read':
    'read from replica, follower reads tikv, commitindex vs applied index, wait for apply, readindex on follower, learner read, scale reads, not yet applied, how can followers serve linearizable reads, offload reads to raft followers, wait until applied index reaches read index',
  'raft/follower-staleness':
    'follower reads, read your own writes, closed timestamp, as of system time, bounded staleness, replica lag, cockroachdb, profile update not visible, cross-region read, stale reads from a replica after writing, user does not see own update, how stale can a follower read be',
  'raft/group-throughput':
    'multi-raft scaling, number of raft groups, shards per node, write throughput limit, fsync bottleneck, shared wal, group commit, tikv region count, parallel shards, do more shards mean more writes per second, how many groups per machine',
  'raft/half-broken-link':
    'partial partition, asymmetric connectivity, leader flapping, two nodes cannot talk, prevote plus check quorum, election ping-pong, cloudflare etcd outage, non-transitive network, one follower cannot reach the leader but others can, november 2020 cloudflare outage',
  'raft/heartbeat-interval':
    'etcd heartbeat-interval 100 election-timeout 1000, tuning, ten times rule, spurious elections, leader flapping, lost heartbeats, frequent leader changes, packet loss, false failover, ratio of heartbeat interval to election timeout, what if heartbeats are too slow, unnecessary leader elections',
  'raft/hung-disk':
    'stuck disk, gray failure, grey failure, fsync hang, slow disk etcd, ebs stall, i/o freeze, leader alive but no progress, liveness, heartbeats without commits, what if the leader disk is slow but the process is alive, does a slow fsync on the leader block commits',
  'raft/isolated-leader':
    'client hangs, requests time out, write never commits, check quorum step down, partitioned from followers, etcdserver: request timed out, how long until client redirected, how does a leader know that it lost its majority, leader cannot reach followers but clients can reach leader, how can a node know that it has been partitioned away',
  'raft/isolated-tail':
    'uncommitted writes discarded, rollback, split brain writes, log truncation, partitioned leader accepts writes, lost updates, minority side, indeterminate outcome, divergent suffix, leader partitioned from the majority, old leader in a network partition, what happens to its uncommitted entries when the partition heals, are writes to a partitioned leader lost, uncommitted log entries after a leader change, can a client see a write that is rolled back, uncommitted entries when the leader crashes, what happens if the old leader comes back after a partition',
  'raft/late-answer':
    'stale appendentries response, old rpc reply, delayed ack, matchindex from earlier term, mit 6.824 lab bug, check term after rpc, term confusion, false commit, ignore rpc replies from an old term, how are delayed acknowledgements handled',
  'raft/late-configuration':
    'configuration applied on append, use latest config in log, confchange apply time, membership change takes effect, etcd applies on commit, two majorities, reconfiguration, use the new configuration before it is committed, when does a membership change become effective',
  'raft/late-messages':
    'delayed packets, reordering, duplicates, stale rpc, term check, network reordering, old responses, robustness, out of order delivery, message from past incarnation, how does raft cope with delayed duplicated and reordered messages, does raft need tcp or ordered delivery, what is the purpose of terms in raft, why does raft need a term, what is a term in raft',
  'raft/late-votes':
    'stale vote response, candidate restart same term, requestvote reply from earlier candidacy, delayed message counted, double vote, two leaders in one term, async voting, old votes arriving after the candidate restarted, can a vote be counted for a different log',
  'raft/leader-crash':
    'failover time, leader election latency, etcd leader down, consul no cluster leader, unavailability window after node failure, election timeout 150-300 ms, how fast new leader, etcdserver: no leader, how does raft detect that the leader failed, what happens when the raft leader crashes, how long is an etcd or kafka kraft failover, how does leader election work',
  'raft/leader-outside':
    'leader removes itself, counts own vote, non-member leader, self-removal, quorum without leader, matchindex of self, decommission leader, majority of new config, commit too early, does a leader that is being removed count itself in the quorum',
  'raft/lease-start':
    'leader lease, lease read, lease begins at send time, clock, readonlyleasebased etcd, round trip, expired lease stale read, when to count lease, cockroachdb leases, how do leader leases work in raft, lease read vs readindex, why do lease reads depend on clocks',
  'raft/lease-transfer':
    'leadership transfer and lease, timeoutnow, transferleader, lease-based reads after handover, two leaseholders, stale read, stop serving reads, step down voluntarily, moving leadership while a read lease is valid, must the old leader give up its lease',
  'raft/leaseholder':
    'cockroachdb lease preferences, locality, zone config, regional by row table, yugabyte preferred leader, pin data to region, lease rebalancing, follow the workload, local reads, move the leader close to the users, which region has fast reads and writes, leader placement in a global database',
  'raft/longer-log':
    'matchindex, extra entries on follower, acknowledged prevlogindex plus entries, counting replicas wrong, false majority, last index returned in reply, implementation bug, follower has more entries than the leader, what matchindex should a follower report',
  'raft/lose-servers':
    'fault tolerance, 2f+1, quorum size, why do consensus systems need a majority, why not just two out of five, why not fewer than half, how many failures tolerated, 3 nodes tolerate 1, 5 nodes tolerate 2, majority lost, cluster read-only, disaster recovery, how many nodes can fail in a 5 node cluster, what happens when a raft cluster loses quorum, why is a majority needed, what happens if a majority of nodes is down',
  'raft/lost-ballot':
    'candidate votes for itself, self-vote persist, async storage writes, etcd raft asyncstoragewrites, leader before fsync, crash during candidacy, double vote, two leaders one term, may a candidate become leader before its own vote is durable, persist vote in parallel with sending requestvote',
  'raft/lost-entry':
    'fsync before ack, durability, write-ahead log wal, power loss, unsafe-no-fsync, page cache, follower acknowledges too early, committed write lost after crash, does raft need fsync before acknowledging, is replication to memory enough for durability, why fsync on every append, do you need to fsync the raft log, is the raft log on disk',
  'raft/lost-vote':
    'persistent state, votedfor, currentterm, fsync hardstate, double voting after restart, amnesia, two leaders same term, reboot forgets vote, in-memory raft bug, what state must raft persist to disk, what if a node forgets its vote after a reboot',
  'raft/minority-partition':
    'network partition, split brain, two leaders, old primary steps down, check quorum, checkquorum etcd, isolated leader, quorum loss, higher term deposed, old leader in a partition, leader on the minority side, can it still commit, raft leader partitioned from the majority of the servers, how does raft handle a network partition, prevent a stale leader from committing, can there be two leaders at the same time',
  'raft/missed-entry':
    'prevlogindex prevlogterm, consistency check, log matching property, gap in log, dropped appendentries, hole, decrement nextindex, out of order replication, appendentries rejected, how does a raft follower catch up after it was down, how does log replication work, appendentries lost in the network, raft log replication explained, how does appendentries work, how does log replication work in raft, replicate the log',
  'raft/new-leader-read':
    'no-op entry at start of term, read after election, commit index unknown, linearizable read, readindex not ready, stale read new leader, blank entry, missing acknowledged write, why does a new raft leader append a no-op, can a fresh leader serve reads immediately, what does a new leader do first after an election, what does a no-op entry do in raft',
  'raft/one-follower-leader':
    'leader connected to one of several, partial network failure, check quorum, partial connectivity, quorum lost, heartbeats suppress election, stuck cluster no progress, leader reaches only a minority of followers, why combine pre-vote with check quorum',
  'raft/pipelining':
    'throughput, in-flight appendentries, max inflight msgs, batching, rtt bound, writes per second, etcd performance, group commit, stop-and-wait, latency vs throughput, is raft slow because of the round trip, how many writes per second can one leader do',
  'raft/pre-vote-deadlock':
    'prevote livelock, no leader elected, higher term shorter log, etcd prevote bug, rejecting prevote, two survivors of three, stuck election, term mismatch, can pre-vote prevent any leader from being elected, pre-vote pitfalls',
  'raft/random-faults':
    'chaos testing, jepsen, fuzzing, fault injection, two leaders, split brain invariant, deterministic simulation testing, how do you test a consensus implementation, randomized test of raft',
  'raft/ranges':
    'multi-raft, sharding, tikv regions, cockroachdb ranges, tablets, yugabyte, leader balance, partial outage after node failure, horizontal partitioning, one group per shard, how do cockroachdb and tikv scale writes with raft, what happens to a sharded database when one node dies, many raft groups on a node',
  'raft/region-loss':
    'region outage, aws us-east-1 down, disaster recovery, survive region failure, rpo zero, rto, three regions quorum, failover multi-region, cockroachdb survival goal, design a database that survives the loss of a region, rto and rpo of a multi-region raft cluster, active region goes down',
  'raft/regions':
    'multi-region latency, geo-replication, wan consensus, cross-continent write, us eu asia, where to place leader, cockroachdb multi-region, follow the user, round trip to quorum, latency of a consensus write across regions, multi-region database write latency, raft over a wan',
  'raft/rejoining-server':
    'prevote, pre-vote, term inflation, rejoining node disrupts cluster, healed partition triggers election, etcd prevote flag, high term, flapping member, unneeded leader change, what problem does pre-vote solve, node comes back after a network partition and forces an election, what is pre-vote in raft, why does etcd use pre-vote',
  'raft/removed-leader':
    'remove leader from cluster, decommission leader node, step down after commit, self-removal, etcdctl member remove leader, scale down, handover, election after removal, can a leader remove itself, when does a removed leader step down, shut down the current leader node for good',
  'raft/retried-request':
    'duplicate command, client session, exactly once, request id serial number, idempotent retry, dedup table, timeout then resend, append twice, linearizable rpc, double execution, how does raft avoid executing a command twice, exactly-once semantics for clients, client retries after a timeout, deduplication in a replicated state machine',
  'raft/rolling-restart':
    'zero downtime upgrade, kubernetes statefulset rollout, etcd upgrade, graceful shutdown, leadership transfer before stop, drain node, errors during deploy, maintenance, availability, how to upgrade a raft or etcd cluster without downtime, restart nodes one at a time',
  'raft/several-at-once':
    'single-server change, add multiple members, member add one by one, overlapping majorities, batch add nodes, scale out etcd cluster, disjoint quorum, single-server membership change vs joint consensus, is it safe to add two nodes at the same time',
  'raft/single-server-bug':
    'ongaro raft-dev 2015 bug, membership change bug, commit no-op before config change, dissertation erratum, two leaders disjoint quorums, addserver removeserver, reconfiguration safety, known bug in the raft dissertation, why must a new leader commit a no-op before changing membership',
  'raft/snapshot-crash':
    'log compaction crash safety, atomic snapshot, truncate log before snapshot durable, missing entries after restart, recovery, fsync snapshot file, rename, corrupted state, how does raft keep the log from growing forever, order of writing a snapshot and truncating the log, crash during log compaction, log compaction in raft, why does raft need snapshots',
  'raft/snapshot-of-change':
    'snapshot metadata configuration, confstate, installsnapshot membership, uncommitted config in snapshot, latest applied config, joint state in snapshot, restore members, what does a raft snapshot contain besides the data, membership inside a snapshot',
  'raft/snapshot-over-log':
    'installsnapshot, discard entire log, conflicting suffix, keep following entries, lagging follower catch-up, log compaction, snapshot term mismatch, stale entries after restore, what happens to a follower log when it installs a snapshot',
  'raft/snapshot-without-it':
    'installsnapshot to new member, joining node bootstrap, learner, snapshot without own id, etcd restore "attempted to restore snapshot but it is not in the confstate", stuck adding node, how does a new node get its data, snapshot older than the node that joins',
  'raft/split-vote':
    'randomized election timeout, randomised timer, tied vote, no majority, two candidates at once, equal timeouts, livelock, election never finishes, why random timers, what is a split vote in raft and how is it resolved, what if two candidates start an election at the same time, how does raft avoid split votes',
  'raft/split-vote-odds':
    'probability of tie, simultaneous candidates, collision chance, timeout range vs network delay, broadcast time, repeated elections, formula for split elections, how often do raft elections fail because of split votes, chance that two followers time out together',
  'raft/stale-confirmation':
    'readindex bug, delayed heartbeat ack, old term response, read context id, etcd readonlysafe, quorum confirmation round, linearizability violation, stale ack counted, which heartbeat acknowledgements count for readindex, replies from a previous leadership',
  'raft/stale-log':
    'election restriction, leader completeness, up-to-date log check, lastlogterm lastlogindex, lagging follower becomes leader, committed data lost on failover, vote refused, how does raft make sure the new leader has all committed entries, which node can become leader, can an outdated follower become leader, can a follower with a longer log become leader',
  'raft/stale-read':
    'linearizability violation, read from old leader, partitioned leader, zombie leader, consul default consistency mode, etcd stale data, out-of-date value, quorum read, lease read, can a raft leader return stale data, are reads from the leader always consistent, etcd linearizable vs serializable read',
  'raft/stale-tail':
    'commitindex min leadercommit last new entry, heartbeat commit bug, empty appendentries, uncommitted suffix applied, wrong command applied, follower applies unverified entries, implementation mistake, why does the follower take the minimum of leadercommit and its last new entry, when does a follower apply an entry',
  'raft/stored-late':
    'async log write, stale fsync completion, msgstorageappendresp, append index reused after truncation, aba problem, storage acknowledgement wrong term, durable index, non-blocking disk writes, asynchronous disk writes in raft, late completion of a write that was overwritten',
  'raft/storm':
    'linearizability check, jepsen, chaos monkey, knossos porcupine, data loss, state machine safety, fuzz whole raft, fault injection, is raft safe, correctness under faults, can raft lose acknowledged writes, is an acknowledged write ever lost in etcd, what does raft guarantee to clients',
  'raft/torn-record':
    'torn write, partial write, corrupt wal, checksum crc mismatch, power failure during write, truncated last record, recovery after crash, wal: crc mismatch, half-written log entry, how does a write-ahead log detect a half-written record, why do log records carry a checksum',
  'raft/transfer-to-dead':
    'leadership transfer timeout, move-leader to dead node, abort transfer, proposals blocked during handover, writes stall, cluster stuck after transferring, transfer target down, what if the target of a leadership transfer is unavailable, planned switchover fails',
  'raft/transfer-to-laggard':
    'leadership transfer, move-leader, timeoutnow, catch up before transfer, lagging follower, graceful leader handover, transfer fails, maintenance, alter leaseholder, how does leadership transfer work in raft, planned failover to a chosen node, switchover',
  'raft/truncated-change':
    'rollback configuration, uncommitted confchange overwritten, revert to previous config, membership entry removed, log conflict, forgets or keeps new member, log truncation, undo an uncommitted membership change, does a server fall back to the old configuration',
  'raft/two-changes':
    'one configuration change at a time, pending confchange, concurrent reconfiguration, overlapping membership changes, add and remove together, unhealthy cluster, propose conf change ignored, why only one membership change at a time, replace two nodes of a cluster at once',
  'raft/unaware-voter':
    'vote before receiving config, new member votes, unknown cluster member, catching up node, requestvote not in configuration, stuck election after add node, promote learner, must a server know that it is a member before it votes, new node asked for a vote',
  'replication/atomic-register':
    'r+w>n is not enough for linearizable reads, quorum reads n=3 w=2 r=2, write back on read, abd algorithm, attiya bar-noy dolev, read write-back, read repair before return, new-old inversion, cassandra quorum not linearizable, blocking read repair, regular register, two-phase read, what does R + W > N guarantee, is a quorum linearizable, does quorum guarantee linearizability, why must a read write back, two clients read new then old value',
  'replication/bounded-staleness':
    'probabilistically bounded staleness, pbs, bailis, cassandra consistency one, r=1 w=1, partial quorum, t-visibility, eventual consistency how eventual, dynamodb eventually consistent read, how stale are eventually consistent reads, how eventual is eventual consistency, cassandra consistency one stale reads probability',
  'replication/chain-failures':
    'chain replication, van renesse schneider, craq, head and tail failover, reconfiguration, linearizable, hdfs pipeline, azure storage, ebs, master removes node, how does chain replication handle failures, chain replication vs primary backup',
  'replication/chain-reads':
    'craq, apportioned queries, terrace freedman, clean dirty versions, read scaling, tail bottleneck, chain replication throughput, deepseek 3fs, scale reads in chain replication, craq vs chain replication',
  'replication/choice-per-operation':
    'cap per request, tunable consistency, cp for payments ap for feed, bank balance vs social feed, cosmos db levels, dynamodb consistentread, cassandra quorum vs one, mixed consistency, can one system be both cp and ap, which data needs strong consistency, choose consistency per operation',
  'replication/concurrent-carts':
    'amazon dynamo cart, siblings, lost items, vector clock, lww drops item, riak, merge union, add to basket race, conflicting versions, happened-before, last write wins vs vector clocks, how does dynamo resolve conflicts, shopping cart loses items, detect concurrent writes',
  'replication/deleted-key':
    'zombie rows, gc_grace_seconds, tombstone, cassandra deleted data comes back, row keeps coming back, data resurrection, nodetool repair not run, ghost, node down ten days, why do deletes need tombstones, deleted data reappears, how long to keep tombstones',
  'replication/divided-cluster':
    'split brain, quorum compare-and-set, lightweight transactions, concurrent update both sides, network partition mongodb rabbitmq elasticsearch, minimum_master_nodes, lost update, even cluster, what is split brain, how does a quorum prevent split brain, why an odd number of nodes, why a majority',
  'replication/failover-in-lag':
    'asynchronous replication data loss, rds read replica promote, redis sentinel failover, mongodb write concern w:1 rollback, rpo, synchronous_commit, semi-sync mysql, lost transactions after failover, primary region goes down, fail over to another region, how much data is lost, RPO and RTO, do you lose data on failover, sync vs async vs semi-sync replication, acknowledged write lost, synchronous or asynchronous replication, database failover, how do you handle failover, what happens to in-flight writes when the primary crashes',
  'replication/fast-clock':
    'cassandra clock skew, lww timestamp in future, using timestamp, ntp drift, update silently ignored, write has no effect, delete does not work, logical version, last write wins with clock skew, why are timestamps dangerous for conflict resolution, writes silently lost',
  'replication/global-table':
    'dynamodb global tables, two regions accept writes to the same row at the same time, multi-master, active-active, multi-leader, cosmos db multi-region writes, replication latency about a second, lww conflict, concurrent region edits, bucardo, multi-region active-active database, conflicts in multi-leader replication, write in every region, how do regions resolve conflicts',
  'replication/gossip':
    'gossip protocol, epidemic algorithm, rumor mongering, anti-entropy, push pull push-pull gossip, how many rounds does gossip take, log n rounds, swim membership serf memberlist fanout, cassandra gossip, demers epidemic replication, how does gossip spread information, convergence time of gossip, how long until every node knows, epidemic broadcast, rumour spreading, random phone call model',
  'replication/long-fsync':
    'redis appendfsync everysec, aof two seconds data loss, "asynchronous aof fsync is taking too long (disk is busy?)", power outage, disk latency, durability window, redis everysec how much data can be lost, disk stalls and durability',
  'replication/longest-log':
    'which replica to promote, most advanced replica, election by epoch not length, timeline, divergent replicas, github orchestrator, patroni, split brain leftovers, term before length, how to choose the new primary after a failure, promote the most up-to-date replica',
  'replication/lying-disk':
    'volatile write cache, fsync lies, consumer ssd, power loss protection, disk write barrier, hdparm, battery-backed controller, fsyncgate, corruption after power cut, diskchecker, does fsync guarantee durability, does kill -9 test durability, drive write cache loses data',
  'replication/missed-writes':
    'merkle tree, anti-entropy, nodetool repair, read repair, hinted handoff expired, replica catch up, hash tree comparison, dynamo, sync after downtime, diff, gossip protocol, anti-entropy, how does a replica catch up after downtime, how do merkle trees work, repair inconsistent replicas, read repair vs anti-entropy, synchronise replicas after an outage',
  'replication/partition-choice':
    'cap theorem, cp vs ap, brewer, availability vs consistency, network split, mongodb cassandra dynamodb, errors or stale data, gilbert lynch, c or a, explain the cap theorem, consistency or availability during a network partition, cp or ap database, what does availability mean in CAP',
  'replication/partition-length':
    'cap cost over time, conflict growth, divergence, downtime duration, network cut minutes, reconcile after heal, merge conflicts, unavailable minority, ap versus cp errors, what does a long network partition cost, how many conflicts after a partition, availability vs conflicts',
  'replication/power-loss':
    'redis persistence, rdb vs aof, appendfsync always everysec no, bgsave, save 900 1, data lost on restart, wal fsync, durability, snapshot backup, how much data does redis lose in a crash, redis aof vs rdb, is redis durable, write-ahead log and fsync',
  'replication/quorum-nines':
    'availability of quorum, five nines, correlated zone failure, 3 az, spanner 99.999, majority probability, how many replicas, az outage, binomial, spof, availability of three vs five replicas, why not an even number of nodes, how many nodes can fail, availability of multiple zones',
  'replication/quorum-store':
    'dynamo style, cassandra quorum, r + w > n, read repair, hinted handoff, anti-entropy, leaderless replication, n=3 w=2 r=2, eventual convergence, jepsen cassandra, what is a quorum, what does r + w > n mean, how does cassandra or dynamo replicate, tunable quorum reads and writes',
  'replication/random-faults':
    'primary backup failover chaos, jepsen postgres redis, data loss test, split brain fencing stonith, patroni correctness, fault injection, synchronous replication guarantee, how do you test automatic failover',
  'replication/register-races':
    'linearizability, abd, multi-writer register, shared memory emulation, porcupine, minority failure, concurrent reads writes, quorum register, message reordering, atomic storage, linearizable register from a majority, concurrent readers and writers without consensus',
  'replication/replica-load':
    'replication lag growing, single-threaded replay, seconds_behind_master, parallel replication mysql, postgres wal replay lag, replica cannot keep up, utilisation utilization, seconds behind source, why does replication lag grow, how far behind is a read replica, replica falls behind under load, how long until a replica has a write',
  'replication/session-token':
    'read your own writes, monotonic reads, session guarantees, lsn token, gtid wait, mongodb causal consistency afterclustertime, cosmos db session consistency, time travel refresh, causally consistent session, how to guarantee read your own writes, causal consistency token, user sees data go back in time, monotonic reads with replicas, how does a token help with causal consistency, count goes up and down with each refresh, refresh shows three likes after five, which guarantee is missing if reads jump back',
  'replication/sibling-store':
    'multi-leader leaderless, dotted version vectors, riak, dynamo, causal context, no lost update, happened-before, conflict detection, chaos test, sibling explosion, how does riak keep conflicting versions, version vectors with many clients, detect conflicting writes',
  'replication/single-node':
    'single point of failure, spof, one postgres server, no replication, trivially consistent, ca system cap, downtime on crash, one box, uptime, is a single database server consistent, why replicate at all, availability of one server',
  'replication/sloppy-quorum':
    'hinted handoff, dynamo, riak preference list fallback, consistency level any cassandra, stale read despite quorum, strict quorum, always writeable, temporary node failure, sloppy vs strict quorum, what is hinted handoff, can a quorum read be stale',
  'replication/stale-own-read':
    'read your writes, replica lag, post not visible after submit, sticky primary, read/write splitting, rds read replica, rails database selector, profile edit disappears after refresh, pin to primary, user saves the profile and sees the old value after a reload, read replica lag after a write, user updates profile and does not see the change, read after write consistency with replicas, read from the primary or a replica, why does a follower serve stale data',
  'replication/staleness-grid':
    'pacelc, abadi, latency vs consistency, tunable consistency table, cassandra one two quorum all, else latency, consistency level comparison, r w n trade-off, pacelc theorem, what does strong consistency cost in latency, choose r and w',
  'replication/versions-behind':
    'k-staleness, pbs, bailis, monotonic reads probability, partial quorum, going back in time, older value on refresh, cassandra one, stale versions count, how many versions behind is an eventually consistent read, refresh shows older data',
  'replication/write-latency':
    'synchronous replication cost, quorum commit, synchronous_standby_names, write concern majority, w:3, wait for all replicas, semi-sync, slowest ack, order statistics, how much slower is synchronous replication, wait for one replica or all, latency of a majority write, how many copies or replicas must acknowledge a write, one replica is slow, does a quorum write suffer',
  'resilience/backoff':
    'exponential backoff and jitter, aws architecture blog marc brooker, full jitter equal decorrelated, optimistic locking contention, occ retry, serialization failure retries, conditional write conflict, why exponential backoff needs jitter, full vs equal vs decorrelated jitter, how do you implement retry with backoff, contention on one row',
  'resilience/breaker-and-retry':
    'retry inside circuit breaker, order of retry and breaker, resilience4j @retry @circuitbreaker, callnotpermittedexception retried, polly wrap, breaker counts attempts, failure threshold, should retry go inside or outside the circuit breaker, combine retries with a circuit breaker',
  'resilience/breaker-blip':
    'transient error, breaker too sensitive, waitdurationinopenstate, brief network glitch, short hiccup self-inflicted outage, hystrix sleepwindow, open state too long, retry instead, can a circuit breaker make things worse, breaker opened on a short glitch, how long should a breaker stay open',
  'resilience/breaker-thresholds':
    'failureratethreshold, slidingwindowsize, minimumnumberofcalls, consecutive failures envoy, requestvolumethreshold, false trips, 5 failures in a row probability, tuning hystrix, count vs rate, how do you choose circuit breaker thresholds, when should a circuit breaker open, consecutive failures vs failure rate, when does a circuit breaker trip, when should the breaker open',
  'resilience/caller-deadline':
    'deadline propagation, grpc deadline, total timeout budget, per-attempt timeout, pertrytimeout envoy, retries after client gave up, wasted work, overall vs per try timeout, how do you propagate a deadline across services, timeouts add up across retries, total time budget for a request',
  'resilience/client-errors':
    '400 bad request trips breaker, ignoreexceptions recordexceptions resilience4j, 404 429 counted as failure, validation errors, count only 5xx, bad client opens circuit for all, which errors should trip a circuit breaker, should 4xx count as failures',
  'resilience/client-throttling':
    'adaptive throttling google sre, client-side rejection, accepts k=2, local rejection, handling overload, reject cost, adaptive client throttle, aws sdk adaptive mode, how can clients protect an overloaded backend, adaptive client-side throttling formula, load shedding at the client',
  'resilience/double-charge':
    'charged twice, duplicate payment, stripe idempotency-key, idempotent post, ambiguous timeout, safe to retry, checkout button twice, credit card, unknown outcome, exactly once, is it safe to retry a payment, how do you make a post request idempotent, what is an idempotency key, customer was billed two times after a timeout',
  'resilience/fail-fast':
    'breaker pointless for single dependency, fallback, degraded page, threads pile up waiting timeout, hard dependency, quick error vs slow timeout, graceful degradation, blocked threads, what is a circuit breaker for, why fail fast instead of waiting, dependency down and all threads blocked, cascading failure, when do you use a circuit breaker',
  'resilience/hedging':
    'hedged requests, tail at scale, backup request, p99 latency, speculative retry cassandra, grpc hedgingpolicy, duplicate request, dean barroso, slow replica, tail latency, how do you reduce tail latency, send the request to two replicas, cost of hedged requests, p99 is much worse than the median hedge or not',
  'resilience/herd-subsets':
    'singleflight, request coalescing plus jitter plus breaker, thundering herd mitigation combination, ablation, request collapsing, dogpile, which protection matters, reconnect spike, how do you stop a thundering herd, do i need jitter if i have a circuit breaker',
  'resilience/jitter-at-the-cap':
    'max backoff cap, clamped jitter, min(cap, ...) after jitter bug, grpc maxbackoff, synchronised retries, backoff ceiling, lost randomness, decorrelated jitter cap, why do clients synchronise at max backoff, cap before or after jitter',
  'resilience/load-shedding':
    'overload, admission control, bounded queue, goodput collapse, 503, concurrency limit netflix, adaptive lifo codel, queue timeouts, reject early, backpressure, drop requests, how do you handle overload, should a server reject requests or queue them, graceful degradation under too much traffic, what is backpressure, overloaded service, overload of a service',
  'resilience/long-outage':
    'infinite retry, max backoff, unbounded exponential, overflow, cap backoff, queue consumer retry forever, recovery delay, reconnect loop, hour-long downtime, retry attempts count, should background workers retry forever, what max backoff should i set, how do workers recover after a long downtime',
  'resilience/metastable':
    'metastable failure, cascading failure, congestion collapse, stuck overload after trigger removed, sustaining effect, retries keep it down, bronson hotos, shed load to recover, never recovers, why does the system not recover after the trigger is gone, what is a metastable failure, retries keep the database down, clients retried and the service never recovered, service got slow and never recovered after the load dropped, why do retries keep a service down after load drops, service stays down after the spike is over, stays overloaded, a blip of seconds turned into an outage of hours because traffic went up once it was back',
  'resilience/pool-size':
    "hikaricp maximumpoolsize, connection pool exhausted, increase pool, little's law, connection is not available request timed out after 30000ms, slow database, latency 40x, bigger pool, should i increase the connection pool when a dependency is slow, bigger pool made it worse, how large should a connection pool be",
  'resilience/priority-shedding':
    'prioritized load shedding, request priority, criticality classes, critical_plus sheddable, google sre handling overload, netflix prioritized load shedding, stripe critical requests load shedder, priority queue under overload, which requests should a service drop first, drop low priority traffic, keep checkout up during overload, shed non-critical traffic, brownout of optional features',
  'resilience/random-faults':
    'circuit breaker state machine correctness, closed open half-open invariants, chaos testing, fault injection, fuzz, breaker stuck open, property test, how do you test a circuit breaker, chaos testing of resilience code',
  'resilience/recovery':
    'half-open, permittednumberofcallsinhalfopenstate, gradual ramp-up, slow start, warm up, breaker flapping, relapse after recovery, cold cache overload, probe request, what is half-open for, how do you ramp traffic back after an outage, service falls over again as soon as it comes back',
  'resilience/retry-after':
    '503 service unavailable, overload, backpressure, clients ignore header, server pushback grpc, polite clients, retry hint, overloaded api, load shedding clients, what should a client do on 503 with retry-after, ignoring retry-after during overload',
  'resilience/retry-budget':
    'envoy retry_budget, linkerd retry budget, grpc retry throttling, finagle, token bucket retries, 10% retries, adaptive retry aws sdk, extra load, limit retries, how do you limit retries, what is a retry budget, grpc retry throttling vs finagle vs aws sdk, how many retries are allowed',
  'resilience/retry-storm':
    'retry amplification, nested retries, 64x load, multiplicative retries across layers, microservices chain, retry at one layer only, google sre cascading failure, 4^3, three layers each retry, 27 times the load, where in the chain to retry, why do retries at every layer multiply, retry amplification in microservices, which layer should retry',
  'resilience/slow-dependency':
    'bulkhead pattern, what does a bulkhead protect from, bulkhead isolation, bulkhead, thread pool isolation, hystrix, semaphore, slow downstream, thread starvation, tomcat threads exhausted, one slow service takes all down, cascading failure, gray failure, what is the bulkhead pattern, one slow service takes down everything, isolate dependencies with separate thread pools, what is a bulkhead, how does the bulkhead pattern help, what is the bulkhead pattern',
  'resilience/stack-order':
    'resilience4j decorator order, aspect order, polly policywrap, retry circuitbreaker bulkhead timelimiter annotations, nesting order, spring boot, failsafe, which outermost, middleware chain, order of resilience patterns, combine timeout retry circuit breaker bulkhead, should the timeout wrap the retry',
  'resilience/thundering-herd':
    'thundering herd, thundering heard, what is the thundering herd problem, reconnect storm, full jitter equal jitter decorrelated jitter, clients reconnect at once, websocket reconnect, synchronized retries, synchronised retries, spike after outage, iot devices, all clients reconnect simultaneously after an outage, why jitter, how do you spread reconnects, why do retries need jitter, jitter in retries',
  'resilience/timeout-choice':
    'how long should timeout be, p99 times two, readtimeout connecttimeout, http client default timeout, no timeout, blocked threads, false timeouts, socket timeout exception tuning, what timeout should i set on calls, too short vs too long timeout, timeout relative to p99, how do you choose a timeout',
  'resilience/uncancelled-timeout':
    'cancellation, abandoned work, context cancelled golang, deadline propagation, future.cancel, thread keeps running after timeout, timelimiter, orphaned requests, zombie work, permit leak, deadline exceeded but the backend carries on, goroutine keeps burning CPU, cancelled context ignored, does a timeout stop the work on the server, client gave up but server keeps processing, what happens to the server when the client times out, does the server keep working after the client gave up, cancel work on timeout',
  'serverless/aws-arithmetic':
    's3 multipart upload 10000 parts part size, standard-ia minimum 128kb, infrequent access small objects cost, rds multi-az failover 60-120 seconds, aws quotas, 5 tb object, lifecycle transition, how large must S3 multipart parts be, is Infrequent Access cheaper for small files, how many RDS failovers fit 99.99%',
  'serverless/break-even':
    'when is serverless more expensive than ec2, lambda vs ec2 cost, lambda or fargate or containers price, serverless cost at scale, break-even point of functions and servers, when not to use serverless, cost per million requests, gb-seconds pricing, is lambda cheaper than a server, serverless bill too high, cloud run cloud functions azure functions price',
  'serverless/burst':
    'lambda burst limit, 1000 per 10 seconds, scaling rate, throttled 429 toomanyrequestsexception, sudden spike, 500 per minute, flash crowd, "rate exceeded", ramp-up, concurrent cold starts, how fast does Lambda scale, what happens to a sudden burst of Lambda requests, why is my Lambda throttled during a spike',
  'serverless/concurrency-limit':
    "lambda account concurrency 1000, rate times duration, little's law, throttles metric, quota increase, concurrentexecutions, max rps of lambda, toomanyrequestsexception, throughput formula, how many requests per second can Lambda handle, what is Lambda concurrency, what happens above the concurrency limit, how many Lambda instances for 1000 requests per second",
  'serverless/database-connections':
    'lambda rds too many connections, rds proxy, max_connections, "sorry, too many clients already", pgbouncer, connection per instance, prisma serverless, vercel postgres neon, reserved concurrency cap, how do you connect Lambda to a relational database, serverless exhausts database connections, why use RDS Proxy',
  'serverless/lost-events':
    'asynchronous invocation retries, maximumretryattempts, event age, dead-letter queue, on-failure destination, eventbridge, s3 trigger lost, lambda retry twice, what happens when an async Lambda fails, are events lost when a function fails, how often does Lambda retry, what happens when a lambda fails, lambda retries',
  'serverless/poison-message':
    'sqs batch, reportbatchitemfailures, batchitemfailures, partial batch response, poison pill, maxreceivecount, dlq redrive, whole batch retried, bisectbatchonfunctionerror, one bad message blocks the queue, how do you handle poison messages, what is a dead-letter queue for with Lambda, Lambda function fails while processing an SQS message',
  'serverless/provisioned':
    "how many provisioned instances do I need for 20 requests per second, provisioned concurrency how many instances, lambda provisioned concurrency sizing, erlang b, min instances cloud run, pre-warmed, how many provisioned, little's law, spillover invocations, cold start sla, azure premium, how much provisioned concurrency do I need, how to eliminate cold starts, keep latency low in serverless",
  'serverless/runtimes':
    'lambda cold start by language, java snapstart, spring boot lambda, rust vs go vs node, init duration, graalvm native, .net, p99 impact, benchmark languages, how to deal with cold starts, avoid cold starts, which language has the fastest cold start, how long is a Lambda cold start, is Java bad for serverless',
  'serverless/shared-state':
    'lambda global variable, in-memory counter wrong, static state between invocations, stateless function, cloud run instances, container reuse, singleton in serverless, use redis dynamodb instead, global variable in a function handler, module-level dict, azure functions, state between invocations, can a function keep state between requests, why is my in-memory counter wrong in serverless, where to store state in Lambda',
  'serverless/sparse-requests':
    'lambda cold start frequency, keep-warm ping, warmup plugin, idle timeout, low traffic function, cloud run scale to zero min instances, azure functions idle, eventbridge warmer, init duration, how often do cold starts happen, cold starts of lambda, how often is a Lambda cold, how to keep a function warm, what is a cold start, serverless for low traffic, what is a cold start and how do you reduce it, why is the first request slow, is serverless good for steady traffic',
  'serverless/starved-function':
    'lambda reserved concurrency, noisy neighbour neighbor function, account limit shared, unreserved pool, batch job throttles api, isolation, bulkhead, one lambda takes all, reservedconcurrentexecutions, how to protect one function from another, critical function throttled by a batch job, what is reserved concurrency',
  'serverless/visibility-timeout':
    'sqs visibility timeout shorter than lambda timeout, duplicate processing, message processed twice, six times function timeout, changemessagevisibility, receive count, redelivery, in-flight message, event source mapping, why is my SQS message processed twice, how long should the visibility timeout be, duplicate messages with Lambda, messages processed twice by a Lambda consumer',
  'slo/alert-reset':
    "alert keeps firing after fix, short window, reset time, long window alert, pager won't resolve, multiwindow, prometheus rate window, alert resolution delay, how to make alerts resolve quickly, why does an alert keep firing after the incident, why two windows in a burn-rate alert",
  'slo/checkout-funnel':
    'conversion rate drop, funnel analysis alert, step-to-step ratio, business metrics monitoring, 20% conversion normal, cart abandonment, anomaly detection, broken step detection, how do you alert on a conversion drop, monitor business metrics, which funnel step is broken',
  'slo/green-checkout':
    'watermelon metrics, client-side monitoring, real user monitoring rum, user cannot pay, 200 but broken, javascript error, cdn dns failure unseen, sli at the edge, server-side logs blind, dashboards are green but users complain, what should an SLI measure, where to measure availability',
  'slo/half-of-last-week':
    'week-over-week anomaly alert, seasonal baseline, offset 1w promql, order volume drop, poisson noise low counts, holiday false alarm, traffic drop detection, dynamic threshold, alert when orders drop compared with last week, anomaly alerts with low traffic, false alarms on business metrics',
  'slo/low-traffic':
    'low-volume service slo, one error pages, small denominator, burn rate false alarm, few requests per hour, minimum request count, synthetic traffic, noisy alert at night, paged at night by a single error, few requests an hour, internal tool, SLO for a low-traffic service, how to alert with few requests, one failed request pages someone',
  'slo/masked-endpoint':
    'aggregate hides failure, per-endpoint slo, critical user journey, payment errors diluted, overall availability fine, weighted sli, low-volume endpoint, health checks inflate success, how do you choose SLOs per endpoint, important endpoint fails but the overall SLO is met, SLO for critical user journeys',
  'slo/mean-of-ratios':
    'average of averages, avg of error rates per pod, promql sum rate divided by sum rate, recording rules, weighted average, simpson, aggregation mistake, per-instance ratio, how to aggregate error rates across instances, can you average percentages, fleet error rate in PromQL',
  'slo/missing-webhook':
    "expired tls certificate, absence alert, heartbeat monitoring, dead man's switch, stripe webhook not received, no events no errors, inbound silence, poisson gap, cert renewal, how do you notice that something stopped happening, alert on missing events, webhooks stopped arriving",
  'slo/night-outage':
    'time-based vs request-based slo, uptime minutes vs failed requests, traffic-weighted availability, peak hour outage, diurnal, sla calculation, aggregate vs window slo, should an error budget count minutes or requests, how do you calculate availability, does downtime at night count',
  'slo/omitted-waiting':
    'coordinated omission, gil tene, wrk2, hdrhistogram, jmeter k6 gatling closed vs open model, load test p99 wrong, constant arrival rate, stall, benchmark latency lies, what is coordinated omission, why do load tests show too good latency, measure latency correctly',
  'slo/outage-alerts':
    'multiwindow multi-burn-rate alerts, google sre workbook, 14.4 burn rate, prometheus slo alert, sloth pyrra, time to detect, fast burn, page vs ticket, mttd, burn rate alert, what is a burn rate, how do you alert on an SLO, what is an error budget, how does burn-rate alerting work, when should an alert page, why do error budgets matter',
  'slo/probe-interval':
    'synthetic monitoring, blackbox exporter, pingdom, datadog synthetics, canary cloudwatch, probing frequency, mean time to detect, short outage missed, uptime check, smoke test, how quickly does synthetic monitoring detect an outage, how often should you probe, health checks vs synthetic transactions',
  'slo/silent-exporter':
    "no data alert, absent(), prometheus up == 0, missing metrics, nan ratio, division by zero, target down, dead man's switch, watchdog, alert did not fire, scrape failed, service is down but no alert fired, how to alert when metrics disappear, missing data in Prometheus",
  'slo/slow-burn':
    'low-grade errors, slow leak of error budget, burn rate 10, ticket alert, long window, 1% errors unnoticed, 3 day window, threshold alert misses, chronic degradation, how to detect a slow error leak, small constant error rate exhausts the error budget, fast burn vs slow burn, what is a burn rate',
  'slo/symptom-pages':
    'symptom-based alerting, cause-based alerts, alert fatigue, cpu 90% alert, rob ewaschuk, page on user pain, golden signals, pager noise, use vs red, actionable alerts, what should you page on, alert on symptoms or causes, too many alerts at night, should high CPU page, should I alert on CPU usage, alert on high cpu, on-call is paged twenty times a night for things that fix themselves, alerts only when users are affected',
  'slo/three-dependencies':
    'calculus of service availability, composite sla, serial dependencies, 99.7%, extra nine rule, sla math, dependency slo, critical dependencies, hard vs soft dependency, 99.9 if auth, database and payment provider are each 99.9, availability of a service with several dependencies, how to compute a composite SLA, can I be more reliable than my dependencies',
  'traffic/accepted-jobs':
    '202 accepted, async api, polling status endpoint, long-running request, location header, webhook, background job, lost response duplicate job, asynchronous request-reply pattern, video export report, how do you handle a long-running http request, polling vs waiting for the response, sync vs async api for slow work',
  'traffic/add-a-node':
    'consistent hashing, rehashing, modulo resharding, rendezvous hrw, jump hash, maglev google, ketama, how many keys move, resharding, memcached scaling, remap, how does consistent hashing work, consistent hashing vs modulo, what fraction of keys is remapped when a server is added, rendezvous vs ring hashing',
  'traffic/balancer-fails-too':
    'load balancer single point of failure, spof, ha pair keepalived, haproxy redundancy, series parallel availability, elb uptime, nginx in front of one server, extra hop, is the load balancer a single point of failure, how do you make a load balancer highly available, does a load balancer improve availability',
  'traffic/balls-into-bins':
    'power of two choices, max load, random load balancing imbalance, log log n, mitzenmacher, p2c, random two choices, azar, envoy least_request, how uneven is random load balancing, why are two random choices so much better than one',
  'traffic/black-hole':
    'least connections sends traffic to broken host, fast errors attract load, outlier detection, sinkhole, envoy least_request, failing fast instance, bad host eats requests, 500s quickly, one bad server attracts all the traffic, why does least connections favour a failing instance',
  'traffic/broken-host-returns':
    'envoy outlier_detection, base_ejection_time, max_ejection_percent, panic threshold, passive health check, consecutive_5xx, istio destinationrule, flapping host, nginx max_fails fail_timeout, when should an ejected host come back, what if outlier detection ejects every host, passive vs active health checks',
  'traffic/burst-then-rate':
    'token bucket burst capacity, refill rate, gcra, bucket4j, guava ratelimiter, nginx burst nodelay, stripe, api gateway throttling burst, leaky bucket equivalence, redis-cell, how does a token bucket work, token bucket vs leaky bucket, allow bursts but limit the average rate, design a rate limiter, how do I protect an api from bursts',
  'traffic/cache-grows':
    'memcached node added, consistent hashing ketama, mass cache miss, twemproxy, pod ip change after redeploy, statefulset names, rehash all keys, cache cluster resize, mcrouter, what happens to hit rate when you add a cache server, adding a memcached node causes misses, cache keys remapped after redeploy, hit ratio fell after adding a node to memcached',
  'traffic/calls-in-turn':
    'parallelise sequential calls, promise.all, await in loop, completablefuture allof, async gather, waterfall requests, errgroup, concurrent api calls, serial latency sum, structured concurrency, should i call services in parallel or one after another, how do you speed up an endpoint that makes three calls',
  'traffic/connection-proxy':
    'pgbouncer transaction pooling, rds proxy, pgpool, proxysql, multiplexing, max_connections, connection pooler, session vs transaction mode, supabase supavisor, too many connections, idle connections, pgbouncer pool size for a thousand clients, why put pgbouncer in front of postgres, how many database connections for thousands of clients, serverless functions exhaust connections, how does pgbouncer help, what pool size does pgbouncer need',
  'traffic/crawler':
    'design a web crawler, polite crawler, politeness delay per host, url frontier, googlebot crawl rate, robots.txt crawl-delay, avoid crawling the same url twice, seen urls bloom filter, deduplicate urls, mercator, breadth-first crawl, scrape a site without overloading it, distributed crawler',
  'traffic/dead-host':
    'active health check interval, unhealthy threshold, connect timeout, elb target unhealthy, silent crash, black-holed packets, detection time, alb target group, requests to dead backend, failover delay, how fast does a load balancer notice a dead server, how do health checks work, requests fail while a host is down',
  'traffic/deep-checks':
    'health check dependencies, readiness probe checks database, all targets unhealthy, fail open, envoy panic mode, shallow vs deep health check, kubernetes pods all unready, cascading outage, /health endpoint, readinessProbe pings the database, every pod removed from the service, should a health check test the database, all instances marked unhealthy at once, liveness vs readiness check dependencies, what does a load balancer do when all hosts are unhealthy',
  'traffic/gateway-errors':
    '502 bad gateway, 503 service unavailable, 504 gateway timeout, difference, nginx upstream prematurely closed connection, connect() failed connection refused, alb 5xx, envoy uf uh, upstream request timeout, what is the difference between 502 503 and 504, which http status when the upstream is down, what is a 499',
  'traffic/gateway-timeout':
    'timeout hierarchy, proxy_read_timeout, inner timeout shorter than outer, wasted work after 504, request abandoned backend continues, alb idle timeout, 499, deadline order, api gateway 29 seconds, which timeout should be shorter, client or server, gateway timed out but the backend still works on it, nested timeouts',
  'traffic/green-dashboard':
    "http 200 with error body, success false, wrong status codes, monitoring misses errors, graphql errors 200, api design, error rate zero, silent failures, alert didn't fire, should an api return 200 with an error in the body, why did monitoring not notice the failure, which status code for a failed payment",
  'traffic/hedge-late':
    'hedged requests, tail at scale, backup request after p95, grpc hedging delay, speculative execution, cassandra speculative_retry 99percentile, duplicate load 5%, tail latency, when should a hedged request be sent, how much extra load do backup requests add',
  'traffic/held-connections':
    'little\'s law, slow dependency exhausts pool, concurrency equals rate times latency, in-flight requests, hikaricp "connection is not available", connections in use, threads blocked, pool sizing, why does a slow dependency exhaust the connection pool, how many connections do i need for this latency',
  'traffic/hot-key':
    'consistent hashing with bounded loads, celebrity, justin bieber problem, hot redis key, skew, viral item, vimeo haproxy, hotspot, key replication, uneven traffic, how do you deal with a celebrity or hot key, consistent hashing but one node is overloaded, one viral item',
  'traffic/hot-partition':
    'one user or tenant has half of the traffic, shard by user id, dynamodb provisionedthroughputexceededexception, adaptive capacity, write sharding suffix, partition key design, wcu 1000 per partition, hot item, throttling despite spare capacity, popular event counter, how do you fix a hot partition in dynamodb, one tenant takes all the capacity, salting or suffixing a partition key, how do you choose a shard key',
  'traffic/idle-connections':
    'random 502 behind an aws alb, why does our API return random 502s, keep-alive timeout mismatch, node.js keepalivetimeout alb 60s, random 502, econnreset, connection reset by peer, gunicorn keepalive, stale pooled connection, upstream closes idle, race condition, socket hang up, why do we get occasional 502s from the load balancer, keep-alive timeout of app vs load balancer which should be longer, 502 from nginx under normal load with Node backends and keepalive',
  'traffic/long-connections':
    'grpc load balancing, l4 vs l7 load balancer, http/2 multiplexing one connection, new pods get no traffic, keepalive connections pinned to one pod, kubernetes service kube-proxy grpc uneven, max_connection_age, MaxConnectionAge, goaway, max_connection_age_grace, connection draining, client-side load balancing round_robin headless service, envoy linkerd per-request balancing, websocket long-lived connections rebalance, scaled out but new instances idle, reconnect storm jitter, dns re-resolution, layer 4 or layer 7, a new gRPC replica gets almost no traffic, new server gets no requests over existing HTTP/2 connections, client-side load balancing',
  'traffic/lost-copies':
    'virtual nodes replication risk, preference list distinct physical nodes, copysets, cassandra vnodes, simultaneous node failures, replica placement, data loss probability, rack awareness, do virtual nodes hurt replication, two nodes died and data is gone, place replicas on distinct machines',
  'traffic/new-host':
    'slow start, least connections floods new instance, warm-up, alb slow start mode, nginx slow_start, cold jvm, scale-out errors, envoy slow_start_window, herd on new pod, new instance gets overloaded right after autoscaling, how do you warm up a new server, what is slow start in a load balancer and why is it needed, why does a new pod get too many requests',
  'traffic/next-bottleneck':
    "scaling plateau, adding servers doesn't help, database bottleneck, bottleneck shifts, theory of constraints, horizontal scaling limit, throughput flat, mva, load test plateau, why do more servers not help, how do you find the bottleneck, app servers scale but the database does not, adding servers does not increase throughput, why does adding servers not help",
  'traffic/no-room':
    'bounded vs unbounded queue, erlang b, m/m/c/k, blocking probability, rejectedexecutionexception, queue grows forever, backpressure, queue full drop, thread pool queue capacity, outofmemory, should a queue be bounded, what happens when requests arrive faster than they are served, reject or queue',
  'traffic/object-prefixes':
    's3 503 slowdown, s3 request rate per prefix, "please reduce your request rate", random prefix hash, key naming, athena spark s3 throttling, partition prefix, why does s3 throttle my requests, how do you scale s3 reads',
  'traffic/old-loads':
    'stale load information, herd effect, mitzenmacher, power of two choices, delayed metrics, join shortest queue, least loaded oscillation, multiple balancers, load report interval, why does join the shortest queue fail with stale metrics, all balancers pick the same server',
  'traffic/one-line':
    'single queue vs multiple queues, m/m/c, erlang c, bank queue supermarket checkout, pooled servers, passenger queue, puma nginx worker imbalance, queueing theory, shared queue, one queue or one queue per server, why is a shared queue faster, does pooling workers cut waiting, one queue or many',
  'traffic/pool-knee':
    'connection pool utilisation utilization, hockey stick latency, queueing wait, hikaricp connection timeout, 80% rule, erlang c, "remaining connection slots are reserved", pool exhausted, saturation, how busy may a connection pool get, why does latency explode at high utilisation, requests wait for a connection, latency near 100% utilization, how does the wait grow with utilization, what is the knee',
  'traffic/pool-per-request':
    'connection leak, "fatal: sorry, too many clients already", "too many connections" mysql 1040, new pool in handler, prisma client per request, next.js hot reload, singleton pool, datasource not reused, too many connections error from postgres, should the connection pool be a singleton, app opens a new pool for every request',
  'traffic/query-cost':
    'graphql rate limiting, query complexity, github graphql points, shopify cost, depth limit, expensive nested query abuse, rate limit by cost not count, fair share, how do you rate limit graphql, limit by query complexity, expensive queries from one client',
  'traffic/queue-at-ten':
    'do i need a queue, overengineering, kafka for low traffic, message broker at 10 rps, sync vs async, sqs worker, decouple, background job added latency, durability, when do you need a message queue, synchronous call or queue, advantages and cost of a queue between services',
  'traffic/redis-slots':
    "cluster resharding, crossslot keys in request don't hash to same slot, hash tag {}, moved ask redirection, crc16 mod 16384, slot migration, add node, clusterdown, how does redis cluster shard keys, what is a hash slot, moved redirection explained, several keys in one redis command",
  'traffic/resumable-upload':
    'upload a large file over a flaky connection, multipart upload s3, resumable upload, chunked upload, upload resume after connection loss, tus protocol, video upload from mobile, how do you upload a 5 gb file reliably, retry failed upload chunk, etag per part, CompleteMultipartUpload, presigned url large file, dropbox upload, restart transfer from the beginning',
  'traffic/ring-points':
    'how many virtual nodes does a hash ring need, virtual nodes, vnodes, num_tokens cassandra 256 16, token ring imbalance, consistent hashing variance, standard deviation of load, ketama 160 points, uneven ring, why does consistent hashing use virtual nodes, how many virtual nodes per server',
  'traffic/rolling-deploy':
    'connection draining, graceful shutdown, sigterm, prestop sleep, terminationgraceperiodseconds, deregistration delay, zero downtime deploy, connection reset 502 during rollout, kubernetes endpoints removal, how do you deploy without dropping requests, zero-downtime restart of servers behind a load balancer, graceful shutdown with open requests, how do you drain a server before a deploy',
  'traffic/shared-address':
    'ip rate limiting nat, cgnat, corporate proxy, innocent users blocked 429, x-forwarded-for, per user vs per ip throttle, noisy neighbour neighbor, api key limit, rate limit by ip or by user, users behind one nat get blocked, key for a rate limiter',
  'traffic/shared-limit':
    'distributed rate limiter, redis lua atomic, check-then-set race, multiple api gateway instances, local vs global limit, envoy ratelimit service, kong, gossip counters, incr, how do you rate limit across several servers, distributed rate limiting with redis, race condition in a rate limiter counter',
  'traffic/slow-parts':
    'tail at scale, fan-out, dean barroso, p99 amplification, 63% of requests slow, scatter gather, slowest shard, elasticsearch shards, 1-0.99^100, p99 high though the average is fine, why is my tail latency high, why is p99 of a fan-out request so bad, one slow shard slows every request, tail latency at scale',
  'traffic/slow-route':
    'average hides tail, p99 vs mean, one slow endpoint, latency per route, aggregate dashboard misleading, bimodal, p95 p99 breakdown by endpoint, slow query page, why look at p99 instead of the average, average latency looks fine but users complain, which latency metric should i alert on, p99 more important than the mean or average',
  'traffic/smoothing':
    'leaky bucket as queue vs meter, traffic shaping vs policing, nginx limit_req delay, shaping burst, constant outflow, pacing, envoy, uber ratelimit, leaky bucket vs token bucket, how do you smooth bursts, shaping or policing traffic',
  'traffic/sticky-sessions':
    'session affinity, ip hash, cookie jsessionid, logged out after scaling, alb stickiness, nginx ip_hash, in-memory session, users lose cart, haproxy cookie, sticky sessions or shared session store, why are users logged out when we scale, stateless vs stateful servers',
  'traffic/supermarket':
    'power of two choices, p2c, mitzenmacher supermarket model, random vs least connections, exponential improvement, queue length, finagle linkerd p2c, two random choices, three choices, mean response time, which load balancing algorithm is best, random vs power of two choices vs least loaded, least connections vs round robin latency',
  'traffic/tied-requests':
    'tail at scale, cross-server cancellation, redundant requests, race replicas, cancel on start, dean barroso, duplicate work, replicate and cancel, speculative, first wins, send a request to two servers and cancel the slower, tied vs hedged requests',
  'traffic/told-to-wait':
    '429 too many requests, rate limit exceeded, client backoff, ignore retry-after hammering, api client throttled, github openai rate limit, polite retry, wasted rejected requests, what should a client do when it gets 429, should i retry immediately after a rate limit',
  'traffic/unequal-hosts':
    'weighted round robin, least connections, heterogeneous servers, mixed instance types, weights, slow servers overloaded, nginx weight, haproxy leastconn, capacity-aware balancing, round robin vs least connections vs weighted, load balancing servers of different sizes, which algorithm for mixed hardware',
  'traffic/uneven-work':
    'm/g/1, pollaczek-khinchine, head-of-line blocking, variance service time, heavy tail queueing, m/m/1 vs m/d/1, queuing delay, long requests delay short, coefficient of variation, why do a few long requests slow down everything, effect of variance on queueing time, separate queues for slow jobs, latency near full utilization',
  'traffic/whole-seconds':
    'retry-after rounding, ceil vs floor seconds, ratelimit-reset header, 429 again after waiting, off by one second, retry too early, lost throughput, ratelimit headers, should retry-after be rounded up, client retries exactly on time and is refused again',
  'traffic/window-edge':
    'fixed window vs sliding window, rate limiter boundary burst, double the limit, sliding window log counter, token bucket comparison, redis incr expire, rate limiting algorithms, system design interview, fixed window vs sliding window rate limiting, which rate limiting algorithm would you choose, burst at the window boundary, limit of 100 requests a minute and a client sent 200 around the turn of the minute',
  'transactions/check-then-insert':
    'unique constraint, duplicate username, signup race, toctou, find or create, existsby then save, validates_uniqueness_of, on conflict do nothing, duplicate key value violates, get_or_create, double booking, prevent duplicate usernames, race condition check then act, why a unique index',
  'transactions/commit-messages':
    'gray lamport consensus on transaction commit, 2pc message count, paxos commit cost, message delays, forced log writes, 3n-1, non-blocking commit, 2pc vs paxos commit, how many round trips does two-phase commit take',
  'transactions/commit-under-faults':
    'atomic commitment, 2pc correctness, all or nothing, jepsen, in-doubt, chaos, fault injection, xa atomicity, mixed outcome, heuristic decision, is two-phase commit safe under crashes, can participants disagree after 2pc',
  'transactions/coordinator-crash':
    'in-doubt transaction, xa recover, prepared transactions, pg_prepared_xacts, blocking protocol, orphaned locks, jta atomikos narayana, msdtc, coordinator recovery log, presumed abort, what happens if the 2pc coordinator crashes, why is two-phase commit blocking, drawbacks of two-phase commit, in-doubt participants hold locks, why avoid distributed transactions',
  'transactions/coordinator-gone':
    '2pc blocking problem, cooperative termination protocol, in-doubt forever, paxos commit, three-phase commit, heuristic decision, rollback prepared, coordinator disk lost, nonblocking commit, coordinator never comes back, non-blocking atomic commit, is three-phase commit used',
  'transactions/crash-at-every-point':
    'dual write problem, transactional outbox vs cdc, debezium, lost event, phantom event, @transactional publish, order service, atomic save and publish, event without row, message relay, outbox pattern or cdc, event published but transaction rolled back, reliable event publishing',
  'transactions/dedup-window':
    'deduplication ttl, sqs fifo five minute dedup, processed ids expiry, redis setnx ttl, late redelivery, replay from dlq, message id retention, duplicate after days, how long should you remember message ids, deduplication window too short, processed-message table cleanup, message arrives twice after a week',
  'transactions/event-order':
    'out-of-order events, order shipped before created, sequence number, event versioning, state machine, reordering buffer, cross-partition ordering, latest arrival overwrites, eventually consistent read model, events of one user or entity stay in order, order per key with many consumers, events arrive out of order, how do you handle out-of-order events, late event overwrites newer state',
  'transactions/event-streams':
    'cqrs, event store, aggregate, axon, eventstoredb kurrent, optimistic concurrency expected version, read model, replay, bank account ledger, audit log, marten, what is event sourcing, benefits and drawbacks of event sourcing, event sourcing and cqrs consistency, rebuild state from events',
  'transactions/feed-lag':
    'end-to-end propagation delay, polling interval, cdc lag, eventual consistency delay, cross-region feed, news feed fan-out latency, debezium latency, read model staleness, how stale is an eventually consistent view, how long until an update is visible in another service, delay of outbox polling, how fresh is a read model that is fed by polling',
  'transactions/idempotency-crash':
    'idempotency key stripe, recovery points brandur, ride booked twice, double charge, crash mid-request, atomic phases, uber rocket rides, safe retries, in-progress key, how do you prevent a double charge, retry a payment safely, idempotent payment api, server crashes during payment, prevent double charging a customer',
  'transactions/inbox':
    'inbox pattern, idempotent receiver, deduplication table, processed_messages, transactional inbox, end-to-end exactly once, effectively once, masstransit outbox, duplicate order, consumer crash before ack, how to process an event exactly once, outbox and inbox together, idempotent consumer with a database',
  'transactions/isolation-levels':
    'hermitage, read committed, repeatable read, snapshot isolation, serializable, dirty read, phantom read, non-repeatable read, postgres mysql oracle, g0 g1 g2, acid, fuzzy read, difference between read committed and repeatable read, which isolation level should I use, what anomalies does snapshot isolation allow, explain acid isolation',
  'transactions/job-queue':
    'job queue in postgres, database as a queue, select for update skip locked, table as a task queue, several workers one table, two workers take the same job, job processed twice, worker crashes while holding a job, background jobs, idle_in_transaction_session_timeout, pg-boss graphile-worker river oban solid queue good_job que, how do you use a database table as a job queue, skip locked vs for update, jobs in a table',
  'transactions/key-contract':
    'idempotency-key header, stripe api, same key different body 422, 409 conflict concurrent request, replay stored response, ietf draft, key expiry, payload fingerprint mismatch, how do idempotency keys work, same idempotency key with another body, make a post request idempotent, what is idempotency and why does it matter, what does idempotent mean, avoid duplicate orders when the client retries, idempotent api, implement an idempotent POST endpoint, what is an idempotency key and how does the server use it',
  'transactions/lan-and-wan':
    "2pc cross-region latency, lock hold time, distributed transaction wan, contention window, throughput hot row, why 2pc doesn't scale, xa between data centers centres, geo-distributed, is two-phase commit slow, how long are locks held in a distributed transaction, 2pc across regions",
  'transactions/lock-order':
    'deadlock detected postgres 40p01, deadlock_timeout, lock ordering, order by id for update, wait-for graph, innodb deadlock 1213, two transfers crosswise, transfer money deadlock, select for update order, retry on deadlock, how to avoid deadlocks, what is a deadlock and how to prevent it, two transactions wait for each other, lock rows in the same order',
  'transactions/long-reader':
    'mvcc, multiversion concurrency control, postgres readers block writers, writers block readers, long-running query, long-running transaction blocks vacuum, autovacuum not removing dead tuples, dead but not yet removable, table bloat, n_dead_tup, oldest xmin, xmin horizon, idle in transaction bloat, snapshot too old, ora-01555, old_snapshot_threshold, undo log history list length, select blocks update, analytics query on production database, hot_standby_feedback, canceling statement due to conflict with recovery, garbage collection of old versions',
  'transactions/lost-update':
    'read-modify-write, what is a lost update and how do you fix it, select for update, optimistic locking @version jpa, optimisticlockexception, compare-and-swap, atomic update set n = n + 1, counter race, bank balance, likes, what is a lost update, optimistic vs pessimistic locking, two users edit the same record, counter increments get lost, concurrent balance update, avoid lost updates, two requests read the same balance and both withdraw, account overdrawn by concurrent withdrawals',
  'transactions/presumptions':
    'presumed nothing, 2pc optimization optimisation, mohan r* system, forced log record, ack messages, read-only vote, prepare commit acks, logging cost, presumed abort vs presumed commit, make two-phase commit cheaper',
  'transactions/put-and-patch':
    'json merge patch, if-match etag 412 precondition failed, optimistic concurrency rest api, partial update, full replace overwrites fields, lost edit, null out field, @dynamicupdate, put vs patch, two users save the same form, if-match and etag, concurrent edits overwrite each other',
  'transactions/rebuild-time':
    'event replay duration, snapshotting frequency, rehydrate aggregate, rebuild projection, slow aggregate load, snapshot every n events, event sourcing performance, axon snapshot threshold, how long to replay an event store, when to take snapshots in event sourcing, event sourcing slow to load, rebuild a read model: how long does it take',
  'transactions/repeated-messages':
    'idempotent consumer, increment vs set, upsert, version check, duplicate and late message, out-of-order update, idempotent operations, crdt merge, stale overwrite, set absolute value, what makes an operation idempotent, handle duplicate messages, same message delivered twice',
  'transactions/saga-choreography':
    'event-driven saga, stuck saga, timeout job, reconciliation, choreography vs orchestration, order stuck pending, missing event, temporal, axon, microservices transaction, 2PC against saga, orchestration or choreography, drawbacks of choreographed sagas, lost event leaves saga unfinished, how to detect stuck sagas, saga is stuck halfway',
  'transactions/saga-compensation':
    'compensating transaction fails, refund failed, rollback of saga, retry compensation, manual intervention, half-completed order, undo step error, dead letter, stuck refund, what if the compensating action fails, what if a rollback step of a saga fails, compensation keeps failing, saga half done',
  'transactions/saga-crash':
    'orchestrator crash, saga recovery, saga log, temporal workflow, camunda, step functions, compensating actions, durable execution, resume after restart, pivot transaction, idempotent steps, what is the saga pattern, how does a saga orchestrator recover, distributed transaction without 2pc, order payment and stock across services, what is a saga and when is it used, how do sagas work, service crashes in the middle of a saga, book flight, hotel and car: all or nothing, orders marked paid with no stock reserved, services disagree after a split into microservices',
  'transactions/saga-seat':
    'semantic lock, saga lack of isolation, last ticket, seat reservation hold, pending status, double booking, concert cinema airline booking, countermeasures richardson, dirty read saga, payment declined, booking a seat or ticket, held while the payment is pending, reservation, overbooking, double booking, reserve the last item while payment is pending, how do you prevent overselling, sagas have no isolation, ticket booking race',
  'transactions/schema-versions':
    'event versioning, avro protobuf schema evolution, backward forward compatible, schema registry, rename field, upcasting, breaking change, optional field default, weak schema, how do you change an event’s schema, old events after schema change, upcaster, versioning events',
  'transactions/slow-transaction':
    'polling publisher gap, bigserial commit order, auto-increment gap, missed rows, long-running transaction, pg_snapshot_xmin, xid, head-of-line blocking outbox, debezium wal, skipped events, outbox relay skips rows of slow transactions, ids out of commit order, why is selecting by id > last_id unsafe for an outbox',
  'transactions/two-phase-commit':
    '2pc, xa transaction, prepare phase, atomic commit protocol, prepare transaction postgres, jta, coordinator failure, distributed transaction across databases, microservices 2pc vs saga, how does two-phase commit work, explain 2pc, atomic transaction across two databases, what is a distributed transaction, transfer money between two databases atomically, commit at both or at none',
  'transactions/write-skew':
    'serializable snapshot isolation ssi, on-call doctors, could not serialize access due to read/write dependencies, 40001, repeatable read not enough, materialize conflict, constraint across rows, kleppmann, what is write skew, snapshot isolation vs serializable, two doctors on call, constraint violated by concurrent transactions, which anomaly remains under snapshot isolation',
  'access/autocomplete':
    'design an autocomplete, typeahead suggestions, search suggestions trie, google search box completions, top k by prefix, prefix tree, how does autocomplete work at scale, precomputed suggestions per node, trending searches in typeahead, update frequency counts in trie, design search autocomplete system',
};
