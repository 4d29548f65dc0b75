/**
 * Goal: `burn` reads the files that people have, and fires the alerts that the Workbook's formulas say. Method: files
 * made here with an outage of known size; the same file with its columns in another order, epoch times or semicolons.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { timeInWords } from '../../../src/tools/input/times.ts';
import { lab } from '../../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-burn-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string): string {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, text);
  return path;
}

async function burnt(path: string, ...words: string[]) {
  const { status, stdout, stderr } = await lab('burn', path, '--slo', '99.9', ...words, '--json');
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

const startS = 1_795_824_000;

/** Minutes with 1,000 requests each, of which so many fail. */
const minutes = (count: number, failed: (minute: number) => number) =>
  Array.from({ length: count }, (_, place) => ({
    s: startS + 60 * (place + 1),
    failed: failed(place + 1),
    total: 1_000,
  }));

/** A tenth fails from minute 400 to 490: burn rate 100. */
const outage = minutes(900, (minute) => (minute > 400 && minute <= 490 ? 100 : 0));
const iso = (s: number) => timeInWords(1_000 * s);
const plain = `time,errors,total\n${outage.map(({ s, failed, total }) => `${iso(s)},${failed},${total}`).join('\n')}\n`;

const when = (report: {
  alerts: { firings: { line: number; resetMs: number; atMs: number }[] }[];
}) => report.alerts.map(({ firings }) => firings.map(({ line }) => line - 1));

describe('an outage of a tenth of the requests, 90 minutes long', () => {
  test('fires after 8.64 and 21.6 minutes, in the first row that is later; resets as the formula says', async () => {
    const report = await burnt(file(plain), '--alert', '1h/5m/14.4', '--alert', '6h/30m/6');
    expect(when(report)).toEqual([[409], [422]]);
    const [page, slow] = report.alerts;
    expect(page).toMatchObject({ name: 'burn 14.4 over 1h', threshold: 14.4 });
    expect(page.firings[0]).toMatchObject({ failed: 900, isWindowFull: true });
    // The short window holds less than 14.4 x 0.1% of its requests when 72 or fewer failed: after the fifth minute.
    expect(page.firings[0].resetMs - 1_000 * (startS + 490 * 60)).toBe(5 * 60_000);
    // 1,080 of 60,000 is burn rate 18; 30 min x (1 - 0.6%/10%) = 28.2 min after the end.
    expect(slow.firings[0].resetMs - 1_000 * (startS + 490 * 60)).toBe(29 * 60_000);
    expect(report).toMatchObject({ schema: 'seedlab.burn.1', requests: 900_000, failed: 9_000 });
    expect(report.budgetSpent).toBeCloseTo(9_000 / (900_000 * 0.001 * ((30 * 24) / 15)), 9);
  });

  test.each([
    [
      'other columns, epoch seconds',
      `total,5xx,region,ts\n${outage.map(({ s, failed, total }) => `${total},${failed},eu,${s}`).join('\n')}`,
    ],
    [
      'good requests, epoch ms, semicolons',
      `timestamp_ms;good;requests\n${outage.map(({ s, failed, total }) => `${1_000 * s};${total - failed};${total}`).join('\n')}`,
    ],
    [
      'failed and good ones, the newest first',
      `time,failed,success\n${outage
        .toReversed()
        .map(({ s, failed, total }) => `${iso(s)},${failed},${total - failed}`)
        .join('\n')}`,
    ],
    [
      'JSON Lines',
      outage
        .map(({ s, failed, total }) => JSON.stringify({ total, at: s, errors: failed }))
        .join('\n'),
    ],
    [
      'two series of one time',
      `time,errors,total\n${outage
        .flatMap(({ s, failed }) => [`${s},${failed},400`, `${s},0,600`])
        .join('\n')}`,
    ],
  ])('%s: the same firings', async (_name, text) => {
    const [one, other] = [await burnt(file(plain)), await burnt(file(text))];
    const figures = ({ alerts }: typeof one) =>
      alerts.map(({ firings }: { firings: { atMs: number; resetMs: number; burn: number }[] }) =>
        firings.map(({ atMs, resetMs, burn }) => ({ atMs, resetMs, burn })),
      );
    expect(figures(other)).toEqual(figures(one));
    expect(other.failed).toBe(9_000);
  });

  test('counters: the growth counts, through a restart', async () => {
    let [failed, total] = [0, 0];
    const rows = outage.map((row, place) => {
      if (place === 600) [failed, total] = [0, 0];
      [failed, total] = [failed + row.failed, total + row.total];
      return `${row.s},${failed},${total}`;
    });
    const path = file(`time,errors,total\n${rows.join('\n')}`);
    const report = await burnt(path, '--cumulative');
    expect(report.remarks[0]).toBe('1 restart of a counter: its new value counts as growth.');
    expect([report.requests, report.failed]).toEqual([899_000, 9_000]);
    const bare = await burnt(path);
    expect(bare.remarks.join(' ')).not.toContain('--cumulative');
  });
});

