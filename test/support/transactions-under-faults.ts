/** Deliveries, idempotency keys and sagas under random crashes, pauses and losses: their laws hold, and all comes to an end. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { deliveryInvariants, deliverySubject } from '../../sims/transactions/delivery/cluster.ts';
import {
  idempotencyInvariants,
  idempotencySubject,
} from '../../sims/transactions/idempotency/cluster.ts';
import { transactionsRules } from '../../sims/transactions/rules.ts';
import { sagaInvariants, sagaSubject } from '../../sims/transactions/saga/cluster.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { crash, network, pause, restart } from '../../src/world/fault.ts';
import { World } from '../../src/world/world.ts';

const rules = transactionsRules.without();
const faultyMs = 3_000;

/** Of some machines: crashes with their restarts, pauses, and messages lost for a while. */
const faultsOf = (machines: readonly string[]) =>
  fc.array(
    fc.record({
      node: fc.constantFrom(...machines),
      atMs: fc.integer({ min: 1, max: faultyMs }),
      forMs: fc.integer({ min: 1, max: 300 }),
      kind: fc.constantFrom('crash', 'crash', 'pause'),
    }),
    { maxLength: 8 },
  );
type Faults = typeof faultsOf extends (of: readonly string[]) => fc.Arbitrary<infer F> ? F : never;

function strike(world: World, faults: Faults, loss: number): void {
  world.plan([
    { atMs: 0, fault: network({ loss }) },
    { atMs: faultyMs, fault: network({ loss: 0 }) },
    ...faults.flatMap(({ node, atMs, forMs, kind }) =>
      kind === 'pause'
        ? [{ atMs, fault: pause(node, forMs) }]
        : [
            { atMs, fault: crash(node) },
            { atMs: atMs + forMs, fault: restart(node) },
          ],
    ),
  ]);
}

function hold<Subject>(invariants: readonly Invariant<Subject>[], subject: Subject): void {
  const broken = invariants.map((each) => {
    if ('checkAtEnd' in each) return each.checkAtEnd(subject);
    if ('check' in each) return each.check(subject);
    throw new Error(`${each.id} is of single nodes`);
  });
  expect(broken).toEqual(broken.map(() => undefined));
}

const loss = fc.constantFrom(0, 0.1, 0.3);

/** Declares the tests. */
export function holdTransactionsUnderFaults(numRuns: number): void {
  const runs = { numRuns };

  test.prop(
    {
      seed: fc.string(),
      mode: fc.constantFrom('outbox' as const, 'log' as const),
      faults: faultsOf(['database', 'broker', 'service', 'relay', 'consumer']),
      loss,
    },
    runs,
  )('an outbox with an inbox publishes what is stored, and each effect comes once', (drawn) => {
    const world = new World(drawn.seed, { duplication: 0.1 });
    const subject = deliverySubject(world, rules, [
      { mode: drawn.mode, orders: 20, everyMs: 100, openMs: (order) => (order % 3) * 70 },
    ]);
    strike(world, drawn.faults, drawn.loss);
    world.kernel.runUntil(2 * faultyMs);
    hold(deliveryInvariants, subject);
  });

  test.prop({ seed: fc.string(), faults: faultsOf(['api', 'database', 'card']), loss }, runs)(
    'what is asked for under one key until it is answered is done once',
    ({ seed, faults, loss: lossRate }) => {
      const world = new World(seed);
      const asks = Array.from({ length: 20 }, (_, place) => ({
        id: place + 1,
        account: 'ann',
        endpoint: '/rides',
        key: `k${place}`,
        amount: 1,
        atMs: place * 100,
        untilAnswered: true,
      }));
      const subject = idempotencySubject(world, rules, [{ keeps: 'recovery points', asks }]);
      strike(world, faults, lossRate);
      world.kernel.runUntil(2 * faultyMs);
      hold(idempotencyInvariants, subject);
      const { judge } = subject.systems[0] ?? expect.unreachable();
      for (const { id } of asks)
        expect([judge.count('rides', id), judge.count('charges', id)]).toEqual([1, 1]);
    },
  );

  test.prop(
    {
      seed: fc.string(),
      faults: faultsOf(['orchestrator', 'stock', 'courier', 'card', 'mail']),
      loss,
      refused: fc.array(fc.constantFrom(undefined, 'stock', 'courier', 'card'), {
        minLength: 20,
        maxLength: 20,
      }),
    },
    runs,
  )('every saga ends, and as a whole', ({ seed, faults, loss: lossRate, refused }) => {
    const world = new World(seed, { duplication: 0.1 });
    const subject = sagaSubject(world, rules, [
      {
        sagas: 20,
        beginsMs: (saga) => saga * 100,
        refusedBy: (saga) => refused[saga - 1],
        undoTriesMax: 100,
      },
    ]);
    strike(world, faults, lossRate);
    world.kernel.runUntil(3 * faultyMs);
    hold(sagaInvariants, subject);
    const ends = refused.map((by) => (by === undefined ? 'done' : 'undone'));
    const { judge } = subject.systems[0] ?? expect.unreachable();
    expect(refused.map((_, place) => judge.endOf(place + 1))).toEqual(ends);
  });
}
