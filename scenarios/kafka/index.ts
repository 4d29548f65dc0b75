/** The scenarios of Kafka, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const kafkaWing: WingEntry = {
  id: 'kafka',
  title: 'Kafka: partitions, groups, lag, delivery',
  scenarios: [
    {
      id: 'kafka/ten-consumers',
      asks: 'A topic has 100 partitions and a group 10 consumers. Who reads what?',
      load: () => import('./ten-consumers.ts'),
    },
    {
      id: 'kafka/idle-consumers',
      asks: 'A topic has 100 partitions. Do 200 consumers work its backlog off twice as fast as 100?',
      load: () => import('./idle-consumers.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/kafka/kafka.ts')).kafka,
    killers: (await import('./killers.ts')).kafkaKillers,
  }),
};
