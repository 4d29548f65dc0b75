/**
 * Replicated types in every order: two replicas with two edits each, of every type and every policy that
 * ships it, and three in the deep tests. Every invariant holds, whatever the order; and without a rule a
 * few edits are enough to break one.
 */
import { expect, test } from 'vitest';
import { crdtStories } from '../../scenarios/crdt/exploration-stories.ts';
import { crdtExplorations } from '../../scenarios/crdt/explorations.ts';
import randomEdits from '../../scenarios/crdt/random-edits.ts';
import type { TypeName } from '../../sims/crdt/catalogue.ts';
import { crdtExplorable } from '../../sims/crdt/exploration/exploration.ts';
import type { PolicyName } from '../../sims/crdt/replication/group.ts';
import { crdtRules } from '../../sims/crdt/rules.ts';
import type { RuleExploration } from '../../src/check/exploration.ts';
import { modelOf } from '../../src/explore/of-scenario.ts';
import { replay, replayToEnd } from '../../src/explore/replay.ts';
import { Search } from '../../src/explore/search.ts';
import { InputError } from '../../src/lab/input-error.ts';
import { exploreWithout } from '../support/exploration-stories.ts';

const isDeep = process.env['SEEDLAB_DEEP'] === 'yes';

type Script = readonly object[];

/** What two users do, and a third that does as the first; each edit means something to each type. */
const scripts: Readonly<Record<TypeName, readonly [Script, Script]>> = {
  'g-counter': [
    [{ add: 1 }, { add: 2 }],
    [{ add: 4 }, { add: 8 }],
  ],
  'pn-counter': [
    [{ add: 1 }, { add: -2 }],
    [{ add: 4 }, { add: -8 }],
  ],
  'bounded-counter': [
    [{ add: 2 }, { add: -1 }],
    [{ add: 1 }, { add: -1 }],
  ],
  'reset-counter': [
    [{ add: 1 }, { reset: true }],
    [{ add: 2 }, { add: 4 }],
  ],
  'g-set': [
    [{ add: 'x' }, { add: 'y' }],
    [{ add: 'y' }, { add: 'z' }],
  ],
  'two-phase-set': [
    [{ add: 'x' }, { remove: 'x' }],
    [{ add: 'x' }, { remove: 'x' }],
  ],
  'or-set': [
    [{ add: 'x' }, { remove: 'x' }],
    [{ add: 'x' }, { remove: 'x' }],
  ],
  'collected-set': [
    [{ add: 'x' }, { remove: 'x' }],
    [{ add: 'x' }, { remove: 'x' }],
  ],
  orswot: [
    [{ add: 'x' }, { remove: 'x' }],
    [{ add: 'x' }, { remove: 'x' }],
  ],
  'remove-wins-set': [
    [{ add: 'x' }, { remove: 'x' }],
    [{ add: 'x' }, { add: 'y' }],
  ],
  'lww-register': [
    [{ write: 'p' }, { write: 'q' }],
    [{ write: 'r' }, { write: 's' }],
  ],
  'mv-register': [
    [{ write: 'p' }, { write: 'q' }],
    [{ write: 'r' }, { write: 's' }],
  ],
  'lww-map': [
    [{ set: { x: 'p' } }, { set: { y: 'q' } }],
    [{ set: { x: 'r' } }, { set: { y: 's' } }],
  ],
  'or-map': [
    [{ key: 'k', add: 'x' }, { removeKey: 'k' }],
    [
      { key: 'k', add: 'y' },
      { key: 'k', remove: 'x' },
    ],
  ],
  'document-map': [
    [
      { path: ['m', 'k'], count: 1 },
      { path: ['m'], clear: true },
    ],
    [
      { path: ['m', 'k'], write: 'p' },
      { path: ['m', 'k'], write: 'q', read: { r1: 1 } },
    ],
  ],
  rga: [
    [
      { at: 0, type: 'a' },
      { at: 0, delete: 1 },
    ],
    [
      { at: 0, type: 'b' },
      { at: 1, type: 'c' },
    ],
  ],
  'rga-runs': [
    [
      { at: 0, type: 'ab' },
      { at: 1, delete: 1 },
    ],
    [
      { at: 0, type: 'cd' },
      { at: 1, type: 'X' },
    ],
  ],
  fugue: [
    [
      { at: 0, type: 'A' },
      { at: 0, delete: 1 },
    ],
    [
      { at: 0, type: 'b' },
      { at: 1, type: 'c' },
    ],
  ],
};

