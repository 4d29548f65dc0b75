/**
 * What a cluster is made of: brokers, topics and their partitions, producers, groups and consumers, as
 * plain data. What they do stands in the files named after them.
 */
import type { EventHandle } from '../../src/kernel/event-queue.ts';
import type { Task } from '../../src/kernel/process.ts';
import type { Queue } from '../../src/kernel/queue.ts';
import type { Resource } from '../../src/kernel/resource.ts';
import type { Signal } from '../../src/kernel/signal.ts';
import type { Node } from '../../src/world/node.ts';
import type { ServerContext } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import type { Assignor } from './assignors/assignment.ts';
import type { BrokerConfig, ConsumerConfig, ProducerConfig, TopicConfig } from './config.ts';
import type { Effects, Observer, Property } from './effects.ts';
import type { Leadership } from './leadership.ts';
import type { Log } from './log.ts';
import type { MemberState } from './member-chart.ts';
import type { ClusterMetadata, Metadata } from './metadata.ts';
import type { KafkaNote } from './notes.ts';
import type { StickyPartitioner } from './partitioner.ts';
import type { RecordId, Records } from './records.ts';
import type { KafkaRules } from './rules.ts';

// The cluster

export interface Cluster {
  readonly world: World;
  readonly rules: KafkaRules;
  readonly config: BrokerConfig;
  readonly records: Records;
  readonly observer: Observer;
  readonly brokers: Broker[];
  /** What the controller's machine can do, and what it keeps of each broker, by name. */
  controller: ServerContext | undefined;
  readonly sessions: Map<string, Session>;
  /** Who leads, as the controller has decided. */
  metadata: ClusterMetadata;
  readonly topics: Map<string, Topic>;
  /** Every partition, by name. */
  readonly partitions: Map<string, Partition>;
  /** What the present life of the coordinators' machine can do, and knows of who leads. */
  coordinator: ServerContext | undefined;
  coordinatorMetadata: Metadata | undefined;
  readonly groups: Map<string, Group>;
  nextProducerId: number;
  /** By name: what the transaction coordinator keeps. */
  readonly transactionalIds: Map<string, TransactionalId>;
  readonly producers: Producer[];
  /** Every consumer that was ever started, by name. */
  readonly consumers: Map<string, Consumer>;
  readonly drawLatencyMs: () => number;
  /** Bytes that producers sent to leaders, and that leaders sent to followers and consumers. */
  bytesIn: number;
  bytesOut: number;
  readonly nowMs: number;
  note(who: string | undefined, note: KafkaNote): void;
}

/** What a scenario's `build` returns: the cluster, and whatever else it likes. */
export interface HasCluster {
  readonly cluster: Cluster;
}

/** A broker runs on the node of its name. What its logs hold is on the disk of that node. */
export interface Broker {
  readonly name: string;
  /** Whether it answers: neither down nor paused. */
  readonly isUp: boolean;
  /** Its copies of partitions, by their names. They are on its disk. */
  readonly replicas: Map<string, Replica>;
  /** What its present life can do. */
  node: ServerContext | undefined;
  /** Whether the controller has heard of its present life. */
  isRegistered: boolean;
  /** What the controller told it last. */
  metadata: ClusterMetadata;
  /** By the name of a leader, the process that fetches from it. */
  readonly fetchers: Map<string, Task<void>>;
}

/** What the controller keeps of a broker. */
export interface Session {
  readonly broker: Broker;
  /** Which of its lives it is in. */
  life: number;
  isAlive: boolean;
  /** The end of its session, unless it is heard from before. */
  expiry: EventHandle;
}

// Topics

export interface Topic {
  readonly name: string;
  readonly config: TopicConfig;
  readonly partitions: Partition[];
  readonly recordBytes: number;
  /** What is not promised of it, and the observer does not hold it to. */
  readonly exempt: ReadonlySet<Property>;
  /** Records that were acknowledged and are in no log any more. */
  acknowledgedLost: number;
  /** How many partitions keyed records are spread over: fewer than there are, while some are new. */
  keyedPartitions: number;
}

/** A partition, with what the controller has decided about it. */
export interface Partition {
  readonly topic: Topic;
  readonly number: number;
  readonly name: string;
  readonly replicas: readonly Replica[];
  leader: Replica | undefined;
  /** Grows by one with every leader. */
  epoch: number;
  isr: readonly Replica[];
  /** Grows with every change of them. */
  isrVersion: number;
}

export interface Replica {
  readonly broker: Broker;
  readonly partition: Partition;
  readonly log: Log;
  /** How far it knows that the record is safe. */
  highWatermark: number;
  /** The epoch of the latest leader that it has heard of, and the name of that one. */
  epoch: number;
  leader: string | undefined;
  /** While it leads itself. */
  leads: Leadership | undefined;
}

// Producers

