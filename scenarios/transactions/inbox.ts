import * as z from 'zod';
import { crashPointsOf } from '../../sims/transactions/crash-points.ts';
import {
  allOrdered,
  deliveryInvariants,
  deliverySubject,
  everyPointStruck,
} from '../../sims/transactions/delivery/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutTransactions, everyMs } from './common.ts';
import { crashTable } from './crash-table.ts';

/** Store the order, publish its event, apply the effect. */
const points = crashPointsOf(3);

export default scenario({
  ...aboutTransactions,
  id: 'transactions/inbox',
  asks: 'An order passes through outbox, relay, broker and a consumer with an inbox, and a machine crashes at some point. Does every stored order take effect exactly once?',
  claims: ['q2-consumer-must-be-idempotent'],
  code: [
    'sims/transactions/delivery/consumer.ts#apply',
    'sims/transactions/delivery/consumer.ts#handle',
  ],
  params: z.object({}),
  durationMs: () => (points.length + 2) * everyMs,
  invariants: deliveryInvariants,
  metrics: {
    stored: gauge('orders', 'that were stored'),
    once: gauge('orders', 'that were stored and took effect once'),
    toldTwice: gauge('events', 'that the broker has twice'),
    redone: gauge('effects', 'that were applied again'),
  },
  build({ world, rules, metrics }) {
    const subject = deliverySubject(world, rules, [
      { mode: 'outbox', orders: points.length, everyMs, crashes: (order) => points[order - 1] },
    ]);
    world.at((points.length + 2) * everyMs - 1, () => {
      for (const { judge } of subject.systems) {
        const orders = points.map((_, place) => place + 1);
        metrics.stored.set(judge.stored.size);
        metrics.once.set(orders.filter((order) => judge.effects(order) === 1).length);
        metrics.toldTwice.set(orders.filter((order) => judge.published(order) > 1).length);
        metrics.redone.set(orders.filter((order) => judge.effects(order) > 1).length);
      }
    });
    return subject;
  },
  goals: () => [everyPointStruck, allOrdered],
  expect: () => [
    exactly(points.length - 2, 'stored', 'stored').says(
      `orders stored, with a crash at each of ${points.length} points: all but those of the two points before the database has written`,
    ),
    exactly(points.length - 2, 'once', 'stored-has-effect').says(
      'stored orders that took effect exactly once',
      'q2-consumer-must-be-idempotent',
    ),
    exactly(2, 'toldTwice', 'told-twice').says(
      'events that the broker has twice: those whose relay crashed after it had published them and before it had marked them as published',
      'q2-consumer-must-be-idempotent',
    ),
    exactly(0, 'redone', 'none-redone').says('orders that took effect twice'),
  ],
  tells: ({ metrics, subject }) => {
    const columns = subject.systems.flatMap(({ judge }) => [
      ['stored', (place: number) => (judge.stored.has(place + 1) ? 'yes' : 'no')] as const,
      ['published', (place: number) => String(judge.published(place + 1))] as const,
      ['effects', (place: number) => String(judge.effects(place + 1))] as const,
    ]);
    return (
      'Yes: the inbox stores the id of an event in the transaction of its effect, so a repeated event is recognised and skipped; ' +
      `a crash at each of ${points.length} points left ${metrics.stored.value} stored orders, and ${metrics.once.value} of them ` +
      `took effect exactly once, although the broker had ${counted(metrics.toldTwice.value ?? 0, 'event')} twice and redelivered others after a ` +
      'crash. The price is a row for each event, kept for as long as the event may come again; and it covers only effects in the consumer’s own database.\n\n' +
      crashTable(points, new Map(columns))
    );
  },
});

// Left out: effects outside the consumer’s own database, such as a mail: they need a key that the
// other side recognises.
