/** The properties of Kafka that were broken in a cluster, as the observer reported them. */
import type { Property } from '../../sims/kafka/effects.ts';
import { kafkaInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster } from '../../sims/kafka/model.ts';

export const brokenIn = ({ breaches }: Cluster): string[] =>
  kafkaInvariants.map(({ id }) => id).filter((id) => breaches.of(id as Property) !== undefined);
