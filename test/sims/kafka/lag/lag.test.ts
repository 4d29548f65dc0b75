/**
 * Goal: what is said of a group's lag (status, cause, rates, draining) is right, and true as often as it
 * claims.
 * Method: samples with known rates, written as files and read back.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { judge } from '../../../../sims/kafka/lag/judge.ts';
import { drainOf, rateOf } from '../../../../sims/kafka/lag/rate.ts';
import { spreadOf } from '../../../../sims/kafka/lag/spread.ts';
import { must } from '../../../../src/kernel/must.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { contains, intervalOfProbability } from '../../../support/confidence.ts';
import { readLag } from '../../../support/read-lag.ts';

const header = 'timestamp,group,topic,partition,committed_offset,log_end_offset';
const csv = (...rows: string[]) => [header, ...rows].join('\n');

interface Law {
  readonly partitions: number;
  readonly samples: number;
  readonly inOf: (partition: number) => number;
  readonly outOf: (partition: number) => number;
  readonly lag?: number;
  readonly noise?: number;
}

/** Samples ten seconds apart of a group with those rates a second. */
function generated(seed: string, law: Law): string {
  const random = new RandomStreams(seed).stream('lag');
  const { partitions, samples, lag = 0, noise = 0.2 } = law;
  const committed = Array.from({ length: partitions }, () => 1000);
  const logEnd = committed.map((offset) => offset + lag);
  const rows: string[] = [];
  const grow = (rate: number) => Math.round(10 * rate * (1 + noise * (2 * random() - 1)));
  for (let sample = 0; sample < samples; sample++) {
    for (let partition = 0; partition < partitions; partition++) {
      rows.push(
        `${1795498587 + 10 * sample},g,t,${partition},${committed[partition]},${logEnd[partition]}`,
      );
    }
    for (let partition = 0; partition < partitions; partition++) {
      const end = must(logEnd[partition], 'offset of the partition') + grow(law.inOf(partition));
      logEnd[partition] = end;
      committed[partition] = Math.min(
        end,
        must(committed[partition], 'offset of the partition') + grow(law.outOf(partition)),
      );
    }
  }
  return csv(...rows);
}

const judged = (text: string) => {
  const [group] = judge(readLag(text)).groups;
  if (group === undefined) throw new Error('no group');
  return group;
};

describe('judging', () => {
  const six = { partitions: 6, samples: 20 };
  test.each([
    [
      'too slow everywhere',
      { ...six, inOf: () => 100, outOf: () => 70 },
      'WARN',
      'uniform',
      'too-slow',
    ],
    [
      'a hot key',
      { ...six, inOf: (p: number) => (p === 2 ? 400 : 40), outOf: () => 100 },
      'WARN',
      'concentrated',
      'hot-key',
    ],
    [
      'a stuck consumer',
      { ...six, inOf: () => 40, outOf: (p: number) => (p < 2 ? 0 : 100) },
      'ERR',
      'concentrated',
      'stuck-consumer',
    ],
    [
      'a slow consumer',
      { ...six, inOf: () => 40, outOf: (p: number) => (p < 2 ? 10 : 100) },
      'WARN',
      'concentrated',
      'slow-consumer',
    ],
    ['nothing wrong', { ...six, inOf: () => 40, outOf: () => 100 }, 'OK', 'none', 'no-lag'],
    [
      'catching up',
      { ...six, inOf: () => 40, outOf: () => 100, lag: 90_000 },
      'OK',
      'uniform',
      'catching-up',
    ],
  ])('%s', (_, law, status, shape, cause) => {
    const group = judged(generated('judging', law));
    expect([group.status, group.spread.shape, group.cause.id]).toEqual([status, shape, cause]);
  });

  test('a partition whose commits end before those of the others has stopped', () => {
    const rows = generated('stop', {
      partitions: 2,
      samples: 30,
      inOf: () => 50,
      outOf: () => 20,
    }).split('\n');
    const without = rows.filter(
      (row, place) => place === 0 || row.split(',')[3] !== '1' || place < 25,
    );
    const group = judged(without.join('\n'));
    expect(group.partitions.map(({ status }) => status)).toEqual(['WARN', 'STOP']);
  });

  test('a partition that nobody reads has stopped, though it is described over and over', () => {
    const line = (partition: number, offset: number, owner: string) =>
      `g t ${partition} ${offset} 5000 1 ${owner} h c`;
    const snapshots = Array.from({ length: 12 }, (_, place) =>
      [
        `05:00:${place + 10}`,
        'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID',
        line(0, Math.min(place, 3) * 10, place < 4 ? 'c-1' : '-'),
        line(1, 30, 'c-2'),
      ].join('\n'),
    );
    const group = judged(snapshots.join('\n'));
    expect(group.partitions.map(({ status }) => status)).toEqual(['STOP', 'STALL']);
  });

  test('one partition that stands still while its consumer goes on with others: one bad record', () => {
    const snapshots = Array.from({ length: 6 }, (_, place) =>
      [
        `05:00:${place + 10}`,
        'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID',
        `g t 0 ${100 + place} ${101 + place} 1 c-1 h c`,
        `g t 1 77 ${101 + place * 9} 1 c-1 h c`,
      ].join('\n'),
    );
    expect(judged(snapshots.join('\n')).cause).toMatchObject({
      id: 'poison-message',
      scenario: 'kafka/poison-message',
    });
  });

  test('a rewind that is not made good is an error, and names itself', () => {
    const offsets = [500, 600, 700, 20, 120, 220];
    const rows = offsets.map((offset, place) => `${1795498587 + 10 * place},g,t,0,${offset},800`);
    const group = judged(csv(...rows));
    expect([group.status, group.partitions[0]?.status, group.cause.id]).toEqual([
      'ERR',
      'REWIND',
      'rewind',
    ]);
    // Consumption counts from the rewind on.
    expect(group.partitions[0]?.consumption?.perSecond).toBe(10);
  });

  test('a group in a storm of rebalances', () => {
    const snapshots = Array.from({ length: 6 }, (_, place) =>
      [
        `05:00:${place + 10}`,
        "Warning: Consumer group 'g' is rebalancing.",
        'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID',
        `g t 0 70 ${100 + place} 1 c-${place} h c`,
        `g t 1 70 ${100 + place} 1 c-${place + 1} h c`,
      ].join('\n'),
    );
    expect(judged(snapshots.join('\n')).cause.id).toBe('rebalance-storm');
  });

  test('a lag that is there once is not judged, and neither is one of which nothing was committed', () => {
    expect(judged(csv('1795498587,g,t,0,1,9')).status).toBe(undefined);
    const group = judged(
      csv('1795498587,g,t,0,-,9', '1795498597,g,t,0,-,9', '1795498607,g,t,0,-,9'),
    );
    expect([group.status, group.partitions[0]?.unjudged]).toEqual([
      undefined,
      'no offset was ever committed',
    ]);
  });
});

