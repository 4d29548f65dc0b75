/** Retention: records older than retention.ms are dropped, read or not. */

import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { Cluster } from '../model.ts';
import { dropBefore, idAt } from './log.ts';
import type { Broker, Replica } from './replica.ts';

/** Each broker handles its own logs, up to the high watermark that it knows. */
export function* retain(cluster: Cluster, broker: Broker): Process<void> {
  for (;;) {
    yield* sleep(cluster.config['log.retention.check.interval.ms']);
    for (const replica of broker.replicas.values()) dropOld(cluster, replica);
  }
}

function dropOld({ records, nowMs }: Cluster, { log, highWatermark, partition }: Replica): void {
  const oldestMs = nowMs - partition.topic.config['retention.ms'];
  let offset = log.startOffset;
  const sentAt = (at: number) => records.sentAtMs[idAt(log, at)] ?? -Infinity;
  while (offset < highWatermark && sentAt(offset) < oldestMs) offset += 1;
  dropBefore(log, offset);
}
