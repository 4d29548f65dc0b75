/** What every Kafka scenario is built with. */
import { kafka } from '../../sims/kafka/kafka.ts';
import type { HasCluster } from '../../sims/kafka/model.ts';
import {
  consumersNamed,
  type KafkaOperation,
  kafkaOperationInWords,
  kafkaOperationSchema,
  performOnKafka,
} from '../../sims/kafka/operations.ts';
import { notAmong } from '../../src/lab/input-error.ts';

export { eventually, sometimes } from '../../src/check/goal.ts';
export { counter, gauge, histogram, series } from '../../src/check/metric.ts';
export { positive, real, whole } from '../../src/lab/param.ts';
export { scenario } from '../../src/lab/scenario.ts';

/** The sim and its operations: spread into a scenario. */
export const aboutKafka = {
  sim: kafka,
  operations: {
    schema: kafkaOperationSchema,
    perform: ({ cluster }: HasCluster, operation: KafkaOperation) =>
      performOnKafka(cluster, operation),
    refusal: ({ cluster }: HasCluster, operation: KafkaOperation) => {
      if ('broker' in operation) {
        const brokers = cluster.brokers.map(({ name }) => name);
        return notAmong('broker', operation.broker, brokers);
      }
      if (!('consumer' in operation) || consumersNamed(cluster, operation.consumer).length > 0) {
        return undefined;
      }
      const consumers = [...cluster.consumers.values()].map(({ name }) => name);
      return notAmong('consumer', operation.consumer, consumers);
    },
    inWords: kafkaOperationInWords,
  },
};
