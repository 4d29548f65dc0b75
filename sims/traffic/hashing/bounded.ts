/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, SODA 2018, §1): no
 * node holds more than a fixed share above the mean, and requests that a full node cannot take
 * continue along the ring. O(points walked) per request.
 */
import { must } from '../../../src/kernel/must.ts';
import type { Ring } from './ring.ts';

/** ceil((1 + excess) x load / nodes): what a node may hold at most, with the new request. */
export const capacityOf = (load: number, nodes: number, excess: number): number =>
  // Not a rounding error above a whole number: (1 + 0.1) x 10 / 1 is 11.
  Math.ceil(((1 + excess) * load) / nodes - 1e-9);

export class BoundedLoads {
  readonly #ring: Ring;
  readonly #excess: number;
  readonly #loads: Map<string, number>;
  #total = 0;

  constructor(ring: Ring, excess: number) {
    this.#ring = ring;
    this.#excess = excess;
    this.#loads = new Map(ring.nodes.map((name) => [name, 0]));
  }

  get loads(): ReadonlyMap<string, number> {
    return this.#loads;
  }

  /** Puts a request on the first node from its position that has room, and returns that node. */
  assign(position: number): string {
    const capacity = capacityOf(this.#total + 1, this.#ring.nodes.length, this.#excess);
    for (const node of this.#ring.walk(position)) {
      if (this.#loadOf(node) < capacity) return this.#add(node);
    }
    throw new Error('the capacities of all nodes together exceed the load');
  }

  /** A request on that node has ended. */
  release(node: string): void {
    this.#loads.set(node, this.#loadOf(node) - 1);
    this.#total -= 1;
  }

  #add(node: string): string {
    this.#loads.set(node, this.#loadOf(node) + 1);
    this.#total += 1;
    return node;
  }

  #loadOf(node: string): number {
    return must(this.#loads.get(node), 'load of a node');
  }
}
