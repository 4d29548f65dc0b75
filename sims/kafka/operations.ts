/**
 * What can be done to a cluster in a plan, besides the faults of the world: a consumer that stops
 * orderly or hangs, a broker that is kept from fetching, and requests of producers that are lost.
 */

import { z } from 'zod';
import {
  crash,
  type Fault,
  faultInWords,
  loseDisk,
  pause,
  restart,
} from '../../src/world/fault.ts';
import { brokerNamed, holdReplication } from './brokers.ts';
import type { Cluster, Consumer } from './model.ts';
import { hangConsumer, stopConsumer } from './poll-loop.ts';

const name = z.string().min(1);

/** Plans from before machines were nodes name faults of the world by these words. */
const olderFaults = [
  z.strictObject({
    kind: z.literal('crash-broker'),
    broker: name,
    loseDisk: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('start-broker'), broker: name }),
  z.strictObject({ kind: z.literal('crash-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('start-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('pause-consumer'), consumer: name, forMs: z.number().min(0) }),
] as const;

export const kafkaOperationSchema = z.discriminatedUnion('kind', [
  ...olderFaults,
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
  } else if (isFault(operation)) {
    const machines =
      'broker' in operation
        ? [operation.broker].filter((broker) => brokerNamed(cluster, broker) !== undefined)
        : consumersNamed(cluster, operation.consumer).map(({ name }) => name);
    for (const machine of machines) cluster.world.strike(faultOf(operation, machine));
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

type FaultOperation = z.infer<(typeof olderFaults)[number]>;

const faultKinds = new Set<string>(olderFaults.map(({ shape }) => shape.kind.value));

const isFault = (operation: KafkaOperation): operation is FaultOperation =>
  faultKinds.has(operation.kind);

function faultOf(operation: FaultOperation, machine: string): Fault {
  switch (operation.kind) {
    case 'crash-broker':
      return operation.loseDisk === true ? loseDisk(machine) : crash(machine);
    case 'crash-consumer':
      return crash(machine);
    case 'start-broker':
    case 'start-consumer':
      return restart(machine);
    case 'pause-consumer':
      return pause(machine, operation.forMs);
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
  if (isFault(operation)) {
    const machine = 'broker' in operation ? operation.broker : operation.consumer;
    return faultInWords(faultOf(operation, machine));
  }
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
