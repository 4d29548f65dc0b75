/**
 * Goal: samples of lag are read from whatever people have, no row is lost without a word, and what is
 * said about rates and draining is true as often as it claims.
 * Method: files in each format, generated ones with known rates, and damaged ones.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { judge } from '../../../sims/kafka/lag/judge.ts';
import { drainOf, rateOf } from '../../../sims/kafka/lag/rate.ts';
import { samplesFrom } from '../../../sims/kafka/lag/samples.ts';
import { spreadOf } from '../../../sims/kafka/lag/spread.ts';
import { timeIn, timeInWords } from '../../../sims/kafka/lag/timestamp.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { contains, intervalOfProbability } from '../../support/confidence.ts';

const header = 'timestamp,group,topic,partition,committed_offset,log_end_offset';
const csv = (...rows: string[]) => [header, ...rows].join('\n');

describe('times', () => {
  test.each([
    ['2026-11-24T05:36:27Z', '2026-11-24T05:36:27Z'],
    ['2026-11-24 05:36:27,250', '2026-11-24T05:36:27.250Z'],
    ['2026-11-24T05:36:27+02:00', '2026-11-24T03:36:27Z'],
    ['Tue Nov 24 05:36:27 UTC 2026', '2026-11-24T05:36:27Z'],
    ['Tue 24 Nov 2026 05:36:27 PM UTC', '2026-11-24T17:36:27Z'],
    ['Every 10.0s: kafka-consumer-groups  Sun Feb 29 23:59:59 2032', '2032-02-29T23:59:59Z'],
    ['=== 1795498587 ===', '2026-11-24T05:36:27Z'],
    ['2026-11-24', '2026-11-24T00:00:00Z'],
  ])('%s', (text, time) => {
    expect(timeInWords(timeIn(text)?.ms ?? Number.NaN)).toBe(time);
  });

  test.each(['', 'hello', '2026-13-01', '2026-02-30 10:00:00', '25:00:00'])('not "%s"', (text) => {
    expect(timeIn(text)).toBe(undefined);
  });

  const anyDate = fc.date({ noInvalidDate: true });
  const fourDigits = anyDate.filter((date) => date.getFullYear() > 0 && date.getFullYear() < 9999);
  test.prop([fourDigits])('are what the platform makes of them', (date) => {
    expect(timeIn(date.toISOString())?.ms).toBe(date.getTime());
  });
});

describe('reading', () => {
  const expected = [
    { group: 'g', topic: 'orders', partition: 0, committed: 10, logEnd: 12, atMs: 1795498587000 },
    { group: 'g', topic: 'orders', partition: 0, committed: 11, logEnd: 15, atMs: 1795498597000 },
  ];

  test.each([
    ['CSV', csv('2026-11-24T05:36:27Z,g,orders,0,10,12', '2026-11-24T05:36:37Z,g,orders,0,11,15')],
    [
      'CSV with semicolons, in another order',
      'Log End;Partition;Topic;Group;Current Offset;Time\n12;0;orders;g;10;1795498587\n15;0;orders;g;11;1795498597',
    ],
    ['CSV without names', '1795498587000,g,orders,0,10,12\n1795498597000,g,orders,0,11,15'],
    [
      'CSV, quoted, with the lag instead of the log end',
      'ts,group,topic,partition,committed,lag\n"1795498587","g","orders",0,10,2\r\n"1795498597","g","orders",0,11,4\r\n',
    ],
    [
      'JSON Lines',
      '{"timestamp":1795498587000,"group":"g","topic":"orders","partition":0,"committedOffset":10,"logEndOffset":12}\n\n{"timestamp":"2026-11-24T05:36:37Z","group":"g","topic":"orders","partition":0,"committedOffset":11,"logEndOffset":15}\n',
    ],
    [
      'a JSON array',
      '[{"ts":1795498587,"group_id":"g","topic":"orders","partition":"0","committed":10,"leo":12},\n{"ts":1795498597,"group_id":"g","topic":"orders","partition":0,"committed":11,"leo":15}]',
    ],
    [
      'describe',
      'Tue Nov 24 05:36:27 UTC 2026\nGROUP TOPIC  PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\ng     orders 0         10             12             2   c-1 /10.0.0.1 c\nTue Nov 24 05:36:37 UTC 2026\n\nGROUP TOPIC  PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\ng     orders 0         11             15             4   c-1 /10.0.0.1 c\n',
    ],
    [
      'describe behind ts',
      '2026-11-24T05:36:27Z GROUP TOPIC  PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID\n2026-11-24T05:36:27Z g     orders 0         10             12             2   c-1\n2026-11-24T05:36:37Z g     orders 0         11             15             4   c-1\n',
    ],
  ])('%s', (_, text) => {
    const read = samplesFrom(text);
    expect([read.problems, read.rows]).toEqual([[], 2]);
    expect(read.samples).toMatchObject(expected);
  });

  test('describe without a group, without members, and of several snapshots without a time', () => {
    const snapshot = (offset: number) =>
      `\nConsumer group 'g' has no active members.\n\nTOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\norders 0 ${offset} 20 ${20 - offset} - - -\norders 1 - 7 - - - -\n`;
    const read = samplesFrom(snapshot(5) + snapshot(6) + snapshot(7), { everyMs: 30_000 });
    expect(read.problems).toEqual([]);
    expect(read.samples.filter(({ partition }) => partition === 0)).toMatchObject([
      { atMs: 0, committed: 5, owner: null },
      { atMs: 30_000, committed: 6 },
      { atMs: 60_000, committed: 7 },
    ]);
    expect(read.samples.filter(({ partition }) => partition === 1)[0]?.committed).toBe(undefined);
    expect(read.assumptions.join()).toContain('30 s apart');
  });

  test('a group whose name has a blank in it', () => {
    const text =
      'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\nmy group orders 3 10 12 2 c-1 /h c';
    expect(samplesFrom(text).samples).toMatchObject([
      { group: 'my group', topic: 'orders', partition: 3 },
    ]);
  });

  test('every row that cannot be used is named, with its line', () => {
    const text = csv(
      '2026-11-24T05:36:27Z,g,orders,0,10,12',
      'yesterday,g,orders,0,11,15',
      '2026-11-24T05:36:37Z,g,orders,zero,11,15',
      '2026-11-24T05:36:37Z,g,orders,0,-11,15',
      '2026-11-24T05:36:37Z,g,orders,0,11.5,15',
      '2026-11-24T05:36:37Z,g,orders,0,11',
      '2026-11-24T05:36:37Z,g,,0,11,15',
      '2026-11-24T05:36:37Z,g,orders,0,99999999999999999999,15',
      '"2026-11-24T05:36:37Z,g,orders,0,11,15',
      '2026-11-24T05:36:47Z,g,orders,0,,',
      '2026-11-24T05:36:57Z,g,orders,0,13,12',
      '2026-11-24T05:36:57Z,g,orders,0,12,12',
    );
    const read = samplesFrom(text);
    expect(read.problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(read.oddities.map(({ line }) => line)).toEqual([12]);
    expect(read.rows).toBe(12);
    expect(read.samples.map(({ line }) => line)).toEqual([2, 13]);
    expect(read.problems.at(-1)?.problem).toContain('line 13');
  });

  test('a large file is read', () => {
    const rows = Array.from({ length: 150_000 }, (_, place) => {
      return `${1795498587 + Math.floor(place / 50)},g,t,${place % 50},${place},${place + 9}`;
    });
    expect(samplesFrom([header, ...rows].join('\n')).samples.length).toBe(150_000);
  });

  const anyRow = fc.array(
    fc.oneof(fc.nat(99), fc.constantFrom('', '-', 'x', '"', '\t', '2026-11-24')),
    {
      maxLength: 8,
    },
  );
  test.prop([fc.array(anyRow, { maxLength: 20 }), fc.constantFrom(',', ' ', ';')])(
    'every row is either used or named',
    (rows, separator) => {
      const read = samplesFrom([header, ...rows.map((row) => row.join(separator))].join('\n'));
      expect(read.samples.length + new Set(read.problems.map(({ line }) => line)).size).toBe(
        read.rows,
      );
    },
  );
});

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
      const end = (logEnd[partition] as number) + grow(law.inOf(partition));
      logEnd[partition] = end;
      committed[partition] = Math.min(
        end,
        (committed[partition] as number) + grow(law.outOf(partition)),
      );
    }
  }
  return csv(...rows);
}

const judged = (text: string) => {
  const [group] = judge(samplesFrom(text)).groups;
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
      'nothing was ever committed',
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
      expect(share - (lags[holders.at(-1) as number] as number) / total).toBeLessThan(0.8);
    },
  );
});
