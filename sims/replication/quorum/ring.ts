/**
 * Which nodes hold a key: a ring of hashes on which every node has several points; the first N
 * distinct nodes clockwise of the key are its preference list (DeCandia et al., Dynamo, SOSP 2007,
 * §4.2 and §4.3).
 */
import type { NodeId } from '../../../src/world/actor.ts';

/** FNV-1a with a final mix (Fowler, Noll and Vo; Appleby's fmix32): 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export class Ring {
  readonly #points: readonly { readonly hash: number; readonly node: NodeId }[];

  constructor(nodes: readonly NodeId[], pointsPerNode: number) {
    this.#points = nodes
      .flatMap((node) =>
        Array.from({ length: pointsPerNode }, (_, point) => ({
          hash: hashOf(`${node}#${point}`),
          node,
        })),
      )
      .sort((a, b) => a.hash - b.hash);
  }

  /**
   * All nodes in the order in which the key meets them: the first N are its home, the others its
   * stand-ins.
   */
  nodesFor(key: string): NodeId[] {
    const hash = hashOf(key);
    const next = this.#points.findIndex((point) => point.hash >= hash);
    const start = next === -1 ? 0 : next;
    const clockwise = [...this.#points.slice(start), ...this.#points.slice(0, start)];
    return [...new Set(clockwise.map(({ node }) => node))];
  }
}
