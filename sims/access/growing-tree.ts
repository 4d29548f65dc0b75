/**
 * A B+ tree that grows: a page that is full is split into halves (Comer, The Ubiquitous B-Tree, 1979, §1). Its inner
 * pages stay in memory, as most of them do; what is counted is pages of rows read, and all pages written.
 */
import { must } from '../../src/kernel/must.ts';
import { PageCount } from './lsm/page-count.ts';

export interface Leaf {
  readonly keys: number[];
  readonly values: number[];
  next: Leaf | undefined;
}

interface Inner {
  /** Child i + 1 has the keys from separator i on. */
  readonly separators: number[];
  readonly children: Page[];
}

type Page = Leaf | Inner;

/** What a tree does otherwise than by halves, and tells others. */
export interface GrowingOptions {
  /** How many of so many entries stay in a leaf that is split; `isLast`: it has no leaf on its right. */
  readonly splitPoint?: (entries: number, isLast: boolean) => number;
  readonly changed?: (leaf: Leaf) => void;
  readonly made?: (leaf: Leaf) => void;
}

const halves = (entries: number): number => Math.ceil(entries / 2);

/** The right half of a page that was split, and the least key in it. */
interface Split {
  readonly from: number;
  readonly right: Page;
}

export class GrowingTree {
  readonly count = new PageCount();
  /** Levels of pages, leaves included. */
  height = 1;
  /** Pages of rows: leaves. */
  rowPages = 1;
  pages = 1;
  readonly #perPage: number;
  readonly #options: GrowingOptions;
  readonly #first: Leaf = { keys: [], values: [], next: undefined };
  #root: Page = this.#first;

  /** `perPage`: entries of a leaf and children of an inner page; at least 3. */
  constructor(perPage: number, options: GrowingOptions = {}) {
    this.#perPage = perPage;
    this.#options = options;
  }

  /** From the least keys to the largest. */
  *leaves(): Generator<Leaf> {
    for (let leaf: Leaf | undefined = this.#first; leaf !== undefined; leaf = leaf.next) yield leaf;
  }

  /** Writes the page of the key; for each split two more: the new page, and that which points to it. */
  put(key: number, value: number): void {
    const split = this.#put(this.#root, key, value);
    if (split === undefined) return;
    this.#root = { separators: [split.from], children: [this.#root, split.right] };
    this.height += 1;
    this.pages += 1;
    this.count.written += 1;
  }

  get(key: number): number | undefined {
    const leaf = this.#leafOf(key);
    const place = placeOf(leaf.keys, key);
    return leaf.keys[place] === key ? leaf.values[place] : undefined;
  }

  /** Pages stay when they have become half empty, or empty, as in most databases. */
  delete(key: number): void {
    const leaf = this.#leafOf(key);
    const place = placeOf(leaf.keys, key);
    if (leaf.keys[place] !== key) return;
    leaf.keys.splice(place, 1);
    leaf.values.splice(place, 1);
    this.count.written += 1;
  }

  /** Entries with keys from `from` to `to`, both included, in order. */
  between(from: number, to: number): readonly { readonly key: number; readonly value: number }[] {
    const found: { key: number; value: number }[] = [];
    let leaf: Leaf | undefined = this.#leafOf(from);
    for (let place = placeOf(leaf.keys, from); leaf !== undefined; place = 0) {
      for (; place < leaf.keys.length; place++) {
        const key = must(leaf.keys[place], 'key of a leaf');
        if (key > to) return found;
        found.push({ key, value: must(leaf.values[place], 'value of a leaf') });
      }
      leaf = leaf.next;
      if (leaf !== undefined) this.count.read += 1;
    }
    return found;
  }

  #leafOf(key: number): Leaf {
    let page = this.#root;
    while ('children' in page) page = childOf(page, key).child;
    this.count.read += 1;
    return page;
  }

  #put(page: Page, key: number, value: number): Split | undefined {
    if ('children' in page) {
      const { child, place } = childOf(page, key);
      const split = this.#put(child, key, value);
      if (split === undefined) return undefined;
      page.separators.splice(place, 0, split.from);
      page.children.splice(place + 1, 0, split.right);
      this.count.written += 1;
      return page.children.length > this.#perPage ? this.#splitInner(page) : undefined;
    }
    const place = placeOf(page.keys, key);
    const isThere = page.keys[place] === key;
    page.keys.splice(place, isThere ? 1 : 0, key);
    page.values.splice(place, isThere ? 1 : 0, value);
    this.count.written += 1;
    this.#options.changed?.(page);
    return page.keys.length > this.#perPage ? this.#splitLeaf(page) : undefined;
  }

  #splitLeaf(left: Leaf): Split {
    const splitPoint = this.#options.splitPoint ?? halves;
    const stay = splitPoint(left.keys.length, left.next === undefined);
    const [keys, values] = [left.keys.splice(stay), left.values.splice(stay)];
    const right: Leaf = { keys, values, next: left.next };
    left.next = right;
    this.#options.made?.(right);
    this.rowPages += 1;
    this.#newPage();
    return { from: must(keys[0], 'key of a new leaf'), right };
  }

  #splitInner(left: Inner): Split {
    const half = Math.ceil(left.children.length / 2);
    const children = left.children.splice(half);
    const separators = left.separators.splice(half);
    const from = must(left.separators.pop(), 'separator of a page that is split');
    this.#newPage();
    return { from, right: { separators, children } };
  }

  #newPage(): void {
    this.pages += 1;
    this.count.written += 1;
  }
}

/** Place of the first that is not smaller. */
function placeOf(keys: readonly number[], key: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (must(keys[middle], 'key of a page') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function childOf({ separators, children }: Inner, key: number) {
  let place = placeOf(separators, key);
  if (separators[place] === key) place += 1;
  return { child: must(children[place], 'child of a page'), place };
}
