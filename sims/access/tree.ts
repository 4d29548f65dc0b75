/** A B+ tree in pages, built from sorted keys, which counts the pages that it reads. */
import { must } from '../../src/kernel/must.ts';

interface Page {
  /** The first key of each child; in a leaf, the keys. */
  readonly keys: readonly number[];
  /** Empty in a leaf. */
  readonly children: readonly Page[];
}

export class Tree {
  pagesRead = 0;
  /** Levels of pages, leaves included. */
  readonly height: number;
  readonly pages: number;
  readonly #root: Page;

  /** Of the keys 0 to `count` - 1; each page full, with `fanOut` entries. */
  constructor(count: number, fanOut: number) {
    let level: Page[] = [];
    for (let from = 0; from < Math.max(1, count); from += fanOut) {
      const keys = Array.from({ length: Math.min(fanOut, count - from) }, (_, at) => from + at);
      level.push({ keys, children: [] });
    }
    let [height, pages] = [1, level.length];
    while (level.length > 1) {
      const parents: Page[] = [];
      for (let from = 0; from < level.length; from += fanOut) {
        const children = level.slice(from, from + fanOut);
        parents.push({ keys: children.map(({ keys }) => keys[0] ?? 0), children });
      }
      level = parents;
      height += 1;
      pages += level.length;
    }
    this.#root = must(level[0], 'root of a tree');
    this.height = height;
    this.pages = pages;
  }

  /** Whether the tree has the key. Reads a page of each level. */
  has(key: number): boolean {
    let page = this.#root;
    for (;;) {
      this.pagesRead += 1;
      if (page.children.length === 0) return page.keys.includes(key);
      let child = page.keys.length - 1;
      while (child > 0 && must(page.keys[child], 'key of a page') > key) child -= 1;
      page = must(page.children[child], 'child of a page');
    }
  }
}

/** Levels that so many keys take: the least h with fanOut^h >= keys. */
export function heightOf(keys: number, fanOut: number): number {
  let [height, capacity] = [1, fanOut];
  while (capacity < keys) {
    capacity *= fanOut;
    height += 1;
  }
  return height;
}
