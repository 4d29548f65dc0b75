/**
 * Goal: what a crash leaves, for every point and every way of writing, agrees with a table that
 * knows nothing of machines, messages or time: only which writes are durable at the point, and what
 * a client or a journal does then.
 */
import { describe, expect, test } from 'vitest';
import {
  type CrashPoint,
  crashPointsOf,
  pointInWords,
} from '../../../sims/transactions/crash-points.ts';
import { deliverySubject } from '../../../sims/transactions/delivery/cluster.ts';
import { type DeliveryMode, deliveryModes } from '../../../sims/transactions/delivery/parts.ts';
import { idempotencySubject } from '../../../sims/transactions/idempotency/cluster.ts';
import { type Keeping, keepings, stepsOf } from '../../../sims/transactions/idempotency/parts.ts';
import { transactionsRules } from '../../../sims/transactions/rules.ts';
import { sagaSubject } from '../../../sims/transactions/saga/cluster.ts';
import { World } from '../../../src/world/world.ts';

const rules = transactionsRules.without();

test('a step has six points, and n steps have 3 x n x 2 different ones', () => {
  for (const steps of [1, 2, 3, 7]) {
    const points = crashPointsOf(steps);
    expect(points).toHaveLength(3 * steps * 2);
    expect(new Set(points.map(pointInWords)).size).toBe(points.length);
  }
});

/**
 * Whether that step is durable although nothing continues after the crash: it was written, or its
 * request had left.
 */
const isDurable = ({ step, progress, side }: CrashPoint, of: number): boolean =>
  step > of ||
  (step === of && progress !== 'not done') ||
  (step === of - 1 && progress === 'recorded' && side === 'after');

describe.each(deliveryModes)('%s', (mode: DeliveryMode) => {
  const points = crashPointsOf(2);
  const world = new World('table');
  const { systems } = deliverySubject(world, rules, [
    { mode, orders: points.length, crashes: (order) => points[order - 1], hasConsumer: false },
  ]);
  world.kernel.runUntil((points.length + 2) * 500);
  const judge = systems[0]?.judge;

  test.each(points.map((point, place) => [pointInWords(point), point, place + 1] as const))(
    '%s',
    (_words, point, order) => {
      const [first, second] = [isDurable(point, 1), isDurable(point, 2)];
      // A relay continues where the database’s mark ends; it publishes again what it had published
      // but not marked.
      const again = point.step === 2 && point.progress === 'done, not recorded' ? 2 : 1;
      const expected = {
        'database-first': [first, Number(second)],
        'broker-first': [second, Number(first)],
        outbox: [first, first ? again : 0],
        log: [first, first ? again : 0],
      }[mode];
      expect([judge?.stored.has(order), judge?.published(order)]).toEqual(expected);
    },
  );
});

describe.each(keepings)('keeps %s', (keeps: Keeping) => {
  const own = crashPointsOf(4).filter(({ step }) => stepsOf(keeps).includes(step));
  const world = new World('table');
  const { systems } = idempotencySubject(world, rules, [
    {
      keeps,
      asks: own.map((_, place) => ({
        id: place + 1,
        account: 'ann',
        endpoint: '/rides',
        key: `k${place}`,
        amount: 1,
        atMs: (place + 1) * 2_000,
        untilAnswered: true,
      })),
      crashes: (intent) => own[intent - 1],
      breaks: ['one-effect-per-intent'],
    },
  ]);
  world.kernel.runUntil((own.length + 2) * 2_000);

  test.each(own.map((point, place) => [pointInWords(point), point, place + 1] as const))(
    '%s',
    (_words, point, intent) => {
      const last = stepsOf(keeps).at(-1) ?? 0;
      // The first try has ended if its answer is stored, or, if answers are never stored, has left.
      const hasAnswer =
        keeps === 'nothing'
          ? point.step === last && point.progress === 'recorded' && point.side === 'after'
          : isDurable(point, last);
      const count = (step: number) =>
        keeps === 'recovery points' || hasAnswer || !isDurable(point, step) ? 1 : 2;
      const judge = systems[0]?.judge;
      expect([judge?.count('rides', intent), judge?.count('charges', intent)]).toEqual([
        count(2),
        count(3),
      ]);
    },
  );
});

describe.each([1, 2, 4])('a saga of %i parts', (parts) => {
  const participants = Array.from({ length: parts }, (_, place) => ({
    name: `part${place + 1}`,
    canBeUndone: true,
    capacity: Number.POSITIVE_INFINITY,
  }));
  const last = `part${parts}`;
  const forward = crashPointsOf(parts);
  // Refused by its last part: the others are undone, the last first.
  const points = [...forward, ...crashPointsOf(2 * parts - 1)];

  test('ends as a whole, whatever the point of the crash, and in 2n messages without one', () => {
    const world = new World('table');
    const { systems } = sagaSubject(world, rules, [
      {
        participants,
        sagas: points.length,
        refusedBy: (saga) => (saga > forward.length ? last : undefined),
        crashes: (saga) => points[saga - 1],
      },
      { name: 'plain', participants, sagas: 1 },
    ]);
    world.kernel.runUntil((points.length + 2) * 1_000);
    const [crashed, plain] = systems;
    expect(crashed?.points.allStruck).toBe(true);
    for (const [place] of points.entries()) {
      const isDone = place < forward.length;
      const nets = participants.map(({ name }) => crashed?.judge.net(place + 1, name));
      expect([crashed?.judge.endOf(place + 1), ...nets]).toEqual([
        isDone ? 'done' : 'undone',
        ...nets.map(() => Number(isDone)),
      ]);
    }
    expect(plain?.judge.messages).toBe(2 * parts);
  });
});
