/**
 * The observer sees everything: what each group did with each record, and how a property was
 * broken. It is not part of Kafka: nothing in the sim acts on its knowledge.
 */

import { must } from '../../src/kernel/must.ts';
import { agreementOf, idAt, idsBetween, logEnd } from './broker/log.ts';
import { abortedAmong } from './broker/producer-state.ts';
import type { RecordBatch } from './broker/record-batch.ts';
import type { Partition, Replica } from './broker/replica.ts';
import type { Effects, Property } from './effects.ts';
import type { Cluster, Group } from './model.ts';
import { Fate, has, mark, noKey, type RecordId, type Records } from './records.ts';

/** Records how a property of a group was broken, unless its way of working does not promise it. */
export function reportOf(group: Group, property: Property, how: string): void {
  if (!group.exempt.has(property)) group.cluster.breaches.report(property, how);
}

export const noEffects = (): Effects => ({
  count: [],
  asAnother: new Set(),
  ofTransactions: new Set(),
  latestTurn: [],
  processed: 0,
  repeated: 0,
  outOfOrder: 0,
  missed: 0,
  deadLettered: 0,
  skipped: 0,
  deduplicated: 0,
});

/** A member has processed a record to the end. O(1). */
export function sawEffect(records: Records, group: Group, by: string, id: RecordId): void {
  const { effects } = group;
  const identity = group.identityOf(id);
  while (effects.count.length <= identity) effects.count.push(0);
  const count = must(effects.count[identity], "count of the record's effects");
  effects.count[identity] = count + 1;
  effects.processed += 1;
  if (identity !== id) effects.asAnother.add(id);
  group.onEffect?.(id);
  const producer = group.cluster.producers[must(records.producer[id], 'producer of the record')];
  if (producer?.transaction !== undefined) effects.ofTransactions.add(id);
  if (has(records, id, Fate.aborted)) {
    reportOf(
      group,
      'aborted-is-not-read',
      `consumer ${by} processed ${nameOf(records, id)} of a transaction that was aborted`,
    );
  }
  if (count > 0) {
    effects.repeated += 1;
    reportOf(
      group,
      'effects-once',
      `consumer ${by} processed ${nameOf(records, identity)} a second time`,
    );
    return;
  }
  const key = must(records.key[identity], 'key of the record');
  if (key === noKey) return;
  const turn = must(records.turn[identity], 'turn of the record');
  const latest = effects.latestTurn[key] ?? -1;
  if (turn > latest) {
    effects.latestTurn[key] = turn;
    return;
  }
  effects.outOfOrder += 1;
  const text = records.keys[key];
  reportOf(
    group,
    'keys-in-order',
    `consumer ${by} processed ${nameOf(records, identity)} only after the later record #${latest} of key ${text}`,
  );
}

/** A transaction is aborted: no group should have processed its records. */
export function sawAbort({ groups, records }: Cluster, ids: readonly RecordId[]): void {
  for (const group of groups.values()) {
    const read = ids.find((id) => group.effects.ofTransactions.has(id));
    if (read === undefined) continue;
    const name = nameOf(records, group.identityOf(read));
    reportOf(
      group,
      'aborted-is-not-read',
      `group ${group.name} processed ${name}, and its transaction was then aborted`,
    );
  }
}

/** A read_committed consumer skips a record, because a log says that it was aborted. */
export function sawHidden(
  { breaches, records }: Cluster,
  partition: Partition,
  offset: number,
  id: RecordId,
): void {
  if (id < 0 || has(records, id, Fate.aborted)) return;
  breaches.report(
    'committed-is-visible',
    `partition ${partition.name} hides ${nameOf(records, id)} at offset ${offset} from read_committed consumers, although its transaction was committed`,
  );
}

/** A leader is elected: records that it will hide from read_committed consumers must be aborted. */
export function sawElected(cluster: Cluster, partition: Partition): void {
  const { leader } = partition;
  if (leader === undefined) return;
  const { producers, batches } = leader.log;
  for (const offset of abortedAmong(producers, batches)) {
    if (offset >= leader.log.baseOffset)
      sawHidden(cluster, partition, offset, idAt(leader.log, offset));
  }
  sawOpenTransactions(cluster, partition);
}

/** The coordinator is going to end the transaction that holds back the last stable offset. */
export function sawOpenTransactions(
  { breaches, transactionalIds }: Cluster,
  partition: Partition,
): void {
  for (const [producerId, offset] of partition.leader?.log.producers.open ?? []) {
    const isCoordinated = [...transactionalIds.values()].some(
      (id) =>
        id.producerId === producerId && (id.partitions.has(partition) || id.pending.has(partition)),
    );
    if (isCoordinated) continue;
    breaches.report(
      'stable-follows-watermark',
      `the last stable offset of partition ${partition.name} stays at ${offset}, because nothing will ever end the open transaction of producer ${producerId}`,
    );
  }
}

