/** The algorithms that can order what several authors typed at one place at once. */

import { crdtRules } from '../../../sims/crdt/rules.ts';
import { originReplica } from '../../../sims/crdt/text/origin-text.ts';
import { type NewReplica, rgaReplica } from '../../../sims/crdt/text/text-replica.ts';

export const orderNames = ['rga', 'fugue', 'yjs'] as const;
export type OrderName = (typeof orderNames)[number];

/** Operations are only handed from one replica to another. */
export type AnyReplica = NewReplica<unknown>;

export function replicasBy(order: OrderName): AnyReplica {
  const replica = order === 'rga' ? rgaReplica(crdtRules.without()) : originReplica(order);
  return replica as AnyReplica;
}
