import { z } from 'zod';
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
  sagas: whole(6, 200, 12, 'sagas that are refused by the card'),
  tries: whole(2, 10, 5, 'how often a compensation is tried'),
});
type Params = z.output<typeof params>;

const everyMs = 1_000;
const endMs = ({ sagas, tries }: Params) => (sagas + 2) * everyMs + tries * 100;

/** Every third compensation succeeds at once, every third at the second try, every third never. */
const failuresOf = (saga: number): number => [0, 1, Number.POSITIVE_INFINITY][saga % 3] ?? 0;
const countOf = (sagas: number, isSo: (failures: number) => boolean): number =>
  Array.from({ length: sagas }, (_, place) => failuresOf(place + 1)).filter(isSo).length;

export default scenario({
  ...aboutTransactions,
  id: 'transactions/saga-compensation',
  asks: 'A compensation itself fails. How many sagas stay half done?',
  claims: ['q18-compensation-fails'],
  params,
  durationMs: endMs,
  invariants: sagaInvariants,
  metrics: {
    parkedOnce: gauge('sagas', 'that a person has to see to, if a compensation is tried once'),
    parkedRetried: gauge('sagas', 'that a person has to see to, if it is tried again'),
    undoneRetried: gauge('sagas', 'undone in the end, if it is tried again'),
    stockHeld: gauge('reservations', 'that stand in the end, if it is tried again'),
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
      'tried once, every compensation that fails leaves a reservation for a person to see to',
      'q18-compensation-fails',
    ),
    exactly(
      countOf(sagas, (failures) => failures === Number.POSITIVE_INFINITY),
      'parkedRetried',
      'parked-retried',
    ).says('tried again, only those that can never succeed', 'q18-compensation-fails'),
    exactly(countOf(sagas, Number.isFinite), 'undoneRetried', 'undone-retried').says(
      'and all others are undone',
    ),
    exactly(
      countOf(sagas, (failures) => failures === Number.POSITIVE_INFINITY),
      'stockHeld',
      'held',
    ).says('what stands in the end is what is parked, and nothing else'),
  ],
  tells: ({ params: p, metrics }) =>
    `Of ${counted(p.sagas, 'saga')} that are refused, ${metrics.parkedOnce.value} stay half done if a compensation is tried once, and ${metrics.parkedRetried.value} if it is tried ${p.tries} times. ` +
    `Those can never succeed: they are parked with what they hold (${counted(metrics.stockHeld.value ?? 0, 'reservation')}), where a person finds them. Without an end to the tries nobody would be told.`,
});

// Left out: what the person does.
