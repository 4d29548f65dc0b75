/** Looks words up among the texts of the lab: the more and the rarer words a text has, the better. */

/** Something that can be found. */
export interface Findable {
  readonly kind: 'scenario' | 'rule' | 'claim';
  readonly name: string;
  /** What it says: a question, a reason, a claim. */
  readonly text: string;
}

/** Words of a line mean the same to somebody who looks for one of them. */
const synonyms = [
  'leader master primary leaseholder',
  'election elect vote candidate',
  'partition split disconnect cut isolated',
  'stampede herd thundering dogpile',
  'idempotent idempotency duplicate dedup twice repeat again',
  'breaker circuit',
  'latency slow percentile p99 tail delay',
  'stale staleness outdated old consistency bounded',
  'region regional multi geo geography continent continents placement pinned pinning partitioning leaseholder',
  'invalidate invalidation evict expire ttl',
  'canary rollout release deploy deployment rollback',
  'significant significance test pvalue',
  'lag backlog behind',
  'rebalance reassign assignment',
  'quorum majority',
  'crdt merge converge conflict',
  'retry backoff attempt try jitter',
  'lost lose loss durability durable gone',
  'membership reconfiguration configuration joint',
  'linearizable linearizability readindex',
  'bulkhead pool isolation',
  'outbox event transaction cdc relay inbox',
  '2pc phase',
  'sourcing replay fold projection upcaster',
  'consistent diverge dual agree',
  'saga orchestrator orchestration choreography compensation',
  'compensation compensate undo undone refund rollback',
  'offset commit acknowledge ack',
  'lock mutex lease redlock advisory etcd zookeeper',
  'fencing fence token',
  'isolation serializable snapshot mvcc anomaly acid',
  'clock time ntp skew drift truetime timestamp',
  'snowflake ulid uuid uuidv7 uuidv4 ksuid objectid id ids',
  'spanner truetime commit wait',
  'cap availability available minority',
  'pacelc else latency',
  'dynamo cassandra quorum hinted sloppy preference',
  'sibling riak dvv dotted vector concurrent',
  'pbs staleness probabilistically visibility',
  'merkle entropy repair hash hashes compare missed',
  'tombstone delete deleted resurrect',
  'failover takeover',
  'consistency consistent inconsistent',
  'fsync sync synced aof appendfsync power',
  'replication replica standby follower',
  'paxos synod ballot proposer acceptor consensus',
  'zab zookeeper zxid',
  'limiter limit throttle throttled throttling 429 gcra bucket leaky',
  'balancer balancing lb robin connections haproxy nginx envoy',
  'rendezvous maglev jump ring vnode virtual',
  'sharding shard hotspot hot skew zipf',
  'envelope estimate estimation qps capacity sizing',
  'nines sla slo uptime downtime budget error',
  'autoscaling autoscaler hpa scale scaling replica kubernetes k8s',
  'crashloopbackoff crash restart oom oomkilled 137 probe evict memory',
  'scheduler scheduling pending pod node taint drain daemonset statefulset',
  'serverless lambda function faas cold warm start provisioned burst',
  'burn alert alerting page pager monitoring observability',
  'bloom cuckoo hyperloglog sketch cardinality filter',
  'birthday collision shortener code codes',
  'nat address ip user',
  'queueing erlang utilisation utilization line wait',
  'hedge hedged tied replica copy',
  'gateway upstream nginx envoy 502 503 504',
  'pooler pgbouncer pool connection multiplex',
  'fanout scatter gather part parts',
  '202 polling poll accepted asynchronous async job',
  'detector suspect suspicion heartbeat accrual phi convict health',
  'duel dueling rival livelock outbid',
  'group multiraft range shard',
].map((line) => new Set(line.split(' ').map(stem)));

/** `distributed` is true of everything here. */
const fillers = new Set(
  'a an and are as at be by can distributed do does for from how if in is it its may must of on one or that the their them then there they this to was what when which who why will with'.split(
    ' ',
  ),
);

/** Words in which a question is asked, and that say nothing of what it is about. */
const wordsOfQuestions = new Set(
  'about best between cause could difference differ explain give have great happen happens i idea important keep keeps left long make makes me my need needs our pattern s should somebody t take takes tell than use used using versus vs want was way we were work works would you your'.split(
    ' ',
  ),
);

function stem(word: string): string {
  return word.replace(/(?:ations?|ions?|ings?|ed|ies|es|s|e|y)$/, (end) =>
    word.length - end.length < 3 ? end : '',
  );
}

function stemsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !fillers.has(word) && !wordsOfQuestions.has(word)).map(stem);
}

const synonymWeight = 0.5;
/** Of things that have the word itself, the one that speaks of its synonyms besides. */
const besidesWeight = 0.05;
/** A word in a name says more of a thing than one in its text. */
const nameWeight = 1.5;
/** The word that is a whole wing says the most. */
const wingWeight = 2;

/** What speaks of the words, best first, equal ones in the order given. O(items × words). */
export function find(words: string, items: readonly Findable[]): Findable[] {
  const wanted = [...new Set(stemsOf(words))];
  const texts = items.map(({ name, text }) => ({
    wing: name.includes('/') ? stem(name.slice(0, name.indexOf('/'))) : undefined,
    name: new Set(stemsOf(name)),
    text: new Set(stemsOf(text)),
  }));
  const has =
    (stem: string) =>
    ({ name, text }: (typeof texts)[number]) =>
      name.has(stem) ? nameWeight : text.has(stem) ? 1 : 0;
  const scores = items.map(() => 0);
  for (const stem of wanted) {
    const others = synonyms.filter((group) => group.has(stem)).flatMap((group) => [...group]);
    const weights = texts.map((text) => {
      const beside = others.filter((other) => other !== stem).map((other) => has(other)(text));
      const besides = beside.filter((weight) => weight > 0).length;
      if (text.wing === stem) return wingWeight;
      const best = Math.max(has(stem)(text), ...beside.map((weight) => synonymWeight * weight));
      return best + besidesWeight * besides;
    });
    const speaking = weights.filter((weight) => weight > 0).length;
    const rarity = Math.log2(1 + items.length / Math.max(1, speaking));
    for (const [at, weight] of weights.entries()) scores[at] = (scores[at] ?? 0) + weight * rarity;
  }
  return items
    .map((item, at) => ({ item, score: scores[at] ?? 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/** Every word that something can be found by. */
export function vocabulary(items: readonly Findable[]): string[] {
  const words = items.flatMap(
    ({ name, text }) => `${name} ${text}`.toLowerCase().match(/\p{L}{3,}/gu) ?? [],
  );
  return [...new Set(words)];
}
