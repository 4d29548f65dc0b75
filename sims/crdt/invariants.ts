/**
 * What must hold of replicated data, as an observer checks it after every event. Four kinds, since
 * each misses what another finds: same edits, same value; the laws of the merge, on the states that
 * are reached; agreement with a naive model; and limits on what is kept.
 */
import { eventually, type Goal } from '../../src/check/goal.ts';
import { type Invariant, invariant, nodeInvariant } from '../../src/check/invariant.ts';
import type { Node } from '../../src/world/node.ts';
import { isSubset, same } from './plain.ts';
import {
  broadcastBook,
  type Experiment,
  type Group,
  groupOf,
  hasConverged,
  mergeable,
  valueAt,
} from './replication/group.ts';
import type { ReplicaState } from './replication/replica.ts';

type ReplicaNode = Node<ReplicaState>;

/** An invariant of each replica, looked at whenever the replica has changed. */
function ofEachReplica(
  id: string,
  says: string,
  check: (replica: ReplicaNode & { state: ReplicaState }, group: Group) => string | undefined,
): Invariant<Experiment> {
  return nodeInvariant({
    id,
    says,
    kind: 'replica',
    remember: (): (readonly [state: ReplicaState, version: number] | undefined)[] => [],
    checkNode(node: ReplicaNode, seen, experiment: Experiment) {
      const { state, place } = node;
      const last = seen[place];
      if (state === undefined || (last?.[0] === state && last[1] === state.version)) {
        return undefined;
      }
      seen[place] = [state, state.version];
      return check(
        node as ReplicaNode & { state: ReplicaState },
        groupOf(experiment, node.self) as Group,
      );
    },
  });
}

const shown = (value: unknown) => JSON.stringify(value);

/** RR-7506 §2.3, strong eventual convergence: who has delivered the same updates is in the same state. */
export const strongConvergence = ofEachReplica(
  'strong-convergence',
  'replicas that have the same edits show the same value',
  (node, group) => {
    for (const other of group.replicas) {
      if (other === node || other.state === undefined) continue;
      if (!same(other.state.edits, node.state.edits)) continue;
      const [mine, theirs] = [valueAt(group, node), valueAt(group, other)];
      if (!same(mine, theirs)) {
        return `${node.self} and ${other.self} have the same edits, but ${node.self} shows ${shown(mine)} and ${other.self} ${shown(theirs)}`;
      }
    }
    return undefined;
  },
);

const arrivedAt = ({ state }: { state: ReplicaState }, { history }: Group) =>
  state.edits.flatMap((number) => history[number] ?? []);

export const agreesWithModel = ofEachReplica(
  'agrees-with-model',
  'every replica shows what a naive model makes of the edits that have arrived',
  (node, group) => {
    const value = valueAt(group, node);
    const right = group.type.model?.(value, arrivedAt(node, group));
    return right === undefined
      ? undefined
      : `${node.self} shows ${shown(value)} instead of ${right}`;
  },
);

export const happensBeforeWins = ofEachReplica(
  'happens-before-wins',
  'a value is never shown when a write has arrived whose author had seen it',
  (node, group) => {
    const value = valueAt(group, node);
    const right = group.type.happensBefore?.(value, arrivedAt(node, group));
    return right === undefined
      ? undefined
      : `${node.self} shows ${shown(value)} instead of ${right}`;
  },
);

export const causallyClosed = ofEachReplica(
  'causally-closed',
  'a replica that has an edit has all that its author had seen',
  (node, { history, policy }) => {
    if (!policy.isCausal) return undefined;
    for (const number of node.state.edits) {
      const record = history[number];
      if (record !== undefined && !isSubset(record.seen, node.state.edits)) {
        return `${node.self} has edit ${number} of ${record.node}, but not all that it came after`;
      }
    }
    return undefined;
  },
);

