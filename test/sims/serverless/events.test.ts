/**
 * Goal: batches and asynchronous invocations end as AWS documents it. Method: small batches by hand, and closed forms over
 * many seeded events.
 */
import { describe, expect, test } from 'vitest';
import { runOf } from '../../../sims/serverless/asynchronous.ts';
import { type BatchedMessage, workedOn } from '../../../sims/serverless/batches.ts';
import { serverlessRules } from '../../../sims/serverless/rules.ts';
import { shareOf } from '../../../src/check/bounds.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';

const rules = serverlessRules.without();

const batchOf = (text: string, received = 0): BatchedMessage[] =>
  [...text].map((mark, id) => ({ id, isPoison: mark === 'x', received }));
const ids = (messages: readonly BatchedMessage[]) => messages.map(({ id }) => id);

describe('a batch', () => {
  test('comes back in part: only what failed', () => {
    const batch = batchOf('..x.x');
    const { again, dead } = workedOn(batch, 3, rules);
    expect([ids(again), ids(dead)]).toEqual([[2, 4], []]);
    expect(batch.map(({ received }) => received)).toEqual([1, 1, 1, 1, 1]);
  });

  test('comes back whole without the report, and not at all if none failed', () => {
    const whole = serverlessRules.without('report-batch-failures');
    expect(ids(workedOn(batchOf('..x'), 3, whole).again)).toEqual([0, 1, 2]);
    expect(workedOn(batchOf('...'), 3, whole).again).toEqual([]);
  });

  test('is dead after as many receives as are allowed', () => {
    expect(workedOn(batchOf('x', 1), 3, rules)).toMatchObject({
      again: [{ received: 2 }],
      dead: [],
    });
    expect(workedOn(batchOf('x', 2), 3, rules)).toMatchObject({
      again: [],
      dead: [{ received: 3 }],
    });
    expect(workedOn(batchOf('x'), 1, rules)).toMatchObject({ again: [], dead: [{ received: 1 }] });
    const endless = serverlessRules.without('dead-letter-after-receives');
    expect(workedOn(batchOf('x', 99), 3, endless).dead).toEqual([]);
  });

  test('drags messages that are fine into the dead-letter queue, without the report', () => {
    const whole = serverlessRules.without('report-batch-failures');
    expect(ids(workedOn(batchOf('.x', 2), 3, whole).dead)).toEqual([0, 1]);
  });
});

describe('an asynchronous invocation', () => {
  const draws =
    (...values: number[]) =>
    () =>
      values.shift() ?? 1;

  test('runs three times at most, after one minute and two', () => {
    expect(runOf(0.5, draws(0.9), rules)).toEqual({ end: 'done', attempts: 1, waitedMs: 0 });
    expect(runOf(0.5, draws(0.1, 0.9), rules)).toEqual({
      end: 'done',
      attempts: 2,
      waitedMs: 60_000,
    });
    expect(runOf(0.5, draws(0.1, 0.1, 0.9), rules)).toEqual({
      ...{ end: 'done', attempts: 3, waitedMs: 180_000 },
    });
    expect(runOf(0.5, draws(0.1, 0.1, 0.1), rules)).toMatchObject({ end: 'kept', attempts: 3 });
    const bare = serverlessRules.without('failures-have-a-destination');
    expect(runOf(0.5, draws(0.1, 0.1, 0.1), bare)).toMatchObject({ end: 'lost', attempts: 3 });
  });

  test('p^3 of the events fail in all runs', () => {
    const stream = new RandomStreams('asynchronous').stream('events');
    const events = 20_000;
    let kept = 0;
    for (let each = 0; each < events; each++)
      kept += runOf(0.3, stream, rules).end === 'kept' ? 1 : 0;
    const { atLeast, atMost } = shareOf(events, 0.3 ** 3);
    expect(kept / events).toBeGreaterThanOrEqual(atLeast);
    expect(kept / events).toBeLessThanOrEqual(atMost);
  });
});
