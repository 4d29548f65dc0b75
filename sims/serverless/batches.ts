/** Batches of messages of a queue, some of which always fail. */
import type { ServerlessRules } from './rules.ts';

export interface BatchedMessage {
  readonly id: number;
  readonly isPoison: boolean;
  /** How often it was received, and worked on. */
  received: number;
}

export interface BatchOutcome {
  /** They become visible again. */
  readonly again: readonly BatchedMessage[];
  /** They are in the dead-letter queue. */
  readonly dead: readonly BatchedMessage[];
}

/** A function works on a batch; a message that fails, fails the batch or comes back alone. */
export function workedOn(
  batch: readonly BatchedMessage[],
  receivesMax: number,
  rules: ServerlessRules,
): BatchOutcome {
  for (const message of batch) message.received += 1;
  const failed = batch.filter(({ isPoison }) => isPoison);
  // Lambda with SQS, ReportBatchItemFailures: without it every message of the batch comes back.
  const returned = rules['report-batch-failures'] || failed.length === 0 ? failed : batch;
  // SQS, redrive policy: what was received maxReceiveCount times is moved, and not received again.
  const isDead = ({ received }: BatchedMessage) =>
    rules['dead-letter-after-receives'] && received >= receivesMax;
  return {
    again: returned.filter((message) => !isDead(message)),
    dead: returned.filter(isDead),
  };
}