/** RR-7506 §2.3.1: the merge is the least upper bound of a semilattice. */
export const mergeLaws = ofEachReplica(
  'merge-laws',
  'on the states that replicas reach, merging is commutative, associative and idempotent, and gives an upper bound',
  (node, group) => {
    const type = mergeable(group);
    if (type === undefined || group.policy.kind === 'op') return undefined;
    const states = group.replicas.flatMap(({ self, state }) =>
      state === undefined ? [] : [[self, state.payload] as const],
    );
    const a = node.state.payload;
    if (!same(type.merge(a, a), a)) {
      return `merging the state of ${node.self} with itself gives ${shown(type.query(type.merge(a, a)))} instead of ${shown(type.query(a))}`;
    }
    for (const [name, b] of states) {
      if (name === node.self) continue;
      const ab = type.merge(a, b);
      const ba = type.merge(b, a);
      if (!same(ab, ba)) {
        return `merging ${name} into ${node.self} gives ${shown(type.query(ab))}, and the other way round ${shown(type.query(ba))}`;
      }
      if (!type.compare(a, ab) || !type.compare(b, ab)) {
        return `merging ${name} into ${node.self} gives less than what was merged`;
      }
      for (const [third, c] of states) {
        if (third === name || third === node.self) continue;
        if (!same(type.merge(ab, c), type.merge(a, type.merge(b, c)))) {
          return `merging ${node.self}, ${name} and ${third} depends on which two come first`;
        }
      }
    }
    return undefined;
  },
);

/** Under how many names replicas have counted: one that starts afresh takes another. */
const namesIn = ({ replicas }: Group): number =>
  replicas.reduce((names, { state }) => names + (state?.life ?? 1), 0);

export const boundedMetadata = ofEachReplica(
  'bounded-metadata',
  'a replica holds no more metadata than its value and the number of replicas account for',
  (node, group) => {
    const excess = group.type.excess?.(node.state.payload, namesIn(group));
    return excess === undefined ? undefined : `${node.self} holds ${excess}`;
  },
);

export const everyEffectApplies = ofEachReplica(
  'every-effect-applies',
  'an operation whose turn has come finds what it refers to',
  (node) => {
    const stuck = broadcastBook(node.state)?.stuck ?? 0;
    return stuck === 0
      ? undefined
      : `at ${node.self} an operation refers to what has been collected`;
  },
);

export const textLandsWhereTyped = invariant<Experiment>(
  'text-lands-where-typed',
  'what is typed comes to stand where it was typed, as in an editor used alone',
  ({ groups }) => groups.find(({ slips }) => slips.length > 0)?.slips[0],
);

/** What is left of all that was added, when everything has arrived everywhere. */
export function leftOver({ history }: Group): number {
  return history.reduce((sum, { edit }) => sum + ((edit as { add?: number }).add ?? 0), 0);
}

export const neverBelowZero = invariant<Experiment>(
  'never-below-zero',
  'a bounded counter never gives out more than there is',
  ({ groups }) => {
    const overdrawn = groups.find(
      (group) => group.typeName === 'bounded-counter' && leftOver(group) < 0,
    );
    return overdrawn === undefined ? undefined : `${-leftOver(overdrawn)} more than there were`;
  },
);

/**
 * Upper-case letters are one author's, lower-case ones the other's: how often the author changes in
 * the text, plus one.
 */
export function authorRuns(text: string): number {
  const authors = [...text].map((letter) => letter === letter.toUpperCase());
  return authors.filter((author, index) => author !== authors[index - 1]).length;
}

/** The letters that were typed before their author had heard of anybody else. */
function typedBlindly({ history }: Group): readonly string[] {
  return history
    .filter(({ node, seen }) => seen.every((number) => history[number]?.node === node))
    .flatMap(({ edit }) => [...((edit as { type?: string }).type ?? '')]);
}

export const noInterleaving = ofEachReplica(
  'no-interleaving',
  'in Fugue, what two people type before they hear of one another does not mix',
  (node, group) => {
    if (group.typeName !== 'fugue') return undefined;
    const text = String(valueAt(group, node));
    const blind = typedBlindly(group);
    const typed = [...text].filter((letter) => blind.includes(letter)).join('');
    return authorRuns(typed) <= 2 ? undefined : `${node.self} shows ${shown(text)}`;
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
