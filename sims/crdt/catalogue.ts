/** Every type by its name, with the model that says what its value should be. */
import type { NodeId } from '../../src/world/actor.ts';
import { boundedCounter } from './counters/bounded-counter.ts';
import { gCounter } from './counters/g-counter.ts';
import { pnCounter } from './counters/pn-counter.ts';
import { resetCounter } from './counters/reset-counter.ts';
import { documentModel } from './document-model.ts';
import { documentMap } from './maps/document-map.ts';
import { lwwMap } from './maps/lww-map.ts';
import { orMap } from './maps/or-map.ts';
import {
  addWinsMapModel,
  addWinsModel,
  growOnlyModel,
  type Model,
  oneOfLatestFieldsModel,
  oneOfLatestModel,
  removeWinsModel,
  resetModel,
  siblingsModel,
  sumModel,
  twoPhaseModel,
} from './models.ts';
import { lwwRegister } from './registers/lww-register.ts';
import { mvRegister } from './registers/mv-register.ts';
import type { AnyOpBased, AnyStateBased } from './replication/replica.ts';
import type { AnyCollectable } from './replication/view-messages.ts';
import type { CrdtRules } from './rules.ts';
import { collectedSet } from './sets/collected-set.ts';
import { gSet } from './sets/g-set.ts';
import { orSet } from './sets/or-set.ts';
import { dotsIn, type Orswot, orswot } from './sets/orswot.ts';
import { removeWinsSet } from './sets/remove-wins-set.ts';
import { twoPhaseSet } from './sets/two-phase-set.ts';
import { fugueText, rgaText, runText } from './text/text.ts';

/** A type, and how to ship it: whole states and deltas, operations, or both. */
export interface CatalogueType {
  /** Is this an edit of the type? */
  readonly accepts: (edit: object) => boolean;
  readonly stateBased?: AnyStateBased;
  /** The same, where it can drop what is stable. */
  readonly collectable?: AnyCollectable;
  /** Some op-based types number their replicas: each node has its own. */
  readonly opBased?: (node: NodeId) => AnyOpBased;
  /** What its value must be. */
  readonly model?: Model;
  /** What its value must be one of, where the type lets stamps decide. */
  readonly happensBefore?: Model;
  /** Undefined, or how it holds more than it should. */
  readonly excess?: (payload: unknown, replicas: number) => string | undefined;
}

export type TypeName =
  | 'g-counter'
  | 'pn-counter'
  | 'bounded-counter'
  | 'reset-counter'
  | 'g-set'
  | 'two-phase-set'
  | 'or-set'
  | 'collected-set'
  | 'orswot'
  | 'remove-wins-set'
  | 'lww-register'
  | 'mv-register'
  | 'lww-map'
  | 'or-map'
  | 'document-map'
  | 'rga'
  | 'rga-runs'
  | 'fugue';

export function catalogueType(
  name: TypeName,
  rules: CrdtRules,
  nodes: readonly NodeId[],
): CatalogueType {
  return { ...implementation(name, rules, nodes), accepts: (edit) => isEditOf(name, edit) };
}

function isEditOf(name: TypeName, edit: object): boolean {
  const { add, key } = edit as { add?: unknown; key?: unknown };
  switch (name) {
    case 'g-counter':
    case 'pn-counter':
      return typeof add === 'number';
    case 'bounded-counter':
      return typeof add === 'number' || 'transfer' in edit;
    case 'reset-counter':
      return typeof add === 'number' || 'reset' in edit;
    case 'g-set':
      return typeof add === 'string' && key === undefined;
    case 'two-phase-set':
    case 'or-set':
    case 'collected-set':
    case 'orswot':
    case 'remove-wins-set':
      return (typeof add === 'string' || 'remove' in edit) && key === undefined;
    case 'lww-register':
    case 'mv-register':
      return 'write' in edit && !('path' in edit);
    case 'lww-map':
      return 'set' in edit;
    case 'or-map':
      return key !== undefined || 'removeKey' in edit;
    case 'document-map':
      return 'path' in edit;
    case 'rga':
    case 'rga-runs':
    case 'fugue':
      return 'at' in edit;
  }
}

function implementation(
  name: TypeName,
  rules: CrdtRules,
  nodes: readonly NodeId[],
): Omit<CatalogueType, 'accepts'> {
  switch (name) {
    case 'g-counter':
      return { stateBased: gCounter(rules), opBased: () => gCounter(rules), model: sumModel };
    case 'pn-counter':
      return { stateBased: pnCounter(rules), opBased: () => pnCounter(rules), model: sumModel };
    case 'bounded-counter':
      return { stateBased: boundedCounter(rules), model: sumModel };
    case 'reset-counter':
      return { stateBased: resetCounter(rules), model: resetModel };
    case 'g-set':
      return { stateBased: gSet(), opBased: () => gSet(), model: growOnlyModel };
    case 'two-phase-set':
      return { stateBased: twoPhaseSet(rules), model: twoPhaseModel };
    case 'or-set':
      return { stateBased: orSet(rules), opBased: () => orSet(rules), model: addWinsModel };
    case 'collected-set':
      return {
        stateBased: collectedSet(rules),
        collectable: collectedSet(rules),
        model: addWinsModel,
      };
    case 'orswot':
      return { stateBased: orswot(rules), model: addWinsModel, excess: excessDots };
    case 'remove-wins-set':
      return { stateBased: removeWinsSet(rules), model: removeWinsModel };
    case 'lww-register':
      return {
        stateBased: lwwRegister(rules),
        opBased: () => lwwRegister(rules),
        happensBefore: oneOfLatestModel,
      };
    case 'mv-register':
      return { stateBased: mvRegister(rules), model: siblingsModel };
    case 'lww-map':
      return { stateBased: lwwMap(rules), happensBefore: oneOfLatestFieldsModel };
    case 'or-map':
      return { stateBased: orMap(rules), model: addWinsMapModel };
    case 'document-map':
      return { stateBased: documentMap(rules), model: documentModel };
    case 'rga':
      return { opBased: (node) => rgaText(nodes.indexOf(node) + 1, rules) };
    case 'rga-runs':
      return { opBased: (node) => runText(nodes.indexOf(node) + 1) };
    case 'fugue':
      return { opBased: (node) => fugueText(nodes.indexOf(node) + 1, rules) };
  }
}

/** An add replaces the dots that it has seen, its own replica's always: one a replica is the most. */
function excessDots(payload: unknown, replicas: number): string | undefined {
  const { entries } = payload as Orswot;
  const elements = Object.keys(entries).length;
  const dots = dotsIn(entries);
  return dots <= elements * replicas
    ? undefined
    : `${dots} dots for ${elements} elements and ${replicas} replicas`;
}
