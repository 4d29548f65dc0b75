/**
 * Goal: samples of lag are read from whatever people have, and no row is lost without a word.
 * Method: files in each format, and damaged ones.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { readLag } from '../../support/read-lag.ts';

const header = 'timestamp,group,topic,partition,committed_offset,log_end_offset';
const csv = (...rows: string[]) => [header, ...rows].join('\n');

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
    const read = readLag(text);
    expect([read.problems, read.rows]).toEqual([[], 2]);
    expect(read.samples).toMatchObject(expected);
  });

  test('describe without a group, without members, and of several snapshots without a time', () => {
    const snapshot = (offset: number) =>
      `\nConsumer group 'g' has no active members.\n\nTOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\norders 0 ${offset} 20 ${20 - offset} - - -\norders 1 - 7 - - - -\n`;
    const read = readLag(snapshot(5) + snapshot(6) + snapshot(7), { everyMs: 30_000 });
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
    expect(readLag(text).samples).toMatchObject([
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
    const read = readLag(text);
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
    expect(readLag([header, ...rows].join('\n')).samples.length).toBe(150_000);
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
      const read = readLag([header, ...rows.map((row) => row.join(separator))].join('\n'));
      const ofRows = read.problems.filter(({ isOfTable }) => !isOfTable);
      expect(read.samples.length + new Set(ofRows.map(({ line }) => line)).size).toBe(read.rows);
    },
  );

  test('an answer of Prometheus on one line of more than a megabyte', () => {
    const result = Array.from({ length: 70 }, (_, partition) => ({
      metric: {
        __name__: 'kafka_consumergroup_lag',
        group: 'g',
        topic: 't',
        partition: `${partition}`,
      },
      values: Array.from({ length: 1000 }, (_unused, place) => [1795498587 + 30 * place, '7']),
    }));
    const text = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
    expect(text.length).toBeGreaterThan(1_048_576);
    expect(readLag(text).samples.length).toBe(70_000);
  });

  test('a table of Grafana with a column for each partition: a scrape may lack one', () => {
    const head =
      '"Time","kafka_consumergroup_lag{consumergroup=""g"", partition=""0"", topic=""a, b""}",';
    const text = `${head}"{consumergroup=""g"", partition=""1"", topic=""t""}"\n1795498587000,5,\n1795498617000,6,7\n`;
    const { samples, problems } = readLag(text);
    expect(problems).toEqual([]);
    expect(samples.map(({ topic, partition, lag }) => [topic, partition, lag])).toEqual([
      ['a, b', 0, 5],
      ['a, b', 0, 6],
      ['t', 1, 7],
    ]);
  });

  const inTable = 'g orders 0 10 12 2 - - -';
  const describeHeader =
    'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID';
  const inJson = '{"ts":1795498587,"group":"g","topic":"t","partition":0,"lag":1}';
  test.each([
    ['CSV', header, '1795498587,g,orders,0,10,12'],
    ['--describe', describeHeader, inTable],
    ['JSON Lines', '', inJson],
  ])(
    'more rows of %s than the limit are refused; headers and blank lines are no rows',
    (_format, head, row) => {
      const snapshots = (count: number) => `\n\n${head}\n\n${row}\n`.repeat(count);
      expect(readLag(snapshots(3), { rowsMax: 3 }).rows).toBe(3);
      expect(() => readLag(snapshots(4), { rowsMax: 3 })).toThrow(
        'The input has more than 3 rows, which is the limit: raise it with --rows-max',
      );
    },
  );
});
