/** An index that rows are inserted into, with its leaves in memory: all of them, and in another pool only some. */
import { GrowingTree, type Leaf } from '../growing-tree.ts';
import type { AccessRules } from '../rules.ts';
import { BufferPool } from './buffer-pool.ts';
import { type FillFactor, splitPoint } from './split-point.ts';

export class IndexLoad {
  readonly tree: GrowingTree;
  /** Has room for every leaf. */
  readonly whole: BufferPool<Leaf>;
  readonly part: BufferPool<Leaf>;
  /** Leaves that have changed, or were made, since the last checkpoint. */
  readonly changed = new Set<Leaf>();
  entries = 0;

  constructor(shape: FillFactor, pagesInMemory: number, rules: AccessRules) {
    this.whole = new BufferPool(Infinity, rules);
    this.part = new BufferPool(pagesInMemory, rules);
    const pools = [this.whole, this.part];
    this.tree = new GrowingTree(shape.perPage, {
      splitPoint: (entries, isLast) => splitPoint(shape, entries, isLast, rules),
      changed: (leaf) => {
        this.changed.add(leaf);
        for (const pool of pools) pool.change(leaf);
      },
      made: (leaf) => {
        this.changed.add(leaf);
        for (const pool of pools) pool.make(leaf);
      },
    });
  }

  insert(key: number): void {
    this.tree.put(key, key);
    this.entries += 1;
  }

  /** The share of all entries that is in the part of the index in memory: so likely is a random key to find its leaf there. */
  get shareInMemory(): number {
    let entries = 0;
    for (const leaf of this.part.inMemory) entries += leaf.keys.length;
    return entries / this.entries;
  }

  /** Returns the leaves that had changed, and starts anew. */
  checkpoint(): number {
    const changed = this.changed.size;
    this.changed.clear();
    this.whole.checkpoint();
    this.part.checkpoint();
    return changed;
  }
}
