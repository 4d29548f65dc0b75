/**
 * What a log with retention.ms keeps, and what it drops before a group that was down can read it.
 */
import { sum } from 'd3-array';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { firstAssignmentMs } from './builder.ts';

/** log.retention.check.interval.ms: how often the broker looks. */
export const checkMs = 300_000;

interface Outage {
  readonly outageMinutes: number;
  readonly retentionMinutes: number;
  readonly inPerSecond: number;
}

/**
 * What is older than retention.ms when the consumers are back, minus what no check has dropped yet.
 */
export function droppedUnread({ outageMinutes, retentionMinutes, inPerSecond }: Outage) {
  const olderMs = (outageMinutes - retentionMinutes) * 60_000 + firstAssignmentMs;
  // Records that were polled last and not committed also count; records arrive in batches of five
  // seconds.
  const blur = inPerSecond * 12 + 8;
  return {
    atLeast: Math.max(0, ((olderMs - firstAssignmentMs - checkMs) * inPerSecond) / 1000 - blur),
    atMost: Math.max(0, (olderMs * inPerSecond) / 1000 + blur),
  };
}

/** How many records the leaders of a topic still hold. */
export const keptIn = ({ partitions }: Topic): number =>
  sum(partitions, ({ leader }) => {
    const { startOffset = 0, ids = [], baseOffset = 0 } = leader?.log ?? {};
    return baseOffset + ids.length - startOffset;
  });