export interface Producer {
  readonly number: number;
  readonly name: string;
  readonly cluster: Cluster;
  readonly topic: Topic;
  readonly config: ProducerConfig;
  readonly lanes: Map<Partition, Lane>;
  readonly sticky: StickyPartitioner;
  readonly counts: ProducerCounts;
  /** The id and epoch by which brokers know it: another one of that id and a newer epoch fences it. */
  id: number;
  epoch: number;
  /** For one that writes in transactions: what it knows of the present one. */
  readonly transaction: ProducerTransaction | undefined;
  /** It is fenced, or its machine is down: it sends nothing any more. */
  isStopped: boolean;
  metadata: Metadata | undefined;
  /** Where it runs: on a machine of its own, or with the consumer that writes by it. */
  readonly machine: Node;
  node: ServerContext | undefined;
}

export interface ProducerTransaction {
  readonly coordinated: TransactionalId;
  /** The partitions that the coordinator knows to be part of it. */
  readonly partitions: Set<Partition>;
  /** How many records the producer had failed to write before it. */
  failedBefore: number;
}

export interface ProducerCounts {
  sent: number;
  acknowledged: number;
  failed: number;
  batches: number;
  retries: number;
  /** Of acknowledged records together, from sending to acknowledgement. */
  latencySumMs: number;
}

/** What goes from one producer to one partition, in order. */
export interface Lane {
  readonly partition: Partition;
  readonly ready: Queue<Batch>;
  readonly slots: Resource;
  /** Batches under way that were neither acknowledged nor given up, in the order of sending. */
  readonly underWay: Batch[];
  /** How many of them wait to be sent again. */
  retrying: number;
  /** Fires when a batch is acknowledged or given up. */
  readonly settled: Signal;
  open: Batch | undefined;
  nextSequence: number;
  /**
   * An idempotent producer that gave up a batch numbers the next one from 0 in a new epoch, or the
   * broker would wait for the missing numbers for ever (KIP-360).
   */
  epoch: number;
  epochFirstSequence: number;
}

export interface Batch {
  readonly lane: Lane;
  readonly ids: RecordId[];
  readonly firstSequence: number;
  readonly createdAtMs: number;
  bytes: number;
  isClosed: boolean;
}

// Transactions

/** What the transaction coordinator knows of a transactional.id. */
export interface TransactionalId {
  readonly name: string;
  readonly producerId: number;
  /** Grows with every end of a transaction, and with every producer that takes the name over. */
  epoch: number;
  /** The partitions of the open transaction. */
  readonly partitions: Set<Partition>;
  /** What was sent in it, as the observer knows. */
  ids: RecordId[];
  /** Markers that are not yet written, and replicated. */
  readonly pending: Map<Partition, 'commit' | 'abort'>;
  /** The outcome of the transaction before, for a producer that asks again. */
  last: 'commit' | 'abort' | undefined;
  /** Fires when the last marker of a transaction is replicated. */
  readonly completed: Signal;
  /** The end of transaction.timeout.ms. */
  expiry: EventHandle;
}

// Groups

export type Protocol = 'eager' | 'cooperative';

export interface Group {
  readonly name: string;
  readonly cluster: Cluster;
  readonly topics: readonly Topic[];
  readonly protocol: Protocol;
  readonly assignor: Assignor;
  state: 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';
  /** Waiting for more members before the first generation. */
  opening: boolean;
  generation: number;
  readonly members: Map<string, MemberRecord>;
  /** By partition, its owner's member id, as of this generation. */
  assignment: Map<Partition, string>;
  /** The next offset to read, by partition. */
  readonly committed: Map<Partition, number>;
  readonly effects: Effects;
  /** Told of every effect, as it happens. */
  onEffect: ((id: RecordId) => void) | undefined;
  /** What counts as the same record for it: the record itself, or the event that it tells of. */
  readonly identityOf: (id: RecordId) => RecordId;
  /** What its way of working does not promise: the observer does not hold it to that. */
  readonly exempt: ReadonlySet<Property>;
  /** Results of the group that were stored under the record's id, for those that look there. */
  readonly stored: Set<number>;
  /** Offsets stored with the results, in the same transaction of the database. */
  readonly storedOffsets: Map<Partition, number>;
  /** For the observer: up to where it has looked for records that were missed. */
  readonly checkedUpTo: Map<Partition, number>;
  /** Fires when a round of joining, or of syncing, is over. */
  readonly turned: Signal;
  rebalances: number;
  nextMember: number;
  /** Ids of static members whose place another one of their group.instance.id has taken. */
  readonly replaced: Set<string>;
  /** For each partition, who read it last and since when nobody has. */
  readonly idle: Map<Partition, Idle>;
  /** Time in which partitions that were read before were read by nobody, all together. */
  pausedPartitionMs: number;
}

export interface MemberRecord {
  readonly id: string;
  readonly consumer: string;
  /** group.instance.id of a static member. */
  readonly instanceId: string | undefined;
  /** What it said that it reads, when it joined last. */
  owned: readonly Partition[];
  /** The generation in which it was given that. */
  ownedSince: number;
  hasJoined: boolean;
  /** The end of its session, unless it is heard from before. */
  expiry: EventHandle;
  readonly sessionMs: number;
  readonly rebalanceTimeoutMs: number;
}

