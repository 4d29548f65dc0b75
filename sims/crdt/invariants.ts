/**
 * What must hold of replicated data, as an observer checks it after every event. Four kinds, since
 * each misses what another finds: same edits, same value; the laws of the merge, on the states that
 * are reached; agreement with a naive model; and limits on what is kept.
 */
import { eventually, type Goal } from '../../src/check/goal.ts';
import { type Invariant, invariant, nodeInvariant } from '../../src/check/invariant.ts';
import type { Node } from '../../src/world/node.ts';
import {
  apart,
  type History,
  interleaved,
  lacksCause,
  noUpperBound,
  overdrawn,
  type Shown,
  unlikeItself,
  unlikeModel,
} from './laws.ts';
import { same } from './plain.ts';
import {
  broadcastBook,
  type Experiment,
  type Group,
  groupOf,
  hasConverged,
  mergeable,
  splitView,
  valueAt,
} from './replication/group.ts';
import type { ReplicaState } from './replication/replica.ts';

type ReplicaNode = Node<ReplicaState>;

/** An invariant of each replica, looked at whenever the replica has changed, or what of it the invariant is about. */
function ofEachReplica(
  id: string,
  says: string,
  check: (replica: ReplicaNode & { state: ReplicaState }, group: Group) => string | undefined,
  about: (state: ReplicaState) => unknown = ({ version }) => version,
): Invariant<Experiment> {
  return nodeInvariant({
    id,
    says,
    kind: 'replica',
    remember: (): (readonly [state: ReplicaState, about: unknown] | undefined)[] => [],
    checkNode(node: ReplicaNode, seen, experiment: Experiment) {
      const { state, place } = node;
      const last = seen[place];
      if (state === undefined || (last?.[0] === state && last[1] === about(state))) {
        return undefined;
      }
      seen[place] = [state, about(state)];
      return check(
        node as ReplicaNode & { state: ReplicaState },
        groupOf(experiment, node.self) as Group,
      );
    },
  });
}

const seenAt = (node: ReplicaNode & { state: ReplicaState }, group: Group): Shown => ({
  name: node.self,
  edits: node.state.edits,
  value: valueAt(group, node),
});

const historyOf =
  ({ history }: Group): History =>
  (number) =>
    history[number];

export const strongConvergence = ofEachReplica(
  'strong-convergence',
  'replicas that have the same edits show the same value',
  (node, group) => {
    for (const other of group.replicas) {
      if (other === node || other.state === undefined) continue;
      // Asked first: what a replica shows costs more.
      if (!same(other.state.edits, node.state.edits)) continue;
      const broken = apart(seenAt(node, group), seenAt(other as typeof node, group));
      if (broken !== undefined) return broken;
    }
    return undefined;
  },
);

export const agreesWithModel = ofEachReplica(
  'agrees-with-model',
  'every replica shows what a naive model makes of the edits that have arrived',
  (node, group) => unlikeModel(group.type.model, seenAt(node, group), historyOf(group)),
);

export const happensBeforeWins = ofEachReplica(
  'happens-before-wins',
  'a value is never shown when a write has arrived whose author had seen it',
  (node, group) => unlikeModel(group.type.happensBefore, seenAt(node, group), historyOf(group)),
);

export const causallyClosed = ofEachReplica(
  'causally-closed',
  'a replica that has an edit has all that its author had seen',
  (node, group) =>
    group.policy.isCausal
      ? lacksCause({ name: node.self, edits: node.state.edits }, historyOf(group))
      : undefined,
);

/** With how many others each state is merged: the next ones of a large group. Pairs of them are too many otherwise. */
const mergedMax = 8;

export const mergeLaws = ofEachReplica(
  'merge-laws',
  'on the states that replicas reach, merging is commutative, associative and idempotent, and gives an upper bound',
  (node, group) => {
    const type = mergeable(group);
    if (type === undefined || group.policy.kind === 'op') return undefined;
    const states = group.replicas.flatMap(({ self, state }) =>
      state === undefined ? [] : [{ name: self, payload: state.payload }],
    );
    const own = { name: node.self, payload: node.state.payload };
    const place = states.findIndex(({ name }) => name === own.name);
    const others = [...states.slice(place + 1), ...states.slice(0, place)].slice(0, mergedMax);
    const broken = unlikeItself(type, own);
    if (broken !== undefined) return broken;
    for (const other of others) {
      const wrong = noUpperBound(type, own, other);
      if (wrong !== undefined) return wrong;
      const both = type.merge(own.payload, other.payload);
      for (const third of others) {
        if (third === other) continue;
        const behind = type.merge(other.payload, third.payload);
        if (!same(type.merge(both, third.payload), type.merge(own.payload, behind))) {
          return `the merge of the states of ${own.name}, ${other.name} and ${third.name} depends on which two are merged first`;
        }
      }
    }
    return undefined;
  },
  // States that can be merged are not changed in place.
  ({ payload }) => payload,
);

/** Under how many names replicas have counted: one that starts afresh takes another. */
const namesIn = ({ replicas }: Group): number =>
  replicas.reduce((names, { state }) => names + (state?.life ?? 1), 0);

export const boundedMetadata = ofEachReplica(
  'bounded-metadata',
  'a replica holds no more metadata than its value and the number of replicas account for',
  (node, group) => {
    const excess = group.type.excess?.(node.state.payload, namesIn(group));
    return excess === undefined ? undefined : `replica ${node.self} holds ${excess}`;
  },
);

export const everyEffectApplies = ofEachReplica(
  'every-effect-applies',
  'an operation whose turn has come finds what it refers to',
  (node) => {
    const stuck = broadcastBook(node.state)?.stuck ?? 0;
    return stuck === 0
      ? undefined
      : `at replica ${node.self} an operation refers to an element that has already been collected as garbage`;
  },
);

export const textLandsWhereTyped = invariant<Experiment>(
  'text-lands-where-typed',
  'what is typed comes to stand where it was typed, as in an editor used alone',
  ({ groups }) => groups.find(({ misplacedEdits }) => misplacedEdits.length > 0)?.misplacedEdits[0],
);

export const neverBelowZero = invariant<Experiment>(
  'never-below-zero',
  'a bounded counter never gives out more than there is',
  ({ groups }) => {
    for (const { typeName, history } of groups) {
      const broken = overdrawn(typeName, history);
      if (broken !== undefined) return broken;
    }
    return undefined;
  },
);

export const noInterleaving = ofEachReplica(
  'no-interleaving',
  'in Fugue, what two people type before they hear of one another does not mix',
  (node, group) =>
    group.typeName !== 'fugue'
      ? undefined
      : interleaved({ name: node.self, value: valueAt(group, node) }, group.history),
);

export const oneView = ofEachReplica(
  'one-view',
  'replicas that are in a view of the same number have the same members in it',
  (node, { replicas }) => {
    for (const { self, state } of replicas) {
      if (state === undefined) continue;
      const broken = splitView({ name: node.self, state: node.state }, { name: self, state });
      if (broken !== undefined) return broken;
    }
    return undefined;
  },
);

export const crdtInvariants = [
  strongConvergence,
  agreesWithModel,
  happensBeforeWins,
  mergeLaws,
  causallyClosed,
  boundedMetadata,
  everyEffectApplies,
  textLandsWhereTyped,
  neverBelowZero,
  oneView,
];

/** Liveness: once the network is whole again every edit gets everywhere. */
export function everythingArrives(withinMs: number): Goal<Experiment> {
  return eventually(
    'everything-arrives',
    'after the last fault every replica comes to have every edit, and has them at the end',
    withinMs,
    ({ groups }) => groups.every(hasConverged),
  );
}
