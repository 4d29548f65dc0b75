import * as z from 'zod';
import {
  allOrdered,
  deliveryInvariants,
  deliverySubject,
} from '../../sims/transactions/delivery/cluster.ts';
import type { DeliveryMode } from '../../sims/transactions/delivery/parts.ts';
import { transactionsNotes } from '../../sims/transactions/notes.ts';
import { exactly, largest, mean, none, within } from '../../src/check/expected.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  orders: whole(20, 1_000, 100, 'orders, one every 20 ms'),
  slowMs: whole(
    100,
    5_000,
    400,
    'how long every tenth transaction is open; the others commit at once',
  ),
  pollMs: whole(5, 50, 20, 'time between two polls of a relay'),
});
type Params = z.output<typeof params>;

const gapMs = 20;
const slowEvery = 10;
/** More than the messages and the disks on the way of an event take. */
const tripsMs = 15;
/** One event after the other: publish, and mark. */
const publishMs = 4;
const endMs = ({ orders, slowMs }: Params) => (orders + 1) * gapMs + slowMs + 1_000;

const systems = ['by-id', 'by-snapshot', 'by-log'] as const;
type System = (typeof systems)[number];
const modes: Readonly<Record<System, DeliveryMode>> = {
  'by-id': 'outbox',
  'by-snapshot': 'outbox',
  'by-log': 'log',
};

const isSlow = (order: number) => order % slowEvery === 0;

export default scenario({
  ...aboutTransactions,
  id: 'transactions/slow-transaction',
  asks: 'Ids are assigned at the insert, and one transaction in ten commits late. If a relay polls the outbox by id, what happens to the late row and to those behind it?',
  claims: [],
  code: [
    'sims/transactions/delivery/database.ts#byId',
    'sims/transactions/delivery/database.ts#byLog',
  ],
  params,
  durationMs: endMs,
  invariants: deliveryInvariants,
  metrics: {
    skippedById: gauge('rows', 'that “where id > last” never saw'),
    skippedBySnapshot: gauge('rows', 'missed by a relay that stops at the oldest open id'),
    skippedByLog: gauge('rows', 'missed by a relay of the log'),
    waitedBySnapshotMs: histogram('ms', 'from commit to publication, up to the oldest open id'),
    waitedByLogMs: histogram('ms', 'from commit to publication, by the log'),
  },
  build({ world, rules, params: p, metrics }) {
    const subject = deliverySubject(
      world,
      rules,
      systems.map((name) => ({
        name,
        mode: modes[name],
        isNaive: name === 'by-id',
        orders: p.orders,
        everyMs: gapMs,
        openMs: (order) => (isSlow(order) ? p.slowMs : 0),
        pollMs: p.pollMs,
        hasConsumer: false,
        breaks: name === 'by-id' ? ['published-iff-committed'] : [],
      })),
    );
    const committedAtMs = new Map<string, number>();
    transactionsNotes.listen(world.trace, 'commits', ({ order }, by, atMs) =>
      committedAtMs.set(`${by.split('/')[0]} ${order}`, atMs),
    );
    transactionsNotes.listen(world.trace, 'appends', ({ event }, by, atMs) => {
      const [name] = by.split('/');
      const waitedMs = atMs - (committedAtMs.get(`${name} ${event}`) ?? Number.NaN);
      if (name === 'by-snapshot') metrics.waitedBySnapshotMs.record(waitedMs);
      if (name === 'by-log') metrics.waitedByLogMs.record(waitedMs);
    });
    world.at(endMs(p) - 1, () => {
      const skipped = subject.systems.map(
        ({ judge }) => [...judge.stored].filter((order) => judge.published(order) === 0).length,
      );
      metrics.skippedById.set(skipped[0] ?? 0);
      metrics.skippedBySnapshot.set(skipped[1] ?? 0);
      metrics.skippedByLog.set(skipped[2] ?? 0);
    });
    return subject;
  },
  goals: () => [allOrdered],
  expect: ({ orders, slowMs, pollMs }) => [
    exactly(Math.floor((orders - 1) / slowEvery), 'skippedById', 'skips-the-slow').says(
      'rows never published by a relay that polls “where id > last”: those of slow transactions that a later id overtakes',
    ),
    none('skippedBySnapshot', 'snapshot-skips-none').says(
      'rows never published by a relay that stops at the oldest open id',
    ),
    none('skippedByLog', 'log-skips-none').says(
      'rows never published by a relay that follows the database’s log',
    ),
    within(largest('waitedBySnapshotMs'), 'snapshot-waits', {
      atLeast: slowMs - gapMs - tripsMs,
      atMost: slowMs + pollMs + 2 * tripsMs + (slowMs / gapMs) * publishMs,
    }).says(
      'longest time from a row’s commit until it is published, by a relay that stops at the oldest open id, in ms',
    ),
    within(largest('waitedByLogMs'), 'log-does-not', { atMost: 2 * (pollMs + 2 * tripsMs) }).says(
      'longest time from a row’s commit until it is published, by a relay that follows the log, in ms',
    ),
    within(mean('waitedByLogMs'), 'poll-costs-half', {
      atLeast: pollMs / 2 - 5,
      atMost: pollMs / 2 + 2 * tripsMs,
    }).says(
      'mean time from a row’s commit until it is published, in ms: half of the polling interval plus the way of the messages',
    ),
  ],
  tells: ({ params: p, metrics }) =>
    `A relay that polls “where id > last” never sees ${inDigits(metrics.skippedById.value ?? 0)} of ${inDigits(p.orders)} ` +
    'rows: their ids are lower than one that was already published. ' +
    'A relay that stops at the oldest open id sees all rows, but every row behind a slow one waits for it, up to ' +
    `${inDigits(Math.round(metrics.waitedBySnapshotMs.max ?? 0))} ms. ` +
    'The database’s log is in commit order: nothing is skipped, and the longest wait is ' +
    `${inDigits(Math.round(metrics.waitedByLogMs.max ?? 0))} ms.`,
});

// Left out: gaps left by rollbacks. They are not open transactions; a relay that waits for missing
// ids would wait for ever.
