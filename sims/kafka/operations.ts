/** What can be done to a cluster in a plan: to brokers, consumers and topics. */

import { z } from 'zod';
import { brokerNamed, crashBroker, holdReplication, startBroker } from './brokers.ts';
import type { Cluster, Consumer } from './model.ts';
import {
  crashConsumer,
  hangConsumer,
  pauseConsumer,
  startConsumer,
  stopConsumer,
} from './poll-loop.ts';

const name = z.string().min(1);

export const kafkaOperationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('crash-broker'),
    broker: name,
    loseDisk: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('start-broker'), broker: name }),
  z.strictObject({ kind: z.literal('hold-replication'), broker: name }),
  z.strictObject({ kind: z.literal('release-replication'), broker: name }),
  z.strictObject({ kind: z.literal('start-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('stop-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('crash-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('pause-consumer'), consumer: name, forMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('hang-consumer'), consumer: name, forMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('lose-requests'), probability: z.number().min(0).max(1) }),
]);

export type KafkaOperation = z.infer<typeof kafkaOperationSchema>;

const consumerActions = {
  'start-consumer': startConsumer,
  'stop-consumer': stopConsumer,
  'crash-consumer': crashConsumer,
} as const;

/** Whom an operation names and nobody has that name, it leaves alone: plans are shrunk and edited. */
export function performOnKafka(cluster: Cluster, operation: KafkaOperation): void {
  if (operation.kind === 'lose-requests') {
    cluster.loss = operation.probability;
  } else if ('broker' in operation) {
    const broker = brokerNamed(cluster, operation.broker);
    if (broker === undefined) return;
    if (operation.kind === 'crash-broker') crashBroker(cluster, broker, operation.loseDisk);
    else if (operation.kind === 'start-broker') startBroker(cluster, broker);
    else holdReplication(cluster, broker, operation.kind === 'hold-replication');
  } else {
    for (const consumer of consumersNamed(cluster, operation.consumer)) {
      if (operation.kind === 'pause-consumer') pauseConsumer(consumer, operation.forMs);
      else if (operation.kind === 'hang-consumer') hangConsumer(consumer, operation.forMs);
      else consumerActions[operation.kind](consumer);
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
    case 'crash-broker':
      return `crash broker ${operation.broker}${operation.loseDisk === true ? ', disk and all' : ''}`;
    case 'start-broker':
      return `start broker ${operation.broker}`;
    case 'hold-replication':
      return `keep broker ${operation.broker} from fetching`;
    case 'release-replication':
      return `let broker ${operation.broker} fetch again`;
    case 'start-consumer':
      return `start ${operation.consumer}`;
    case 'stop-consumer':
      return `stop ${operation.consumer}`;
    case 'crash-consumer':
      return `crash ${operation.consumer}`;
    case 'pause-consumer':
      return `pause ${operation.consumer} for ${operation.forMs} ms`;
    case 'hang-consumer':
      return `let ${operation.consumer} hang for ${operation.forMs} ms`;
    case 'lose-requests':
      return `lose ${Math.round(operation.probability * 100)}% of the requests of producers, and of the answers`;
  }
}
