/**
 * Goal: batches and asynchronous invocations end as AWS documents it. Method: small batches by hand, and closed forms over
 * many seeded events.
 */
import { describe, expect, test } from 'vitest';
import { runOf } from '../../../sims/serverless/asynchronous.ts';
import { type BatchedMessage, workedOn } from '../../../sims/serverless/batches.ts';
import { RequestCounter } from '../../../sims/serverless/counter.ts';
import { publishedStarts } from '../../../sims/serverless/published.ts';
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

test('the published starts are those of the two days, row by row', () => {
  expect(publishedStarts.map(({ runtime, ms }) => [runtime, ...ms].join(' '))).toEqual([
    'Rust 12.1 13.9',
    'C++ 11.6 50.7',
    'LLRT 38 59',
    'Go 41 42',
    '.NET 8 AOT 78 76',
    'Python 3.12 86 73',
    'GraalVM 21 123 119',
    'Node 20 139 123',
    'Ruby 3.2 216 253',
    'Java 21 277 254',
    'Java 11 286 360',
    'Bun 300 287',
  ]);
});

test('a counter in instances begins at one in each; in a database once', () => {
  const global = new RequestCounter(2, serverlessRules.without('state-not-in-instance'));
  expect([0, 0, 1, 0].map((instance) => global.count(instance))).toEqual([1, 2, 1, 3]);
  const outside = new RequestCounter(2, rules);
  expect([0, 0, 1, 0].map((instance) => outside.count(instance))).toEqual([1, 2, 3, 4]);
});
