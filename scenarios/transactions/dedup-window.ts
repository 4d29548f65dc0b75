import * as z from 'zod';
import { updateInvariants } from '../../sims/transactions/delivery/cluster.ts';
import type { DeliveryLaw } from '../../sims/transactions/delivery/laws.ts';
import { updateConsumer } from '../../sims/transactions/delivery/updates.ts';
import { stateRow, type TransactionsSubject } from '../../sims/transactions/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  windowHours: whole(1, 167, 24, 'how long the short-memory consumer remembers an id'),
});

const hourMs = 3_600_000;
/** How long a broker keeps events by default: no event can come again later than that. */
const retentionHours = 168;
/** One event comes again after half an hour, the next after an hour and a half, and so on. */
const events = retentionHours;

interface Subject extends TransactionsSubject {
  readonly breaches: Breaches<DeliveryLaw>;
  readonly sent: { count: number };
}

export default scenario({
  ...aboutTransactions,
  id: 'transactions/dedup-window',
  asks: 'A consumer remembers event ids for a day, but events may be redelivered for a week. How many take effect twice?',
  claims: [],
  code: [
    'sims/transactions/delivery/updates.ts#isKnown',
    'sims/transactions/delivery/updates.ts#updateConsumer',
  ],
  params,
  durationMs: () => (retentionHours + 1) * hourMs,
  invariants: updateInvariants,
  metrics: {
    short: counter('effects', 'applied again, with the short memory'),
    long: counter('effects', 'applied again, with a memory longer than the retention'),
  },
  build({ world, rules, params: { windowHours }, metrics }): Subject {
    const breaches = new Breaches<DeliveryLaw>();
    const sent = { count: 0 };
    const windows = { short: windowHours, long: retentionHours + 1 };
    for (const name of ['short', 'long'] as const) {
      const consumer = updateConsumer({
        kind: 'adds-once',
        windowMs: windows[name] * hourMs,
        rules: name === 'short' ? { ...rules, 'dedup-outlives-redelivery': true } : rules,
        report: (law, how) => {
          if (name === 'long') breaches.report(law, how);
        },
        sees: (what) => {
          if (what === 'repeated') metrics[name].add();
        },
      });
      world.addServer(name, consumer);
    }
    const broker = client('broker', (node) => {
      for (let id = 1; id <= events; id++) node.spawn(deliverTwice(node, id));
    });
    world.addServer('broker', broker);
    return { breaches, sent, rows: () => world.nodes.map(stateRow) };

    function* deliverTwice(node: ServerContext, id: number) {
      const update = { id, key: 'total', version: id };
      for (const afterMs of [id, (id - 0.5) * hourMs]) {
        yield* node.sleep(afterMs);
        for (const name of Object.keys(windows)) yield* node.call(name, update);
        sent.count += 1;
      }
    }
  },
  goals: () => [
    sometimes<Subject>(
      'all-twice',
      'every event is delivered twice',
      ({ sent }) => sent.count === 2 * events,
    ),
  ],
  expect: ({ windowHours }) => [
    exactly(events - windowHours, 'short', 'short').says(
      `effects applied again, of ${events} events: those redelivered after the window`,
    ),
    exactly(0, 'long', 'long').says(
      'effects applied again, with a window longer than any redelivery: none',
    ),
  ],
  tells: ({ params: { windowHours }, metrics }) =>
    `The memory of ids must outlast redelivery: with a memory of ${windowHours} hours ${counted(metrics.short.value, 'effect')} of ${events} are applied again, those of events redelivered later than that, for example after a consumer’s offset was reset. With a memory longer than the broker’s retention, ${metrics.long.value} are; the price is the space for the ids of all that time.`,
});

// Left out: the memory that a week of ids takes. With 16 bytes each, a thousand events a second
// make 9.7 GB.
