/**
 * Goal: times are read as they were meant, whoever wrote them down, and what a single one leaves open is
 * decided by its column or refused.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { timesFrom } from '../../../src/tools/input/clock.ts';
import { timeFrom, timeInWords } from '../../../src/tools/input/times.ts';

function msOf(text: string): number | undefined {
  const time = timeFrom(text);
  return time !== undefined && 'ms' in time ? time.ms : undefined;
}

describe('times', () => {
  test.each([
    ['2026-11-24T05:36:27Z', '2026-11-24T05:36:27Z'],
    ['2026-11-24 05:36:27,250', '2026-11-24T05:36:27.250Z'],
    ['2026-11-24T05:36:27+02:00', '2026-11-24T03:36:27Z'],
    ['Tue Nov 24 05:36:27 UTC 2026', '2026-11-24T05:36:27Z'],
    ['Tue 24 Nov 2026 05:36:27 PM UTC', '2026-11-24T17:36:27Z'],
    ['Sun Feb 29 23:59:59 2032', '2032-02-29T23:59:59Z'],
    ['Nov 24 05:36:27', '2000-11-24T05:36:27Z'],
    ['Tue Nov 24 05:36:27 AM UTC 2026', '2026-11-24T05:36:27Z'],
    ['Tue 24 Nov 05:36:27 CET 2026', '2026-11-24T04:36:27Z'],
    ['Tue, 24 Nov 2026 05:36:27 +0100', '2026-11-24T04:36:27Z'],
    ['Tue Nov 24 05:36:27 -03 2026', '2026-11-24T08:36:27Z'],
    ['24/Nov/2026:05:36:27 +0000', '2026-11-24T05:36:27Z'],
    ['2026-11-24T05:36:27.5+01:00[Europe/Berlin]', '2026-11-24T04:36:27.500Z'],
    ['20261124T053627Z', '2026-11-24T05:36:27Z'],
    ['2026/11/24 05:36', '2026-11-24T05:36:00Z'],
    ['24.11.2026 05:36:27', '2026-11-24T05:36:27Z'],
    ['Sun Oct 25 02:30:00 CEST 2026', '2026-10-25T00:30:00Z'],
    ['Sun Oct 25 02:00:00 CET 2026', '2026-10-25T01:00:00Z'],
    ['2026-11-24', '2026-11-24T00:00:00Z'],
  ])('%s', (text, time) => {
    expect(timeInWords(msOf(text) ?? Number.NaN)).toBe(time);
  });

  test.each([
    ...['', 'hello', '2026-13-01', '2026-02-30 10:00:00', '25:00:00', 'backfill-2026-11-24'],
    ...['2026-11-24 orders', 'at 05:36:27', '12 ms'],
  ])('not "%s"', (text) => {
    expect(timeFrom(text)).toBe(undefined);
  });

  const anyDate = fc.date({ noInvalidDate: true });
  const fourDigits = anyDate.filter((date) => date.getFullYear() > 0 && date.getFullYear() < 9999);
  test.prop([fourDigits])('are what the platform makes of them', (date) => {
    expect(msOf(date.toISOString())).toBe(date.getTime());
  });
});

const column = (...texts: string[]) => texts.map((text, place) => ({ text, line: place + 2 }));
/** How far each time is from the first, in seconds. */
function distances(...texts: string[]): (number | undefined)[] {
  const { ms } = timesFrom(column(...texts));
  return ms.map((each) => (each === undefined ? undefined : (each - (ms[0] ?? 0)) / 1000));
}

describe('a column of times', () => {
  test.each([
    ['seconds', ['1795498587', '1795498587.5'], 0.5],
    ['milliseconds', ['1795498587000', '1795498587500'], 0.5],
    ['microseconds', ['1795498587000000', '1795498587500000'], 0.5],
    ['nanoseconds', ['1795498587000000000', '1795498588000000000'], 1],
    ['small numbers', ['10', '11'], 1],
    ['midnight without a date', ['23:59:30', '00:00:00'], 30],
    ['the day first, as a later row shows', ['03/04/2026 10:00', '13/04/2026 10:00'], 864_000],
    ['the month first, as a later row shows', ['03/04/2026 10:00', '03/14/2026 10:00'], 864_000],
    ['one date that has two readings', ['03/04/2026 10:00', '03/04/2026 10:01'], 60],
  ])('%s', (_, texts, seconds) => {
    expect(distances(...texts)).toEqual([0, seconds]);
  });

  test('with two units of epoch is refused with both lines', () => {
    expect(() => distances('1795498587', '1795498597', '1795498607000')).toThrow(
      'Line 4: the time "1795498607000" is in milliseconds, and "1795498587" on line 2 in seconds.',
    );
  });

  test('with two readings of its dates is refused', () => {
    expect(() => distances('03/04/2026', '04/05/2026')).toThrow('Line 2: "03/04/2026" has the day');
    expect(() => distances('13/04/2026', '04/13/2026')).toThrow('Line 2 has the day first');
  });

  test('takes the unit that its heading says', () => {
    const cells = column('100', '600');
    expect(timesFrom(cells, { heading: 'timestamp_ms' }).ms).toEqual([100, 600]);
    expect(timesFrom(cells, { heading: 'atMs' }).ms).toEqual([100, 600]);
    expect(timesFrom(cells, { heading: 'seconds' }).ms).toEqual([100_000, 600_000]);
  });
});

describe('daylight saving time', () => {
  /** What clocks on the wall of Berlin show, every `minutes`. */
  function wall(startUtc: string, minutes: number, count: number): string[] {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return Array.from({ length: count }, (_, place) =>
      format.format((msOf(startUtc) ?? 0) + place * minutes * 60_000),
    );
  }
  const steady = (minutes: number, count: number) =>
    Array.from({ length: count }, (_, place) => place * minutes * 60);

  test.each([
    ['ends', '2026-10-25T00:10:00Z', 'goes back by an hour'],
    ['begins', '2026-03-29T00:10:00Z', 'skips an hour'],
  ])('%s: the distances are those of the time that passed', (_, start, words) => {
    for (const minutes of [1, 7, 10, 20]) {
      const texts = wall(start, minutes, 120 / minutes);
      expect(distances(...texts)).toEqual(steady(minutes, texts.length));
      expect(timesFrom(column(...texts)).assumptions.join()).toContain(words);
    }
  });

  test('is seen in a file that holds one series after the other, or the newest first', () => {
    const texts = wall('2026-10-25T00:10:00Z', 10, 12);
    const seriesOf = (place: number) => String(place < 12);
    const { ms } = timesFrom(column(...texts, ...texts), { seriesOf });
    expect(ms.slice(0, 12)).toEqual(ms.slice(12));
    expect(ms.slice(0, 12).map((each) => ((each ?? 0) - (ms[0] ?? 0)) / 1000)).toEqual(
      steady(10, 12),
    );
    const newestFirst = timesFrom(column(...texts.toReversed())).ms.toReversed();
    expect(newestFirst).toEqual(ms.slice(0, 12));
  });

  test('is not seen in rows out of order, in a gap by day, or with a zone', () => {
    const [first = '', ...others] = wall('2026-11-24T00:10:00Z', 10, 6);
    expect(timesFrom(column(...others, first)).assumptions).toEqual([]);
    const gap = distances('2026-03-29 10:00', '2026-03-29 10:10', '2026-03-29 11:20');
    expect(gap).toEqual([0, 600, 4800]);
    expect(distances('2026-03-29T01:50Z', '2026-03-29T02:00Z', '2026-03-29T03:10Z')).toEqual([
      ...[0, 600, 4800],
    ]);
  });
});
