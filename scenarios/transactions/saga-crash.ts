import { z } from 'zod';
import { type CrashPoint, crashPointsOf } from '../../sims/transactions/crash-points.ts';
import {
  everySagaBegun,
  everySagaPointStruck,
  sagaInvariants,
  sagaSubject,
  shop,
} from '../../sims/transactions/saga/cluster.ts';
import { undoStep } from '../../sims/transactions/saga/parts.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutTransactions } from './common.ts';
import { crashTable } from './crash-table.ts';

const everyMs = 1_000;
const parts = shop.length;
/** The card refuses: the parts up to it are asked, and those before it are undone. */
const refusing = shop.findIndex(({ name }) => name === 'card') + 1;
const steps = crashPointsOf(2 * parts);
const isForward =
  (last: number) =>
  ({ step }: CrashPoint) =>
    step <= last;
const isUndo = ({ step }: CrashPoint) =>
  step > undoStep(parts, refusing) && step <= undoStep(parts, 1);

/** A saga that is done meets a crash at each point of its parts; one that is refused, of its undoing too. */
const done = steps.filter(isForward(parts));
const undone = steps.filter((point) => isForward(refusing)(point) || isUndo(point));
const points = [...done, ...undone];

const partInWords = ({ step }: CrashPoint): string => {
  const part = step <= parts ? step : 2 * parts - step;
  return `${step <= parts ? '' : 'undo '}${shop[part - 1]?.name ?? ''}`;
};

export default scenario({
  ...aboutTransactions,
  id: 'transactions/saga-crash',
  asks: 'A saga of four steps, done or refused at the third, and a machine crashes at any point of it. Does every saga end, and as a whole?',
  claims: ['q18-nonidempotent-double-charge', 'q18-semantic-rollback'],
  params: z.object({}),
  durationMs: () => (points.length + 2) * everyMs,
  invariants: sagaInvariants,
  metrics: {
    done: gauge('sagas', 'all of whose parts are done'),
    undone: gauge('sagas', 'all of whose parts are undone'),
    charged: gauge('charges', 'that stand in the end'),
    corrections: gauge('corrections', 'of what could not be undone'),
  },
  build({ world, rules, metrics }) {
    const subject = sagaSubject(world, rules, [
      {
        sagas: points.length,
        beginsMs: (saga) => saga * everyMs,
        refusedBy: (saga) => (saga > done.length ? 'card' : undefined),
        crashes: (saga) => points[saga - 1],
      },
    ]);
    world.at((points.length + 2) * everyMs - 1, () => {
      for (const { judge } of subject.systems) {
        const nets = points.map((_, place) => judge.net(place + 1, 'card'));
        metrics.done.set(judge.count('done'));
        metrics.undone.set(judge.count('undone'));
        metrics.charged.set(nets.reduce((sum, net) => sum + net, 0));
        metrics.corrections.set(judge.corrections);
      }
    });
    return subject;
  },
  goals: () => [everySagaBegun, everySagaPointStruck],
  expect: () => [
    exactly(done.length, 'done', 'done').says(
      'with a crash at each point of its four parts a saga is done all the same',
    ),
    exactly(undone.length, 'undone', 'undone').says(
      'with a crash at each point of its three parts and of undoing two, it is undone all the same',
    ),
    exactly(done.length, 'charged', 'charged-once').says(
      'each saga that is done has charged once, and none that is undone',
      'q18-nonidempotent-double-charge',
    ),
    exactly(0, 'corrections', 'no-corrections').says(
      'with the step that cannot be undone last, nothing has to be corrected',
      'q18-semantic-rollback',
    ),
  ],
  tells: ({ metrics, subject }) => {
    const ends = subject.systems.flatMap(({ judge }) => [
      [
        'part',
        (place: number) =>
          partInWords(points[place] ?? { step: 1, progress: 'recorded', side: 'after' }),
      ] as const,
      ['saga is', (place: number) => judge.endOf(place + 1) ?? 'without an end'] as const,
      ['charges', (place: number) => String(judge.net(place + 1, 'card'))] as const,
    ]);
    return (
      `Yes: ${metrics.done.value} sagas met a crash at each point of their four parts and are done, ${metrics.undone.value} were refused by the card, met one at each point of three parts and of undoing two, and are undone. ` +
      `${metrics.charged.value} charges stand, one for each that is done, because a part that is asked for again knows the saga. ` +
      `The mail, which cannot be undone, is sent last: ${metrics.corrections.value} had to be corrected.\n\n` +
      crashTable(points, new Map(ends))
    );
  },
});

// Left out: an orchestrator on several machines, and a journal that is lost.
