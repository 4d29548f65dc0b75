/**
 * For each rule that does not depend on the clock, a search for what happens without it: every order of a few
 * edits. What each came to is in `exploration-stories.ts`.
 */

import type { TypeName } from '../../sims/crdt/catalogue.ts';
import type { PolicyName } from '../../sims/crdt/replication/group.ts';
import type { CrdtRule } from '../../sims/crdt/rules.ts';
import type { Bounds, RuleExploration } from '../../src/check/exploration.ts';
import type { AnyEdit, EditOperation } from './common.ts';

/** What the user of each replica does. */
type Scripts = readonly (readonly AnyEdit[])[];

const operationsOf = (scripts: Scripts): readonly EditOperation[] =>
  scripts.flatMap((script, place) => script.map((edit) => ({ replica: `r${place + 1}`, edit })));

interface Exploring extends Partial<Omit<Bounds, 'timeouts'>> {
  readonly gossips?: number;
}

/** Users edit replicas of a type, which lose nothing over a crash. */
function edited(
  type: TypeName,
  policy: PolicyName,
  scripts: Scripts,
  { gossips = 2, ...bounds }: Exploring = {},
): RuleExploration & { readonly params: object } {
  const operations = operationsOf(scripts);
  return {
    scenario: 'crdt/random-edits',
    params: { type, policy, replicas: scripts.length, edits: operations.length },
    operations,
    bounds: { ...bounds, timeouts: { gossip: gossips } },
  };
}

/** The same, where each operation waits for the precondition of its type only. */
function loosely(type: TypeName, scripts: Scripts): RuleExploration {
  const exploration = edited(type, 'op', scripts);
  return { ...exploration, params: { ...exploration.params, order: 'precondition' } };
}

/** One replica may crash, and forgets everything. */
function forgetful(type: TypeName, policy: PolicyName, scripts: Scripts): RuleExploration {
  return {
    scenario: 'crdt/lost-memory',
    params: { type, policy, replicas: scripts.length },
    operations: operationsOf(scripts),
    bounds: { crashes: 1, timeouts: { gossip: 4 } },
  };
}

/** Replicas edit, and evict one another. */
function evicting(scripts: readonly (readonly EvictingStep[])[], gossips: number): RuleExploration {
  return {
    scenario: 'crdt/random-evictions',
    params: { replicas: scripts.length },
    operations: scripts.flatMap((script, place) =>
      script.map((step) =>
        'evict' in step
          ? { replica: `r${place + 1}`, evict: step.evict }
          : { replica: `r${place + 1}`, edit: step },
      ),
    ),
    bounds: { timeouts: { gossip: gossips } },
  };
}

type EvictingStep = AnyEdit | { readonly evict: readonly string[] };
const evict = (...nodes: readonly string[]) => ({ evict: nodes });

const add = (element: string) => ({ add: element });
const remove = (element: string) => ({ remove: element });
const write = (value: string) => ({ write: value });
const type = (at: number, text: string) => ({ at, type: text });
const erase = (at: number) => ({ at, delete: 1 });

const addAndRemove = [add('x'), remove('x')];
const twoWrites = [[write('p')], [write('q')]];
const twoLetters = [[type(0, 'a')], [type(0, 'b')]];

