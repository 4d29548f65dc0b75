/**
 * What brokers keep: topics, their partitions, and a replica of each on several brokers, as plain data. What
 * they do stands in `partition.ts` and `replication.ts`.
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

/** A broker runs on the node of its name. What its logs hold is on the disk of that node. */
export interface Broker {
  readonly name: string;
  /** Whether it answers: neither down nor paused. */
  readonly isUp: boolean;
  readonly disk: Disk;
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
