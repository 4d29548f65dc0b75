/** Types that can drop what is stable. */
import type { Dot } from './clocks/causal-context.ts';
import type { VersionVector } from './clocks/version-vector.ts';
import type { ReplicaId, StateBased } from './types.ts';

/**
 * State-based, and able to forget (RR-7506 §4.1): each edit counts as an event of its replica, and what is
 * kept because of an event can be dropped when the event is stable.
 */
export interface Collectable<State, Edit, Value> extends StateBased<State, Edit, Value> {
  /** How many events of each replica are in the state: all of them up to that number. */
  seen(state: State): VersionVector;
  /** The state without what is kept because of events that are stable. */
  collect(state: State, isStable: (event: Dot) => boolean): State;
  /** The state without the counts of replicas other than the members. */
  dropDeparted(state: State, members: readonly ReplicaId[]): State;
}
