import { z } from 'zod';
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
  orders: whole(20, 1_000, 100, 'orders that come in, one each 20 ms'),
  slowMs: whole(100, 5_000, 400, 'how long each tenth transaction is open; the others are not'),
  pollMs: whole(5, 50, 20, 'time between two looks of a relay'),
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
  asks: 'Ids are taken at the insert, and one transaction in ten commits late. What becomes of its row, and of those behind it, if a relay polls the outbox?',
  claims: [],
  params,
  durationMs: endMs,
  invariants: deliveryInvariants,
  metrics: {
    skippedById: gauge('rows', 'that where id > last never saw'),
    skippedBySnapshot: gauge('rows', 'that a relay never saw which stops at the oldest open id'),
    skippedByLog: gauge('rows', 'that a relay of the log never saw'),
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
      'where id > last skips the row of every slow transaction that another follows',
    ),
    none('skippedBySnapshot', 'snapshot-skips-none').says(
      'a relay that stops at the oldest open id skips none',
    ),
    none('skippedByLog', 'log-skips-none').says('nor does one that follows the log'),
    within(largest('waitedBySnapshotMs'), 'snapshot-waits', {
      atLeast: slowMs - gapMs - tripsMs,
      atMost: slowMs + pollMs + 2 * tripsMs + (slowMs / gapMs) * publishMs,
    }).says('but every row behind the slow one waits for it, in ms'),
    within(largest('waitedByLogMs'), 'log-does-not', { atMost: 2 * (pollMs + 2 * tripsMs) }).says(
      'the log is in the order of commits, and nobody waits, in ms',
    ),
    within(mean('waitedByLogMs'), 'poll-costs-half', {
      atLeast: pollMs / 2 - 5,
      atMost: pollMs / 2 + 2 * tripsMs,
    }).says('an event waits for half of the interval and the way, in ms'),
  ],
  tells: ({ params: p, metrics }) =>
    `Of ${inDigits(p.orders)} rows, “where id > last” never saw ${inDigits(metrics.skippedById.value ?? 0)}: their ids are lower than one that was already published. ` +
    `A relay that stops at the oldest id that is still open sees all, and every row behind a slow one waits for it, up to ${inDigits(Math.round(metrics.waitedBySnapshotMs.max ?? 0))} ms. ` +
    `The log of the database is in the order of commits: nothing is skipped, and the longest wait is ${inDigits(Math.round(metrics.waitedByLogMs.max ?? 0))} ms.`,
});

// Left out: a gap that a rollback leaves, which is open to neither: a relay that waits for missing ids would wait for ever.
