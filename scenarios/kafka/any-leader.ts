/**
 * Several topics, one of which lets any replica lead and so may lose acknowledged records: their
 * load and their expectations.
 */
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import type { TopicOptions } from '../../sims/kafka/broker/topic.ts';
import type { HasCluster, Producer } from '../../sims/kafka/model.ts';
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
import type { Gauge } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { World } from '../../src/world/world.ts';
import type { KafkaBuilder } from './builder.ts';

export interface HasTopics extends HasCluster {
  readonly topics: readonly Topic[];
}

/**
 * Of a topic that lets any replica lead: losing the old leader's records is not a fault of the
 * cluster.
 */
export const mayLose: TopicOptions = {
  exempt: ['acknowledged-is-kept', 'appended-once-in-order'],
};

/** A producer for each topic, with the same load; producers retry while there is no leader. */
export const loadEach = (
  kafka: KafkaBuilder,
  topics: readonly Topic[],
  ratePerSecond: number,
  untilMs: number,
): Producer[] =>
  topics.map((topic) =>
    kafka.load(topic, {
      name: `producer-${topic.name}`,
      everyMs: 1000 / ratePerSecond,
      untilMs,
      tickMs: 50,
      config: { 'linger.ms': 50, 'retry.backoff.ms': 500 },
    }),
  );

/** Before that time each partition of the first topic has that many replicas in sync. */
export const firstHasInSync = (
  id: string,
  says: string,
  count: number,
  beforeMs = Infinity,
): Goal<HasTopics> =>
  sometimes(
    id,
    says,
    ({ cluster, topics: [first] }) =>
      cluster.nowMs < beforeMs &&
      first?.partitions.every(({ isr }) => isr.length === count) === true,
  );

const isLed = ({ partitions }: Topic): boolean =>
  partitions.every(({ leader }) => leader?.broker.isUp === true);

/** In the end every partition has a leader that is up. */
export const allLed = (id: string, says: string): Goal<HasTopics> =>
  eventually(id, says, 0, ({ topics }) => topics.every(isLed));

/** Measures for how long a topic has no leader that is up, from that time on; to 5 ms. */
export function measureDown(world: World, topic: Topic, fromMs: number, downMs: Gauge): void {
  world.spawn(
    (function* (): Process<void> {
      yield* sleep(fromMs + 1);
      while (!isLed(topic)) yield* sleep(5);
      downMs.set(world.kernel.nowMs - fromMs);
    })(),
  );
}
