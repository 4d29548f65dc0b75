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
  customers: whole(2, 20, 5, 'that want the one seat, one after the other'),
  declined: whole(1, 19, 2, 'how many of the first have a card that is refused'),
});

/** All come while the first has the seat. */
const gapMs = 1;
const unbounded = Number.POSITIVE_INFINITY;
const endMs = (customers: number) => 2_000 + customers * 1_000;
/** The seat is taken first, and the card is asked while others come. */
const participants = [
  { name: 'seat', canBeUndone: true, capacity: 1 },
  { name: 'card', canBeUndone: true, capacity: unbounded },
] as const;

export default scenario({
  ...aboutTransactions,
  id: 'transactions/saga-seat',
  asks: 'Several customers book the last seat, and the cards of the first are declined. Who gets it, and who is turned away?',
  claims: ['q18-saga-no-isolation'],
  params,
  durationMs: ({ customers }) => endMs(customers),
  invariants: sagaInvariants,
  metrics: {
    soldWithout: gauge('seats', 'sold without a semantic lock'),
    turnedAwayWithout: gauge('customers', 'refused without one, though the seat was given back'),
    soldWith: gauge('seats', 'sold with one'),
    turnedAwayWith: gauge('customers', 'refused with one, once the seat was sold'),
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
        'without a semantic lock the seat stays empty',
        'q18-saga-no-isolation',
      ),
      exactly(customers - 1, 'turnedAwayWithout', 'dirty-reads').says(
        'all others are turned away for a reservation that is given back',
        'q18-saga-no-isolation',
      ),
      exactly(Math.min(1, buyers), 'soldWith', 'sold').says(
        'with one a customer whose card is good gets the seat',
      ),
      exactly(Math.max(0, buyers - 1), 'turnedAwayWith', 'rightly').says(
        'and those who are turned away come too late for a seat that is sold',
      ),
    ];
  },
  tells: ({ metrics }) =>
    `Without a semantic lock ${counted(metrics.turnedAwayWithout.value ?? 0, 'customer')} read “taken”, went away, and the seat stayed empty: the first, whose card was declined, gave it back. ` +
    `With the seat marked as pending they wait until it is settled: ${counted(metrics.soldWith.value ?? 0, 'seat')} sold, and ${counted(metrics.turnedAwayWith.value ?? 0, 'customer')} turned away after that.`,
});

// Left out: the other countermeasures, such as a waiting list, which a semantic lock with a queue is.
