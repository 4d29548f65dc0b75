/**
 * What brokers keep: topics, their partitions, and a replica of each on several brokers, as plain
 * data. Their behaviour is in `partition.ts` and `replication.ts`.
 */
import type { EventHandle } from '../../../src/kernel/event-queue.ts';
import type { Task } from '../../../src/kernel/process.ts';
import type { Disk } from '../../../src/world/disk.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { TopicConfig } from '../config.ts';
import type { Property } from '../effects.ts';
import type { ClusterMetadata } from '../network/metadata.ts';
import type { Leadership } from '../replication/leadership.ts';
import type { Log } from './log.ts';

/** A broker runs on the node of its name. Its logs are on the disk of that node. */
export interface Broker {
  readonly name: string;
  /** Whether it answers: neither down nor paused. */
  readonly isUp: boolean;
  readonly disk: Disk;
  /** Its replicas of partitions, by name. They are on its disk. */
  readonly replicas: Map<string, Replica>;
  /** The handle of its present life. */
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
  /** The number of its present life. */
  life: number;
  isAlive: boolean;
  /** The end of its session, unless it is heard from before. */
  expiry: EventHandle;
}

export interface Topic {
  readonly name: string;
  readonly config: TopicConfig;
  readonly partitions: Partition[];
  readonly recordBytes: number;
  /** Properties that it does not promise, and the observer does not check. */
  readonly exempt: ReadonlySet<Property>;
  /** Records that were acknowledged and are no longer in any log. */
  acknowledgedLost: number;
  /**
   * How many partitions keyed records are spread over: fewer than there are, while some are new.
   */
  keyedPartitions: number;
}

/** A partition, with the controller's decisions about it. */
export interface Partition {
  readonly topic: Topic;
  readonly number: number;
  readonly name: string;
  readonly replicas: readonly Replica[];
  leader: Replica | undefined;
  /** Grows by one with every leader. */
  epoch: number;
  isr: readonly Replica[];
  /** Grows with every change to them. */
  isrVersion: number;
}

export interface Replica {
  readonly broker: Broker;
  readonly partition: Partition;
  readonly log: Log;
  /** Up to which offset it knows that records are safe. */
  highWatermark: number;
  /** The epoch of the latest leader that it has heard of, and that leader's name. */
  epoch: number;
  leader: string | undefined;
  /** While it leads. */
  leads: Leadership | undefined;
}
