/** Releases, scaling, objectives and estimates: which to choose when, and how it works. */
import type { Comparison } from './comparison.ts';

export const operations: Readonly<Record<string, Comparison>> = {
  'cold-starts': {
    title: 'What helps against cold starts of serverless functions?',
    words:
      'how do you avoid cold starts, deal with cold starts, reduce lambda cold start, keep functions warm, provisioned concurrency vs keep-alive vs a faster runtime, how do cold starts affect lambda latency, why are the first requests to a function slow and what can you do about it, first requests are slow',
    decides:
      'Pay for provisioned concurrency where users wait; elsewhere choose a runtime that starts fast and load little at the start; a ping keeps one instance warm, and no more.',
    sides: {
      'How often': 'serverless/sparse-requests',
      'Provisioned instances': 'serverless/provisioned',
      'Another runtime': 'serverless/runtimes',
    },
  },
  'downtime-of-nines': {
    title:
      'Availability of 99.9% or 99.99%: how much downtime is that, and what do dependencies make of it?',
    words:
      'how many minutes of downtime per year, how much downtime per month does 99.95% availability allow, three and a half nines, four nines, five nines, availability in series and in parallel, how many 9s from two load balanced servers, depends on five services, composite sla, availability of five services in a chain, add a replica, request passes through several services with 99.9% availability each, overall sla, 99.9% means how much downtime, how much downtime is 99.9%, how many nines do we need, is 99.9% good enough, what availability do five services of 99.9% have together, what does 99.9% availability mean, three nines of availability',
    decides:
      'Downtime is (1 - availability) x time: 99.9% allows 43.2 minutes in 30 days, 99.95% half of that, 99.999% 5.3 minutes a year; services in a row multiply, so five of 99.9% reach 99.5%, and of independent copies the unavailabilities multiply.',
    sides: {
      'Minutes of downtime': 'estimation/error-budget',
      'In a row': 'slo/three-dependencies',
      'In parallel': 'estimation/redundancy',
    },
    rules: ['slo/promise-below-dependencies', 'estimation/common-cause'],
  },
  'autoscaling-and-latency': {
    title: 'Autoscaling makes latency worse: why, and what helps?',
    words:
      'we enabled autoscaling and latency got worse, why does autoscaling make latency worse, latency rises when pods are added, scale-out makes it slower, errors and latency spikes during scale up, new pods are slow, adding instances slows everything down, p99 spikes whenever we scale, the autoscaler adds pods but latency stays bad for minutes',
    decides:
      'New pods come late and cold, take requests before they are warm, and load the same database: send traffic by readiness with a slow start, keep headroom, and scale what is the bottleneck.',
    sides: {
      'New hosts are cold': 'traffic/new-host',
      'They come late': 'autoscaling/forecast',
      'The bottleneck is elsewhere': 'traffic/next-bottleneck',
    },
    rules: ['traffic/slow-start-new-host', 'traffic/scale-the-busiest'],
  },
  'spike-and-autoscaler': {
    title: 'The autoscaler is too late for a spike: what helps?',
    words:
      'handle a traffic spike on Black Friday with autoscaling, hpa scales too slowly, scale up too late for traffic spike, pre-scale, scheduled scaling, overprovision, autoscaling lag, traffic doubles within a minute but new machines take five minutes to come up, machines start too slowly for the load, an autoscaler that reacts to CPU still lets a sudden traffic spike cause minutes of errors',
    decides:
      'A reactive autoscaler is late by its interval and the start of a pod: keep headroom for spikes that surprise, and scale ahead of those that can be forecast.',
    sides: {
      'How late': 'autoscaling/load-doubles',
      'Scaling ahead': 'autoscaling/forecast',
      'A panic window': 'autoscaling/panic-window',
    },
    rules: ['autoscaling/panic-on-a-burst', 'autoscaling/forecast-only-adds'],
  },
  'zero-downtime-deployment': {
    title: 'How do you deploy without downtime, the database included?',
    words:
      'add a required column while the old version is deployed, add a not null column to a big table, zero downtime deployment, blue-green with a shared database, rolling update schema migration, expand and contract, roll back a migration, how do you roll out a database schema change, old and new version run at the same time, change a database schema while two versions run, migrate a database without downtime, change a column without downtime, live migration',
    decides:
      'Change the schema in steps that the old and the new version both survive (expand and contract; a new column gets a default or may be NULL, since the old version does not write it), copy rows in small batches, replace instances one by one, and let each finish its requests.',
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
      'One database': 'deployment/shared-database',
      'A flag': 'deployment/flag-off',
    },
    rules: ['canary/power-before-pass', 'deployment/schema-serves-both-releases'],
  },
  'good-alerts': {
    title: 'Which alerts wake the right person: causes, symptoms or burn rates?',
    words:
      'alert fatigue, multi-window burn rate alert, symptom-based alerting, slo alerting, page or ticket, when should a burn rate page someone at night, what should page someone, should I alert on CPU usage, paged at night for things that fix themselves, design alerts that fire only when users are affected',
    decides:
      'Page on symptoms that users feel, by how fast the error budget burns; let slow burns open a ticket, and look at causes when you debug.',
    sides: {
      'Cause or symptom': 'slo/symptom-pages',
      'Burn rates': 'slo/outage-alerts',
      'A slow burn': 'slo/slow-burn',
    },
    rules: ['slo/both-windows-must-burn', 'slo/page-on-symptoms'],
  },
  'schema-evolution': {
    title: 'How do schemas evolve: Avro events, protobuf messages, stored events?',
    words:
      'backward and forward compatibility, schema registry, field numbers, upcasters, who upgrades first, event schema evolution when events are immutable',
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
      'feature flag or rollback, which is faster when a release goes wrong, flag vs rollback, what do you do when a deploy goes wrong, rollback vs fix forward vs kill switch, rollback after a migration, mttr of a bad deploy',
    decides:
      'Switch the flag off if the fault is behind one, otherwise roll back once the expected harm exceeds what that costs; fix forward only if there is no way back, such as after a migration that the old version cannot use.',
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
      'A feature flag is a switch in the code, set at run time: it opens one feature to a percentage of users and turns it off without a deployment, where a canary tries a whole new version on a few servers or users.',
    sides: {
      'Switching off': 'deployment/flag-off',
      'A percentage': 'canary/sticky-users',
      'Two flags': 'deployment/two-flags',
    },
  },
  'how-many-servers': {
    title: 'How many servers do you need for your users and requests?',
    words:
      'capacity planning, estimate how many servers are needed for 100 million daily active users, servers for dau, size a fleet, how many instances for my traffic, how many servers for a million or 10 million users, headroom, lost node, black friday, peak factor',
    decides:
      'Users x actions a day / 86,400 s are requests a second, more at the peak; times the seconds that each takes it is the number in flight (Little’s law): divide by how many a server handles at once, and add room for a failure.',
    sides: {
      'From users to requests': 'estimation/daily-load',
      'From requests to servers': 'estimation/servers-needed',
      'If one fails': 'estimation/lost-node',
    },
  },
  'serverless-limits': {
    title: 'How does serverless scale, and what are its limits?',
    words:
      'Lambda limits, what happens at 1000 concurrent executions, Lambda throttling, how does Lambda scale under a burst, Lambda concurrency limit, maximum throughput of a Lambda function, sudden burst of traffic to a lambda function, what happens when traffic to a function jumps',
    decides:
      'An instance of a Lambda function serves one request at a time, so concurrency is rate x duration; the account’s limit and the rate of new instances throttle the rest (429): retry with backoff, buffer in a queue, and reserve some for what matters.',
    sides: {
      'A burst': 'serverless/burst',
      'The limit': 'serverless/concurrency-limit',
      'A shared limit': 'serverless/starved-function',
    },
  },
  'serverless-or-servers': {
    title: 'Serverless or containers (servers)?',
    words:
      'should I choose Lambda or containers, is serverless cheaper for a spiky API, lambda cheaper than ec2, serverless vs kubernetes, is serverless cheaper for a spiky or low-traffic API, functions or a fleet of servers, when is serverless the wrong choice, fargate or lambda',
    decides:
      'Functions for low or spiky traffic, where they are cheaper, since nothing is paid while nothing runs; servers or containers for steady load, for latency without cold starts, and for long work.',
    sides: {
      Cost: 'serverless/break-even',
      'Cold starts': 'serverless/sparse-requests',
    },
    rules: ['serverless/memory-times-duration', 'serverless/fleet-carries-the-peak'],
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
    rules: ['serverless/concurrency-below-downstream', 'traffic/release-at-commit'],
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
  'back-of-the-envelope': {
    title: 'How do you estimate requests, storage and bandwidth?',
    words:
      'back-of-the-envelope estimation, capacity estimate in a system design interview, estimate qps storage and bandwidth, estimate for twitter, youtube, a video service',
    decides:
      'Users x actions a day / 86,400 s are the requests a second, two to five times as many at the peak; x bytes each is the bandwidth; bytes a day x days x replicas is the storage.',
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
    rules: ['access/filter-before-page'],
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
      'scale up or scale out, bigger machine or more machines, scaling a database, vertical vs horizontal scaling, how do you scale the writes of a database, PostgreSQL primary at 80% CPU, options before adding read replicas',
    decides:
      'Scale up first, because nothing has to change, until what runs serially (Amdahl’s law) or the largest machine limits it; then scale out with stateless servers and shards, which do not help against a hot key.',
    sides: {
      Up: 'estimation/scaling-up',
      Out: 'estimation/servers-needed',
      'A hot key': 'estimation/hot-shard',
    },
  },
  probes: {
    title: 'Liveness or readiness probe?',
    words:
      'liveness vs readiness probe, health checks in Kubernetes, startup probe, should a health check test the database, liveness probe fails under load, pods keep restarting, pods restart in a loop at high traffic because the liveness probe times out',
    decides:
      'A failed liveness probe restarts the container, a failed readiness probe stops its traffic; a startup probe covers a slow start; neither should ask the database, nor a liveness probe depend on load.',
    sides: {
      'A hung process': 'autoscaling/hung-process',
      'A database in the probe': 'autoscaling/restart-storm',
      'A slow start': 'autoscaling/slow-start',
    },
    rules: ['autoscaling/liveness-checks-itself-alone', 'autoscaling/liveness-restarts-the-hung'],
  },
  'requests-or-limits': {
    title: 'Requests or limits of a container?',
    words: 'CPU and memory limits, OOMKilled vs throttled',
    decides:
      'The scheduler and the autoscaler go by requests, so request what the container uses; a CPU limit throttles, and a memory limit kills.',
    sides: {
      Processor: 'autoscaling/cpu-quota',
      Memory: 'autoscaling/memory-requests',
      'An autoscaler’s target': 'autoscaling/request-or-limit',
    },
    rules: ['autoscaling/threads-follow-quota', 'autoscaling/evict-over-request-first'],
  },
  'flapping-autoscaler': {
    title: 'How do you stop an autoscaler from flapping?',
    words:
      'oscillation, scale down too fast, stabilisation window, tolerance, hpa scales up and down all the time, stabilization window, pods scale up and down constantly, autoscaler keeps adding and removing pods, adds and removes instances every few minutes, replicas go up and down again and again, how fast should workers scale in, scale-in delay, autoscaler scales up and down every five minutes, an autoscaler that follows average CPU keeps swinging up and down, why does it go up and down all the time, autoscaler oscillates, swings, afterwards the number of instances keeps going up and down, instances keep going up and down',
    decides:
      'It flaps if it follows noise, dips shorter than a pod’s start, or metrics that lag, or if two autoscalers control one workload: a tolerance ignores noise, a stabilisation window dips and lag, and a workload gets one autoscaler only.',
    sides: {
      Noise: 'autoscaling/noisy-load',
      Pulses: 'autoscaling/pulsing-load',
      'Old metrics': 'autoscaling/metric-lag',
    },
    rules: ['autoscaling/stabilise-down', 'autoscaling/window-covers-lag'],
  },
  'how-hpa-works': {
    title: 'How does the Kubernetes HPA work?',
    words:
      'how does HPA work, horizontal pod autoscaler algorithm, HPA formula, desired replicas, how does kubernetes autoscaling work, how does kubernetes decide how many pods to run',
    decides:
      'Every 15 s the HPA asks for current replicas x metric / target, rounded up; it ignores 10% (tolerance), takes the largest of several metrics, and scales down with a delay.',
    sides: {
      'The formula': 'autoscaling/load-doubles',
      'Several metrics': 'autoscaling/two-metrics',
      Down: 'autoscaling/pulsing-load',
    },
    rules: ['autoscaling/ceil-not-round', 'autoscaling/stabilise-down'],
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
    rules: ['autoscaling/scale-on-the-bottleneck', 'autoscaling/max-over-metrics'],
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
      'how many requests does a canary need, canary with little traffic, how much canary traffic to detect a 1% rise in error rate, what fraction of users should get the canary, what percentage of users, how big should a canary be, sample size of a canary, how many users do I need for an A/B test, minimum detectable effect, with what confidence is a canary no worse, how long should a canary bake, how large should the canary be, how long should a canary run before you trust it, we send five percent of traffic to the new version: how long must we wait, how long must we watch before we notice that the error rate has doubled, our canary takes 1% of the requests, is the difference noise, how long to wait until a canary difference is not just noise, how do you decide statistically whether a new version is worse than the old one, and how long do you have to wait',
    decides:
      'Compare it with a baseline of the old version in a test at 5% (Fisher’s exact one for few errors), once it has about 16 p (1 - p) / d^2 requests a side (p: mean error rate, d: rise to be found), which gives 80% power; half the rise takes four times as many, so with little traffic give it a larger share or more time.',
    sides: {
      'The smallest defect': 'canary/smallest-defect',
      '100 or 100,000 requests': 'canary/two-percent',
      'Too few': 'canary/too-small',
    },
  },
  'canary-misses-a-defect': {
    title: 'The canary looked fine, and the release breaks production: why?',
    words:
      'canary passes but the release breaks production, our canary looked fine but the full rollout failed, canary did not catch the bug, why did the canary miss the problem, false negative of a canary, when is a canary useless',
    decides:
      'The canary had too few requests to show the defect (no significant difference is not a pass), its failing requests were not counted, or its metric hid the slow tail: require power, check the split of the traffic, and compare percentiles.',
    sides: {
      'Too few requests': 'canary/too-small',
      'Errors not counted': 'canary/unrecorded-errors',
      'The slow tail': 'canary/slow-hundredth',
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
      'how do we know quickly that a deploy broke something, detect a bad deploy, what is a canary release, what is a canary deployment, how does a canary work, how do you decide to promote a canary, automated canary analysis, how do you test a new version on production traffic safely, how do you know that a canary is bad, statistically worse',
    decides:
      'A few users or servers get the new version first, beside a baseline of the old one: if a statistical test finds more errors or slower answers it is rolled back, otherwise its share grows in steps.',
    sides: {
      'A bad release': 'canary/bad-release',
      'Too few requests': 'canary/too-small',
      'Other strategies': 'canary/six-strategies',
    },
    rules: ['canary/power-before-pass', 'canary/concurrent-control'],
  },
  'canary-or-blue-green': {
    title: 'Canary or blue-green?',
    words:
      'canary deployment vs blue-green deployment, blue/green or canary release, difference between canary and blue-green',
    decides:
      'Canary if there is enough traffic to measure the new version on few users, and for as long as it takes to get the requests that show the defect; blue-green if you need one instant switch and can pay twice the servers.',
    sides: {
      'Users exposed': 'canary/six-strategies',
      'Little traffic': 'canary/too-small',
      'One database': 'deployment/shared-database',
    },
    rules: ['canary/power-before-pass', 'deployment/schema-serves-both-releases'],
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
    rules: ['canary/spend-alpha-over-looks', 'canary/sticky-bucketing'],
  },
  'canary-baseline': {
    title: 'What should a canary be compared with?',
    words: 'baseline, before/after, old fleet',
    decides:
      'With instances of the old version that start at the same time and get the same traffic, because caches that are warm and hours that are busy differ too; leave the warm-up of both out.',
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
      'sli vs slo vs sla, what is an slo, what is an sli, what is an sla, service level objective, how do you choose an slo, what is a good SLI for a web shop, what is a good SLO for an API, which SLI should I choose',
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
      'how do error budgets work, error budget policy, error budget exhausted, freeze releases, request-based or time-based budget, what do we do when the error budget is gone',
    decides:
      'An error budget is the share of failures that the SLO allows, 1 - SLO: while some of it is left, release; once it is spent, hold risky releases back and work on reliability.',
    sides: {
      'How fast it goes': 'slo/outage-alerts',
      'Requests or minutes': 'slo/night-outage',
      'Minutes left': 'estimation/error-budget',
    },
    rules: ['slo/budget-by-requests', 'slo/threshold-from-budget-share'],
  },
  'burn-rate-windows': {
    title: 'How do burn-rate alerts work, and why do they have two windows?',
    words:
      'how would you page on a 99.95% objective, alert on an SLO, multi-window multi-burn-rate alert, long and short window, why not a simple threshold on the error rate, how do you set up burn rate alerts for a 99.9% SLO so that no one is woken for nothing, what is burn rate alerting, how would you set up alerts so that someone is paged when it matters and not for every blip, alerts for a promise of 99.9% availability, 60% of the monthly error budget burned in one day, which alert should have fired, when should I page someone, we fail some percent of requests for an hour: should somebody be paged, how much downtime does 99.9% allow and when should it page someone, a service promises 99.9 percent availability: how would you decide when to wake someone up at night, how should I alert on it',
    decides:
      'The burn rate is the error rate over the one that the SLO allows: at 1 a month’s budget lasts the month, at 10 three days; page at 14.4 over an hour or 6 over six hours, open a ticket at 1 over three days (SRE Workbook): the long window shows that enough is gone, a short one, a twelfth of it, that it still burns.',
    sides: {
      'Burn rates': 'slo/outage-alerts',
      'Two windows': 'slo/alert-reset',
      'A slow burn': 'slo/slow-burn',
    },
    rules: ['slo/both-windows-must-burn', 'slo/threshold-from-budget-share'],
  },
};
