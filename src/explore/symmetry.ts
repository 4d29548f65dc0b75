/**
 * Symmetry: states that differ only by the names of nodes that can change places count as one. Exact: of
 * all the rows that a permutation of the names makes of one, the least stands for them.
 */
import { must } from '../kernel/must.ts';
import type { NodeId } from '../world/actor.ts';
import type { Space } from './space.ts';

export class Symmetry {
  readonly #space: Space;
  readonly #renamings: readonly ReadonlyMap<NodeId, NodeId>[];
  readonly #least: Int32Array;
  readonly #other: Int32Array;

  constructor(space: Space) {
    this.#space = space;
    const groups = space.model.symmetric ?? [];
    this.#renamings = groups.reduce<ReadonlyMap<NodeId, NodeId>[]>(
      (before, group) =>
        permutations(group).flatMap((permuted) =>
          before.map((map) => new Map([...map, ...permuted.map(renamingOf(group))])),
        ),
      [new Map()],
    );
    this.#least = new Int32Array(space.width);
    this.#other = new Int32Array(space.width);
  }

  /** Good until it is called again. O(permutations x nodes). */
  representative(row: Int32Array): Int32Array {
    const least = this.#least;
    const other = this.#other;
    least.set(row);
    for (const [number, renaming] of this.#renamings.entries()) {
      this.#space.rename(row, number, renaming, other);
      if (isLess(other, least)) least.set(other);
    }
    return least;
  }
}

const renamingOf =
  (group: readonly NodeId[]) =>
  (id: NodeId, place: number): readonly [NodeId, NodeId] => [
    must(group[place], 'node of the group'),
    id,
  ];

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first, place) => {
    const rest = list.filter((_, other) => other !== place);
    return permutations(rest).map((permuted) => [first, ...permuted]);
  });
}

function isLess(one: Int32Array, other: Int32Array): boolean {
  for (let place = 0; place < one.length; place++) {
    const difference =
      must(one[place], 'place of the node') - must(other[place], 'place of the node');
    if (difference !== 0) return difference < 0;
  }
  return false;
}
