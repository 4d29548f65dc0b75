/**
 * Claims that no run decides: facts of products and standards, which a document decides on a date, and opinions, which
 * nothing does.
 */

export interface ReferenceClaim {
  /** The claim, in a sentence. */
  readonly says: string;
  readonly verdict: 'confirmed' | 'refuted' | 'depends';
  /** What the source says instead, or on what it depends; of every claim that is not confirmed. */
  readonly instead?: string;
  readonly source: string;
  /** Year and month as of which the source says so; of products, that may change at any time. */
  readonly asOf: string;
}

export const referenceClaims: Readonly<Record<string, ReferenceClaim>> = {
  'top-mesh-sidecar-every-pod': {
    says: 'A service mesh puts a sidecar proxy beside every pod.',
    verdict: 'refuted',
    instead:
      'Not by definition any more: Istio’s ambient mode has one proxy per node and one per namespace, and Cilium’s mesh works in the kernel.',
    source: 'Istio documentation, Ambient mode (stable since 1.24)',
    asOf: '2024-11',
  },
  'db-sqlite-identical-semantics': {
    says: 'SQLite makes a good test double, because its SQL behaves as the server’s.',
    verdict: 'refuted',
    instead:
      'It has dynamic types, one writer at a time, another dialect and other locks: tests pass that PostgreSQL fails.',
    source: 'sqlite.org, Datatypes In SQLite; Quirks, Caveats, and Gotchas',
    asOf: '2024-01',
  },
  'cache-semantic-llm-three-cents': {
    says: 'Prompts that mean the same can be answered from a cache keyed by embeddings, which saves 3 cents a call.',
    verdict: 'depends',
    instead:
      'The saving is the price of a call times the hit ratio, less the embedding; a loose threshold returns the answer to another question.',
    source: 'arithmetic; no run here has a language model',
    asOf: '2026-01',
  },
  'cache-netflix-warming': {
    says: 'Netflix warms its caches before traffic arrives.',
    verdict: 'confirmed',
    source: 'Netflix Technology Blog, Cache warming: Agility for a stateful service',
    asOf: '2018-12',
  },
  'api-grpc-always-http2': {
    says: 'gRPC always runs over HTTP/2.',
    verdict: 'refuted',
    instead: 'gRPC over HTTP/3 is specified and implemented, among others in .NET.',
    source: 'gRPC proposal G2; Microsoft, gRPC on .NET supported platforms',
    asOf: '2023-11',
  },
  'auth-equifax-is-auth-failure': {
    says: 'The breach of Equifax is an example of failed authentication.',
    verdict: 'refuted',
    instead:
      'It began with an unpatched remote-code-execution fault of Apache Struts (CVE-2017-5638).',
    source: 'GAO-18-559, Actions Taken by Equifax and Federal Agencies',
    asOf: '2018-08',
  },
  'mq-sqs-fifo-3000-per-group': {
    says: 'SQS FIFO handles 3,000 messages a second per message group.',
    verdict: 'refuted',
    instead:
      'By default it is 300 calls a second for each action of a queue, 3,000 messages only in batches of ten; high-throughput mode lifts the limit of the queue, and a group stays within one partition’s.',
    source: 'Amazon SQS Developer Guide, message quotas',
    asOf: '2025-01',
  },
  'k8s-ai-30-60-waste': {
    says: 'Guesswork wastes 30 to 60% of what clusters cost.',
    verdict: 'depends',
    instead: 'It is a figure of vendors’ surveys; your own is requests less usage.',
    source: 'vendors’ surveys; not reproducible',
    asOf: '2024-01',
  },
  'rest-urls-case-insensitive': {
    says: 'URLs are case-insensitive.',
    verdict: 'refuted',
    instead: 'Scheme and host are; the path is case-sensitive.',
    source: 'RFC 3986, section 6.2.2.1',
    asOf: '2005-01',
  },
  'kraft-faster-failover': {
    says: 'KRaft replaces ZooKeeper and permits millions of partitions.',
    verdict: 'confirmed',
    source: 'KIP-500, KIP-866; ZooKeeper mode removed in Kafka 4.0',
    asOf: '2025-03',
  },
  'io-llm-inference-io-bound': {
    says: 'Servers of language models are bound by I/O.',
    verdict: 'refuted',
    instead:
      'Prefill is bound by arithmetic and decoding by memory bandwidth; the network is rarely the limit.',
    source: 'Pope et al., Efficiently Scaling Transformer Inference, section 2',
    asOf: '2022-11',
  },
  'db-dynamo-single-digit-guaranteed': {
    says: 'DynamoDB guarantees latencies of 1 to 5 ms.',
    verdict: 'refuted',
    instead: 'They are typical. The service level agreement covers availability only.',
    source: 'Amazon DynamoDB Service Level Agreement',
    asOf: '2024-06',
  },
  'rt-50-100k-conns': {
    says: 'One server holds 50,000 to 100,000 WebSocket connections.',
    verdict: 'depends',
    instead:
      'It depends on memory per connection: at 10 to 50 KB each, 100,000 take 1 to 5 GB; tuned servers hold ten times as many.',
    source: 'arithmetic; Phoenix Framework, The Road to 2 Million Websocket Connections',
    asOf: '2015-11',
  },
  'gql-always-200': {
    says: 'GraphQL always answers 200, with errors in the body.',
    verdict: 'refuted',
    instead:
      'With application/graphql-response+json a request that gives no data is a 4xx or 5xx. Partial errors still come with 200, so status alone is not enough to watch.',
    source: 'GraphQL over HTTP, status codes (draft)',
    asOf: '2025-01',
  },
  'num-etcd-8gb-default': {
    says: 'etcd’s default limit is a database of 8 GB.',
    verdict: 'refuted',
    instead: 'The default is 2 GiB; 8 GiB is the largest that is advised.',
    source: 'etcd 3.5 documentation, System limits',
    asOf: '2023-04',
  },
  'aws-lambda-limits': {
    says: 'A Lambda function has 15 minutes, 10,240 MB of memory, 250 MB of package, 6 MB of payload and 256 KB of asynchronous payload.',
    verdict: 'depends',
    instead: 'All but the last, which is 1 MB since October 2025.',
    source: 'AWS Lambda Developer Guide, quotas',
    asOf: '2025-10',
  },
  'aws-s3-strong': {
    says: 'A read of S3 after a write is strongly consistent.',
    verdict: 'confirmed',
    source: 'Amazon S3 User Guide, data consistency model',
    asOf: '2020-12',
  },
  'aws-s3-100-buckets': {
    says: 'An account has 100 buckets by default.',
    verdict: 'refuted',
    instead: '10,000 since November 2024.',
    source: 'AWS What’s New, Amazon S3 bucket quota',
    asOf: '2024-11',
  },
  'aws-dynamo-400kb': {
    says: 'A DynamoDB item has at most 400 KB, a query returns 1 MB, a collection with a local index 10 GB.',
    verdict: 'confirmed',
    source: 'Amazon DynamoDB Developer Guide, quotas',
    asOf: '2025-01',
  },
  'aws-dynamo-gsi-20-hard': {
    says: 'Twenty global secondary indexes are a hard limit.',
    verdict: 'refuted',
    instead: 'It is a quota that can be raised on request.',
    source: 'Amazon DynamoDB Developer Guide, quotas',
    asOf: '2025-01',
  },
  'aws-dynamo-batchget-25': {
    says: 'Batch reads and batch writes take 25 items each.',
    verdict: 'refuted',
    instead: 'BatchWriteItem takes 25, BatchGetItem 100, each up to 16 MB.',
    source: 'Amazon DynamoDB API Reference, BatchGetItem, BatchWriteItem',
    asOf: '2025-01',
  },
  'aws-aurora-v2-min-half-acu': {
    says: 'Aurora Serverless v2 cannot scale to zero.',
    verdict: 'refuted',
    instead: 'It can since November 2024, and pauses.',
    source: 'AWS What’s New, Aurora Serverless v2 scaling to zero capacity',
    asOf: '2024-11',
  },
  'aws-rds-5-replicas': {
    says: 'RDS permits up to 5 read replicas.',
    verdict: 'depends',
    instead: '15 for MySQL, MariaDB and PostgreSQL, 5 for Oracle and SQL Server, 3 for Db2.',
    source: 'Amazon RDS User Guide, working with read replicas',
    asOf: '2025-01',
  },
  'gw-29s-timeout': {
    says: 'API Gateway gives up after 29 seconds.',
    verdict: 'depends',
    instead:
      'By default. Since June 2024 the quota can be raised for regional and private REST APIs, in return for a lower request rate.',
    source: 'Amazon API Gateway Developer Guide, quotas',
    asOf: '2024-06',
  },
  'q4-redis-100k-limit': {
    says: 'Redis Pub/Sub is fine up to 100,000 messages a second.',
    verdict: 'depends',
    instead:
      'It depends on the subscribers: each message is written once for every one of them, so 100 subscribers turn 1,000 published messages into 100,000.',
    source: 'Redis documentation, PUBLISH (complexity O(N + M))',
    asOf: '2025-01',
  },
  'q17-30-crds': {
    says: 'Istio adds more than 30 kinds of custom resources.',
    verdict: 'refuted',
    instead: 'Current releases add about 15; more than 30 describes those with Mixer, before 1.5.',
    source: 'Istio repository, manifests/charts/base/files/crd-all.gen.yaml',
    asOf: '2025-01',
  },
};

