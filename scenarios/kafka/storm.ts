/** A storm: everything that brokers and consumers suffer, at random; and then all of it is mended. */
import type { KafkaOperation } from '../../sims/kafka/operations.ts';
import { pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { crash, type Fault, pause, restart } from '../../src/world/fault.ts';

export const stormBrokers = ['b1', 'b2', 'b3'];

type Trouble = { readonly fault: Fault } | { readonly operation: KafkaOperation };

export interface Storm {
  readonly steps: number;
  readonly untilMs: number;
  readonly consumers: readonly string[];
}

export function stormPlan(stream: RandomStream, { steps, untilMs, consumers }: Storm) {
  const troubles = Array.from({ length: steps }, () => ({
    atMs: randomInteger(stream, 0, untilMs),
    ...drawTrouble(stream, consumers),
  })).sort((a, b) => a.atMs - b.atMs);
  const mended: Trouble[] = [
    { operation: { kind: 'lose-requests', probability: 0 } },
    ...stormBrokers.flatMap((broker): Trouble[] => [
      { fault: restart(broker) },
      { operation: { kind: 'release-replication', broker } },
    ]),
    ...consumers.map((consumer): Trouble => ({ fault: restart(consumer) })),
  ];
  return [...troubles, ...mended.map((step) => ({ atMs: untilMs, ...step }))];
}

function drawTrouble(stream: RandomStream, consumers: readonly string[]): Trouble {
  const consumer = pick(stream, consumers);
  const broker = pick(stream, stormBrokers);
  const forMs = () => randomInteger(stream, 1, 15_000);
  return pick<() => Trouble>(stream, [
    () => ({ fault: crash(broker) }),
    () => ({ fault: restart(broker) }),
    () => ({ fault: restart(broker) }),
    () => ({ operation: { kind: 'hold-replication', broker } }),
    () => ({ operation: { kind: 'release-replication', broker } }),
    () => ({ fault: crash(consumer) }),
    () => ({ fault: restart(consumer) }),
    () => ({ operation: { kind: 'stop-consumer', consumer } }),
    () => ({ fault: pause(consumer, forMs()) }),
    () => ({ operation: { kind: 'hang-consumer', consumer, forMs: forMs() } }),
    () => ({
      operation: { kind: 'lose-requests', probability: randomInteger(stream, 0, 20) / 100 },
    }),
  ])();
}
