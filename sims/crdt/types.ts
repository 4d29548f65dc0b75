/**
 * What a replicated type is, in the words of RR-7506: a payload with its initial value and its
 * queries, and two ways to replicate it. A state-based type has a merge that is the least upper
 * bound of a semilattice; an op-based type has operations whose effects commute where they are
 * concurrent. Everything is a function over plain data.
 */

export type ReplicaId = string;

/** Who makes an edit, or applies one. */
export interface Author {
  readonly replica: ReplicaId;
  /** The replica's own clock, in ms. */
  readonly now: () => number;
}

interface Payload<State, Value> {
  initial(): State;
  query(state: State): Value;
}

/**
 * State-based (CvRDT), with delta-mutators (Almeida et al. 2016): an edit gives the small state
 * that, merged into the state, carries the edit out. Nothing given to these functions is changed.
 */
export interface StateBased<State, Edit, Value> extends Payload<State, Value> {
  /** m^d(X): the delta of an edit. Undefined where the edit is refused: its precondition fails. */
  mutate(state: State, edit: Edit, by: Author): State | undefined;
  /** The least upper bound of two states. */
  merge(a: State, b: State): State;
  /** a <= b: b knows of everything that a knows of. */
  compare(a: State, b: State): boolean;
}

/** Op-based (CmRDT). */
export interface OpBased<State, Edit, Op, Value> extends Payload<State, Value> {
  /** `atSource`: the operation that carries the edit out everywhere, or undefined for none. */
  prepare(state: State, edit: Edit, by: Author): Op | undefined;
  /** `downstream`: may change the state in place, and returns it. */
  effect(state: State, op: Op, at: Author): State;
  /** The precondition of `downstream`. Where it is missing, causal delivery ensures it. */
  ready?(state: State, op: Op): boolean;
  /** Every replica has the operation, and this one all that they did before: it may tidy up. */
  stable?(state: State, op: Op): void;
}

/** Carries an edit out at a state-based replica: X := X join m^d(X). */
export function update<State, Edit, Value>(
  type: StateBased<State, Edit, Value>,
  state: State,
  edit: Edit,
  by: Author,
): State {
  const delta = type.mutate(state, edit, by);
  return delta === undefined ? state : type.merge(state, delta);
}