describe('rates', () => {
  test('hold the truth as often as their intervals say, 95% of the time', () => {
    const trials = 2_000;
    const truth = 100;
    let hits = 0;
    const random = new RandomStreams('rates').stream('growth');
    for (let trial = 0; trial < trials; trial++) {
      let value = 0;
      const counts = Array.from({ length: 10 }, (_, place) => {
        if (place > 0) value += 1000 + 300 * (random() + random() + random() + random() - 2);
        return { atMs: place * 10_000, value };
      });
      const rate = rateOf(counts);
      if (rate !== undefined && rate.low <= truth && truth <= rate.high) hits += 1;
    }
    expect(contains(intervalOfProbability(hits, trials), 0.95)).toBe(true);
  });

  test('intervals of different length weigh as long as they are', () => {
    const rate = rateOf([
      { atMs: 0, value: 0 },
      { atMs: 1000, value: 10 },
      { atMs: 10_000, value: 100 },
    ]);
    expect(rate).toEqual({ perSecond: 10, low: 10, high: 10 });
  });

  test('drain time is lag / (consumption - production)', () => {
    expect(drainOf(600, { perSecond: -2, low: -3, high: -1 })).toEqual({
      seconds: 300,
      low: 200,
      high: 600,
    });
    expect(drainOf(600, { perSecond: 1, low: -1, high: 3 })).toEqual({
      seconds: Infinity,
      low: 600,
      high: Infinity,
    });
    expect(drainOf(0, { perSecond: 1, low: 0, high: 2 }).seconds).toBe(0);
  });

  test('the drain time of generated samples lies in its interval', () => {
    const misses = Array.from({ length: 200 }, (_, seed) => {
      const law = { partitions: 4, samples: 20, inOf: () => 50, outOf: () => 90, lag: 50_000 };
      const { lag, drain } = judged(generated(`drain ${seed}`, law));
      const truth = lag / (4 * 40);
      return drain === undefined || truth < drain.low || truth > drain.high;
    }).filter((miss) => miss).length;
    expect(contains(intervalOfProbability(misses, 200), 0.05)).toBe(true);
  });
});

describe('shape', () => {
  test.each([
    [[10, 10, 10, 10], 'uniform'],
    [[100, 1, 1, 1], 'concentrated'],
    [[50, 50, 0, 0], 'concentrated'],
    [[0, 0, 0], 'none'],
    [[7], 'uniform'],
  ])('%j is %s', (lags, shape) => {
    expect(spreadOf(lags).shape).toBe(shape);
  });

  test.prop([fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 })])(
    'the holders hold at least four fifths, and would not without the least of them',
    (lags) => {
      const { holders, share, shape } = spreadOf(lags);
      if (shape === 'none') return;
      const total = lags.reduce((sum, lag) => sum + lag, 0);
      expect(share).toBeGreaterThanOrEqual(0.8);
      expect(
        share - must(lags[must(holders.at(-1), 'last holder')], 'lag of the last holder') / total,
      ).toBeLessThan(0.8);
    },
  );
});

describe('where the lag is', () => {
  test('is nowhere if there is none', () => {
    expect(spreadOf([0, 0, 0])).toEqual({ shape: 'none', holders: [], share: 0 });
    expect(spreadOf([0, 1])).toEqual({ shape: 'concentrated', holders: [1], share: 1 });
  });
});

describe('the interval of a rate', () => {
  // R 4.5: growths of 10, 20 and 30 in three seconds: mean 20, qt(0.975, 2) * sd / sqrt(3).
  test('is Student’s', () => {
    const counts = [0, 10, 30, 60].map((value, place) => ({ atMs: 1_000 * place, value }));
    const { perSecond, low, high } = rateOf(counts) as NonNullable<ReturnType<typeof rateOf>>;
    expect(perSecond).toBe(20);
    expect(high - perSecond).toBeCloseTo(24.84138, 4);
    expect(perSecond - low).toBeCloseTo(24.84138, 4);
  });
});
