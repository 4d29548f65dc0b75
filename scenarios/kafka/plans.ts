/** Faults that several scenarios' plans share. */
import { must } from '../../src/kernel/must.ts';
import type { RandomStreams } from '../../src/kernel/random.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { crash, type Fault, hold, release, restart } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';

export { crash, restart } from '../../src/world/fault.ts';

/** The same fault at the same time on several nodes. */
export const together = (atMs: number, fault: (node: string) => Fault, ...nodes: string[]): Plan =>
  nodes.map((node) => ({ atMs, fault: fault(node) }));

/** The broker fetches nothing from others until it is released. */
export const holdReplication = (broker: string): Fault => hold(broker, 'broker');
export const releaseReplication = (broker: string): Fault => release(broker, 'broker');

interface Crashes {
  readonly count: number;
  readonly fromMs: number;
  readonly everyMs: number;
  /** Each comes at random within that time. */
  readonly withinMs: number;
  readonly downMs: number;
}

/** Crashes of these nodes in turn, each at a random time, and their restarts. */
export function crashesInTurn(random: RandomStreams, nodes: readonly string[], crashes: Crashes) {
  const { count, fromMs, everyMs, withinMs, downMs } = crashes;
  const stream = random.stream('plan');
  return Array.from({ length: count }, (_, place) => {
    const atMs = fromMs + place * everyMs + randomInteger(stream, 0, withinMs);
    const node = must(nodes[place % nodes.length], 'node in turn');
    return [
      { atMs, fault: crash(node) },
      { atMs: atMs + downMs, fault: restart(node) },
    ];
  }).flat();
}
