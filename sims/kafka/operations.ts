/**
 * What a plan can do to a cluster, besides the faults of the world: stop a consumer orderly. Plans
 * from before machines were nodes name faults of the world by words of their own.
 */

import * as z from 'zod';
import {
  crash,
  type Fault,
  faultInWords,
  hold,
  loseDisk,
  pause,
  release,
  restart,
  stall,
  troubleLink,
} from '../../src/world/fault.ts';
import { brokerNamed } from './broker/brokers.ts';
import { stopConsumer } from './consumer/poll-loop.ts';
import type { Cluster, Consumer } from './model.ts';

const name = z.string().min(1);
const forMs = z.number().min(0);

const olderFaults = [
  z.strictObject({
    kind: z.literal('crash-broker'),
    broker: name,
    loseDisk: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('start-broker'), broker: name }),
  z.strictObject({ kind: z.literal('crash-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('start-consumer'), consumer: name }),
  z.strictObject({ kind: z.literal('pause-consumer'), consumer: name, forMs }),
  z.strictObject({ kind: z.literal('hang-consumer'), consumer: name, forMs }),
  z.strictObject({ kind: z.literal('hold-replication'), broker: name }),
  z.strictObject({ kind: z.literal('release-replication'), broker: name }),
  z.strictObject({ kind: z.literal('lose-requests'), probability: z.number().min(0).max(1) }),
] as const;

export const kafkaOperationSchema = z.discriminatedUnion('kind', [
  ...olderFaults,
  z.strictObject({ kind: z.literal('stop-consumer'), consumer: name }),
]);

export type KafkaOperation = z.infer<typeof kafkaOperationSchema>;

/** An operation on a machine that does not exist does nothing: plans are shrunk and edited. */
export function performOnKafka(cluster: Cluster, operation: KafkaOperation): void {
  if (operation.kind === 'stop-consumer') {
    consumersNamed(cluster, operation.consumer).forEach(stopConsumer);
    return;
  }
  for (const machine of machinesOf(cluster, operation)) {
    for (const fault of faultsOf(operation, machine)) cluster.world.strike(fault);
  }
}

function machinesOf(cluster: Cluster, operation: OlderFault): string[] {
  if ('broker' in operation) {
    return [operation.broker].filter((broker) => brokerNamed(cluster, broker) !== undefined);
  }
  if ('consumer' in operation) {
    return consumersNamed(cluster, operation.consumer).map(({ name }) => name);
  }
  return ['producer'];
}

type OlderFault = z.infer<(typeof olderFaults)[number]>;

function faultsOf(operation: OlderFault, machine: string): readonly Fault[] {
  switch (operation.kind) {
    case 'crash-broker':
      return [operation.loseDisk === true ? loseDisk(machine) : crash(machine)];
    case 'crash-consumer':
      return [crash(machine)];
    case 'start-broker':
    case 'start-consumer':
      return [restart(machine)];
    case 'pause-consumer':
      return [pause(machine, operation.forMs)];
    case 'hang-consumer':
      return [stall(machine, operation.forMs)];
    case 'hold-replication':
      return [hold(machine, 'broker')];
    case 'release-replication':
      return [release(machine, 'broker')];
    case 'lose-requests':
      return loseRequests(operation.probability);
  }
}

/**
 * Requests of producers, and the answers to them, are each lost with this probability; 0 ends it.
 */
export const loseRequests = (loss: number): readonly Fault[] => [
  troubleLink('producer', 'broker', { loss }),
  troubleLink('broker', 'producer', { loss }),
];

/** `c1` in every group, or `billing/c1` in one. */
export function consumersNamed(cluster: Cluster, wanted: string): Consumer[] {
  return [...cluster.consumers.values()].filter(
    (consumer) => consumer.name === wanted || consumer.name.endsWith(`/${wanted}`),
  );
}

export function kafkaOperationInWords(operation: KafkaOperation): string {
  if (operation.kind === 'stop-consumer') return `stop ${operation.consumer}`;
  const machine =
    'broker' in operation
      ? operation.broker
      : 'consumer' in operation
        ? operation.consumer
        : 'producer';
  return faultsOf(operation, machine).map(faultInWords).join('; ');
}
