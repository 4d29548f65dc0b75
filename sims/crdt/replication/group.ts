/**
 * A group of replicas of one thing in a world, the edits that people make at them, and what an
 * observer who sees all of it keeps: the history of edits, each with what its author had seen.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node, NodeOptions } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import { type CatalogueType, catalogueType, type TypeName } from '../catalogue.ts';
import type { EditRecord } from '../models.ts';
import { type CrdtNote, crdtNotes } from '../notes.ts';
import { same } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { TextEdit } from '../text/text.ts';
import { type BroadcastBook, type BroadcastOptions, causalBroadcast } from './causal-broadcast.ts';
import { deltaGossip } from './delta-gossip.ts';
import {
  type AnyOpBased,
  type AnyStateBased,
  type EditNumber,
  note,
  type Policy,
  type ReplicaContext,
  type ReplicaOptions,
  type ReplicaState,
  replicaAt,
  replicaNode,
  save,
} from './replica.ts';
import { stableGossip } from './stable-gossip.ts';
import { stateGossip } from './state-gossip.ts';
import type { ViewBook } from './view-messages.ts';

export type PolicyName = 'state' | 'op' | 'delta' | 'stable-state';

export interface GroupOptions {
  /** The names of its nodes. */
  readonly nodes: readonly NodeId[];
  readonly type: TypeName;
  readonly policy: PolicyName;
  readonly gossipMs: number;
  /** Whether replicas remember what they know over a crash. False by default. */
  readonly isDurable?: boolean;
  readonly broadcast?: Partial<BroadcastOptions>;
  readonly nodeOptions?: (id: NodeId) => Partial<NodeOptions>;
}

export interface Group {
  readonly type: CatalogueType;
  readonly typeName: TypeName;
  readonly policy: Policy;
  readonly rules: CrdtRules;
  readonly options: ReplicaOptions;
  readonly replicas: readonly Node<ReplicaState>[];
  /** Every edit that was accepted, by its number. */
  readonly history: EditRecord[];
  /** Edits that the type refused, and those that came to a replica that did not run. */
  refused: number;
  missed: number;
  /** Text that did not come to stand where it was typed, in words. */
  readonly misplacedEdits: string[];
}

/** What a scenario looks at: one group, or several side by side. */
export interface Experiment {
  readonly groups: readonly Group[];
}

export function replicate(world: World, rules: CrdtRules, options: GroupOptions): Group {
  const { nodes, gossipMs, isDurable = false } = options;
  const type = catalogueType(options.type, rules, nodes);
  const policy = policyFor(type, options);
  const replicaOptions = { nodes, gossipMs, isDurable };
  const replicas = nodes.map((id) =>
    world.addNode(id, replicaNode(policy, rules, replicaOptions), options.nodeOptions?.(id)),
  );
  return {
    type,
    typeName: options.type,
    policy,
    rules,
    options: replicaOptions,
    replicas,
    history: [],
    refused: 0,
    missed: 0,
    misplacedEdits: [],
  };
}

function policyFor(type: CatalogueType, { policy, broadcast }: GroupOptions): Policy {
  const { stateBased, opBased, collectable } = type;
  const options = { order: 'causal' as const, silentMs: Infinity, ...broadcast };
  if (policy === 'op' && opBased !== undefined) {
    return causalBroadcast(opBased as (node: NodeId) => AnyOpBased, options) as Policy;
  }
  if (policy === 'state' && stateBased !== undefined) return stateGossip(stateBased) as Policy;
  if (policy === 'delta' && stateBased !== undefined) return deltaGossip(stateBased) as Policy;
  if (policy === 'stable-state' && collectable !== undefined) {
    return stableGossip(collectable) as Policy;
  }
  throw new Error(`this type cannot be shipped by policy "${policy}"`);
}

/** Makes an edit at a replica, as its user does. */
export function edit(group: Group, at: NodeId, edit: unknown): 'accepted' | 'refused' | 'missed' {
  const node = group.replicas.find(({ self }) => self === at);
  const { state } = node ?? {};
  if (node === undefined || state === undefined || node.life !== 'up') {
    group.missed += 1;
    return 'missed';
  }
  const { policy, history } = group;
  const context = node as unknown as ReplicaContext<unknown>;
  const seen = state.edits;
  const number = history.length;
  const before = policy.query(state.payload);
  if (!makeEdit(group, state, context, edit, number)) {
    group.refused += 1;
    note(node, { kind: 'refuses', edit });
    return 'refused';
  }
  history.push({ number, node: at, edit, seen });
  const after = policy.query(state.payload);
  const misplaced = misplacedBy(before, edit, after);
  if (misplaced !== undefined) group.misplacedEdits.push(`${at} ${misplaced}`);
  note(node, { kind: 'edits', edit, value: JSON.stringify(after) });
  return 'accepted';
}

