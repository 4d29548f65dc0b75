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
  customers: whole(2, 20, 5, 'that want the one seat, one after the other'),
  declined: whole(1, 19, 2, 'how many of the first customers have a card that is declined'),
});

/** All of them arrive while the first holds the seat. */
const gapMs = 1;
const unbounded = Number.POSITIVE_INFINITY;
const endMs = (customers: number) => 2_000 + customers * 1_000;
/** The seat is reserved first, and the others arrive while the card is charged. */
const participants = [
  { name: 'seat', canBeUndone: true, capacity: 1 },
  { name: 'card', canBeUndone: true, capacity: unbounded },
] as const;

export default scenario({
  ...aboutTransactions,
  id: 'transactions/saga-seat',
  asks: 'Several customers book the last seat, and the first ones’ cards are declined. Which of them gets the seat, and which are turned away?',
  claims: ['q18-saga-no-isolation'],
  code: ['sims/transactions/saga/participant.ts#hasRoom'],
  params,
  durationMs: ({ customers }) => endMs(customers),
  invariants: sagaInvariants,
  metrics: {
    soldWithout: gauge('seats', 'sold without a semantic lock'),
    turnedAwayWithout: gauge('customers', 'refused without one, though the seat was given back'),
    soldWith: gauge('seats', 'sold with one'),
    turnedAwayWith: gauge('customers', 'refused with one, after the seat was sold'),
  },
  build({ world, rules, params: p, metrics }) {
    const subject = sagaSubject(
      world,
      rules,
      [false, true].map((hasSemanticLock) => ({
        name: hasSemanticLock ? 'with' : 'without',
        participants,
        hasSemanticLock,
        sagas: p.customers,
        beginsMs: (saga) => 100 + saga * gapMs,
        refusedBy: (saga) => (saga <= p.declined ? 'card' : undefined),
        workMs: 40,
        breaks: hasSemanticLock ? [] : ['no-dirty-read'],
      })),
    );
    world.at(endMs(p.customers) - 1, () => {
      const [without, withLock] = subject.systems.map(({ judge }) => judge);
      const refused = Math.min(p.declined, p.customers);
      metrics.soldWithout.set(without?.count('done') ?? 0);
      metrics.turnedAwayWithout.set((without?.count('undone') ?? 0) - 1);
      metrics.soldWith.set(withLock?.count('done') ?? 0);
      metrics.turnedAwayWith.set((withLock?.count('undone') ?? 0) - refused);
    });
    return subject;
  },
  goals: () => [everySagaBegun],
  expect: ({ customers, declined }) => {
    const buyers = Math.max(0, customers - declined);
    return [
      exactly(0, 'soldWithout', 'unsold').says(
        'seats sold without a semantic lock, of one: none, the seat stays empty',
        'q18-saga-no-isolation',
      ),
      exactly(customers - 1, 'turnedAwayWithout', 'dirty-reads').says(
        'customers turned away without a semantic lock, by a reservation that is then released',
        'q18-saga-no-isolation',
      ),
      exactly(Math.min(1, buyers), 'soldWith', 'sold').says(
        'seats sold with a semantic lock: one, to a customer whose card is good',
      ),
      exactly(Math.max(0, buyers - 1), 'turnedAwayWith', 'rightly').says(
        'customers turned away with a semantic lock: those who come after the sale',
      ),
    ];
  },
  tells: ({ metrics }) =>
    'With a semantic lock, which marks the seat as pending while a payment runs, the others wait until it is settled, which takes them as long as the payments before theirs: ' +
    `${counted(metrics.soldWith.value ?? 0, 'seat')} sold to the first customer with a good card, and ` +
    `${counted(metrics.turnedAwayWith.value ?? 0, 'customer')} turned away after that. ` +
    `Without it the seat stays empty: ${counted(metrics.turnedAwayWithout.value ?? 0, 'customer')} read “taken” ` +
    'and went away, and the first, whose card was declined, released it.',
});

// Left out: other countermeasures. A waiting list is a semantic lock with a queue.
