/**
 * The hash ring (Karger et al., Consistent Hashing and Random Trees, STOC 1997, §4): nodes have
 * points on a circle of 2^32 positions, and a key belongs to the first point at or after its own
 * position. Building takes O(p log p) for p points in all, a look-up O(log p).
 */
import { countWhile } from '../../../src/kernel/bisection.ts';
import { must } from '../../../src/kernel/must.ts';
import { utf8 } from '../../../src/kernel/utf8.ts';
import { mixedWith, murmur3 } from './murmur3.ts';

export const ringSize = 2 ** 32;

/**
 * How many owners fit into a point's number, so that position and owner form one sortable number.
 */
const ownersMax = 2 ** 20;

export class Ring {
  readonly nodes: readonly string[];
  /** position x ownersMax + owner, ascending: of two nodes at one position the first comes first. */
  readonly #points: Float64Array;

  constructor(nodes: readonly string[], pointsEach: number) {
    this.nodes = nodes;
    this.#points = new Float64Array(nodes.length * pointsEach);
    nodes.forEach((name, owner) => {
      const hash = murmur3(utf8(name));
      for (let point = 0; point < pointsEach; point++) {
        const position = mixedWith(hash, point);
        this.#points[owner * pointsEach + point] = position * ownersMax + owner;
      }
    });
    this.#points.sort();
  }

  ownerOf(position: number): string {
    return this.#ownerAt(this.#firstFrom(position));
  }

  /** The first `count` different nodes from there on, or all nodes if there are fewer. */
  distinctFrom(position: number, count: number): string[] {
    const found = new Set<string>();
    for (const owner of this.walk(position)) {
      found.add(owner);
      if (found.size === count) break;
    }
    return [...found];
  }

  /**
   * The owners of the points from there on, once around: a node appears as often as it has points.
   */
  *walk(position: number): Generator<string> {
    const first = this.#firstFrom(position);
    for (let step = 0; step < this.#points.length; step++) yield this.#ownerAt(first + step);
  }

  /** Each node’s share of the ring. */
  shares(): Map<string, number> {
    const shares = new Map(this.nodes.map((name) => [name, 0]));
    const positionAt = (place: number) =>
      Math.floor(must(this.#points[place], 'point of the ring') / ownersMax);
    let before = positionAt(this.#points.length - 1) - ringSize;
    for (let place = 0; place < this.#points.length; place++) {
      const owner = this.#ownerAt(place);
      const here = positionAt(place);
      shares.set(owner, must(shares.get(owner), 'share so far') + (here - before) / ringSize);
      before = here;
    }
    return shares;
  }

  /** The index of the first point at or after a position. */
  #firstFrom(position: number): number {
    const target = position * ownersMax;
    const points = this.#points;
    return countWhile(points.length, (at) => must(points[at], 'point of the ring') < target);
  }

  #ownerAt(place: number): string {
    const point = must(this.#points[place % this.#points.length], 'point of the ring');
    return must(this.nodes[point % ownersMax], 'owner of the point');
  }
}
