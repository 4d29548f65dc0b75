/** Consumers that turn orders into invoices in transactions, and the readers of the invoices. */
import { sum } from 'd3-array';
import { lastStableOffset } from '../../sims/kafka/broker/partition.ts';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { lagOf } from '../../sims/kafka/group/group.ts';
import type { Cluster, Group, HasCluster } from '../../sims/kafka/model.ts';
import { unsettled } from '../../sims/kafka/producer/producer.ts';
import type { RecordId } from '../../sims/kafka/records.ts';
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
import type { KafkaBuilder, Team } from './builder.ts';

/** By invoice, its order. */
type Sources = Map<RecordId, RecordId>;

export function invoicing(kafka: KafkaBuilder, orders: Topic, invoices: Topic, team: Team) {
  const sources: Sources = new Map();
  const group = kafka.group('invoicing', [orders], {
    exempt: ['effects-once'],
    commit: 'transaction',
    work: { output: invoices, sources },
    ...team,
  });
  return { group, sources };
}

/** One consumer, read_committed by default: two invoices of one order count as the same record. */
export function invoiceReader(
  kafka: KafkaBuilder,
  name: string,
  invoices: Topic,
  sources: Sources,
  team: Partial<Team> = {},
): Group {
  return kafka.group(name, [invoices], {
    identityOf: (id) => sources.get(id) ?? id,
    letter: 'r',
    recordMs: 0.1,
    config: { 'isolation.level': 'read_committed' },
    ...team,
  });
}

/** How many transactions the leaders of the invoices know to be aborted. */
export const abortedIn = ({ topics }: Cluster): number =>
  sum(partitionsOf(topics), ({ leader }) => leader?.log.producers.aborted.length ?? 0);

const partitionsOf = (topics: Cluster['topics']) => topics.get('invoices')?.partitions ?? [];

export const someAborted = (id: string, says: string): Goal<HasCluster> =>
  sometimes(id, says, ({ cluster }) => abortedIn(cluster) > 0);

/**
 * In the end the group `committed` has seen exactly one invoice for each order sent, and all orders
 * are acknowledged.
 */
export const allInvoiced = (id: string, says: string): Goal<HasCluster> =>
  eventually(id, says, 0, ({ cluster: { groups, producers } }) => {
    const shop = producers.find(({ name }) => name === 'shop');
    return (
      shop !== undefined &&
      unsettled(shop) === 0 &&
      groups.get('committed')?.effects.processed === shop.counts.sent
    );
  });

/** In the end all orders are read, and all invoices written are stable. */
export const allStable = (id: string, says: string): Goal<HasCluster> =>
  eventually(id, says, 0, ({ cluster: { groups, topics } }) => {
    const group = groups.get('invoicing');
    return (
      group !== undefined &&
      lagOf(group) === 0 &&
      partitionsOf(topics).every(
        ({ leader }) => leader !== undefined && lastStableOffset(leader) === leader.highWatermark,
      )
    );
  });
