/** What requests meet: retries, limits, balancers, servers, connections, sign-ins; which to choose when. */
import type { Comparison } from './comparison.ts';

export const requests: Readonly<Record<string, Comparison>> = {
  'token-or-leaky-bucket': {
    title: 'Token bucket, leaky bucket or window: which rate limiter lets what through?',
    words:
      'token bucket vs leaky bucket, fixed window vs sliding window counter vs sliding log, token bucket vs sliding window log, rate limiting algorithms compared',
    decides:
      'Usually a token bucket, which keeps two numbers and lets a client send a burst of its size, and then its rate; a fixed window is as cheap, but admits twice its limit around an edge; a sliding counter nearly holds the limit, a sliding log exactly, with a time kept for each request; and a leaky bucket as a queue evens out the rate.',
    sides: {
      'Token bucket': 'traffic/burst-then-rate',
      'Leaky bucket': 'traffic/smoothing',
      Windows: 'traffic/window-edge',
    },
    rules: ['traffic/cap-at-burst', 'traffic/window-slides'],
  },
  'fixed-or-sliding-window': {
    title: 'Fixed window or sliding window: which rate limiter?',
    words:
      'fixed window or sliding window, fixed window vs sliding window counter vs sliding log, burst at the edge of a window, fixed window counter problem, why is a fixed window bad',
    decides:
      'A sliding window counter: it keeps two numbers per client and admits about the limit in any period, while a fixed window admits up to twice the limit around its edge; a sliding log is exact and keeps a time per request.',
    sides: {
      'At the edge': 'traffic/window-edge',
      'A token bucket': 'traffic/burst-then-rate',
    },
  },
  'shedding-or-rate-limiting': {
    title: 'Load shedding or rate limiting?',
    words:
      'load shedding vs rate limiting, concurrency limit vs rate limit, throttling or shedding, does a rate limiter protect from overload',
    decides:
      'Use both: a rate limiter holds each client to its quota, however idle the service is; load shedding (a limit on the requests in progress) refuses requests of an overloaded service, whoever sends them, the least critical first.',
    sides: {
      Shedding: 'resilience/load-shedding',
      'A limit per client': 'traffic/burst-then-rate',
      'What to drop first': 'resilience/priority-shedding',
    },
    rules: ['resilience/shed-least-critical-first', 'traffic/cap-at-burst'],
  },
  'slow-dependency': {
    title: 'A dependency becomes slow: timeout, bulkhead or circuit breaker?',
    words:
      'downstream service slow takes down callers, cascading failure, circuit breaker vs bulkhead vs timeout, thread pool exhausted, a downstream api is slow and the whole site hangs, one slow service takes everything down, one slow service makes pages time out that do not call it, login times out because of another service, service A calls B calls C and C is slow',
    decides:
      'Use all three (timeout, bulkhead, circuit breaker), and a cap on retries: a timeout bounds each wait, a bulkhead keeps slow calls from taking every thread or connection, a circuit breaker stops calling once most calls fail, and a retry budget keeps retries from multiplying the load.',
    sides: {
      Bulkhead: 'resilience/slow-dependency',
      Timeout: 'resilience/timeout-choice',
      'Circuit breaker': 'resilience/fail-fast',
    },
    rules: ['resilience/separate-pools', 'resilience/cancel-what-timed-out'],
  },
  overload: {
    title: 'More requests arrive than a service can serve: what protects it?',
    words:
      'overload protection, what is graceful degradation, degrade gracefully, load shedding vs backpressure vs throttling, traffic spike, admission control, the queue keeps growing in a spike and latency never comes back to normal, should we reject requests, our job queue keeps growing and the client gave up before the job starts, stale requests in a queue',
    decides:
      'Reject early what cannot be answered in time, the least critical first (load shedding, graceful degradation), make callers that you control hold back (backpressure), and bound every queue.',
    sides: {
      Shedding: 'resilience/load-shedding',
      'Clients that hold back': 'resilience/client-throttling',
      'A bounded queue': 'traffic/no-room',
    },
    rules: ['traffic/line-is-bounded', 'resilience/shed-least-critical-first'],
  },
  'safe-retries': {
    title: 'How do you retry without making an outage worse or doing something twice?',
    words:
      'retry strategy, exponential backoff with jitter, retry budget, retry amplification, idempotent retries, when should a client retry, when should I retry a failed HTTP request and when not, when should you not retry, how many times should I retry, which requests are safe to retry',
    decides:
      'Retry only what is idempotent or has an idempotency key, with exponential backoff and jitter, few attempts, at one layer, and within a retry budget.',
    sides: {
      'Backoff and jitter': 'resilience/backoff',
      'Retry budget': 'resilience/retry-budget',
      'Idempotency key': 'transactions/idempotency-crash',
    },
    rules: ['resilience/retry-only-idempotent', 'resilience/retry-at-one-layer'],
  },
  'charge-once': {
    title: 'How do you make sure that a customer is charged only once?',
    words:
      'double payment, where is the idempotency key generated, payment api idempotency key design, duplicate charge after timeout, stripe idempotency, exactly one payment, is POST /payments safe to retry',
    decides:
      'The client draws an idempotency key (a UUID) and sends it with every attempt; the server stores the key with the effect in one transaction, and passes it on to the payment provider.',
    sides: {
      'A retry after a timeout': 'resilience/double-charge',
      'A crash at any point': 'transactions/idempotency-crash',
      'What a key promises': 'transactions/key-contract',
    },
    rules: ['resilience/retry-only-idempotent', 'transactions/recovery-point-with-effect'],
  },
  'threads-or-event-loop': {
    title: 'Threads or an event loop: what does each cost, and when does it fail?',
    words:
      'thread per connection vs epoll, node.js vs java threads, c10k, blocking vs non-blocking io, async io vs thread pool, reactor, blocking or non-blocking I/O, threads or async, virtual threads, how can one thread serve ten thousand connections and what goes wrong when one handler blocks, one thread for many connections, a handler that blocks the event loop, epoll or threads, thread per connection or epoll for 10k idle connections, threads vs epoll for idle connections',
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
      'websocket vs sse vs polling, websocket or sse, sse or websocket, polling or websocket for a chat app, push updates to browser, real-time notifications, design a live dashboard',
    decides:
      'Polling if some seconds of delay are fine, server-sent events (text over HTTP, which proxies pass and a browser resumes by itself) if only the server sends, WebSocket if both sides send often, and long polling only as a fallback where neither gets through.',
    sides: {
      'Bytes of an event': 'fanout/bytes-per-event',
      'Server-sent events': 'fanout/seventh-tab',
      Polling: 'fanout/polling',
    },
    rules: ['fanout/resume-from-last-id'],
  },
  'session-or-token': {
    title: 'Sessions or JWTs?',
    words:
      'session vs jwt, stateful vs stateless authentication, session cookie or token, where to store login state, cookie session or JWT, what is a jwt, what is in a jwt, json web token, JWT or server-side sessions, sessions vs tokens, which one to choose',
    decides:
      'Sessions if access must end at once; short-lived JWTs if services must check without a look-up, together with a refresh token that can be revoked.',
    sides: {
      Revocation: 'auth/revocation',
      'The store is down': 'auth/store-outage',
      Size: 'auth/token-size',
    },
  },
  'load-balancing-algorithms': {
    title: 'Round robin, least connections or two random choices: which balancer is best?',
    words:
      'load balancing algorithms, round robin vs least connections vs power of two choices, weighted round robin, round robin, least connections or the better of two random servers if some machines are slower, servers of different speed, compare round robin, least connections and picking the better of two random servers, when does round robin or least connections go wrong',
    decides:
      'Round robin if servers and requests are alike; least connections if either differs, because a slow server, or one busy with long requests, has more open ones and gets fewer new ones; the better of two random servers if looking at all is expensive and servers are about equally fast.',
    sides: {
      'Servers that differ': 'traffic/unequal-hosts',
      'Requests that differ': 'traffic/unequal-requests',
      'Least connections and a failing host': 'traffic/black-hole',
    },
    rules: ['traffic/fewest-open-first', 'traffic/failures-eject'],
  },
  sharding: {
    title: 'How do you shard data, and what do hot keys and new nodes do to it?',
    words:
      'consistent hashing vs modulo, hot partition, celebrity key, rebalancing, resharding, add shards without downtime, split a shard, horizontal partitioning, how do you choose a shard key',
    decides:
      'Hash keys onto a ring (consistent hashing), so that a new node takes only its share; no hash helps a hot key: cache it, or split it over several shards.',
    sides: {
      'A new node': 'traffic/add-a-node',
      'A hot key': 'traffic/hot-key',
      'A hot shard': 'estimation/hot-shard',
    },
    rules: ['traffic/owner-ignores-node-count', 'traffic/capacity-is-bounded'],
  },
  'pool-sizing': {
    title: 'How large should a connection pool be?',
    words:
      'hikaricp pool size, too many database connections, threads and connections, database connections exhausted and each pod has a pool, pgbouncer, little law for pools, how big should a connection pool be, connection pool size, what is a connection pool, connection pool too small or too large, remaining connection slots are reserved, many pods with a pool each, too many connections to postgres',
    decides:
      'Arrival rate x the time that each request holds a connection (Little’s law), plus headroom, but over all pods together no more than the database can work on at once: beyond that connections share its processors and disks, and every query gets slower.',
    sides: {
      'A larger pool': 'resilience/pool-size',
      'Near saturation': 'traffic/pool-knee',
      'Several per request': 'access/nested-connections',
    },
    rules: ['traffic/pool-waits-have-a-limit', 'access/pool-covers-nesting'],
  },
  'tail-latency': {
    title: 'The P99 is bad: where does tail latency come from, and what helps?',
    words:
      'p99 is bad but the average is fine, why is p99 so bad and what can I do about it, how do you reduce tail latency, reduce p99, lower the p99, a few requests are slow, p99 spikes, p99 latency high, tail at scale, fan-out amplifies slow responses, hedged requests, percentiles',
    decides:
      'A request waits for its slowest part, so a fan-out makes rare slow answers common: send a second copy (a hedged request) after the 95th percentile, and keep short requests out of queues behind long ones.',
    sides: {
      'A fan-out': 'traffic/slow-parts',
      'A second copy': 'traffic/hedge-late',
      'Behind long requests': 'traffic/uneven-work',
    },
    rules: ['traffic/hedge-after-p95', 'estimation/percentiles-do-not-average'],
  },
  'hot-keys': {
    title: 'How do you deal with a hot key?',
    words:
      'celebrity problem, one key gets most of the traffic, one redis shard at 100% cpu, hot partition, viral item, one shard gets ten times the traffic of the others, how do you deal with one huge customer overloading a single shard, noisy neighbour, one big tenant on one shard',
    decides:
      'A hash balances keys, not requests: serve a key that is read too often from caches or several copies, and split one that is written too often by a suffix.',
    sides: {
      'On a ring': 'traffic/hot-key',
      'Of a table': 'traffic/hot-partition',
      'Of shards': 'estimation/hot-shard',
    },
    rules: ['traffic/suffix-spreads-writes', 'estimation/hottest-shard-not-mean'],
  },
  'retry-storms': {
    title: 'How do retries make an outage worse, and how do you prevent a retry storm?',
    words:
      'latency got worse after we added retries, what is a retry storm, how do you prevent a retry storm, should every service in a chain retry, retries at the gateway or in each service, retry storm took down our backend, retry amplification, retry budget, why do retries make things worse, retries made the outage worse, p99 latency doubled after we enabled retries, the downstream recovered but our traffic to it is still five times normal, a downstream service becomes slow and everyone’s retries make it worse, how do retries turn a small slowdown into a full outage',
    decides:
      'Cap retries by a retry budget, such as 10% of the requests, make them at one layer only, and spread them by backoff with jitter: otherwise nested retries multiply the load and keep the service down.',
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
      'Without jitter, clients that failed together come back together; full jitter draws each wait evenly between 0 and min(cap, base x 2^attempt), so cap first and randomise afterwards.',
    sides: {
      'After an outage': 'resilience/thundering-herd',
      'Kinds of jitter': 'resilience/backoff',
      'At the cap': 'resilience/jitter-at-the-cap',
    },
  },
  'half-open-breaker': {
    title: 'When does a circuit breaker go half-open, and how many probes does it let through?',
    words:
      'half open circuit breaker, how many probe requests should a half-open breaker let through, how long should a breaker stay open, when does a circuit breaker close again, closed open half-open states, states of a circuit breaker, what closes an open circuit breaker, permittedNumberOfCallsInHalfOpenState, waitDurationInOpenState, sleepWindow',
    decides:
      'Closed, a breaker passes calls until too many fail; open, it refuses them for a wait (Hystrix 5 s, Resilience4j 60 s); half-open, it lets a few probes through (1 and 10 by default), and closes if enough succeed, or else opens again.',
    sides: {
      Probes: 'resilience/recovery',
      'The wait': 'resilience/breaker-blip',
      'What opens it': 'resilience/breaker-thresholds',
    },
  },
  'circuit-breakers': {
    title: 'When does a circuit breaker help, and how is it tuned?',
    words:
      'how does a circuit breaker work, circuit breaker thresholds, when should it open, should I use a circuit breaker, what is a circuit breaker and when would you use one, circuit breaker pattern, hystrix, resilience4j, polly',
    decides:
      'A circuit breaker refuses calls at once while most calls of a dependency fail, which spares both sides; open it by the failure rate over many calls, and close it through a few probes.',
    sides: {
      'A dependency is down': 'resilience/fail-fast',
      'What counts as a failure': 'resilience/client-errors',
      'Half-open': 'resilience/recovery',
    },
    rules: ['resilience/minimum-volume', 'resilience/limit-probes'],
  },
  'flapping-breaker': {
    title: 'A circuit breaker opens and closes again and again: why, and what stops it?',
    words:
      'circuit breaker flapping, breaker keeps flapping open and closed, our circuit breaker opens and closes all the time, breaker trips too often, breaker too sensitive, breaker oscillates, circuit breaker opens again right after it closes',
    decides:
      'The breaker closes after a lucky probe and lets the full load onto a service that is still cold, or a few failures suffice to open it: ramp the load up after the probes, and open by the failure rate over many calls.',
    sides: {
      'It closes too early': 'resilience/recovery',
      'It opens too easily': 'resilience/breaker-thresholds',
      'A blip': 'resilience/breaker-blip',
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
      'what is backpressure, how do you implement backpressure in a microservice, backpressure vs load shedding, reject requests or slow the sender down, when to drop requests and when to push back, should I queue requests or reject them, reject or queue',
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
      'how long should a timeout be, what should the timeout of a downstream call be, what timeout to set for a call to another service, timeout from mean or p99, nested timeouts, deadline propagation, timeout on each hop of a chain of microservices, caller gives up before the callee, what is a good timeout value, what timeout should I set for an RPC',
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
      'Why is the less loaded of two random servers better than one random server or round robin, and when is it not?',
    words:
      'p2c, the less loaded of two random servers, why pick two random servers, two random choices explained, when is power of two choices worse, power of two random choices vs round robin, vs least connections, power of two choices compared with a random server',
    decides:
      'Two choices look at the load, which one random choice and round robin ignore, and ask only two servers; they gain nothing over round robin if servers and requests are alike, or over a balancer that counts all open requests itself (least connections), and they overload slow servers, which are compared with one another.',
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
      'Check whether the host itself can serve (shallow), not its dependencies (deep), which would take all hosts out at once; find failing hosts by their answers as well, and use all hosts if most checks fail.',
    sides: {
      'A dead host': 'traffic/dead-host',
      'Deep checks': 'traffic/deep-checks',
      Outliers: 'traffic/broken-host-returns',
    },
  },
  'hash-ring': {
    title: 'Consistent hashing or hash mod n?',
    words:
      'how does consistent hashing work, what is consistent hashing, how does consistent hashing help when a node is added, consistent hashing vs rendezvous hashing, virtual nodes, add or remove a node, hash slots, consistent hashing vs modulo',
    decides:
      'Consistent hashing if nodes come and go: nodes and keys are points on a ring, a key belongs to the next node, so a new node takes only its share, and virtual nodes even the shares out; mod n moves nearly every key.',
    sides: {
      'A new node': 'traffic/add-a-node',
      'Points of a node': 'traffic/ring-points',
      'Caches on a ring': 'traffic/cache-grows',
    },
    rules: ['traffic/owner-ignores-node-count', 'traffic/many-points-a-node'],
  },
  'gateway-statuses': {
    title: '502, 503 or 504: what does each of them mean?',
    words:
      'bad gateway vs service unavailable vs gateway timeout, why does our API return 502s behind a load balancer, keep-alive mismatch, random 502 errors, 502 vs 503 vs 504, difference between a 502 and a 504',
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
  'mean-or-percentile': {
    title: 'Mean or P99?',
    words:
      'average latency vs p99, a mean for latency alerts, why look at percentiles, averages hide the tail, p99 of several servers, average vs p99 latency, average or percentile, which percentile should i monitor, why does averaging p99s not work',
    decides:
      'Percentiles, because a mean hides a few slow requests; compute them from merged histograms, never as a mean of servers’ percentiles.',
    sides: {
      'A slow route': 'traffic/slow-route',
      'Several servers': 'estimation/merged-percentiles',
      'Parallel calls': 'estimation/parallel-calls',
    },
  },
  'logout-with-tokens': {
    title: 'How do you revoke a JWT, or log a user out with JWTs?',
    words:
      'how do I revoke a JWT, how do you revoke a JWT, invalidate a JWT, JWT logout, blocklist vs token version vs short tokens, logout everywhere, JWT after a password change, user is logged out but the jwt still works',
    decides:
      'A JWT cannot be taken back: let it live for minutes, revoke the refresh token, and check a blocklist or a token version where access must end at once.',
    sides: {
      Ways: 'auth/revocation',
      'A blocklist': 'auth/blocklist-size',
      'Kinds of sign-out': 'auth/three-logouts',
    },
    rules: ['auth/blocklist-is-asked', 'auth/version-is-compared'],
  },
  'access-and-refresh-tokens': {
    title: 'Access token and refresh token: how do they work together?',
    words:
      'access token vs refresh token, why refresh tokens, rotate refresh tokens, silent refresh',
    decides:
      'The short-lived access token goes with every request; the long-lived refresh token goes only to the issuer, is replaced at each use (rotation), and can be revoked.',
    sides: { 'Silent refresh': 'auth/silent-refresh', Rotation: 'auth/stolen-refresh' },
  },
  'stolen-tokens': {
    title: 'Where does a browser keep its tokens, and what if one is stolen?',
    words:
      'where should a single page app keep its JWT, where to store a JWT, localStorage or cookie, httponly cookie, store tokens in the browser, token stolen by xss, what happens if a token is stolen, stolen access token, stolen JWT, someone steals a session cookie: what limits the damage',
    decides:
      'Keep tokens out of localStorage, which any injected script reads (XSS): a short-lived access token in memory, the refresh token in an HttpOnly, SameSite cookie, replaced at each use (rotation): if a stolen one is used as well, the reuse shows, and all its tokens are revoked.',
    sides: {
      'A stolen refresh token': 'auth/stolen-refresh',
      'A stolen access token': 'auth/revocation',
    },
  },
  webhooks: {
    title: 'How do you deliver webhooks reliably, and why do duplicates come?',
    words:
      'deliver webhooks reliably, design a webhook system, why do we get duplicate webhooks, webhook delivered twice, webhook retries, lost webhooks, missing webhook, process a webhook only once',
    decides:
      'The provider repeats an event with backoff until it gets a 2xx, so duplicates are normal: store the event’s id in one transaction with its effect, check signature and age, and alert if events stop coming.',
    sides: {
      'The receiver': 'auth/webhook-replay',
      'An event never comes': 'slo/missing-webhook',
    },
  },
  'oauth-login': {
    title: 'How does a login with OAuth work: authorization code, PKCE and state?',
    words:
      'how does OAuth2 work, is OAuth the same as authentication, OAuth vs OIDC, how does an oauth login work, login with google, openid connect, single sign-on, sso, authorization code flow',
    decides:
      'OAuth authorises an app, and OpenID Connect (OIDC) adds a token that says who signed in (authentication): the login service sends a one-time code through the browser, and the client redeems it with a secret whose hash it sent before (PKCE); state ties it to this browser.',
    sides: {
      'An attacker': 'auth/redirect-login',
      'What a service checks': 'auth/forged-tokens',
    },
  },
  'sticky-or-stateless': {
    title: 'Sticky sessions, or a shared session store?',
    words:
      'sticky sessions good or bad, are sticky sessions bad, should I use sticky sessions, session affinity, stateful or stateless servers, what are the drawbacks of sticky sessions, where do you store sessions behind a load balancer, sessions with several servers, users are logged out when we scale or deploy',
    decides:
      'A shared store (Redis), or tokens: any server then serves any user, and a server can go without a user noticing; sticky sessions (session affinity) save the look-up, but lose sessions with their server and spread load unevenly.',
    sides: {
      'A server joins': 'traffic/sticky-sessions',
      'The store is down': 'auth/store-outage',
    },
  },
  'jwt-signatures': {
    title: 'HS256 or RS256: how are tokens signed?',
    words:
      'symmetric or asymmetric signature, which jwt algorithm, hs256 vs rs256 vs es256, shared secret or key pair',
    decides:
      'HS256 (HMAC) if one party both signs and checks, because it needs the same secret; RS256 (RSA) or the shorter ES256 (elliptic curves) if others check, because they need only the public key.',
    sides: {
      Size: 'auth/token-size',
      'Forged tokens': 'auth/forged-tokens',
      'A new key': 'auth/key-rotation',
    },
    rules: ['auth/algorithm-is-pinned', 'auth/keys-overlap-on-rotation'],
  },
  'scaling-websockets': {
    title: 'How do you scale WebSockets?',
    words:
      'millions of connections, do I need sticky sessions for websockets, websocket servers behind a load balancer, what happens when a websocket server restarts, what happens to WebSocket connections on a deploy, deploy a new version of a chat server with open websockets',
    decides:
      'A WebSocket stays with its server, so no sticky sessions are needed: add servers by their connections and memory, with one to spare, route messages between them through a broker, and on a deploy drain servers one by one and let clients reconnect with jitter.',
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
    rules: ['fanout/resume-from-last-id', 'fanout/ack-after-store'],
  },
  'select-poll-epoll': {
    title: 'select, poll or epoll?',
    words:
      'why is epoll faster, I/O multiplexing, select vs poll vs epoll, how does epoll work, what is epoll, how does epoll serve 10,000 connections, select vs epoll with idle clients',
    decides:
      'epoll for many connections on Linux: a socket is registered once, the kernel puts it on a list when it is ready, and a wait returns that list, so its cost grows with those that are ready; select and poll look at all of them each time.',
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
  'rest-or-grpc': {
    title: 'REST or gRPC: when is gRPC a bad choice?',
    words:
      'grpc vs rest, rest vs grpc, when is gRPC a bad choice even for internal services, gRPC advantages and disadvantages, json or protobuf, should internal services use gRPC, gRPC in the browser',
    decides:
      'gRPC between services that are built together: small binary messages, generated clients, streams; REST for browsers, public interfaces and what HTTP caches should answer, because a POST is not cached, and gRPC’s long connections need a balancer that chooses for each request.',
    sides: {
      'Fields of messages': 'deployment/field-numbers',
      'Long connections': 'traffic/long-connections',
      'HTTP caches': 'deployment/edge-cache',
    },
    rules: ['deployment/deleted-numbers-are-reserved', 'deployment/store-only-gets'],
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
  'hedge-or-retry': {
    title: 'Hedged requests, or retries with a shorter timeout?',
    words:
      'hedging vs retrying, hedge or retry, second copy or shorter timeout, retry early to cut the tail',
    decides:
      'Hedge reads whose first copy is probably only slow: a second copy after the 95th percentile adds 5% load, and the first answer counts; retry what failed; a shorter timeout cuts off answers that were on their way and repeats their work.',
    sides: {
      'A second copy': 'traffic/hedge-late',
      'A shorter timeout': 'estimation/mean-timeout',
      Retries: 'estimation/load-of-retries',
    },
    rules: ['traffic/hedge-after-p95', 'estimation/tail-not-mean'],
  },
  'hedged-or-tied': {
    title: 'Hedged or tied requests: how do copies shorten the tail?',
    words:
      'hedged requests vs tied requests, when should I use hedged requests, backup requests, send the request to two replicas, the tail at scale, reduce p99 with duplicate requests',
    decides:
      'Hedge idempotent requests: send a copy only when an answer is late, for a few percent more load; tie copies, so that the first to begin cancels the other, if waiting in queues is what is slow.',
    sides: {
      Hedged: 'traffic/hedge-late',
      Tied: 'traffic/tied-requests',
    },
  },
};
