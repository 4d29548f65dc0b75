/**
 * Goal: `lab lag` says what there is to say, and its exit status is 0 for OK, 1 for a problem, 2 for bad
 * input and 3 for too few samples.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lab } from '../../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-lag-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const header = 'timestamp,group,topic,partition,committed_offset,log_end_offset\n';
const rows = (samples: number, committedAt: (sample: number) => number) =>
  Array.from({ length: samples }, (_, sample) => {
    return `${1795498587 + 10 * sample},billing,orders,0,${committedAt(sample)},${1000 + 10 * sample}\n`;
  }).join('');

describe.concurrent('lab lag', () => {
  test('a partition that stands still: status 1, its cause, rates, and the row that was left out', async () => {
    const path = file('stall.csv', `${header}${rows(12, () => 900)}broken\n`);
    const svg = join(folder, 'stall.svg');
    const { status, stdout } = await lab('lag', path, '--plot', svg);
    expect(status).toBe(1);
    expect(stdout).toContain('ERR     billing  lag 210 on 1 partition');
    expect(stdout).toContain(
      'STALL   orders-0  lag 210  900 of 1110  in 1/s  out 0/s  never, at these rates',
    );
    expect(stdout).toContain('left out: 1 row\n  line 14: it has 1 field, and there are 6 columns');
    expect(readFileSync(svg, 'utf8')).toContain('lag of billing');
  });

  test('all is well: status 0, as JSON', async () => {
    const path = file('well.csv', `${header}${rows(12, (sample) => 1000 + 10 * sample)}`);
    const { status, stdout } = await lab('lag', path, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'OK',
      malformed: 0,
      groups: [
        { group: 'billing', status: 'OK', lag: 0, shape: 'none', partitions: [{ status: 'OK' }] },
      ],
    });
  });

  test.each([
    ['', 'no line of it begins a table or a sample that is known'],
    [header, 'it names its columns, and no row follows'],
    [`${header}1795498587,g,t,0,x,5\n`, 'its only row cannot be used; line 2: the committed'],
    [
      'GROUP COORDINATOR (ID) ASSIGNMENT-STRATEGY STATE #MEMBERS\ng 1 range Stable 3\n',
      'samples of lag: line 1: it begins a table of --describe --state',
    ],
    ['time,value\n1,2\n', 'samples of lag: line 1: there is no column for the topic'],
  ])('nothing to judge: status 2, and why', async (text, why) => {
    const { status, stderr } = await lab('lag', file(`nothing-${text.length}.txt`, text));
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  test('too few samples: status 3, unless fewer will do', async () => {
    const path = file('few.csv', `${header}${rows(2, () => 900)}`);
    expect((await lab('lag', path)).status).toBe(3);
    expect((await lab('lag', path, '--min-samples', '2')).status).toBe(1);
  });

  test.each([
    [[file('empty.csv', '')], 'holds no samples of lag: no line of it begins a table'],
    [[file('other.csv', 'a,b\n1,2\n')], 'line 1: the header names no column that the tool knows'],
    [[file('rows.csv', `${header}x,y\n`)], 'its only row cannot be used; line 2: it has 2 fields'],
    [[join(folder, 'none.csv')], 'cannot be read: there is no such file'],
    [
      [file('window.csv', header), '--window', '1'],
      '--window takes a whole number from 2, not "1"',
    ],
    [[file('every.csv', header), '--every', 'soon'], '--every takes a span of time such as 30s'],
  ])('bad input %#: status 2 and one sentence', async (words, message) => {
    const { status, stdout, stderr } = await lab('lag', ...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
