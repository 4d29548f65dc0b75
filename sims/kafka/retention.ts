/** Retention: records older than retention.ms are dropped, read or not. */

import { type Process, sleep } from '../../src/kernel/process.ts';
import { dropBefore, idAt, logEnd } from './log.ts';
import type { Cluster, Topic } from './model.ts';

export function startRetention(cluster: Cluster, topic: Topic): void {
  cluster.world.spawn(retain(cluster, topic));
}

function* retain(cluster: Cluster, topic: Topic): Process<void> {
  const { kernel } = cluster.world;
  for (;;) {
    yield* sleep(cluster.config['log.retention.check.interval.ms']);
    const oldestMs = kernel.nowMs - topic.config['retention.ms'];
    for (const { leader, replicas } of topic.partitions) {
      if (leader === undefined) continue;
      let offset = leader.log.startOffset;
      const sentAt = (at: number) => cluster.records.sentAtMs[idAt(leader.log, at)] ?? -Infinity;
      while (
        offset < Math.min(leader.highWatermark, logEnd(leader.log)) &&
        sentAt(offset) < oldestMs
      ) {
        offset += 1;
      }
      for (const { log } of replicas) dropBefore(log, offset);
    }
  }
}
