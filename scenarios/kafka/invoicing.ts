/** Consumers that turn orders into invoices in transactions, and the readers of the invoices. */
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import type { RecordId } from '../../sims/kafka/records.ts';
import type { KafkaBuilder, Team } from './builder.ts';

/** By invoice, the order that it is of. */
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

/** One consumer, read_committed unless it is told otherwise: two invoices of one order are the same to it. */
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
  (topics.get('invoices')?.partitions ?? []).reduce(
    (sum, { leader }) => sum + (leader?.log.producers.aborted.length ?? 0),
    0,
  );
