/** What the operators of a group decide: how many members, and how many records per poll. */
import type { ConsumerConfig } from '../config.ts';
import type { KafkaRules } from '../rules.ts';

/** As many members as requested, but no more than can have work. */
export function membersFor(rules: KafkaRules, wanted: number, partitions: number): number {
  return rules['no-more-members-than-partitions'] ? Math.min(wanted, partitions) : wanted;
}

/**
 * max.poll.records chosen so that a poll's work fits into half of max.poll.interval.ms, at
 * `recordMs` per record.
 */
export function pollRecordsFor(
  rules: Pick<KafkaRules, 'batch-fits-poll-interval'>,
  config: ConsumerConfig,
  recordMs: number,
): number {
  const fits = Math.max(1, Math.floor(config['max.poll.interval.ms'] / 2 / recordMs));
  const most = config['max.poll.records'];
  return rules['batch-fits-poll-interval'] ? Math.min(most, fits) : most;
}
