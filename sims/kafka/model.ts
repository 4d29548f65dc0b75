/**
 * The parts of a cluster: brokers, topics and their partitions, producers, groups and consumers, as
 * plain data. Their behaviour is in the files named after them.
 */
import type { Breaches } from '../../src/check/breaches.ts';
import type { EventHandle } from '../../src/kernel/event-queue.ts';
import type { Task } from '../../src/kernel/process.ts';
import type { Signal } from '../../src/kernel/signal.ts';
import type { Node } from '../../src/world/node.ts';
import type { ServerContext } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import type { Assignor } from './assignors/assignment.ts';
import type { Broker, Partition, Session, Topic } from './broker/replica.ts';
import type { BrokerConfig, ConsumerConfig, ProducerConfig } from './config.ts';
import type { Owned, Work } from './consumer/work.ts';
import type { Effects, Property } from './effects.ts';
import type { MemberState } from './group/member-chart.ts';
import type { ClusterMetadata, Metadata } from './network/metadata.ts';
import type { KafkaNote } from './notes.ts';
import type { Lane } from './producer/lane.ts';
import type { StickyPartitioner } from './producer/partitioner.ts';
import type { RecordId, Records } from './records.ts';
import type { KafkaRules } from './rules.ts';

// The cluster

export interface Cluster {
  readonly world: World;
  readonly rules: KafkaRules;
  readonly config: BrokerConfig;
  readonly records: Records;
  /** How each property was first broken. */
  readonly breaches: Breaches<Property>;
  readonly brokers: Broker[];
  /** The handle of the controller's machine, and what it keeps of each broker, by name. */
  controller: ServerContext | undefined;
  readonly sessions: Map<string, Session>;
  /** The leaders, as the controller has decided. */
  metadata: ClusterMetadata;
  readonly topics: Map<string, Topic>;
  /** Every partition, by name. */
  readonly partitions: Map<string, Partition>;
  /** The handle of the coordinators' machine in its present life, and the leaders that it knows. */
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

/** What a scenario's `build` returns: the cluster, and anything else that it needs. */
export interface HasCluster {
  readonly cluster: Cluster;
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
  /**
   * The id and epoch by which brokers know it: another producer with that id and a newer epoch
   * fences it.
   */
  id: number;
  epoch: number;
  /** For a transactional producer: what it knows of the current transaction. */
  readonly transaction: ProducerTransaction | undefined;
  /** It is fenced, or its machine is down: it no longer sends anything. */
  isStopped: boolean;
  metadata: Metadata | undefined;
  /** Where it runs: on a machine of its own, or on that of the consumer that uses it. */
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
  /** Summed over acknowledged records, from sending to acknowledgement. */
  latencySumMs: number;
}

// Transactions

/** What the transaction coordinator knows of a transactional.id. */
export interface TransactionalId {
  readonly name: string;
  readonly producerId: number;
  /** Grows with every end of a transaction, and with every producer that takes the id over. */
  epoch: number;
  /** The partitions of the open transaction. */
  readonly partitions: Set<Partition>;
  /** The records sent in it, as the observer knows. */
  ids: RecordId[];
  /** Markers that are not yet written and replicated. */
  readonly pending: Map<Partition, 'commit' | 'abort'>;
  /** The outcome of the previous transaction, for a producer that asks again. */
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
  /** By partition, its owner's member id in this generation. */
  assignment: Map<Partition, string>;
  /** The next offset to read, by partition. */
  readonly committed: Map<Partition, number>;
  readonly effects: Effects;
  /** Notified of every effect, as it happens. */
  onEffect: ((id: RecordId) => void) | undefined;
  /** What counts as the same record for it: the record itself, or the event that it carries. */
  readonly identityOf: (id: RecordId) => RecordId;
  /** Properties that its way of working does not promise, which the observer does not check. */
  readonly exempt: ReadonlySet<Property>;
  /**
   * Results of the group that were stored under the record's id, for consumers that check there.
   */
  readonly stored: Set<number>;
  /** Offsets stored with the results, in the same transaction of the database. */
  readonly storedOffsets: Map<Partition, number>;
  /** For the observer: up to which offset it has looked for missed records. */
  readonly checkedUpTo: Map<Partition, number>;
  /** Fires when a round of joining, or of syncing, is over. */
  readonly turned: Signal;
  rebalances: number;
  nextMember: number;
  /** Ids of static members whose place another one with their group.instance.id has taken. */
  readonly replaced: Set<string>;
  /** For each partition, its last reader and since when it has none. */
  readonly idle: Map<Partition, Idle>;
  /** Total time in which partitions that had a reader before had none. */
  pausedPartitionMs: number;
}

export interface MemberRecord {
  readonly id: string;
  readonly consumer: string;
  /** group.instance.id of a static member. */
  readonly instanceId: string | undefined;
  /** What it said that it reads, when it last joined. */
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
  /**
   * Given up to join again, or because it is assigned to another member; or lost with its reader.
   */
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
  /** The handle of its present life; undefined before the first. */
  node: ServerContext | undefined;
  // Membership:
  state: MemberState;
  memberId: string | undefined;
  generation: number;
  needsJoin: boolean;
  joining: Task<void> | undefined;
  /** An assignment that has arrived and is not acted upon yet. */
  assigned: readonly Partition[] | undefined;
  // Reading:
  /** By partition, in the order of the next fetch. */
  readonly owned: Map<Partition, Owned>;
  /** What it knows of the cluster in this life. */
  metadata: Metadata | undefined;
  /** The brokers with a pending fetch request. */
  readonly fetching: Set<string>;
  /** Whether it is about to ask again which broker leads. */
  looksUp: boolean;
  lastPollMs: number;
  isPolling: boolean;
  commitIsDue: boolean;
  readonly awake: Signal;
  wake(): void;
  /** For consumers that hand records to a thread: what they handed over last. */
  handedOn: Task<void>[];
  /** For consumers that write their results in transactions. */
  producer: Producer | undefined;
  readonly counts: { polls: number; records: number; busyMs: number };
}
