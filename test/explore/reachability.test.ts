/** Goals that must stay reachable: traps are found, and only traps. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import preVoteDeadlock from '../../scenarios/raft/pre-vote-deadlock.ts';
import { openBounds } from '../../src/check/exploration.ts';
import type { Model } from '../../src/explore/model.ts';
import { modelOf } from '../../src/explore/of-scenario.ts';
import { trapsOf } from '../../src/explore/reachability.ts';
import { Search } from '../../src/explore/search.ts';
import type { Actor } from '../../src/world/actor.ts';

/** Where a walker can go from each place. */
type Graph = readonly (readonly number[])[];

const size = 6;
const graphs: fc.Arbitrary<Graph> = fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }), {
  minLength: size,
  maxLength: size,
});

/** A node that is at a place of the graph; each of its timers takes it to another. */
function walker(graph: Graph): Model {
  const actor: Actor<{ place: number }, never, string, never> = {
    kind: 'walker',
    start(context) {
      for (const next of graph[0] ?? []) context.setTimer(`to-${next}`, 1);
      return { place: 0 };
    },
    receive() {},
    timeout(state, timer, context) {
      for (const next of graph[state.place] ?? []) context.cancelTimer(`to-${next}`);
      state.place = Number(timer.slice('to-'.length));
      for (const next of graph[state.place] ?? []) context.setTimer(`to-${next}`, 1);
    },
  };
  const placeOf = (state: unknown) => (state as { place: number }).place;
  return {
    nodes: [{ id: 'walker', actor }],
    bounds: openBounds,
    goals: [
      {
        id: 'last-place',
        says: 'it is at the last place',
        holds: ({ nodes: [node] }) => placeOf(node?.state) === size - 1,
      },
    ],
  };
}

/** All places to which one can go, itself among them. */
function reachableFrom(graph: Graph, start: number): Set<number> {
  const reached = new Set([start]);
  for (const place of reached) for (const next of graph[place] ?? []) reached.add(next);
  return reached;
}

test('what has no way to the goal is a trap, and nothing else is', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const search = new Search(walker(graph));
      search.finish();
      const traps = [...reachableFrom(graph, 0)].filter(
        (place) => !reachableFrom(graph, place).has(size - 1),
      );
      const found = trapsOf(search, 'last-place');
      expect(found?.states ?? 0).toBe(traps.length);
      if (found === undefined) return;
      const last = found.story.at(-1)?.after.nodes[0]?.state as { place: number } | undefined;
      expect(traps).toContain(last?.place ?? 0);
    }),
    { numRuns: 100 },
  );
});

test('where a bound ends the way, nothing is known', () => {
  const graph = [[1, 2], [5], [], [], [], []];
  const { bounds, ...model } = walker(graph);
  const cut = new Search({ ...model, bounds: { ...bounds, timeouts: { 'to-5': 0 } } });
  cut.finish();
  // Place 1 may lead to the goal, and place 2 leads nowhere.
  expect(trapsOf(cut, 'last-place')).toMatchObject({ states: 1 });
});

test.each([
  { without: [], isTrapped: false },
  { without: ['pre-vote-carries-term'], isTrapped: true },
])('pre-vote without $without: no leader any more is $isTrapped', ({ without, isTrapped }) => {
  const bounds = { starts: 0, network: 'set', timeouts: { electionTimeout: Infinity } } as const;
  const search = new Search(modelOf(preVoteDeadlock, { without, bounds, reach: { terms: 6 } }));
  expect(search.finish().ended).toBe('complete');
  const traps = trapsOf(search, 'leads');
  expect(traps !== undefined).toBe(isTrapped);
  if (isTrapped) expect(traps?.states).toBe(search.distinct);
});
