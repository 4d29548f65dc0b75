/** Which partitions a consumer reads: how reading begins and ends. */

import { idsBetween } from '../broker/log.ts';
import { endOf } from '../broker/partition.ts';
import type { Partition } from '../broker/replica.ts';
import type { Owned } from '../consumer/work.ts';
import type { Consumer, Idle } from '../model.ts';
import { reportOf, sawTakeOver } from '../observer.ts';

export function own(consumer: Consumer, partition: Partition, offset: number): void {
  const { group, name, cluster } = consumer;
  const { records } = cluster;
  const isMember = ({ memberId = '' }: Consumer) => group.members.has(memberId);
  for (const other of cluster.consumers.values()) {
    if (other.group !== group || other === consumer || !other.owned.has(partition)) continue;
    // A removed member may not know it yet; fencing stops any harm that it could do.
    if (!isMember(other) || !isMember(consumer)) continue;
    reportOf(
      group,
      'one-owner',
      `consumers ${name} and ${other.name} of one group both read partition ${partition.name}`,
    );
  }
  const owned: Owned = {
    partition,
    position: offset,
    ahead: undefined,
    doubtedEpoch: undefined,
    done: offset,
    doneAhead: new Set(),
    committed: offset,
    aborted: new Set(),
    isLost: false,
  };
  consumer.owned.set(partition, owned);
  sawReaderCome(consumer, partition);
  const { leader } = partition;
  const from = group.checkedUpTo.get(partition) ?? 0;
  if (leader !== undefined && offset > from) {
    const start = Math.max(from, leader.log.baseOffset);
    const until = Math.min(offset, endOf(partition));
    if (until > start) {
      sawTakeOver(records, group, partition, idsBetween(leader.log, start, until), start);
    }
    group.checkedUpTo.set(partition, offset);
  }
}

export function drop(consumer: Consumer, partition: Partition, why: Idle['why']): void {
  const owned = consumer.owned.get(partition);
  if (owned === undefined) return;
  owned.isLost = true;
  consumer.owned.delete(partition);
  const { group, cluster, name } = consumer;
  const stillRead = [...cluster.consumers.values()].some(
    (other) => other.group === group && other.owned.has(partition),
  );
  if (!stillRead) group.idle.set(partition, { lastOwner: name, sinceMs: cluster.nowMs, why });
}

export function dropAll(consumer: Consumer, why: Idle['why']): void {
  for (const partition of [...consumer.owned.keys()]) drop(consumer, partition, why);
}

/** Counts the time in which no member read a partition, and checks whether that was necessary. */
function sawReaderCome({ group, cluster, name }: Consumer, partition: Partition): void {
  const idle = group.idle.get(partition);
  group.idle.set(partition, { lastOwner: name, sinceMs: undefined, why: 'lost' });
  if (idle?.sinceMs === undefined) return;
  const pausedMs = cluster.nowMs - idle.sinceMs;
  group.pausedPartitionMs += pausedMs;
  const isNeedless = idle.lastOwner === name && idle.why === 'rejoining';
  if (!isNeedless || group.protocol !== 'cooperative') return;
  reportOf(
    group,
    'unmoved-go-on',
    `consumer ${name} stopped reading partition ${partition.name} for ${pausedMs.toFixed(0)} ms, although the rebalance left it the partition`,
  );
}

/** Moves a consumer to another offset, and counts the records that it will never read. */
export function jump(consumer: Consumer, owned: Owned, to: number): void {
  const { group, cluster, name } = consumer;
  const skipped = Math.max(0, to - owned.position);
  group.effects.skipped += skipped;
  cluster.note(name, { kind: 'jumps', partition: owned.partition.name, to, skipped });
  Object.assign(owned, { position: to, ahead: undefined, done: to });
  group.checkedUpTo.set(owned.partition, to);
  owned.doneAhead.clear();
}
