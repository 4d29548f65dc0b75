/** The invariants of the sim as predicates of one moment, and what may be reached. */
import type {
  ExploredGoal,
  ExploredNode,
  ExploredProperty,
} from '../../../src/check/exploration.ts';
import { crdtInvariants, noInterleaving } from '../invariants.ts';
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
} from '../laws.ts';
import {
  broadcastBook,
  type Experiment,
  type Group,
  groupOf,
  mergeable,
  splitView,
} from '../replication/group.ts';
import type { ReplicaState } from '../replication/replica.ts';
import type { CrdtGhost } from './ghost.ts';

type Running = ExploredNode & { readonly state: ReplicaState };

const runs = (node: ExploredNode): node is Running => node.state !== undefined;

function shownBy({ id, state }: Running, { policy }: Group): Shown {
  return { name: id, edits: state.edits, value: policy.query(state.payload) };
}

const historyIn =
  ({ history }: CrdtGhost): History =>
  (wanted) =>
    history.find(({ number }) => number === wanted);

export function explorationProperties(experiment: Experiment): readonly ExploredProperty[] {
  const { about, ofReplica, ofPair } = propertiesOf(experiment);

  return [
    ofPair('strong-convergence', (one, other, group) =>
      apart(shownBy(one, group), shownBy(other, group)),
    ),
    ofReplica('agrees-with-model', (node, group, ghost) =>
      unlikeModel(group.type.model, shownBy(node, group), historyIn(ghost)),
    ),
    ofReplica('happens-before-wins', (node, group, ghost) =>
      unlikeModel(group.type.happensBefore, shownBy(node, group), historyIn(ghost)),
    ),
    ofPair('merge-laws', (one, other, group) => {
      const type = mergeable(group);
      if (type === undefined || group.policy.kind === 'op') return undefined;
      const [a, b] = [one, other].map(({ id, state }) => ({ name: id, payload: state.payload }));
      if (a === undefined || b === undefined) return undefined;
      return unlikeItself(type, a) ?? unlikeItself(type, b) ?? noUpperBound(type, a, b);
    }),
    ofReplica('causally-closed', ({ id, state }, { policy }, ghost) =>
      policy.isCausal ? lacksCause({ name: id, edits: state.edits }, historyIn(ghost)) : undefined,
    ),
    ofReplica('bounded-metadata', ({ id, state }, { type, replicas }, { rebirths = 0 }) => {
      const excess = type.excess?.(state.payload, replicas.length + rebirths);
      return excess === undefined ? undefined : `${id} holds ${excess}`;
    }),
    ofReplica('every-effect-applies', ({ id, state }) =>
      (broadcastBook(state)?.stuck ?? 0) === 0
        ? undefined
        : `at ${id} an operation refers to what has been collected`,
    ),
    {
      ...about('text-lands-where-typed'),
      of: 'ghost',
      check: ({ misplaced }: CrdtGhost) => misplaced,
    },
    {
      ...about('never-below-zero'),
      of: 'ghost',
      check({ history }: CrdtGhost) {
        for (const { typeName, options } of experiment.groups) {
          const own = history.filter(({ node }) => options.nodes.includes(node));
          const broken = overdrawn(typeName, own);
          if (broken !== undefined) return broken;
        }
        return undefined;
      },
    },
    ofPair('one-view', ({ id, state }, other) =>
      splitView({ name: id, state }, { name: other.id, state: other.state }),
    ),
    ofReplica('no-interleaving', (node, group, { history }) =>
      group.typeName === 'fugue' ? interleaved(shownBy(node, group), history) : undefined,
    ),
  ];
}

/** Makes properties of the replicas that run in the groups of an experiment. */
function propertiesOf(experiment: Experiment) {
  const says = new Map([...crdtInvariants, noInterleaving].map(({ id, says }) => [id, says]));
  const about = (id: string) => ({ id, says: says.get(id) ?? id });

  /** Of one replica, and of the edits that there have been. */
  const ofReplica = (
    id: string,
    check: (node: Running, group: Group, ghost: CrdtGhost) => string | undefined,
  ): ExploredProperty => ({
    ...about(id),
    of: 'node-and-ghost',
    check(node, ghost: CrdtGhost) {
      const group = groupOf(experiment, node.id);
      return group === undefined || !runs(node) ? undefined : check(node, group, ghost);
    },
  });

  /** Of two replicas of one group. */
  const ofPair = (
    id: string,
    check: (one: Running, other: Running, group: Group) => string | undefined,
  ): ExploredProperty => ({
    ...about(id),
    of: 'pair',
    check(one, other) {
      const group = groupOf(experiment, one.id);
      if (group === undefined || group !== groupOf(experiment, other.id)) return undefined;
      return runs(one) && runs(other) ? check(one, other, group) : undefined;
    },
  });

  return { about, ofReplica, ofPair };
}

const editsOf = ({ state }: ExploredNode) => (state as ReplicaState | undefined)?.edits;

export const explorationGoals: readonly ExploredGoal[] = [
  {
    id: 'edited-apart',
    says: 'two edits were made, neither of whose authors had seen the other',
    holds: ({ ghost }) => {
      const { history } = ghost as CrdtGhost;
      return history.some((one) =>
        history.some(
          (other) =>
            one.node !== other.node &&
            !one.seen.includes(other.number) &&
            !other.seen.includes(one.number),
        ),
      );
    },
  },
  {
    id: 'everything-arrives',
    says: 'edits were made, and every replica has every one of them',
    holds: ({ nodes, ghost }) => {
      const { length } = (ghost as CrdtGhost).history;
      return length > 0 && nodes.every((node) => editsOf(node)?.length === length);
    },
  },
];