export interface Idle {
  readonly lastOwner: string;
  readonly sinceMs: number | undefined;
  /** Given up to join again, or since it is assigned to another; or lost with its reader. */
  readonly why: 'rejoining' | 'reassigned' | 'lost';
}

// Consumers

export interface Consumer {
  readonly name: string;
  readonly cluster: Cluster;
  readonly group: Group;
  readonly config: ConsumerConfig;
  readonly instanceId: string | undefined;
  readonly work: Work;
  /** The machine of its name. */
  readonly machine: Node;
  /** What its present life can do; undefined before the first. */
  node: ServerContext | undefined;
  /** Hung, as on a lock or a call that does not return: its heartbeat goes on. */
  hungUntilMs: number;
  // Membership:
  state: MemberState;
  memberId: string | undefined;
  generation: number;
  needsJoin: boolean;
  joining: Task<void> | undefined;
  /** An assignment that has arrived and was not acted upon yet. */
  assigned: readonly Partition[] | undefined;
  // Reading:
  /** By partition, those first that the next fetch asks for first. */
  readonly owned: Map<Partition, Owned>;
  /** What it knows of the cluster in this life. */
  metadata: Metadata | undefined;
  /** The brokers that it has asked for records, and that have not answered yet. */
  readonly fetching: Set<string>;
  /** Whether it is about to ask again who leads. */
  looksUp: boolean;
  lastPollMs: number;
  isPolling: boolean;
  commitIsDue: boolean;
  readonly awake: Signal;
  wake(): void;
  /** For consumers that hand records on: what they handed on last. */
  handedOn: Task<void>[];
  /** For consumers that write what they make of it in transactions. */
  producer: Producer | undefined;
  readonly counts: { polls: number; records: number; busyMs: number };
}

/** A partition that a consumer reads. */
export interface Owned {
  readonly partition: Partition;
  /** The next offset that a poll returns. */
  position: number;
  /** The records from there on that were fetched already. */
  ahead: readonly RecordId[] | undefined;
  /** The epoch of a leader whose log ended before the position. */
  doubtedEpoch: number | undefined;
  /** All before this offset is done: it is what may be committed. */
  done: number;
  /** Offsets beyond `done` that are done already, where several workers work at once. */
  readonly doneAhead: Set<number>;
  committed: number;
  /** Offsets of aborted records in hand, which a read_committed consumer passes over. */
  readonly aborted: Set<number>;
  /** Taken away since; what is still in hand of it is somebody else's now. */
  isLost: boolean;
}

/** Some records of one partition, in order. */
export interface Fetched {
  readonly owned: Owned;
  readonly firstOffset: number;
  readonly ids: readonly RecordId[];
}

// Work

/**
 * When the offset is committed.
 * - `auto`: every auto.commit.interval.ms, by the poll loop (enable.auto.commit)
 * - `before`: after the poll and before any record is processed: at most once
 * - `each`: after every record, waiting for the answer (commitSync)
 * - `batch`: after all records of a poll, waiting; `batch-async`: without waiting (commitAsync)
 * - `with-results`: in the database transaction of the result; the coordinator is not asked
 * - `transaction`: in the Kafka transaction that writes the output (sendOffsetsToTransaction)
 */
export type CommitPolicy =
  | 'auto'
  | 'before'
  | 'each'
  | 'batch'
  | 'batch-async'
  | 'with-results'
  | 'transaction';

export interface Work {
  readonly commit: CommitPolicy;
  /** Time for one record. */
  readonly drawRecordMs: () => number;
  /** Records that are handled together, as rows of one insert; 1 without it. */
  readonly rows?: number;
  /** Time for each such insert, whatever its size. */
  readonly insertMs?: number;
  /** Threads that work on the records of one poll; 1 without it. */
  readonly workers?: number;
  /** Whether they all take from one line, and do not keep each key to one of them. */
  readonly sharesLine?: boolean;
  /** Whether records are handed to another thread, while this one polls on. */
  readonly handsOn?: boolean;
  /** Whether processed ids are kept, with a unique key, in the transaction of the effect. */
  readonly remembersIds?: boolean;
  readonly failures?: Failures;
  /** Where results go, for consumers that write to Kafka. */
  readonly output?: Topic;
  /** For the observer: of which record each of those results came. */
  readonly sources?: Map<RecordId, RecordId>;
}

export interface Failures {
  /** Whether this attempt, counted from 1, fails. Poison fails always. */
  readonly fails?: (id: RecordId, attempt: number) => boolean;
  readonly retryMs: number;
  /** After so many retries a record goes to the dead-letter topic, if there is one. */
  readonly retriesMax: number;
  readonly hasDeadLetterTopic: boolean;
}