test('low traffic: one failure of ten pages, and not if a page needs two', async () => {
  const rows = minutes(600, (minute) => (minute === 300 ? 1 : 0)).filter(
    (_, place) => place % 6 === 5,
  );
  const path = file(
    `time,errors,total\n${rows.map(({ s, failed }) => `${s},${failed},1`).join('\n')}`,
  );
  const words = ['--alert', '1h/6m/14.4'];
  const report = await burnt(path, ...words);
  expect(report.alerts[0].firings).toHaveLength(1);
  expect(report.alerts[0].firings[0]).toMatchObject({ failed: 1 });
  expect(report.alerts[0].firings[0].burn).toBeCloseTo(100, 9);
  expect(report.remarks.at(-1)).toMatch(/single failed request/);
  expect((await burnt(path, ...words, '--failures-min', '2')).alerts[0].firings).toEqual([]);
});

test('a gap is silence: it is named, windows run empty in it, and nothing fires', async () => {
  const rows = minutes(300, (minute) => (minute > 90 && minute <= 100 ? 500 : 0)).filter(
    ({ s }) => s <= startS + 6_000 || s > startS + 12_000,
  );
  const path = file(
    `time,errors,total\n${rows.map(({ s, failed }) => `${s},${failed},1000`).join('\n')}`,
  );
  const report = await burnt(path, '--alert', '1h/5m/14.4');
  expect(report.gaps).toEqual([
    { fromMs: 1_000 * (startS + 6_000), toMs: 1_000 * (startS + 12_060) },
  ]);
  const [firing] = report.alerts[0].firings;
  // The short window has nothing in it five minutes after the last row: no ratio, and no alert.
  expect(firing.resetMs).toBe(1_000 * (startS + 6_300));
});

test('rows that are none are left out by line', async () => {
  const path = file(
    'time,errors,total\n1795824060,1,10\nnoon,1,10\n1795824120,11,10\n1795824180,0,10\n',
  );
  const report = await burnt(path);
  expect(report.remarks[0]).toBe('2 lines left out, without a time or counts that can be: 3, 4.');
  expect(report).toMatchObject({ requests: 20, failed: 1 });
});

describe('bad input is one sentence', () => {
  test.each([
    [
      plain,
      ['--slo', '0.999'],
      /--slo takes a percentage: "0.999" would be 0.999%\. Did you mean 99\.9\?/,
    ],
    [plain, ['--slo', '100'], /--slo takes a percentage above 0 and below 100/],
    [plain, [], /Say which share of the requests must be good: --slo 99\.9\./],
    [plain, ['--slo', '99', '--alert', '1h/14.4'], /--alert takes <long window>/],
    [plain, ['--slo', '99', '--alert', '5m/1h/14.4'], /the short window comes second/],
    [plain, ['--slo', '99', '--period', 'month'], /--period takes a span of time/],
    [plain, ['--slo', '99', '--errors', 'bad'], /There is no column "bad" for --errors/],
    ['a,b\n1,2\n', ['--slo', '99'], /No column is a time by its name: .* There are a, b\./],
    ['time,b\n1,2\n', ['--slo', '99'], /It needs two of failures, good requests and all requests/],
    ['time,errors,total\n', ['--slo', '99'], /No row of it has a time, failures and requests/],
    ['', ['--slo', '99'], /It is empty/],
  ])('%#', async (text, words, expected) => {
    const { status, stdout, stderr } = await lab('burn', file(text), ...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(expected);
  });
});

test('the examples of its guide', async () => {
  const example = (name: string) => `src/tools/burn/examples/${name}`;
  const { stdout } = await lab('burn', example('errors.csv'), '--slo', '99.9');
  expect(stdout).toContain('page 1h  burn rate 14.4 over 1 h and 5 min: fires once');
  const counters = await lab('burn', example('counters.jsonl'), '--slo', '99.9', '--cumulative');
  expect(counters.stdout).toContain('1 restart of a counter');
});
