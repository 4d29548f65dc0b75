/** Retention: records older than retention.ms are dropped, read or not. */

import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { Cluster } from '../model.ts';
import { sawRemoval } from '../observer.ts';
import { dropBefore, idAt } from './log.ts';
import type { Broker, Replica } from './replica.ts';

/** Each broker handles its own logs, up to the high watermark that it knows. */
export function* retain(cluster: Cluster, broker: Broker): Process<void> {
  for (;;) {
    yield* sleep(cluster.config['log.retention.check.interval.ms']);
    for (const replica of broker.replicas.values()) dropOld(cluster, replica);
  }
}

function dropOld(cluster: Cluster, { log, highWatermark, partition }: Replica): void {
  const { records, nowMs, rules } = cluster;
  const isCompacted = partition.topic.config['cleanup.policy'] === 'compact';
  if (isCompacted && rules['keep-latest-of-key']) return;
  const oldestMs = nowMs - partition.topic.config['retention.ms'];
  let offset = log.startOffset;
  const sentAt = (at: number) => records.sentAtMs[idAt(log, at)] ?? -Infinity;
  while (offset < highWatermark && sentAt(offset) < oldestMs) {
    const id = idAt(log, offset);
    if (isCompacted && id >= 0) sawRemoval(cluster, partition, offset, id, Infinity);
    offset += 1;
  }
  dropBefore(log, offset);
}
