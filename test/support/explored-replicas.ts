/**
 * Replicas whose users make a few edits each, for the explorer: an edit is made whenever its timer runs out,
 * and so at any time.
 */
import { catalogueType, type TypeName } from '../../sims/crdt/catalogue.ts';
import { causalBroadcast } from '../../sims/crdt/replication/causal-broadcast.ts';
import { deltaGossip } from '../../sims/crdt/replication/delta-gossip.ts';
import type { PolicyName } from '../../sims/crdt/replication/group.ts';
import {
  type AnyOpBased,
  type Policy,
  type ReplicaContext,
  type ReplicaState,
  replicaAt,
  replicaNode,
} from '../../sims/crdt/replication/replica.ts';
import { stateGossip } from '../../sims/crdt/replication/state-gossip.ts';
import type { CrdtRules } from '../../sims/crdt/rules.ts';
import { type ExploredProperty, openBounds } from '../../src/check/exploration.ts';
import type { Model } from '../../src/explore/model.ts';
import { keyOf } from '../../src/explore/plain.ts';
import type { Actor, Context, NodeId } from '../../src/world/actor.ts';

/** What two users do, and a third that does as the first; each edit means something to each type. */
const editsOf: Readonly<Record<TypeName, readonly (readonly object[])[]>> = {
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
  orswot: [
    [{ add: 'x' }, { remove: 'x' }],
    [{ add: 'x' }, { remove: 'x' }],
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
  fugue: [
    [
      { at: 0, type: 'a' },
      { at: 0, delete: 1 },
    ],
    [
      { at: 0, type: 'b' },
      { at: 1, type: 'c' },
    ],
  ],
};

interface EditedState {
  readonly replica: ReplicaState;
  /** How many of its edits are made. */
  made: number;
}

type EditedTimer = 'gossip' | 'edit';

function policyFor(name: TypeName, policy: PolicyName, rules: CrdtRules, nodes: readonly NodeId[]) {
  const { stateBased, opBased } = catalogueType(name, rules, nodes);
  if (policy === 'op' && opBased !== undefined) {
    const options = { order: 'causal' as const, silentMs: Infinity };
    return causalBroadcast(opBased as (node: NodeId) => AnyOpBased, options) as Policy;
  }
  if (policy === 'state' && stateBased !== undefined) return stateGossip(stateBased) as Policy;
  if (policy === 'delta' && stateBased !== undefined) return deltaGossip(stateBased) as Policy;
  return undefined;
}

/** Undefined where the type is not shipped by that policy. */
export function replicas(
  name: TypeName,
  policyName: PolicyName,
  rules: CrdtRules,
  { count, edits, gossips }: { count: number; edits: number; gossips: number },
): Model | undefined {
  const nodes = ['a', 'b', 'c'].slice(0, count);
  const policy = policyFor(name, policyName, rules, nodes);
  if (policy === undefined) return undefined;
  const options = { nodes, gossipMs: 1, isDurable: false };
  const replica = replicaNode(policy, rules, options);

  const edited = (place: number): Actor<EditedState, unknown, EditedTimer, never> => {
    const mine = (editsOf[name][place % 2] as readonly object[]).slice(0, edits);
    const inner = (context: Context<unknown, EditedTimer>) =>
      context as unknown as ReplicaContext<unknown>;
    return {
      kind: 'replica',
      start(context) {
        context.setTimer('edit', 1);
        return { replica: replica.start(inner(context), []), made: 0 };
      },
      receive(state, message, from, context) {
        replica.receive(state.replica, message, from, inner(context));
      },
      timeout(state, timer, context) {
        if (timer === 'gossip') {
          replica.timeout(state.replica, timer, inner(context));
          return;
        }
        const at = replicaAt(state.replica, inner(context), rules, options);
        policy.edit(at, mine[state.made], place * edits + state.made);
        state.made += 1;
        if (state.made < mine.length) context.setTimer('edit', 1);
      },
    };
  };

  return {
    nodes: nodes.map((id, place) => ({ id, actor: edited(place) })),
    bounds: { ...openBounds, timeouts: { gossip: gossips } },
    canonical: {
      state({ replica: state }: EditedState) {
        state.version = 0;
      },
    },
    properties: [strongConvergence(policy)],
    goals: [
      {
        id: 'all-edits-everywhere',
        says: 'every replica has every edit',
        holds: ({ nodes }) =>
          nodes.every(({ state }) => (state as EditedState).replica.edits.length === count * edits),
      },
    ],
  };
}

/** Replicas that have the same edits show the same (RR-7506, Definition 2.3). */
const strongConvergence = (policy: Policy): ExploredProperty => ({
  id: 'strong-convergence',
  says: 'replicas that have the same edits show the same',
  of: 'pair',
  check(one, other) {
    const [a, b] = [one, other].map(({ state }) => (state as EditedState).replica);
    if (a === undefined || b === undefined || keyOf(a.edits) !== keyOf(b.edits)) return undefined;
    const shown = [a, b].map(({ payload }) => keyOf(policy.query(payload)));
    if (shown[0] === shown[1]) return undefined;
    return `${one.id} shows ${shown[0]} and ${other.id} ${shown[1]}, and both have edits ${a.edits.join()}`;
  },
});
