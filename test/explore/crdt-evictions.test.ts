/**
 * Tombstones that are collected, and members that are evicted, in every order. Two replicas add and remove an element
 * twice, with all gossip up to a bound. Of three, one has an element that another removes before it evicts it: within the
 * bounds it comes back, starts afresh and joins again. Every invariant holds. The deep tests go further.
 */
import { expect, test } from 'vitest';
import randomEdits from '../../scenarios/crdt/random-edits.ts';
import randomEvictions from '../../scenarios/crdt/random-evictions.ts';
import { viewBook } from '../../sims/crdt/replication/group.ts';
import type { ReplicaState } from '../../sims/crdt/replication/replica.ts';
import type { CollectedSet } from '../../sims/crdt/sets/collected-set.ts';
import type { Bounds, ExploredGoal } from '../../src/check/exploration.ts';
import { modelOf } from '../../src/explore/of-scenario.ts';
import { Search } from '../../src/explore/search.ts';

const isDeep = process.env['SEEDLAB_DEEP'] === 'yes';

const addAndRemove = [{ add: 'x' }, { remove: 'x' }];

const statesOf = (nodes: readonly { state: unknown }[]) =>
  nodes.flatMap(({ state }) => (state === undefined ? [] : [state as ReplicaState]));

const everyEditCollected: ExploredGoal = {
  id: 'collected',
  says: 'every edit was made and has arrived, and no replica keeps a tombstone',
  holds: ({ nodes }) =>
    statesOf(nodes).every(
      ({ edits, payload }) =>
        edits.length === 4 && Object.keys((payload as CollectedSet).removed).length === 0,
    ),
};

const rejoined: ExploredGoal = {
  id: 'rejoined',
  says: 'the evicted replica is a member again, under another name, and shows what the others show',
  holds: ({ nodes }) =>
    statesOf(nodes).every((state) => {
      const { number, members } = viewBook(state)?.view ?? { number: 0, members: {} };
      const { added } = state.payload as CollectedSet;
      return number === 3 && members['r3'] === 'r3~2' && Object.keys(added).length === 0;
    }),
};

const limits = { statesMax: 5_000_000 };

function explored(model: ReturnType<typeof modelOf>, goal: ExploredGoal) {
  const search = new Search({ ...model, goals: [goal] }, { limits });
  expect(search.finish().ended).toBe('complete');
  expect(search.breaches).toEqual([]);
  return search;
}

const twoReplicas: readonly Partial<Bounds>[] = [
  { timeouts: { gossip: 4 } },
  { timeouts: { gossip: 3 }, duplicates: 1, losses: 1 },
  ...(isDeep ? [{ timeouts: { gossip: 6 } }, { timeouts: { gossip: 4 }, crashes: 1 }] : []),
];

test.each(twoReplicas)('two replicas collect, within %j', (bounds) => {
  const params = { type: 'collected-set', policy: 'stable-state', replicas: 2, edits: 4 };
  const operations = ['r1', 'r2'].flatMap((replica) =>
    addAndRemove.map((edit) => ({ replica, edit })),
  );
  const search = explored(modelOf(randomEdits, { params, operations, bounds }), everyEditCollected);
  expect(search.reached.has('collected')).toBe(true);
});

const threeReplicas: readonly Partial<Bounds>[] = [
  { timeouts: { gossip: 3 } },
  { timeouts: { gossip: 2 }, duplicates: 1 },
  ...(isDeep
    ? [
        { timeouts: { gossip: 4 } },
        { timeouts: { gossip: 3 }, duplicates: 1 },
        { timeouts: { gossip: 3 }, crashes: 1 },
      ]
    : []),
];

const removal = { replica: 'r1', edit: { remove: 'x' } };
const eviction = { replica: 'r1', evict: ['r3'] };
const addition = { replica: 'r3', edit: { add: 'x' } };

test.each(threeReplicas)('one of three is evicted, within %j', (bounds) => {
  const operations = [removal, eviction, addition];
  const model = modelOf(randomEvictions, { params: { replicas: 3 }, operations, bounds });
  const search = explored(model, rejoined);
  const enough = bounds.duplicates === 1 ? 3 : 4;
  expect(search.reached.has('rejoined')).toBe((bounds.timeouts?.['gossip'] ?? 0) >= enough);
});

test('two of three evict others at once', () => {
  const operations = [removal, eviction, { replica: 'r2', evict: ['r1'] }, addition];
  const bounds = { timeouts: { gossip: isDeep ? 3 : 2 } };
  const search = explored(
    modelOf(randomEvictions, { params: { replicas: 3 }, operations, bounds }),
    rejoined,
  );
  expect(search.reached.has('rejoined')).toBe(false);
});
