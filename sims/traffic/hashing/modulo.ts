/** hash mod n: even, but useless once n changes. O(1). */
import { must } from '../../../src/kernel/must.ts';

export const byModulo =
  (nodes: readonly string[]) =>
  (hash: number): string =>
    must(nodes[hash % nodes.length], 'node of the remainder');
