/**
 * A storm: every kind of fault of brokers and consumers, at random; then everything is repaired.
 */
import { type KafkaOperation, loseRequests } from '../../sims/kafka/operations.ts';
import { pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import {
  crash,
  cut,
  type Fault,
  heal,
  hold,
  mend,
  pause,
  release,
  restart,
  stall,
} from '../../src/world/fault.ts';
import { type KafkaBuilder, shortSession } from './builder.ts';

export const stormBrokers = ['b1', 'b2', 'b3'];

/** For the cluster in a storm: it soon notices that a broker is gone or has fallen behind. */
export const stormCluster = {
  brokers: stormBrokers.length,
  config: { 'replica.lag.time.max.ms': 5_000, 'broker.session.timeout.ms': 3_000 },
};

/** For consumers in a storm: the group notices within seconds that they are gone. */
export const stormConsumers = {
  ...shortSession,
  'max.poll.interval.ms': 10_000,
  'max.poll.records': 20,
};

/** For producers in a storm: they retry for as long as the run lasts. */
export const stormLoad = (kafka: KafkaBuilder, untilMs: number, endMs: number) => ({
  everyMs: 40,
  drawKey: kafka.atRandom(50),
  untilMs,
  tickMs: 40,
  config: { 'linger.ms': 20, 'request.timeout.ms': 2_000, 'delivery.timeout.ms': endMs },
});

type Trouble = { readonly fault: Fault } | { readonly operation: KafkaOperation };

export interface Storm {
  readonly steps: number;
  readonly untilMs: number;
  readonly consumers: readonly string[];
}

export function stormPlan(stream: RandomStream, { steps, untilMs, consumers }: Storm) {
  const troubles = Array.from({ length: steps }, () => {
    const atMs = randomInteger(stream, 0, untilMs);
    return drawTrouble(stream, consumers).map((trouble) => ({ atMs, ...trouble }));
  });
  const mended = [heal(), ...[...stormBrokers, ...consumers].map(restart)];
  return [
    ...troubles.flat().sort((a, b) => a.atMs - b.atMs),
    ...mended.map((fault) => ({ atMs: untilMs, fault })),
  ];
}

function drawTrouble(stream: RandomStream, consumers: readonly string[]): readonly Trouble[] {
  const consumer = pick(stream, consumers);
  const broker = pick(stream, stormBrokers);
  const forMs = () => randomInteger(stream, 1, 15_000);
  const struck = (...faults: readonly Fault[]) => faults.map((fault) => ({ fault }));
  return pick<() => readonly Trouble[]>(stream, [
    () => struck(crash(broker)),
    () => struck(restart(broker)),
    () => struck(restart(broker)),
    () => struck(hold(broker, 'broker')),
    () => struck(release(broker, 'broker')),
    () => struck(cut(broker, 'controller')),
    () => struck(mend(broker, 'controller')),
    () => struck(crash(consumer)),
    () => struck(restart(consumer)),
    () => [{ operation: { kind: 'stop-consumer', consumer } }],
    () => struck(pause(consumer, forMs())),
    () => struck(stall(consumer, forMs())),
    () => struck(...loseRequests(randomInteger(stream, 0, 20) / 100)),
  ])();
}
