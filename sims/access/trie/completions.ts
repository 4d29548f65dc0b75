/**
 * A trie that completes prefixes with the terms that are counted most, and keeps the first k of them
 * at each node: Diethelm, Suggest Tree, suggesttree.sourceforge.net, without its compressed edges.
 */
import { must } from '../../../src/kernel/must.ts';
import type { AccessRules } from '../rules.ts';

export interface Completion {
  readonly term: string;
  readonly count: number;
}

interface TrieNode {
  readonly children: Map<string, TrieNode>;
  /** How often the term that ends here was counted: 0 if none does. */
  count: number;
  /** Of the terms below, the k that are counted most. */
  top: readonly Completion[];
}

const emptyNode = (): TrieNode => ({ children: new Map(), count: 0, top: [] });

/** More often counted first, and those of one count by the alphabet. */
const byCount = (a: Completion, b: Completion): number =>
  b.count - a.count || (a.term < b.term ? -1 : 1);

export class CompletionTrie {
  readonly #k: number;
  readonly #rules: AccessRules;
  readonly #root = emptyNode();
  /** Nodes, with the root. */
  nodes = 1;
  /** Nodes that look-ups have visited. */
  visited = 0;
  /** Nodes whose list an update has looked at. */
  updated = 0;

  constructor(k: number, rules: AccessRules) {
    this.#k = k;
    this.#rules = rules;
  }

  /** Counts a term, and leaves the lists as they are until `rebuild`. */
  count(term: string, by = 1): void {
    must(this.#path(term).at(-1), 'node of the term').count += by;
  }

  /** Counts a term, in the lists too. O(length of the term x k). */
  add(term: string, by = 1): void {
    const path = this.#path(term);
    const last = must(path.at(-1), 'node of the term');
    last.count += by;
    const changed = { term, count: last.count };
    // Each node on the path has the term below it, and only those do.
    for (const node of this.#rules['count-updates-the-path'] ? path : [last]) {
      this.updated += 1;
      node.top = this.#best([...node.top.filter((each) => each.term !== term), changed]);
    }
  }

  /** Takes a term out. In each list that had it, the next best of the children takes its place. */
  remove(term: string): void {
    const path = this.#path(term);
    must(path.at(-1), 'node of the term').count = 0;
    for (let length = term.length; length >= 0; length--) {
      const node = must(path[length], 'node of a prefix');
      if (!node.top.some((each) => each.term === term)) continue;
      this.updated += 1;
      node.top = this.#rules['children-fill-the-gap']
        ? this.#merged(node, term.slice(0, length))
        : node.top.filter((each) => each.term !== term);
    }
  }

  /** The k terms with this prefix that are counted most. */
  complete(prefix: string): readonly Completion[] {
    const node = this.#find(prefix);
    if (node === undefined) return [];
    return this.#rules['top-k-at-each-node'] ? node.top : this.#scan(node, prefix);
  }

  /** The same without lists: from all terms below the prefix. */
  scan(prefix: string): readonly Completion[] {
    const node = this.#find(prefix);
    return node === undefined ? [] : this.#scan(node, prefix);
  }

  /** Makes all lists anew, each from those of its children. O(nodes x k). */
  rebuild(): void {
    this.#rebuild(this.#root, '');
  }

  #rebuild(node: TrieNode, prefix: string): void {
    for (const [letter, child] of node.children) this.#rebuild(child, prefix + letter);
    this.updated += 1;
    node.top = this.#merged(node, prefix);
  }

  #merged(node: TrieNode, prefix: string): readonly Completion[] {
    const all = [...node.children.values()].flatMap(({ top }) => top);
    if (node.count > 0) all.push({ term: prefix, count: node.count });
    return this.#best(all);
  }

  #scan(from: TrieNode, prefix: string): readonly Completion[] {
    const found: Completion[] = [];
    const visit = (node: TrieNode, term: string): void => {
      if (node !== from) this.visited += 1;
      if (node.count > 0) found.push({ term, count: node.count });
      for (const [letter, child] of node.children) visit(child, term + letter);
    };
    visit(from, prefix);
    return this.#best(found);
  }

  #best(completions: Completion[]): readonly Completion[] {
    return completions.sort(byCount).slice(0, this.#k);
  }

  /** The root, and a node for each letter: those that are missing are made. */
  #path(term: string): TrieNode[] {
    const path = [this.#root];
    for (const letter of term) {
      const { children } = must(path.at(-1), 'node of a prefix');
      const next = children.get(letter) ?? emptyNode();
      if (!children.has(letter)) this.nodes += 1;
      children.set(letter, next);
      path.push(next);
    }
    return path;
  }

  #find(prefix: string): TrieNode | undefined {
    let node: TrieNode | undefined = this.#root;
    this.visited += 1;
    for (const letter of prefix) {
      node = node?.children.get(letter);
      if (node !== undefined) this.visited += 1;
    }
    return node;
  }
}
