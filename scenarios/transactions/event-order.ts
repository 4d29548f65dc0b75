import * as z from 'zod';
import { type SagaSubject, sagaInvariants } from '../../sims/transactions/saga/cluster.ts';
import { SagaJudge, type SagaLaw } from '../../sims/transactions/saga/laws.ts';
import { orderReader, orderStates } from '../../sims/transactions/saga/reader.ts';
import { stateRow } from '../../sims/transactions/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutTransactions } from './common.ts';

const last = orderStates.length - 1;
const everyMs = 10;

/** Permutations of the places 0 to n - 1. */
function permutations(places: readonly number[]): number[][] {
  if (places.length === 0) return [[]];
  return places.flatMap((first) =>
    permutations(places.filter((place) => place !== first)).map((rest) => [first, ...rest]),
  );
}

/** One order per permutation. */
const orders = permutations(orderStates.map((_, place) => place));
const endMs = (orders.length + 1) * orderStates.length * everyMs;

interface Subject extends SagaSubject {
  readonly final: ReadonlyMap<number, string>;
}

export default scenario({
  ...aboutTransactions,
  id: 'transactions/event-order',
  asks: 'The events of an order arrive out of order, over several partitions. In which state does a reader end?',
  claims: ['q18-out-of-order-events'],
  code: ['sims/transactions/saga/reader.ts#orderReader'],
  params: z.object({}),
  durationMs: () => endMs + 1_000,
  invariants: sagaInvariants,
  metrics: {
    byTurn: gauge('orders', 'that end as shipped, if an early event waits for its turn'),
    byArrival: gauge('orders', 'that end as shipped, if the latest arrival decides'),
  },
  build({ world, rules, metrics }): Subject {
    const breaches = new Breaches<SagaLaw>();
    const judge = new SagaJudge(breaches, [], []);
    const final = new Map<number, string>();
    const arrived = new Map<number, string>();
    const listener = orderReader(rules, (order, state) => final.set(order, state));
    const naive = orderReader({ ...rules, 'early-event-waits': false }, (order, state) =>
      arrived.set(order, state),
    );
    const sender = client('sender', (node) => node.spawn(sending(node)));
    const nodes = [
      world.addServer('reader', listener),
      world.addServer('naive-reader', naive),
      world.addServer('sender', sender),
    ];
    world.at(endMs + 999, () => {
      const shipped = orderStates[last] ?? '';
      for (const [order, state] of final) judge.reads(order, state, shipped);
      const count = (states: ReadonlyMap<number, string>) =>
        [...states.values()].filter((state) => state === shipped).length;
      metrics.byTurn.set(count(final));
      metrics.byArrival.set(count(arrived));
    });
    return { breaches, systems: [], rows: () => nodes.map(stateRow), final };
  },
  goals: () => [
    sometimes<Subject>(
      'all-read',
      'the reader has heard of every order',
      ({ final }) => final.size === orders.length,
    ),
  ],
  expect: () => [
    exactly(orders.length, 'byTurn', 'any-order').says(
      `arrival orders of four events, of ${orders.length}, that end as shipped if an early event waits for its turn`,
      'q18-out-of-order-events',
    ),
    exactly(orders.length / orderStates.length, 'byArrival', 'by-arrival').says(
      `arrival orders of four events, of ${orders.length}, that end as shipped if the latest arrival is the state: those in which “shipped” comes last, one in four`,
      'q18-out-of-order-events',
    ),
  ],
  tells: ({ metrics }) =>
    `Number the events of an order, and let an early one wait for its turn: then the reader ends in the right state, shipped, for ${metrics.byTurn.value} of the ${orders.length} orders in which four events can arrive; ` +
    `a reader that takes the latest arrival as the state does so for ${metrics.byArrival.value}. ` +
    'The price: an event that is lost holds up all later ones of its order, so a reader needs a time limit after which it asks for it.',
});

function* sending(node: ServerContext): Process<void> {
  for (const [place, order] of orders.entries()) {
    for (const event of order) {
      yield* node.sleep(everyMs);
      for (const reader of ['reader', 'naive-reader'])
        node.send(reader, { order: place + 1, place: event });
    }
  }
}

// Left out: an event that never arrives and blocks all later ones for ever, which is a case for the
// sweeper.