function modelFor(type: TypeName, policy: PolicyName, gossip: number, scripts: readonly Script[]) {
  const operations = scripts.flatMap((script, place) =>
    script.map((edit) => ({ replica: `r${place + 1}`, edit })),
  );
  const params = { type, policy, replicas: scripts.length, edits: operations.length };
  return modelOf(randomEdits, { params, operations, bounds: { timeouts: { gossip } } });
}

/** Each gossip is to all others, so one a replica can be enough. Operations are sent when they are made. */
function gossipsOf(type: TypeName, policy: PolicyName): number {
  if (policy === 'op') return 0;
  const all = policy !== 'delta' && isDeep ? 3 : 2;
  // Nobody can take out of an or-map what has not arrived. Deltas to three replicas are never enough here.
  const needsMore = type === 'or-map' && (policy === 'state' || !isDeep);
  return needsMore ? all + 1 : all;
}

/** Two edit twice, and a third once. Deltas travel with their acknowledgements: there the second edits once, too. */
function usersInDeep(policy: PolicyName, one: Script, other: Script): readonly Script[] {
  return [one, policy === 'delta' ? other.slice(0, 1) : other, one.slice(0, 1)];
}

const pairs = (Object.keys(scripts) as TypeName[]).flatMap((type) =>
  (['op', 'state', 'delta', 'stable-state'] as const).flatMap((policy) => {
    const [one, other] = scripts[type];
    const users = isDeep ? usersInDeep(policy, one, other) : [one, other];
    try {
      return [[type, policy, modelFor(type, policy, gossipsOf(type, policy), users)] as const];
    } catch (error) {
      // Not every type is written for every policy.
      if (error instanceof InputError && error.message.includes('is not shipped')) return [];
      if (error instanceof InputError && error.message.includes('is shipped as')) return [];
      if (error instanceof InputError && error.message.includes('cannot collect')) return [];
      throw error;
    }
  }),
);

test('every type is explored, by every policy that ships it', () => {
  expect(pairs.length).toBe(39);
});

test.each(pairs)('%s, shipped by %s', (_type, policy, model) => {
  const edits = model.operations?.length ?? 0;
  const allMade = {
    id: 'all-made',
    says: 'every edit was made, and every replica has it',
    holds: ({ nodes }: { nodes: readonly { state: unknown }[] }) =>
      nodes.every(({ state }) => (state as { edits: readonly number[] }).edits.length === edits),
  };
  const search = new Search({ ...model, goals: [allMade] }, { limits: { statesMax: 20_000_000 } });
  expect(search.finish().ended).toBe('complete');
  expect(search.breaches).toEqual([]);
  // Two deltas cannot bring all edits to three replicas.
  const isEnough = policy !== 'delta' || !isDeep;
  expect(search.reached.has('all-made')).toBe(isEnough);
});

test('every rule is searched, or depends on the clock, and every search has its story', () => {
  const ofClock = crdtExplorable.clockRules;
  const searched = crdtRules.ids.filter((rule) => !ofClock.includes(rule));
  expect(Object.keys(crdtExplorations).sort()).toEqual([...searched].sort());
  expect(Object.keys(crdtStories)).toEqual(Object.keys(crdtExplorations));
});

test.each(
  isDeep
    ? []
    : (Object.entries(crdtExplorations) as [keyof typeof crdtExplorations, RuleExploration][]),
)('without %s a few edits are enough, in the timed world too', async (rule, exploration) => {
  const { breach, kept, ...found } = await exploreWithout(
    rule,
    crdtRules.get(rule).protects,
    exploration,
  );
  expect(kept).toEqual(crdtStories[rule]);
  if (breach === undefined || !('model' in found)) throw new Error('nothing was found');
  const { reachable } = exploration;
  const replayed =
    reachable === undefined
      ? replay(found.model, breach)
      : replayToEnd(found.model, breach.story, reachable);
  expect(replayed).toMatchObject({ digest: expect.any(String) });
});
