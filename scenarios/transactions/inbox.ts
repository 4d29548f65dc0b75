import { z } from 'zod';
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
import { aboutTransactions, everyMs } from './common.ts';
import { crashTable } from './crash-table.ts';

/** To store the order, to publish its event, and to do what it asks for. */
const points = crashPointsOf(3);

export default scenario({
  ...aboutTransactions,
  id: 'transactions/inbox',
  asks: 'Outbox, relay, broker, consumer with an inbox: a machine crashes at any point of the way. Does every stored order have its effect exactly once?',
  claims: ['q2-consumer-must-be-idempotent'],
  params: z.object({}),
  durationMs: () => (points.length + 2) * everyMs,
  invariants: deliveryInvariants,
  metrics: {
    stored: gauge('orders', 'how many were stored'),
    once: gauge('orders', 'stored, and with one effect'),
    toldTwice: gauge('events', 'that the broker has twice'),
    redone: gauge('effects', 'that happened again'),
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
      'orders are stored but at the two points before the database has written',
    ),
    exactly(points.length - 2, 'once', 'stored-has-effect').says(
      'each stored order has its effect once',
      'q2-consumer-must-be-idempotent',
    ),
    exactly(2, 'toldTwice', 'told-twice').says(
      'events come twice if the crash is between publishing and marking',
      'q2-consumer-must-be-idempotent',
    ),
    exactly(0, 'redone', 'none-redone').says('effects that happen twice'),
  ],
  tells: ({ metrics, subject }) => {
    const columns = subject.systems.flatMap(({ judge }) => [
      ['stored', (place: number) => (judge.stored.has(place + 1) ? 'yes' : 'no')] as const,
      ['published', (place: number) => String(judge.published(place + 1))] as const,
      ['effects', (place: number) => String(judge.effects(place + 1))] as const,
    ]);
    return (
      `Yes: of ${points.length} points, ${metrics.stored.value} leave a stored order, and ${metrics.once.value} of them one effect. ` +
      `The broker has ${metrics.toldTwice.value} events twice, and hands others out again after a crash: the inbox knows them, because the id was written in the transaction of the effect.\n\n` +
      crashTable(points, new Map(columns))
    );
  },
});

// Left out: effects outside the consumer’s own database, such as a mail: they need a key that the other side knows.