/** What is a matter of taste, of one company’s story, or of nothing that could be counted. */
export const opinions: Readonly<Record<string, string>> = {
  'top-cache-aside-default': 'Reach for cache-aside first.',
  'db-reads-10-100x-writes': 'Most applications read 10 to 100 times as often as they write.',
  'cache-three-incident-causes':
    'Cache incidents come from a missing plan for invalidation, no guard against stampedes, or keys without the user’s id.',
  'nines-extra-nine-10x-cost': 'Each further nine costs ten times as much.',
  'cx-small-n-linear-wins': 'A scan of a hundred items beats a binary search.',
  'etcd-megabytes-not-gigabytes':
    'Stores that agree by consensus are for metadata: megabytes, not gigabytes.',
  'io-thread-ok-below-10k':
    'Below 10,000 connections a thread for each is about as fast as an event loop.',
  'q2-postgres-tens-of-millions': 'One PostgreSQL serves tens of millions of users.',
  'q7-kafka-overkill-below-50k':
    'Below 50,000 messages a second, and without replay, Kafka is overkill.',
  'q11-vertical-first': 'Scale up first, and out when you must.',
  'q11-80-20-queries': '80% of the load comes from 5% of the queries.',
  'q14-47-to-4':
    'A batching loader once took a page from 47 queries to 4, and its p99 from 2.3 s to 90 ms.',
  'q17-thresholds-20-50': 'Below 20 services no mesh, above 50 one.',
  'q21-singleton-pool':
    'A singleton as the pool is hard to test and in the way of a second database: inject it.',
  'one-50k-writes':
    'Leave PostgreSQL at 50,000 writes a second, or when writes come from many regions.',
};