/** Carries an edit out at a replica and saves it. False where the type refuses it. */
export function makeEdit(
  { type, policy, rules, options }: Group,
  state: ReplicaState,
  context: ReplicaContext<unknown>,
  edit: unknown,
  number: EditNumber,
): boolean {
  const fits = typeof edit === 'object' && edit !== null && type.accepts(edit);
  if (!fits || !policy.edit(replicaAt(state, context, rules, options), edit, number)) return false;
  save(state, context as ReplicaContext<never>, options);
  return true;
}

/** Asks a replica to go on without some others. False if it cannot. */
export function evict(group: Group, at: NodeId, nodes: readonly NodeId[]): boolean {
  const node = group.replicas.find(({ self }) => self === at);
  if (node?.state === undefined || node.life !== 'up') return false;
  return makeEviction(group, node.state, node as unknown as ReplicaContext<unknown>, nodes);
}

export function makeEviction(
  { policy, rules, options }: Group,
  state: ReplicaState,
  context: ReplicaContext<unknown>,
  nodes: readonly NodeId[],
): boolean {
  const isBegun = policy.evict?.(replicaAt(state, context, rules, options), nodes) ?? false;
  if (isBegun) save(state, context as ReplicaContext<never>, options);
  return isBegun;
}

/** The oracle of a text editor: what is typed stands where it was typed. */
export function misplacedBy(before: unknown, what: unknown, after: unknown): string | undefined {
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  const edit = what as TextEdit;
  if (!('at' in edit)) return undefined;
  const characters = [...before];
  if ('delete' in edit) characters.splice(edit.at, edit.delete);
  else characters.splice(edit.at, 0, ...edit.type);
  const right = characters.join('');
  if (after === right) return undefined;
  return `edited ${JSON.stringify(before)} and got ${JSON.stringify(after)} instead of ${JSON.stringify(right)}`;
}

export function groupOf({ groups }: Experiment, node: NodeId): Group | undefined {
  return groups.find(({ options }) => options.nodes.includes(node));
}

/** What a replica shows now; undefined where it does not run. */
export function valueAt({ policy }: Group, { state }: Node<ReplicaState>): unknown {
  return state === undefined ? undefined : policy.query(state.payload);
}

/** Does every replica run, and have every edit? */
export function hasConverged({ replicas, history }: Group): boolean {
  return replicas.every(({ state }) => state?.edits.length === history.length);
}

/** Calls the listener whenever edits have taken effect somewhere in the group. */
export function onEffect(world: World, group: Group, listener: (atMs: number) => void): void {
  const effect = (_note: CrdtNote, by: NodeId, atMs: number) => {
    if (group.options.nodes.includes(by)) listener(atMs);
  };
  crdtNotes.listen(world.trace, 'edits', effect);
  crdtNotes.listen(world.trace, 'learns', effect);
}

export function broadcastBook(state: ReplicaState): BroadcastBook | undefined {
  const book = state.book as Partial<BroadcastBook> | null;
  return book?.stuck === undefined ? undefined : (book as BroadcastBook);
}

/** What a replica keeps about its view, if its group has views. */
export function viewBook(state: ReplicaState): ViewBook | undefined {
  const book = state.book as Partial<ViewBook> | null;
  return book?.view === undefined ? undefined : (book as ViewBook);
}

interface InView {
  readonly name: NodeId;
  readonly state: ReplicaState;
}

/** How two replicas in views of one number differ about the members; undefined if they do not. */
export function splitView(one: InView, other: InView): string | undefined {
  const [view, otherView] = [viewBook(one.state)?.view, viewBook(other.state)?.view];
  if (view?.number !== otherView?.number || same(view, otherView)) return undefined;
  const namesIn = (which: typeof view) => Object.values(which?.members ?? {}).join(', ');
  return `view ${view?.number} has ${namesIn(view)} at ${one.name}, and ${namesIn(otherView)} at ${other.name}`;
}

/** A type that can be merged, if this one is. */
export function mergeable({ type }: Group): AnyStateBased | undefined {
  return type.stateBased;
}