export const crdtExplorations: Readonly<Partial<Record<CrdtRule, RuleExploration>>> = {
  'merge-takes-maximum': edited('g-counter', 'state', [[{ add: 1 }], []]),
  'slot-per-replica': edited('g-counter', 'state', [[{ add: 1 }], [{ add: 2 }]]),
  'separate-decrements': edited('pn-counter', 'state', [[{ add: 1 }, { add: -1 }], []]),
  'increment-has-its-own-dot': edited('reset-counter', 'state', [
    [{ add: 1 }, { add: 2 }],
    [{ reset: true }],
  ]),
  'spend-own-rights': edited('bounded-counter', 'state', [
    [{ add: 1 }, { add: -1 }],
    [{ add: -1 }],
  ]),
  'keep-tombstones': edited('two-phase-set', 'state', [addAndRemove, []]),
  'remove-observed-tags': edited('or-set', 'op', [addAndRemove, [add('x')]]),
  'count-tags': edited('or-set', 'state', [[...addAndRemove, add('x')], []]),
  'forget-what-the-context-covers': edited('orswot', 'state', [addAndRemove, []]),
  'compare-dots-not-clocks': edited('orswot', 'state', [addAndRemove, [add('y')]], { gossips: 3 }),
  'delta-context-of-own-dots': edited('orswot', 'delta', [[add('x'), add('y')], []]),
  'add-replaces-own-dots': edited('orswot', 'state', [[add('x'), add('x')], [add('x')]]),
  'remove-leaves-a-dot': edited('remove-wins-set', 'state', [[add('x'), add('x')], [remove('x')]]),
  'break-ties-by-replica': edited('lww-register', 'state', twoWrites),
  'stamp-after-what-was-read': edited('lww-register', 'state', twoWrites),
  'stamp-at-source': edited('lww-register', 'op', twoWrites),
  'write-overwrites-what-it-read': edited('mv-register', 'state', [[write('p'), write('q')], []]),
  'concurrent-is-not-older': edited('mv-register', 'state', twoWrites),
  'map-shares-one-context': edited('or-map', 'state', [
    [{ key: 'k', add: 'x' }, { removeKey: 'k' }],
    [],
  ]),
  'put-replaces-what-was-read': edited('document-map', 'state', [
    [
      { path: ['k'], write: 'p', read: {} },
      { path: ['k'], write: 'q', read: {} },
    ],
    [],
  ]),
  'clear-drops-what-is-here': edited('document-map', 'state', [
    [{ path: ['k'], count: 1 }],
    [{ path: ['l'], clear: true, read: { r1: 1 } }],
  ]),
  'skip-later-ids': edited('rga', 'op', twoLetters),
  'skip-whole-subtrees': edited('rga', 'op', [[type(0, 'a')], [type(0, 'b'), type(1, 'c')]]),
  'ids-of-equal-count-by-replica': edited('rga', 'op', twoLetters),
  'ids-count-what-was-seen': edited('rga', 'op', twoLetters),
  'left-children': {
    scenario: 'crdt/typing-at-one-place',
    operations: [
      { replica: 'fugue-lower', edit: type(0, 'b') },
      { replica: 'fugue-lower', edit: type(0, 'a') },
      { replica: 'fugue-upper', edit: type(0, 'B') },
      { replica: 'fugue-upper', edit: type(0, 'A') },
    ],
    bounds: { timeouts: { gossip: 0 } },
  },
  'insert-waits-for-its-reference': loosely('rga', [[type(0, 'a'), type(1, 'b')], []]),
  'delete-waits-for-its-insert': loosely('rga', [[type(0, 'a'), erase(0)], []]),
  'new-id-after-lost-state': forgetful('g-counter', 'state', [[{ add: 1 }, { add: 2 }], []]),
  'deliver-once': edited('g-counter', 'op', [[{ add: 1 }], []], { duplicates: 1 }),
  'deliver-in-causal-order': edited('or-set', 'op', [addAndRemove, []]),
  'causal-delta-merging': forgetful('g-set', 'delta', [[add('x'), add('y')], []]),
  'keep-deltas-until-acknowledged': {
    ...edited('g-set', 'delta', [[add('x')], []], { losses: 1, gossips: 4 }),
    reachable: 'everything-arrives',
  },
  'collect-only-stable': edited('rga', 'op', [[type(0, 'a'), erase(0)], [type(1, 'b')]]),
  'keep-tombstones-until-acknowledged': edited('collected-set', 'stable-state', [addAndRemove, []]),
  'refuse-older-states': edited('collected-set', 'stable-state', [addAndRemove, []], {
    gossips: 4,
  }),
  'hear-members-only': evicting([[remove('x'), evict('r3')], [], [add('x')]], 2),
  'agree-on-the-view': evicting([[evict('r3')], [evict('r1')], []], 0),
  'view-needs-a-majority': evicting([[evict('r2', 'r3')], [evict('r1', 'r3')], []], 0),
  'rejoin-from-nothing': evicting([[remove('x'), evict('r3')], [], [add('x')]], 4),
};
