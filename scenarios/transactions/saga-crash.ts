import * as z from 'zod';
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
/** The card refuses: the participants up to it are called, and those before it are undone. */
const refusing = shop.findIndex(({ name }) => name === 'card') + 1;
const steps = crashPointsOf(2 * parts);
const isForward =
  (last: number) =>
  ({ step }: CrashPoint) =>
    step <= last;
const isUndo = ({ step }: CrashPoint) =>
  step > undoStep(parts, refusing) && step <= undoStep(parts, 1);

/**
 * A successful saga meets a crash at each point of its parts; a refused one at each point of its
 * undoing too.
 */
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
  asks: 'A machine crashes at some point of a saga. Does every saga end, either complete or completely undone?',
  claims: ['q18-nonidempotent-double-charge', 'q18-semantic-rollback'],
  code: [
    'sims/transactions/saga/orchestrator.ts#recover',
    'sims/transactions/saga/orchestrator.ts#run',
    'sims/transactions/saga/participant.ts#do',
  ],
  params: z.object({}),
  durationMs: () => (points.length + 2) * everyMs,
  invariants: sagaInvariants,
  metrics: {
    done: gauge('sagas', 'completed'),
    undone: gauge('sagas', 'completely undone'),
    charged: gauge('charges', 'that stand in the end'),
    corrections: gauge('corrections', 'of effects that could not be undone'),
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
      'sagas completed, with a crash at each point of their four steps: all',
    ),
    exactly(undone.length, 'undone', 'undone').says(
      'sagas undone after a declined card, with a crash at each point of their three steps or of undoing two: all',
    ),
    exactly(done.length, 'charged', 'charged-once').says(
      'charges that stand: one for each completed saga, none for an undone one',
      'q18-nonidempotent-double-charge',
    ),
    exactly(0, 'corrections', 'no-corrections').says(
      'mails that had to be corrected, when the mail, which cannot be undone, comes last',
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
      'Yes: the orchestrator logs each step and resumes after a restart, forward if it can, and with compensations, which undo the steps before, if a step was refused; ' +
      `with a crash at each point in turn, ${metrics.done.value} of ${done.length} sagas with a good card completed, and ${metrics.undone.value} of ${undone.length} whose customer’s card was declined were undone. ` +
      `${metrics.charged.value} charges stand, one for each completed saga, because a participant recognises a repeated ` +
      'request by the saga’s key. The mail, which cannot be undone, is sent last: ' +
      `${metrics.corrections.value} mails had to be corrected.\n\n` +
      crashTable(points, new Map(ends))
    );
  },
});

// Left out: an orchestrator on several machines, and a journal that is lost.
