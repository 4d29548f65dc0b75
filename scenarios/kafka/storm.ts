/** A storm: everything that brokers and consumers suffer, at random; and then all of it is mended. */
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

export const stormBrokers = ['b1', 'b2', 'b3'];

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
