/**
 * Fetch, at the broker: answers consumers and followers with what the leader's log holds from the
 * requested offsets on. If there is nothing, it waits for up to the time given in the request, and
 * answers as soon as there is something (long poll).
 */
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { Cluster } from '../model.ts';
import type { RecordId } from '../records.ts';
import { type FollowerPosition, sawFollower } from '../replication/in-sync.ts';
import { batchesBetween, divergence, endOfRoom, idsBetween, isGone, logEnd } from './log.ts';
import { readableEnd } from './partition.ts';
import { abortedAmong } from './producer-state.ts';
import type { LoggedBatch } from './record-batch.ts';
import type { Broker, Replica } from './replica.ts';

export type FetchRequest = ConsumerFetch | FollowerFetch;

export interface ConsumerFetch {
  readonly kind: 'fetch';
  readonly follower?: undefined;
  readonly positions: readonly Position[];
  readonly recordsMax: number;
  readonly committedOnly: boolean;
  readonly minBytes: number;
  readonly maxWaitMs: number;
}

export interface FollowerFetch {
  readonly kind: 'fetch';
  /** The name of the broker. */
  readonly follower: string;
  readonly positions: readonly FollowerPosition[];
  readonly maxWaitMs: number;
}

export interface Position {
  readonly partition: string;
  /** The next offset. */
  readonly offset: number;
}

/** Partitions without news are left out (KIP-227). */
export type FetchAnswer<Part = ConsumerPart | FollowerPart> = readonly Part[];

export type ConsumerPart = FetchError | FetchedRecords;
export type FollowerPart = FetchError | FetchedBatches;

export interface FetchedRecords {
  readonly partition: string;
  readonly ids: readonly RecordId[];
  /** The offsets among them that belong to aborted transactions. */
  readonly aborted: readonly number[];
}

export interface FetchedBatches {
  readonly partition: string;
  readonly batches: readonly LoggedBatch[];
  readonly highWatermark: number;
  /** The leader's log diverges from the follower's: the end of this epoch in it. */
  readonly diverging: { readonly epoch: number; readonly endOffset: number } | undefined;
}

export type FetchError =
  | {
      readonly partition: string;
      readonly error: 'NOT_LEADER_OR_FOLLOWER' | 'FENCED_LEADER_EPOCH' | 'UNKNOWN_LEADER_EPOCH';
    }
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
  if (request.follower !== undefined) {
    sawFollower(cluster, broker, request.follower, request.positions);
  }
  const answer = read(cluster, broker, request);
  if (isEnough(broker, request, answer)) return sent(cluster, broker, request, answer);
  return longPoll(cluster, broker, request);
}

/** Waits for more, until there is enough or the time is over. */
function* longPoll(cluster: Cluster, broker: Broker, request: FetchRequest): Process<FetchAnswer> {
  const { kernel } = cluster.world;
  const leaderships = request.positions.flatMap(
    ({ partition }) => broker.replicas.get(partition)?.leads ?? [],
  );
  const changed = new Signal();
  for (const { waiting } of leaderships) waiting.add(changed);
  const untilMs = kernel.nowMs + request.maxWaitMs;
  const timer = kernel.schedule(request.maxWaitMs, fire, changed);
  let answer: FetchAnswer;
  do {
    yield* changed.wait();
    answer = read(cluster, broker, request);
  } while (!isEnough(broker, request, answer) && kernel.nowMs < untilMs);
  kernel.cancel(timer);
  for (const { waiting } of leaderships) waiting.delete(changed);
  return sent(cluster, broker, request, answer);
}

const fire = (signal: Signal): void => void signal.fire();

/** What can be read now, in the order of the request. */
function read(cluster: Cluster, broker: Broker, request: FetchRequest): FetchAnswer {
  if (request.follower !== undefined) {
    return request.positions.map((position) =>
      readForFollower(broker.replicas.get(position.partition), position),
    );
  }
  const answer: ConsumerPart[] = [];
  let room = request.recordsMax;
  for (const position of request.positions) {
    if (room <= 0) break;
    const leader = broker.replicas.get(position.partition);
    const part = readForConsumer(cluster, leader, position, room, request.committedOnly);
    if (part === undefined) continue;
    if ('ids' in part) room -= part.ids.length;
    answer.push(part);
  }
  return answer;
}

