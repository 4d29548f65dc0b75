/** Goal: the progress line says how far a command is, on terminals only, and leaves nothing behind. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { histogramAsText } from '../../src/cli/render/histogram.ts';
import { duration, progressLine, progressOn } from '../../src/cli/render/progress.ts';
import type { Paint } from '../../src/draw/colour.ts';

const plainly = new Proxy({}, { get: () => (text: string) => text }) as unknown as Paint;

test('done, rate, time left, failures so far', () => {
  const line = progressLine({ done: 250, of: 1_000, failed: 3, elapsedMs: 2_000 });
  expect(line).toBe('██████░░░░░░░░░░░░░░░░░░  250 of 1,000 seeds  125/s  6.0 s left  3 failed');
  expect(progressLine({ done: 0, of: 10, failed: 0, elapsedMs: 0 })).toContain(
    '0 of 10 seeds  0/s',
  );
});

test.each([
  [3_240, '3.2 s'],
  [250_000, '4 min 10 s'],
  [7_500_000, '2 h 5 min'],
])('%i ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

describe('the screen', () => {
  const written: string[] = [];
  const screen = (isTTY: boolean) => ({
    isTTY,
    columns: 30,
    write: (text: string) => written.push(text),
  });

  test('is left alone where it is no terminal', () => {
    const progress = progressOn(screen(false), 10, () => 0);
    progress.show({ done: 1, failed: 0 });
    progress.clear();
    expect(written).toEqual([]);
  });

  test('shows one line at most ten times a second, no wider than it is, and none at the end', () => {
    let nowMs = 0;
    const progress = progressOn(screen(true), 10, () => nowMs);
    for (nowMs = 0; nowMs < 1_000; nowMs += 10) progress.show({ done: 1, failed: 0 });
    expect(written.length).toBe(10);
    for (const text of written) expect(stripVTControlCharacters(text).length).toBeLessThan(31);
    progress.clear();
    expect(written.at(-1)).toBe('\r\x1b[2K');
  });
});

test('bars are as long as their counts, and what occurred at all can be seen', () => {
  const bins = [
    { from: 1, to: 1, count: 1_000 },
    { from: 2, to: 2, count: 500 },
    { from: 3, to: 3, count: 1 },
    { from: 4, to: 4, count: 0 },
  ];
  expect(histogramAsText(bins, plainly)).toEqual([
    `  1  ${'█'.repeat(40)} 1,000`,
    `  2  ${'█'.repeat(20)} 500`,
    '  3  ▏ 1',
    '  4  0',
  ]);
});
