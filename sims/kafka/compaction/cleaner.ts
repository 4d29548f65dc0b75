/**
 * Log compaction (cleanup.policy=compact): a broker’s cleaner goes through the segments that no
 * producer writes to any more. Of each key it keeps the record with the highest offset. A record
 * without a value, a tombstone, deletes its key; it stays for delete.retention.ms after the first
 * cleaning that meets it, and goes with the next cleaning. What is removed leaves a gap: offsets
 * never change (Kafka documentation, Design, Log Compaction; Kafka, Cleaner and LogCleanerManager).
 */
import { type Process, sleep } from '../../../src/kernel/process.ts';
import { batchesBetween, countLive, type Log, logEnd } from '../broker/log.ts';
import { abortedAmong } from '../broker/producer-state.ts';
import type { LoggedBatch } from '../broker/record-batch.ts';
import type { Broker, Partition, Replica } from '../broker/replica.ts';
import type { Cluster } from '../model.ts';
import { sawRemoval } from '../observer.ts';
import {
  compacted,
  Fate,
  has,
  type KeyId,
  noKey,
  type RecordId,
  type Records,
} from '../records.ts';

/** For a replica of a compacted topic, in each life of its broker. */
export function startCleaner(cluster: Cluster, broker: Broker, { topic, name }: Partition): void {
  if (topic.config['cleanup.policy'] !== 'compact') return;
  broker.node?.spawn(keepClean(cluster, broker, name));
}

/** Each broker cleans its own replica of a partition. */
function* keepClean(cluster: Cluster, broker: Broker, partition: string): Process<void> {
  for (;;) {
    yield* sleep(cluster.config['log.cleaner.backoff.ms']);
    const replica = broker.replicas.get(partition);
    if (replica !== undefined && cluster.rules['keep-latest-of-key']) clean(cluster, replica);
  }
}

/** One cleaning, if enough of the log is dirty. O(log). */
export function clean(cluster: Cluster, replica: Replica): void {
  const { log, partition } = replica;
  const active = activeSegment(log, cluster.records, partition.topic.config['segment.ms']);
  const end = cleanableEnd(cluster, replica, active);
  // Kafka compares bytes; the records of a topic are all of one size here.
  const dirty = Math.max(0, end - log.firstDirtyOffset);
  const total = countLive(log, log.firstDirtyOffset) + dirty;
  if (dirty <= total * partition.topic.config['min.cleanable.dirty.ratio']) return;
  const latest = latestOffsets(cluster.records, log, end);
  const found: Removed = { superseded: 0, tombstoneAgesMs: [] };
  for (const [place, logged] of log.batches.entries()) {
    if (logged.offset + logged.batch.ids.length > end) break;
    log.batches[place] = cleanBatch(cluster, replica, logged, latest, { active, found });
  }
  log.firstDirtyOffset = end;
  report(cluster, replica, end, found);
}

interface Removed {
  /** A later record has the key. */
  superseded: number;
  /** Of the tombstones that were kept long enough: the time since they were written. */
  readonly tombstoneAgesMs: number[];
}

/**
 * Where the active segment begins, the one that is written to: a batch more than segment.ms later
 * than the first one of its segment begins another (Kafka, LogSegment.shouldRoll).
 */
export function activeSegment(log: Log, { sentAtMs }: Records, segmentMs: number): number {
  let sinceMs: number | undefined;
  for (const { offset, batch } of batchesBetween(log, log.activeFrom, logEnd(log))) {
    const first = batch.ids.find((id) => id >= 0);
    const atMs = first === undefined ? undefined : sentAtMs[first];
    if (atMs === undefined) continue;
    sinceMs ??= atMs;
    if (atMs - sinceMs <= segmentMs) continue;
    sinceMs = atMs;
    log.activeFrom = offset;
  }
  return log.activeFrom;
}

/** Up to where the log may be cleaned: what can still be lost or aborted is left alone. */
function cleanableEnd({ rules }: Cluster, { log, highWatermark }: Replica, active: number): number {
  const stable = Math.min(highWatermark, ...log.producers.open.values());
  return rules['leave-active-segment'] ? Math.min(stable, active) : stable;
}

/** The highest offset of each key in the dirty part: older records of the key are superseded. */
function latestOffsets(records: Records, log: Log, end: number): Map<KeyId, number> {
  const latest = new Map<KeyId, number>();
  const batches = batchesBetween(log, log.firstDirtyOffset, end);
  const aborted = new Set(abortedAmong(log.producers, batches));
  for (const { offset, batch } of batches) {
    for (const [place, id] of batch.ids.entries()) {
      const key = records.key[id];
      if (key !== undefined && !aborted.has(offset + place)) latest.set(key, offset + place);
    }
  }
  return latest;
}

/** The batch with gaps where its records were removed, and with the time until which its tombstones stay. */
function cleanBatch(
  cluster: Cluster,
  replica: Replica,
  logged: LoggedBatch,
  latest: ReadonlyMap<KeyId, number>,
  { active, found }: { active: number; found: Removed },
): LoggedBatch {
  const { records, nowMs, rules } = cluster;
  const { log, partition } = replica;
  const { offset, batch } = logged;
  if (!batch.ids.some((id) => id >= 0)) return logged;
  const aborted = new Set(abortedAmong(log.producers, [logged]));
  const retentionMs = partition.topic.config['delete.retention.ms'];
  const ids = batch.ids.map((id, place) => {
    if (id < 0) return id;
    const fate = aborted.has(offset + place) ? 'aborted' : fateOf(id, offset + place);
    if (fate === 'stays') return id;
    if (fate === 'deleted') found.tombstoneAgesMs.push(nowMs - (records.sentAtMs[id] ?? nowMs));
    if (fate === 'superseded') found.superseded += 1;
    log.ids[offset + place - log.baseOffset] = compacted;
    sawRemoval(cluster, partition, offset + place, id, active);
    return compacted;
  });
  const hasTombstone = ids.some((id) => id >= 0 && has(records, id, Fate.tombstone));
  if (!hasTombstone || batch.deleteHorizonMs !== undefined) {
    return { ...logged, batch: { ...batch, ids } };
  }
  return { ...logged, batch: { ...batch, ids, deleteHorizonMs: nowMs + retentionMs } };

  function fateOf(id: RecordId, at: number): 'stays' | 'superseded' | 'deleted' {
    const key = records.key[id] ?? noKey;
    // Kafka refuses records without a key when they are written; a cleaner that meets one drops it.
    if (key === noKey || (latest.get(key) ?? at) > at) return 'superseded';
    if (!has(records, id, Fate.tombstone)) return 'stays';
    if (!rules['keep-tombstones']) return 'deleted';
    const horizonMs = rules['retain-from-first-cleaning']
      ? batch.deleteHorizonMs
      : (records.sentAtMs[id] ?? 0) + retentionMs;
    return horizonMs === undefined || nowMs < horizonMs ? 'stays' : 'deleted';
  }
}

function report(cluster: Cluster, { broker, partition }: Replica, upTo: number, found: Removed) {
  const { superseded, tombstoneAgesMs } = found;
  cluster.note(broker.name, {
    kind: 'cleans',
    partition: partition.name,
    upTo,
    superseded,
    tombstones: tombstoneAgesMs.length,
    ...(tombstoneAgesMs.length === 0
      ? {}
      : { youngestMs: Math.min(...tombstoneAgesMs), oldestMs: Math.max(...tombstoneAgesMs) }),
    rule: 'keep-latest-of-key',
  });
}
