import * as z from 'zod';
import { crashPointsOf } from '../../sims/transactions/crash-points.ts';
import {
  allOrdered,
  deliveryInvariants,
  deliverySubject,
  everyPointStruck,
} from '../../sims/transactions/delivery/cluster.ts';
import type { DeliveryJudge } from '../../sims/transactions/delivery/laws.ts';
import {
  type DeliveryMode,
  deliveryModes,
  modeTitles,
} from '../../sims/transactions/delivery/parts.ts';
import { exactly, type Valued } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutTransactions, everyMs } from './common.ts';
import { crashTable } from './crash-table.ts';

/** Storing the order, and publishing its event. */
const points = crashPointsOf(2);

const outcomes = ['nothing', 'orphan', 'phantom', 'both', 'twice'] as const;
type Outcome = (typeof outcomes)[number];

function outcomeOf(judge: DeliveryJudge, order: number): Outcome {
  const [isStored, published] = [judge.stored.has(order), judge.published(order)];
  if (published === 0) return isStored ? 'orphan' : 'nothing';
  if (!isStored) return 'phantom';
  return published > 1 ? 'twice' : 'both';
}

/** At how many points it ends this way, derived from which write is durable at each point. */
const expected: Readonly<Record<DeliveryMode, Readonly<Record<Outcome, number>>>> = {
  'database-first': { nothing: 2, orphan: 5, phantom: 0, both: 5, twice: 0 },
  'broker-first': { nothing: 2, orphan: 0, phantom: 5, both: 5, twice: 0 },
  outbox: { nothing: 2, orphan: 0, phantom: 0, both: 8, twice: 2 },
  log: { nothing: 2, orphan: 0, phantom: 0, both: 8, twice: 2 },
};

const claimOf: Readonly<Record<DeliveryMode, string>> = {
  'database-first': 'q2-dual-write-diverges',
  'broker-first': 'q2-dual-write-diverges',
  outbox: 'q2-outbox-atomic',
  log: 'q2-cdc-no-outbox-table',
};

const says: Readonly<Record<Outcome, string>> = {
  nothing: 'neither stored nor published',
  orphan: 'stored but never published',
  phantom: 'published but not stored',
  both: 'stored, and published once',
  twice: 'stored, and published twice',
};

type MetricName = `${DeliveryMode}.${Outcome}`;
const eachMetric = deliveryModes.flatMap((mode) =>
  outcomes.map((outcome) => ({ mode, outcome, name: `${mode}.${outcome}` as const })),
);

export default scenario({
  ...aboutTransactions,
  id: 'transactions/crash-at-every-point',
  asks: 'A service stores an order and publishes an event, by two separate writes, an outbox or change data capture, and a machine crashes at some point. Which orders and events are lost, invented or duplicated?',
  claims: [
    'q2-dual-write-diverges',
    'q2-outbox-atomic',
    'q2-cdc-no-outbox-table',
    'pat-outbox-vs-event-sourcing',
  ],
  code: [
    'sims/transactions/delivery/service.ts#take',
    'sims/transactions/delivery/relay.ts#publish',
  ],
  params: z.object({}),
  durationMs: () => (points.length + 2) * everyMs,
  invariants: deliveryInvariants,
  metrics: Object.fromEntries(
    eachMetric.map(({ mode, outcome, name }) => [
      name,
      gauge('points', `${modeTitles[mode]}: ${says[outcome]}`),
    ]),
  ) as Record<MetricName, ReturnType<typeof gauge>>,
  build({ world, rules, metrics }) {
    const subject = deliverySubject(
      world,
      rules,
      deliveryModes.map((mode) => ({
        name: mode,
        mode,
        orders: points.length,
        everyMs,
        crashes: (order) => points[order - 1],
        hasConsumer: false,
        breaks: mode === 'outbox' || mode === 'log' ? [] : ['published-iff-committed'],
      })),
    );
    world.at((points.length + 2) * everyMs - 1, () => {
      for (const { options, judge } of subject.systems) {
        const ends = points.map((_, place) => outcomeOf(judge, place + 1));
        for (const outcome of outcomes)
          metrics[`${options.mode}.${outcome}`].set(ends.filter((end) => end === outcome).length);
      }
    });
    return subject;
  },
  goals: () => [everyPointStruck, allOrdered],
  expect: () => [
    ...eachMetric.map(({ mode, outcome, name }) =>
      exactly(expected[mode][outcome], name, `${mode}-${outcome}`).says(
        `${modeTitles[mode]}: ${says[outcome]}, of ${points.length} points`,
        claimOf[mode],
      ),
    ),
    exactly(
      points.length,
      (metrics: Valued<'outbox.orphan' | 'outbox.phantom'>) =>
        points.length -
        (metrics['outbox.orphan'].value ?? 0) -
        (metrics['outbox.phantom'].value ?? 0),
      'outbox-agrees',
    ).says(
      `points after which state and events agree with an outbox, of ${points.length}`,
      'pat-outbox-vs-event-sourcing',
    ),
  ],
  tells: ({ metrics, subject }) => {
    const columns = subject.systems.map(
      ({ options, judge }) =>
        [modeTitles[options.mode], (place: number) => outcomeOf(judge, place + 1)] as const,
    );
    return (
      'An outbox (the event is a row in the transaction of its order) and change data capture (a connector reads the database’s log) lose and invent nothing; ' +
      `two separate writes leave an order without an event at ${metrics['database-first.orphan'].value} of ${points.length} crash points ` +
      `if the database comes first, and an event without an order at ${metrics['broker-first.phantom'].value} if the broker does. ` +
      `After ${metrics['outbox.twice'].value} of the crashes the outbox publishes an event twice, and change data capture after ${metrics['log.twice'].value}, ` +
      `so consumers must recognise a repeated event.\n\n` +
      crashTable(points, new Map(columns))
    );
  },
});

// Left out: two crashes in one job, lost disks, and clients that retry. A client that retries for
// ever ends with both writes done, whichever comes first.