function readForConsumer(
  cluster: Cluster,
  leader: Replica | undefined,
  { partition, offset }: Position,
  room: number,
  committedOnly: boolean,
): ConsumerPart | undefined {
  if (leader?.leads === undefined) return { partition, error: 'NOT_LEADER_OR_FOLLOWER' };
  const { log } = leader;
  if (offset < log.startOffset || offset > logEnd(log)) return outOfRange(leader);
  const until = endOfRoom(log, offset, room, readableEnd(cluster, leader, committedOnly));
  if (until <= offset) return undefined;
  const aborted =
    log.producers.aborted.length === 0
      ? []
      : abortedAmong(log.producers, batchesBetween(log, offset, until));
  return { partition, ids: idsBetween(log, offset, until), aborted };
}

function outOfRange({ partition: { name }, leads, log }: Replica): FetchError {
  return {
    partition: name,
    error: 'OFFSET_OUT_OF_RANGE',
    epoch: leads?.epoch ?? -1,
    startOffset: log.startOffset,
    end: logEnd(log),
  };
}

/** A follower whose log diverges is told where; any other gets the next records. */
function readForFollower(
  leader: Replica | undefined,
  { partition, offset, epoch, lastEpoch }: FollowerPosition,
): FollowerPart {
  if (leader?.leads === undefined) return { partition, error: 'NOT_LEADER_OR_FOLLOWER' };
  const { leads, log, highWatermark } = leader;
  if (epoch < leads.epoch) return { partition, error: 'FENCED_LEADER_EPOCH' };
  if (epoch > leads.epoch) return { partition, error: 'UNKNOWN_LEADER_EPOCH' };
  const diverging = divergence(log, lastEpoch, offset);
  if (diverging !== undefined) return { partition, batches: [], highWatermark, diverging };
  if (offset < log.startOffset || offset > logEnd(log)) return outOfRange(leader);
  const batches = batchesBetween(log, offset, logEnd(log));
  return { partition, batches, highWatermark, diverging: undefined };
}

/** Whether an answer need not wait for more: it has enough bytes, or other news. */
function isEnough({ replicas }: Broker, request: FetchRequest, answer: FetchAnswer): boolean {
  let bytes = 0;
  for (const part of answer) {
    if ('error' in part) return true;
    if ('batches' in part) {
      if (part.batches.length > 0 || part.diverging !== undefined) return true;
    } else bytes += bytesOf(replicas.get(part.partition), part.ids);
  }
  return request.follower === undefined && bytes >= request.minBytes;
}

/** Gaps of a compacted log take no room. */
function bytesOf(replica: Replica | undefined, ids: readonly RecordId[]): number {
  if (replica === undefined) return 0;
  const hasGaps = replica.log.firstDirtyOffset > 0;
  const count = hasGaps ? ids.filter((id) => !isGone(id)).length : ids.length;
  return count * replica.partition.topic.recordBytes;
}

/** Counts the outgoing bytes, and leaves out what the follower was told before. */
function sent(
  cluster: Cluster,
  { replicas }: Broker,
  request: FetchRequest,
  answer: FetchAnswer,
): FetchAnswer {
  const { follower } = request;
  const news = answer.filter((part) => {
    if (follower === undefined || !('batches' in part)) return true;
    const isTold = replicas.get(part.partition)?.leads?.tells(follower, part.highWatermark);
    return isTold === true || part.batches.length > 0 || part.diverging !== undefined;
  });
  for (const part of news) {
    if ('error' in part) continue;
    const sets = 'ids' in part ? [part.ids] : part.batches.map(({ batch }) => batch.ids);
    for (const ids of sets) cluster.bytesOut += bytesOf(replicas.get(part.partition), ids);
  }
  return news;
}
