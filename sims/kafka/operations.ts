/**
 * What can be done to a cluster in a plan, besides the faults of the world: a consumer that stops
 * orderly or hangs, a broker that is kept from fetching, and requests of producers that are lost.
 */

import { z } from 'zod';
import { brokerNamed, holdReplication } from './brokers.ts';
import type { Cluster, Consumer } from './model.ts';
import { hangConsumer, stopConsumer } from './poll-loop.ts';

const name = z.string().min(1);

export const kafkaOperationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hold-replication'), broker: name }),
  z.strictObject({ kind: z.literal('release-replication'), broker: name }),
  z.strictObject({ kind: z.literal('stop-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('hang-consumer'), consumer: name, forMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('lose-requests'), probability: z.number().min(0).max(1) }),
]);

export type KafkaOperation = z.infer<typeof kafkaOperationSchema>;

/** An operation on a machine that does not exist does nothing: plans are shrunk and edited. */
export function performOnKafka(cluster: Cluster, operation: KafkaOperation): void {
  if (operation.kind === 'lose-requests') {
    loseRequests(cluster, operation.probability);
  } else if ('broker' in operation) {
    const broker = brokerNamed(cluster, operation.broker);
    if (broker !== undefined)
      holdReplication(cluster, broker, operation.kind === 'hold-replication');
  } else {
    for (const consumer of consumersNamed(cluster, operation.consumer)) {
      if (operation.kind === 'hang-consumer') hangConsumer(consumer, operation.forMs);
      else stopConsumer(consumer);
    }
  }
}

/** Requests of producers, and the answers to them, each with this probability. */
function loseRequests({ world, producers, brokers }: Cluster, loss: number): void {
  const trouble = { loss, duplication: 0, delayMs: 0 };
  for (const name of new Set(producers.map(({ machine }) => machine.self))) {
    for (const broker of brokers) {
      world.network.troubleLink(name, broker.name, trouble);
      world.network.troubleLink(broker.name, name, trouble);
    }
  }
}

/** `c1` in every group, or `billing/c1` in one. */
export function consumersNamed(cluster: Cluster, wanted: string): Consumer[] {
  return [...cluster.consumers.values()].filter(
    (consumer) => consumer.name === wanted || consumer.name.endsWith(`/${wanted}`),
  );
}

export function kafkaOperationInWords(operation: KafkaOperation): string {
  switch (operation.kind) {
    case 'hold-replication':
      return `keep broker ${operation.broker} from fetching`;
    case 'release-replication':
      return `let broker ${operation.broker} fetch again`;
    case 'stop-consumer':
      return `stop ${operation.consumer}`;
    case 'hang-consumer':
      return `let ${operation.consumer} hang for ${operation.forMs} ms`;
    case 'lose-requests':
      return `lose ${Math.round(operation.probability * 100)}% of the requests of producers, and of the answers`;
  }
}
