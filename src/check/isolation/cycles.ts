/**
 * Cycles of the direct serialization graph, with the name that their edges give them (Adya, Liskov
 * and O'Neil 2000; Kingsbury and Alvaro 2020, section 6).
 *
 * Whether a cycle of a class exists is decided exactly, by the strongly connected components of the
 * graph that allows just the edges of that class. Within a component a shortest cycle is looked for.
 */
import { must } from '../../kernel/must.ts';
import type { CycleKind } from './anomaly.ts';
import { componentsOf } from './components.ts';
import type { Dependency, DependencyGraph, DependencyKind } from './dependency.ts';

export interface Cycle {
  readonly kind: CycleKind | `${CycleKind}-realtime`;
  /** Each begins with the transaction that the one before ends with, the last with the first. */
  readonly edges: readonly Dependency[];
}

/**
 * A state is twice a transaction, and one more if an anti-dependency led to it and no other may
 * follow. So a cycle of states has no two of them in a row.
 */
type State = number;

interface Class {
  readonly kinds: ReadonlySet<DependencyKind>;
  /** A cycle of the class has an edge of this kind. */
  readonly anchor: DependencyKind;
  /** Must something stand between two anti-dependencies? */
  readonly isNonadjacent: boolean;
}

/** From the worst on. */
const classes: readonly Class[] = [
  { kinds: new Set(['ww']), anchor: 'ww', isNonadjacent: false },
  { kinds: new Set(['ww', 'wr']), anchor: 'wr', isNonadjacent: false },
  { kinds: new Set(['ww', 'wr', 'rw']), anchor: 'rw', isNonadjacent: true },
  { kinds: new Set(['ww', 'wr', 'rw']), anchor: 'rw', isNonadjacent: false },
];

/** So many edges are looked at for a shortest cycle of a class; then the shortest one so far is taken. */
const edgesMax = 2_000_000;

/** The shortest cycle found of each kind. O(edges), and `edgesMax` more for each class. */
export function shortestCycles(graph: DependencyGraph, isRealTime: boolean): Cycle[] {
  const shortest = new Map<string, Cycle>();
  const keep = (cycle: Cycle) => {
    const known = shortest.get(cycle.kind);
    if (known === undefined || cycle.edges.length < known.edges.length) {
      shortest.set(cycle.kind, cycle);
    }
  };
  for (const each of classes) new CycleSearch(graph, each).forEach(keep);
  if (isRealTime) {
    for (const { kinds, ...each } of classes) {
      new CycleSearch(graph, { ...each, kinds: new Set([...kinds, 'realtime'] as const) }).forEach(
        keep,
      );
    }
  }
  return [...shortest.values()];
}

class CycleSearch {
  readonly #graph: DependencyGraph;
  readonly #class: Class;
  readonly #component: Int32Array;
  #edgesLeft = edgesMax;

  constructor(graph: DependencyGraph, of: Class) {
    this.#graph = graph;
    this.#class = of;
    this.#component = componentsOf(2 * graph.transactions, (state) =>
      graph.from(state >> 1).flatMap((edge) => this.#after(state, edge) ?? []),
    );
  }

  /** A shortest cycle through each edge of the anchor's kind, as far as the budget goes; one in each component. */
  forEach(take: (cycle: Cycle) => void): void {
    const seen = new Set<number>();
    for (let node = 0; node < this.#graph.transactions; node++) {
      for (const edge of this.#graph.from(node)) {
        const start = 2 * node;
        const component = this.#component[start] ?? -1;
        if (edge.kind !== this.#class.anchor) continue;
        const next = this.#after(start, edge);
        if (next === undefined || this.#component[next] !== component) continue;
        if (this.#edgesLeft <= 0 && seen.has(component)) continue;
        seen.add(component);
        const path = this.#shortestPath(next, start);
        if (path !== undefined) take(named(simple([edge, ...path])));
      }
    }
  }

  /** The state after an edge; undefined if the class does not allow it there. */
  #after(state: State, { kind, to }: Dependency): State | undefined {
    if (!this.#class.kinds.has(kind)) return undefined;
    if (!this.#class.isNonadjacent || kind !== 'rw') return 2 * to;
    return state % 2 === 1 ? undefined : 2 * to + 1;
  }

  /** Breadth first, within the component. */
  #shortestPath(start: State, end: State): Dependency[] | undefined {
    const cameBy = new Map<State, { edge: Dependency; before: State } | undefined>([
      [start, undefined],
    ]);
    const component = this.#component[start];
    const queue = [start];
    for (const state of queue) {
      if (state === end) break;
      for (const edge of this.#graph.from(state >> 1)) {
        this.#edgesLeft -= 1;
        const next = this.#after(state, edge);
        if (next === undefined || this.#component[next] !== component || cameBy.has(next)) continue;
        cameBy.set(next, { edge, before: state });
        queue.push(next);
      }
    }
    if (!cameBy.has(end)) return undefined;
    const path: Dependency[] = [];
    for (let step = cameBy.get(end); step !== undefined; step = cameBy.get(step.before)) {
      path.push(step.edge);
    }
    return path.reverse();
  }
}

/**
 * A walk that passes a transaction twice is two walks. If no two anti-dependencies are adjacent in
 * it, this is so in at least one of the two: where they meet, only one of them can have both.
 */
function simple(walk: readonly Dependency[]): readonly Dependency[] {
  const firstAt = new Map<number, number>();
  for (const [place, { from }] of walk.entries()) {
    const first = firstAt.get(from);
    if (first !== undefined) {
      const parts = [walk.slice(first, place), [...walk.slice(place), ...walk.slice(0, first)]];
      const better = parts.find((part) => !hasAdjacent(part)) ?? must(parts[0], 'smallest part');
      return simple(better);
    }
    firstAt.set(from, place);
  }
  return walk;
}

/** Are two anti-dependencies next to one another in the cycle? One alone is not next to itself. */
function hasAdjacent(cycle: readonly Dependency[]): boolean {
  return (
    cycle.length > 1 &&
    cycle.some(({ kind }, place) => kind === 'rw' && cycle.at(place - 1)?.kind === 'rw')
  );
}

function named(edges: readonly Dependency[]): Cycle {
  const of = (kind: DependencyKind) => edges.filter((edge) => edge.kind === kind).length;
  const kind = kindOf(edges, of('rw'), of('wr'));
  return { kind: of('realtime') > 0 ? `${kind}-realtime` : kind, edges };
}

function kindOf(edges: readonly Dependency[], missed: number, reads: number): CycleKind {
  if (missed === 0) return reads === 0 ? 'G0' : 'G1c';
  if (missed === 1) return 'G-single';
  return hasAdjacent(edges) ? 'G2-item' : 'G-nonadjacent';
}
