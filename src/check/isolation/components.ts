/** Strongly connected components (Tarjan 1972), on a stack of its own. O(nodes + edges). */
import { must } from '../../kernel/must.ts';

/**
 * The component of each node 0, 1, … count - 1, as a number. Two nodes are in one component if each
 * can be reached from the other.
 */
export function componentsOf(
  count: number,
  successors: (node: number) => readonly number[],
): Int32Array {
  const component = new Int32Array(count).fill(-1);
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const stack: number[] = [];
  let visited = 0;
  let components = 0;

  const visit = (node: number) => {
    index[node] = low[node] = visited++;
    stack.push(node);
    return { node, next: successors(node), place: 0 };
  };
  const close = (root: number) => {
    for (let node = -1; node !== root; ) {
      node = must(stack.pop(), 'transaction on the stack');
      component[node] = components;
    }
    components += 1;
  };

  for (let root = 0; root < count; root++) {
    if (index[root] !== -1) continue;
    const path = [visit(root)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const { node } = frame;
      const next = frame.next[frame.place++];
      if (next === undefined) {
        path.pop();
        const parent = path.at(-1)?.node;
        if (low[node] === index[node]) close(node);
        if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      } else if (index[next] === -1) {
        path.push(visit(next));
      } else if (component[next] === -1) {
        low[node] = Math.min(low[node] ?? 0, index[next] ?? 0);
      }
    }
  }
  return component;
}
