/**
 * A table that a reader makes of a compacted topic: the latest value of each key, and no row for a
 * key whose latest record is a tombstone. It is the reader’s own and survives its crashes, as on a
 * disk: what the reader does not read again stays as it is.
 */
import { lagOf } from '../group/group.ts';
import type { Cluster, Group } from '../model.ts';
import { reportOf } from '../observer.ts';
import { unsettled } from '../producer/producer.ts';
import { Fate, has, type KeyId, type RecordId, type Records } from '../records.ts';

export interface Table {
  readonly group: Group;
  /** By key, the record with its value. */
  readonly rows: Map<KeyId, RecordId>;
  /** When it was last seen at the head of the log, or began to read. */
  atHeadMs: number;
  /** The longest time from one to the next. */
  behindMs: number;
  /** How often it was compared with the latest records. */
  comparisons: number;
}

/** Follows a group’s effects from then on. */
export function tableOf(group: Group, fromMs = 0): Table {
  const rows = new Map<KeyId, RecordId>();
  group.onEffect = (id) => apply(group.cluster.records, rows, id);
  return { group, rows, atHeadMs: fromMs, behindMs: 0, comparisons: 0 };
}

export function apply(records: Records, rows: Map<KeyId, RecordId>, id: RecordId): void {
  const key = records.key[id];
  if (key === undefined) return;
  if (has(records, id, Fate.tombstone)) rows.delete(key);
  else rows.set(key, id);
}

/** What every table should hold, as the observer knows from all records that were ever sent. */
export class LatestValues {
  readonly rows = new Map<KeyId, RecordId>();
  readonly #records: Records;
  #seen = 0;

  constructor(records: Records) {
    this.#records = records;
  }

  /** O(records since the last call). */
  update(): ReadonlyMap<KeyId, RecordId> {
    const { key } = this.#records;
    for (; this.#seen < key.length; this.#seen++) apply(this.#records, this.rows, this.#seen);
    return this.rows;
  }
}

/** Keys that a table still has although they were deleted, and keys without their latest value. */
export function differences(
  { rows }: Table,
  latest: ReadonlyMap<KeyId, RecordId>,
): { ghosts: KeyId[]; stale: KeyId[] } {
  return {
    ghosts: [...rows.keys()].filter((key) => !latest.has(key)),
    stale: [...latest].filter(([key, id]) => rows.get(key) !== id).map(([key]) => key),
  };
}

/** A reader that was at the head so shortly before has missed nothing since that it could miss. */
const comparedAfterMs = 60_000;

/**
 * Compares a table whose reader is at the head of the log. Kafka promises a reader all tombstones
 * if it is never behind for as long as delete.retention.ms (documentation, Log Compaction,
 * guarantee 4), and the latest values in any case.
 */
export function compare(cluster: Cluster, table: Table, latest: LatestValues): void {
  const { group } = table;
  const isWritten = cluster.producers.every((producer) => unsettled(producer) === 0);
  if (!isWritten || group.generation === 0 || lagOf(group) > 0) return;
  const awayMs = cluster.nowMs - table.atHeadMs;
  table.behindMs = Math.max(table.behindMs, awayMs);
  table.atHeadMs = cluster.nowMs;
  if (table.comparisons > 0 && awayMs < comparedAfterMs) return;
  table.comparisons += 1;
  const { ghosts, stale } = differences(table, latest.update());
  const nameOf = (key: KeyId | undefined) => cluster.records.keys[key ?? -1];
  if (stale.length > 0) {
    const how = `the reader ${group.name} is at the end of the log without the latest value of key ${nameOf(stale[0])}`;
    reportOf(group, 'latest-is-kept', how);
  }
  const promisedMs = Math.min(...group.topics.map(({ config }) => config['delete.retention.ms']));
  if (ghosts.length === 0 || table.behindMs >= promisedMs) return;
  const how = `the reader ${group.name} is at the end of the log and still has key ${nameOf(ghosts[0])}, which was deleted`;
  reportOf(group, 'deletes-are-seen', how);
}
