/**
 * Fetch, at the broker: answers with what the leader's log holds from the offsets asked for. While
 * there is nothing it waits, up to fetch.max.wait.ms, and answers as soon as there is (long poll).
 */
import type { Process } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { batchesBetween, idsBetween, logEnd } from './log.ts';
import type { Broker, Cluster, Partition } from './model.ts';
import { readableEnd } from './partition.ts';
import { abortedAmong } from './producer-state.ts';
import type { RecordId } from './records.ts';

export interface FetchRequest {
  readonly kind: 'fetch';
  /** The next offset of each partition, by its name. */
  readonly offsets: readonly (readonly [partition: string, offset: number])[];
  readonly recordsMax: number;
  readonly committedOnly: boolean;
  readonly minBytes: number;
  readonly maxWaitMs: number;
}

/** Partitions with nothing to say are left out (KIP-227). */
export type FetchAnswer = readonly FetchedPartition[];

export type FetchedPartition = FetchedRecords | FetchError;

export interface FetchedRecords {
  readonly partition: string;
  readonly ids: readonly RecordId[];
  /** The offsets among them that belong to aborted transactions. */
  readonly aborted: readonly number[];
}

export type FetchError =
  | { readonly partition: string; readonly error: 'NOT_LEADER_OR_FOLLOWER' }
  | {
      readonly partition: string;
      readonly error: 'OFFSET_OUT_OF_RANGE';
      readonly epoch: number;
      readonly startOffset: number;
      readonly end: number;
    };

export function fetch(
  cluster: Cluster,
  broker: Broker,
  request: FetchRequest,
): FetchAnswer | Process<FetchAnswer> {
  const answer = read(cluster, broker, request);
  if (isEnough(cluster, request, answer)) return sent(cluster, answer);
  return longPoll(cluster, broker, request);
}

/** Waits for more, until there is enough or the time is over. */
function* longPoll(cluster: Cluster, broker: Broker, request: FetchRequest): Process<FetchAnswer> {
  const { kernel } = cluster.world;
  const partitions = request.offsets.map(([name]) => cluster.partitions.get(name) as Partition);
  const changed = new Signal();
  for (const { waiting } of partitions) waiting.add(changed);
  const untilMs = kernel.nowMs + request.maxWaitMs;
  const timer = kernel.schedule(request.maxWaitMs, fire, changed);
  let answer: FetchAnswer;
  do {
    yield* changed.wait();
    answer = read(cluster, broker, request);
  } while (!isEnough(cluster, request, answer) && kernel.nowMs < untilMs);
  kernel.cancel(timer);
  for (const { waiting } of partitions) waiting.delete(changed);
  return sent(cluster, answer);
}

const fire = (signal: Signal): void => void signal.fire();

/** What can be read now, in the order of asking, up to the number of records asked for. */
function read(cluster: Cluster, broker: Broker, request: FetchRequest): FetchAnswer {
  const answer: FetchedPartition[] = [];
  let room = request.recordsMax;
  for (const [name, offset] of request.offsets) {
    if (room <= 0) break;
    const partition = cluster.partitions.get(name) as Partition;
    const part = readOne(cluster, broker, partition, offset, room, request.committedOnly);
    if (part === undefined) continue;
    if ('ids' in part) room -= part.ids.length;
    answer.push(part);
  }
  return answer;
}

function readOne(
  cluster: Cluster,
  broker: Broker,
  partition: Partition,
  offset: number,
  room: number,
  committedOnly: boolean,
): FetchedPartition | undefined {
  const { name, leader, epoch } = partition;
  if (leader?.broker !== broker) return { partition: name, error: 'NOT_LEADER_OR_FOLLOWER' };
  const { log } = leader;
  if (offset < log.startOffset || offset > logEnd(log)) {
    const range = { startOffset: log.startOffset, end: logEnd(log) };
    return { partition: name, error: 'OFFSET_OUT_OF_RANGE', epoch, ...range };
  }
  const until = Math.min(readableEnd(partition, cluster, committedOnly), offset + room);
  if (until <= offset) return undefined;
  const aborted =
    log.producers.aborted.length === 0
      ? []
      : abortedAmong(log.producers, batchesBetween(log, offset, until));
  return { partition: name, ids: idsBetween(log, offset, until), aborted };
}

/** Whether an answer need not wait for more: it has fetch.min.bytes, or an error to tell. */
function isEnough({ partitions }: Cluster, { minBytes }: FetchRequest, answer: FetchAnswer) {
  let bytes = 0;
  for (const part of answer) {
    if ('error' in part) return true;
    bytes += part.ids.length * (partitions.get(part.partition) as Partition).topic.recordBytes;
  }
  return bytes >= minBytes;
}

/** Counts what goes out. */
function sent(cluster: Cluster, answer: FetchAnswer): FetchAnswer {
  for (const part of answer) {
    if ('error' in part) continue;
    const { recordBytes } = (cluster.partitions.get(part.partition) as Partition).topic;
    cluster.bytesOut += part.ids.length * recordBytes;
  }
  return answer;
}

// ListOffsets

export interface ListOffsetsRequest {
  readonly kind: 'list-offsets';
  readonly partitions: readonly string[];
}

/** Where a log begins, and before which offset consumers may read. */
export interface ListedOffsets {
  readonly partition: string;
  readonly startOffset: number;
  readonly highWatermark: number;
}

/** Answers for those of the partitions that the broker leads. */
export function listOffsets(
  { partitions }: Cluster,
  broker: Broker,
  request: ListOffsetsRequest,
): readonly ListedOffsets[] {
  return request.partitions.flatMap((partition) => {
    const { leader } = partitions.get(partition) as Partition;
    if (leader?.broker !== broker) return [];
    const { log, highWatermark } = leader;
    return [{ partition, startOffset: log.startOffset, highWatermark }];
  });
}
