/** Systems that one is asked to design, and choices of their architecture: what decides them. */
import type { Comparison } from './comparison.ts';

export const designs: Readonly<Record<string, Comparison>> = {
  'distributed-cache-design': {
    title: 'How do you design a distributed cache such as Memcached or Redis?',
    words:
      'design a distributed cache, caching layer for a large site, memcached cluster, redis cluster design, cache tier',
    decides:
      'Spread the keys by consistent hashing, let one request refill an entry that expired, and delete entries after each write with a TTL as the last resort.',
    sides: {
      'Another node': 'traffic/cache-grows',
      'An entry expires': 'cache/hot-key-expires',
      'The database is written': 'cache/invalidation-race',
    },
    rules: ['traffic/owner-ignores-node-count', 'cache/coalesce-loads'],
  },
  'payment-design': {
    title: 'How do you design a payment system?',
    words:
      'design a payment system, payment gateway, stripe, wallet, money transfer between accounts, never charge twice, payment service provider',
    decides:
      'Every request carries an idempotency key, each service commits its own step with an outbox for the event, and a saga refunds what cannot be finished.',
    sides: {
      'A retry': 'transactions/idempotency-crash',
      'Its event': 'transactions/crash-at-every-point',
      'Several services': 'transactions/saga-crash',
    },
  },
  'message-queue-design': {
    title: 'How do you design a message queue such as Kafka?',
    words:
      'design a message queue, design kafka, distributed log, message broker design, pub/sub system, event bus',
    decides:
      'A partitioned log, each partition with a leader and in-sync replicas: replicas give durability, partitions give throughput, and order holds within a partition alone.',
    sides: {
      Durability: 'kafka/leader-loss',
      Throughput: 'kafka/scale-out',
      Readers: 'kafka/queue-or-log',
    },
    rules: ['kafka/acknowledge-when-replicated', 'kafka/process-before-commit'],
  },
  'flash-sale-design': {
    title: 'How do you design a flash sale?',
    words:
      'design a flash sale, black friday, ticket drop, limited stock, everyone buys at once, sudden traffic spike, concert tickets on sale, waiting room',
    decides:
      'Have the capacity before the sale begins, since autoscaling comes too late, refuse early what does not fit, and take stock by one conditional update.',
    sides: {
      Capacity: 'estimation/black-friday',
      Autoscaling: 'autoscaling/load-doubles',
      Stock: 'transactions/lost-update',
    },
    rules: ['transactions/update-expects-version', 'estimation/utilisation-below-knee'],
  },
  'sql-or-nosql': {
    title: 'SQL or NoSQL: what does each give, and what does it cost?',
    words:
      'sql vs nosql, relational or document database, postgres or cassandra, postgres vs dynamodb, mysql vs mongodb, when would you use nosql, acid or base, which database should I choose, how do you choose a database for a new service, decision framework for a database, when would you use both PostgreSQL and DynamoDB',
    decides:
      'SQL where several rows must change together under constraints; a replicated key-value store where each request touches one key and must be answered through failures.',
    sides: {
      'SQL transactions': 'transactions/isolation-levels',
      'A leaderless store': 'replication/quorum-store',
      'Storage engines': 'access/btree-or-lsm',
    },
  },
  'monolith-or-microservices': {
    title: 'Monolith or microservices: what does each further call over the network cost?',
    words:
      'monolith vs microservices, should we split the monolith, microservices drawbacks, cost of microservices, service oriented architecture, distributed monolith',
    decides:
      'Split for teams that must release by themselves, not for speed: each call adds latency and another way to fail, and a transaction over several services becomes a saga.',
    sides: {
      Availability: 'estimation/chained-services',
      Latency: 'estimation/mesh-hops',
      Transactions: 'transactions/saga-crash',
    },
  },
  'replication-or-sharding': {
    title: 'Replication or sharding: which of them scales what?',
    words:
      'sharding vs replication, scale reads or writes, read replicas or shards, partitioning vs replication, scale a database to millions of users, database cannot keep up',
    decides:
      'Replicas scale reads and survive failures, but each of them applies every write; only sharding scales writes and the size of the data.',
    sides: {
      Replicas: 'replication/replica-load',
      Shards: 'traffic/add-a-node',
      'Hot shards': 'estimation/hot-shard',
    },
  },
  'video-design': {
    title: 'How do you design a video site such as YouTube or Netflix?',
    words:
      'design youtube, design netflix, video streaming service, video on demand, upload transcode and stream videos, tiktok, vimeo, adaptive bit rate',
    decides:
      'Upload in parts that resume, transcode once into several bit rates, and serve the segments from the caches of a CDN near the viewers: watching, not uploading, takes the bandwidth.',
    sides: {
      Bandwidth: 'estimation/video-bandwidth',
      Uploads: 'traffic/resumable-upload',
      'A new version at the edge': 'deployment/edge-cache',
    },
  },
  'file-sync-design': {
    title: 'How do you design a file sync service such as Dropbox?',
    words:
      'design dropbox, design google drive, onedrive, file storage and sync, sync files between devices, cloud drive, offline edits of the same file',
    decides:
      'Split files into chunks named by their hash, upload only the chunks that are new, keep the list of chunks as versioned metadata, and merge, or keep both of, what two devices changed offline.',
    sides: {
      Uploads: 'traffic/resumable-upload',
      'Two devices offline': 'crdt/offline-day',
    },
  },
  'job-scheduler-design': {
    title: 'How do you design a distributed job scheduler?',
    words:
      'design a job scheduler, distributed cron, task scheduler, delayed jobs, run a job at a given time, scheduled tasks exactly once, quartz, airflow, celery beat, cron on several servers',
    decides:
      'Keep jobs with their due time in a table, let workers claim each under a lock or lease that ends if they die, retry failed ones with a limit, and make jobs idempotent.',
    sides: {
      'Claiming a job': 'transactions/job-queue',
      'A slow worker': 'locks/ttl-too-short',
      'A job that fails': 'kafka/retry-topic',
    },
    rules: ['transactions/claim-locks-row', 'locks/store-refuses-older-token'],
  },
  'rate-limiter-design': {
    title: 'How do you design a rate limiter for several gateways?',
    words:
      'design a rate limiter, shard a rate limiter, limit per API key, distributed rate limiting with redis, limit per user across api servers',
    decides:
      'Keep one token bucket per user in a shared store (Redis, sharded by user) that checks and counts in one atomic step; gateways that count alone admit a limit each.',
    sides: {
      'Several gateways': 'traffic/shared-limit',
      Algorithm: 'traffic/window-edge',
      'Per address or per user': 'traffic/shared-address',
    },
  },
  'chat-design': {
    title: 'How do you design a chat such as WhatsApp or Slack?',
    words:
      'design whatsapp, messenger, discord, design a chat app, chat system, order of messages in a chat, deliver message to the right websocket server, offline devices, how does slack deliver messages in real time, order of messages in a group chat, everyone sees the same order, design a chat application',
    decides:
      'Hold one WebSocket per device, find the receiver’s server through a broker with a channel for each user, and number the messages of each conversation in one sequence where they are stored: a device that was offline asks for those after its last.',
    sides: {
      Servers: 'fanout/connection-servers',
      'Finding the receiver': 'fanout/cross-server',
      'Missed messages': 'fanout/missed-events',
    },
    rules: ['fanout/sticky-or-stateless-routing', 'fanout/resume-from-last-id'],
  },
  'news-feed-design': {
    title: 'How do you design a news feed: fan-out on write or on read?',
    words:
      'design twitter, twitter timeline, instagram feed, push vs pull model, fan-out on write vs fan-out on read, fan out on write or on read for a celebrity with 50 million followers, celebrity problem, hot user, home timeline, how does facebook’s news feed work, linkedin, reddit',
    decides:
      'Do both: copy posts into the followers’ timelines when they are written (fan-out on write, push), except those of celebrities, which are looked up when a timeline is read (fan-out on read, pull).',
    sides: {
      'Push, read or both': 'fanout/three-timelines',
      Celebrities: 'fanout/hybrid-threshold',
      'Ten million followers': 'fanout/last-follower',
    },
  },
  'key-value-store-design': {
    title: 'How do you design a distributed key-value store such as Dynamo or Cassandra?',
    words:
      'design a key-value store, design dynamo, nosql store, leaderless store, how does dynamo work, how does cassandra work, riak, consistent hashing with replication and vector clocks',
    decides:
      'Spread keys by consistent hashing with N replicas each, read and write by quorums (R + W > N), keep concurrent versions as siblings or let the last writer win, and repair replicas in the background.',
    sides: {
      Quorums: 'replication/quorum-store',
      Placement: 'traffic/add-a-node',
      Conflicts: 'replication/concurrent-carts',
    },
  },
  'url-shortener-design': {
    title: 'How do you design a URL shortener such as TinyURL?',
    words:
      'design a url shortener, design tinyurl, design bitly, bit.ly, short link service, generate unique short codes, base62',
    decides:
      'Keep code and URL in a replicated key-value store behind a cache, because reads far outnumber writes; take codes from a counter or a pool of keys, or draw them and check for collisions.',
    sides: {
      Codes: 'estimation/short-codes',
      'A pool of keys': 'clocks/key-pool',
      'Load and storage': 'estimation/url-shortener',
    },
  },
  'notification-design': {
    title: 'How do you design a notification system?',
    words:
      'push notifications, notify millions of users, design a notification service, send each notification once, guarantee that no notification is lost',
    decides:
      'Queue each notification and let workers fan it out in batches, so that one with millions of receivers does not hold up the others; number them for devices that are offline, and recognise repeats by id.',
    sides: {
      'Many receivers': 'fanout/push-campaign',
      'Offline devices': 'fanout/missed-events',
      Repeats: 'transactions/repeated-messages',
    },
    rules: ['fanout/checkpoint-after-send', 'fanout/send-carries-key'],
  },
};