/** Records what is lost: what the old leader held and the new one does not. */
export function sawLeaderChange(
  cluster: Cluster,
  partition: Partition,
  old: Replica,
  next: Replica,
): void {
  const agreed = agreementOf(old.log, next.log);
  const lost = idsBetween(old.log, Math.max(agreed, old.log.startOffset), logEnd(old.log));
  const kept = new Set(idsBetween(next.log, Math.min(agreed, logEnd(next.log)), logEnd(next.log)));
  const gone = lost.filter((id) => !kept.has(id));
  sawLoss(cluster, partition, gone, `its leader ${old.broker.name}`);
}

/** A disk is lost: what no other replica holds is lost. */
export function sawDiskLost(cluster: Cluster, { broker, log, partition }: Replica): void {
  const others = partition.replicas.filter((other) => other.broker !== broker);
  const kept = new Set(others.flatMap(({ log }) => log.ids));
  const gone = log.ids.filter((id) => !kept.has(id));
  sawLoss(cluster, partition, gone, `the disk of ${broker.name}`);
}

/** A replica drops what its leader does not have: what the leader still lacks is lost. */
export function sawTruncation(
  cluster: Cluster,
  partition: Partition,
  dropped: readonly RecordId[],
): void {
  const { leader } = partition;
  if (leader === undefined) return;
  const kept = new Set(leader.log.ids);
  const gone = dropped.filter((id) => !kept.has(id));
  sawLoss(cluster, partition, gone, 'a leader that had been replaced and did not know it');
}

/** Whether a group has processed this very record, and not another one with the same event. */
function hasRead({ effects, identityOf }: Group, id: RecordId): boolean {
  return identityOf(id) === id ? (effects.count[id] ?? 0) > 0 : effects.asAnother.has(id);
}

function sawLoss(
  { records, breaches, groups }: Cluster,
  partition: Partition,
  lost: readonly RecordId[],
  withWhat: string,
): void {
  const { topic, name } = partition;
  for (const id of lost) {
    if (id < 0 || has(records, id, Fate.lost | Fate.compacted)) continue;
    mark(records, id, Fate.lost);
    if (has(records, id, Fate.acknowledged)) {
      topic.acknowledgedLost += 1;
      const how = `partition ${name} lost record ${id} with ${withWhat}, although it had been acknowledged`;
      if (!topic.exempt.has('acknowledged-is-kept')) breaches.report('acknowledged-is-kept', how);
    }
    for (const group of groups.values()) {
      if (!hasRead(group, id)) continue;
      reportOf(
        group,
        'read-stays-written',
        `group ${group.name} processed record ${id} of partition ${name}, which is in no replica’s log any more`,
      );
    }
  }
}

/** A record of a compacted topic is removed from a log. */
export function sawRemoval(
  cluster: Cluster,
  partition: Partition,
  offset: number,
  id: RecordId,
  activeFrom: number,
): void {
  const { records, breaches, groups, consumers } = cluster;
  mark(records, id, Fate.compacted);
  const key = must(records.key[id], 'key of the record');
  const isDead = has(records, id, Fate.tombstone | Fate.aborted);
  if (key !== noKey && !isDead && records.turn[id] === (records.turnsOfKey[key] ?? 0) - 1) {
    const how = `partition ${partition.name} no longer has ${nameOf(records, id)}, although it is the latest of its key`;
    breaches.report('latest-is-kept', how);
  }
  if (offset < activeFrom) return;
  for (const { group, name, owned } of consumers.values()) {
    const reader = owned.get(partition);
    if (reader === undefined || !groups.has(group.name)) continue;
    const fetched = reader.position + (reader.ahead?.length ?? 0);
    if (fetched < activeFrom || fetched > offset) continue;
    const how = `compaction removed ${nameOf(records, id)} at offset ${offset} before consumer ${name}, which had read up to offset ${fetched}, could see it`;
    reportOf(group, 'head-is-whole', how);
  }
}

/** A batch was accepted in an epoch that is over. */
export function sawFencedWrite(
  { breaches }: Cluster,
  partition: Partition,
  { producerId, producerEpoch }: RecordBatch,
  epoch: number,
): void {
  breaches.report(
    'fenced-is-refused',
    `partition ${partition.name} accepted a batch of producer ${producerId} with the old epoch ${producerEpoch}, although a newer instance with epoch ${epoch} had replaced it`,
  );
}

/** A record in words: its key and its index among the records of that key. */
export function nameOf(records: Records, id: RecordId): string {
  const key = must(records.key[id], 'key of the record');
  return key === noKey ? `record ${id}` : `record #${records.turn[id]} of key ${records.keys[key]}`;
}

/**
 * Another member takes a partition over, or the partition reaches its end: records before the
 * committed offset will not come again.
 */
export function sawTakeOver(
  records: Records,
  group: Group,
  partition: Partition,
  ids: readonly RecordId[],
  from: number,
): void {
  const { effects } = group;
  for (const [place, id] of ids.entries()) {
    if (id < 0 || (effects.count[group.identityOf(id)] ?? 0) > 0 || has(records, id, Fate.aborted))
      continue;
    effects.missed += 1;
    reportOf(
      group,
      'committed-is-processed',
      `group ${group.name} committed partition ${partition.name} beyond offset ${from + place}, although no consumer had processed ${nameOf(records, id)} there: it is skipped`,
    );
  }
}
