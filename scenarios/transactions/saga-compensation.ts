import * as z from 'zod';
import {
  everySagaBegun,
  sagaInvariants,
  sagaSubject,
} from '../../sims/transactions/saga/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  sagas: whole(6, 200, 12, 'sagas whose card is refused'),
  tries: whole(2, 10, 5, 'how often a compensation is tried'),
});
type Params = z.output<typeof params>;

const everyMs = 1_000;
const endMs = ({ sagas, tries }: Params) => (sagas + 2) * everyMs + tries * 100;

/** Of every three compensations one succeeds at once, one at the second try, and one never. */
const failuresOf = (saga: number): number => [0, 1, Number.POSITIVE_INFINITY][saga % 3] ?? 0;
const countOf = (sagas: number, isSo: (failures: number) => boolean): number =>
  Array.from({ length: sagas }, (_, place) => failuresOf(place + 1)).filter(isSo).length;

export default scenario({
  ...aboutTransactions,
  id: 'transactions/saga-compensation',
  asks: 'A compensation itself can fail. How many sagas stay half done?',
  claims: ['q18-compensation-fails'],
  code: [
    'sims/transactions/saga/orchestrator.ts#compensate',
    'sims/transactions/saga/participant.ts#undo',
  ],
  params,
  durationMs: endMs,
  invariants: sagaInvariants,
  metrics: {
    parkedOnce: gauge('sagas', 'parked for a person, if a compensation is tried once'),
    parkedRetried: gauge('sagas', 'parked for a person, if it is retried'),
    undoneRetried: gauge('sagas', 'undone in the end, if it is retried'),
    stockHeld: gauge('reservations', 'still held in the end, if it is retried'),
  },
  build({ world, rules, params: p, metrics }) {
    const subject = sagaSubject(
      world,
      rules,
      [1, p.tries].map((undoTriesMax) => ({
        name: undoTriesMax === 1 ? 'once' : 'retried',
        sagas: p.sagas,
        beginsMs: (saga) => saga * everyMs,
        refusedBy: () => 'card',
        undoFailures: (saga, at) => (at === 'stock' ? failuresOf(saga) : 0),
        undoTriesMax,
      })),
    );
    world.at(endMs(p) - 1, () => {
      const [once, retried] = subject.systems.map(({ judge }) => judge);
      const sagas = Array.from({ length: p.sagas }, (_, place) => place + 1);
      metrics.parkedOnce.set(once?.count('parked') ?? 0);
      metrics.parkedRetried.set(retried?.count('parked') ?? 0);
      metrics.undoneRetried.set(retried?.count('undone') ?? 0);
      metrics.stockHeld.set(
        sagas.reduce((sum, saga) => sum + (retried?.net(saga, 'stock') ?? 0), 0),
      );
    });
    return subject;
  },
  goals: () => [everySagaBegun],
  expect: ({ sagas }) => [
    exactly(
      countOf(sagas, (failures) => failures > 0),
      'parkedOnce',
      'parked-once',
    ).says(
      'sagas left half done for a person when a compensation is tried once: every one whose compensation fails',
      'q18-compensation-fails',
    ),
    exactly(
      countOf(sagas, (failures) => failures === Number.POSITIVE_INFINITY),
      'parkedRetried',
      'parked-retried',
    ).says(
      'sagas left half done for a person when a compensation is retried: only those whose compensation can never succeed',
      'q18-compensation-fails',
    ),
    exactly(countOf(sagas, Number.isFinite), 'undoneRetried', 'undone-retried').says(
      'sagas completely undone when a compensation is retried: all others',
    ),
    exactly(
      countOf(sagas, (failures) => failures === Number.POSITIVE_INFINITY),
      'stockHeld',
      'held',
    ).says('reservations still held in the end: those of the sagas left for a person'),
  ],
  tells: ({ params: p, metrics }) =>
    `Retry a compensation (the step that undoes an earlier one) with a limit, and then call a person: of ${counted(p.sagas, 'saga')} that the customer’s declined card stops, ${metrics.parkedOnce.value} stay half done if a compensation is tried once, and ` +
    `${metrics.parkedRetried.value} if it is tried up to ${p.tries} times. ` +
    'Those whose compensation fails every time are set aside for a person, together with what they hold ' +
    `(${counted(metrics.stockHeld.value ?? 0, 'reservation')} here). ` +
    'Without a limit they would be retried for ever, and no report would name them.',
});

// Left out: what the person does.
