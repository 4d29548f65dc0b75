/**
 * Goal: the frame shows what there is, within its size. Method: golden frames of one run in several
 * sizes, and for every scenario of the lab the laws of every frame.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import sixStrategies from '../../../scenarios/canary/six-strategies.ts';
import { catalogue } from '../../../scenarios/index.ts';
import storm from '../../../scenarios/raft/storm.ts';
import crashAtEveryPoint from '../../../scenarios/transactions/crash-at-every-point.ts';
import { frameLines, frameOf, type Size } from '../../../src/cli/screen/frame.ts';
import { obey } from '../../../src/debugger/commands.ts';
import { must } from '../../../src/kernel/must.ts';
import { pictureOf } from '../../../src/lab/picture.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';
import type { Session } from '../../../src/lab/session.ts';
import { displayWidth } from '../../../src/words/width.ts';
import { crash } from '../../../src/world/fault.ts';
import { countOf } from '../../support/campaign.ts';
import { deskFor, plainStyle } from '../../support/desk.ts';
import { pingPongScenario } from '../../support/ping-pong-scenario.ts';

const scenarios = await catalogue.scenarios();
const golden = (name: string) => `../../transcripts/${name}.txt`;

describe('frame', () => {
  test.each([
    [80, 24],
    [120, 40],
    [40, 12],
  ])('%i x %i', async (columns, rows) => {
    const desk = deskFor(pingPongScenario, '1', { at: 38 });
    desk.playback.intervene({ kind: 'hold', message: 35 });
    desk.playback.intervene({ kind: 'fault', fault: crash('b') });
    desk.playback.intervene({ kind: 'pause', node: 'c' });
    desk.playback.goTo(60);
    const lines = frameOf(pingPongScenario, desk.playback.session, { columns, rows }, plainStyle);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(`frame-${columns}x${rows}`));
  });

  test.each([
    [80, 24],
    [120, 40],
    [40, 12],
  ])('of Raft while a second leader commits, %i x %i', async (columns, rows) => {
    const desk = deskFor(storm, '1');
    for (const line of ['to 1.2s', 'next stands', 'next commits']) obey(desk, line);
    const { session } = desk.playback;
    const lines = frameOf(storm, session, { columns, rows }, plainStyle);
    const name = `frame-raft-${columns}x${rows}`;
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(name));
  });

  test('tall tables scroll, and show the rows of the present moment', () => {
    const desk = deskFor(sixStrategies, '1');
    obey(desk, 'step 3');
    const size = { columns: 80, rows: 14 };
    const picture = pictureOf(desk.playback);
    const lines = (top: number) => frameLines(picture, size, plainStyle, top);
    expect(lines(0).find((line) => line.includes('more rows'))).toMatch(
      /^ … \d+ more rows: down scrolls, \/ chooses$/,
    );
    const [, second, third] = lines(1);
    expect(lines(2)[1]).toBe(third);
    expect(lines(2)[1]).not.toBe(second);
    expect(lines(1).find((line) => line.startsWith(' … lines'))).toMatch(
      /^ … lines 2 to \d+ of \d+: up and down scroll$/,
    );
    const now = new Set(desk.playback.present.map(({ node }) => node));
    const names = picture.rows.map(({ name }) => name).filter((name) => now.has(name));
    expect(names.length).toBeGreaterThan(0);
    expect(lines(0).some((line) => names.some((name) => line.startsWith(` ${name}`)))).toBe(true);
  });

  test('a goal that is late is overdue, and broken once the run is over', () => {
    const desk = deskFor(crashAtEveryPoint, '1');
    desk.playback.waitUntil(1_500);
    const size = { columns: 80, rows: 24 };
    const lines = frameOf(crashAtEveryPoint, desk.playback.session, size, plainStyle);
    expect(lines.some((line) => line.startsWith('overdue all-ordered: '))).toBe(true);
    expect(lines.some((line) => line.startsWith('BROKEN'))).toBe(false);
  });

  test('a broken invariant says how, and where', () => {
    const desk = deskFor(pingPongScenario, '1', { at: 1e9 });
    const size = { columns: 80, rows: 24 };
    const lines = frameOf(pingPongScenario, desk.playback.session, size, plainStyle);
    expect(lines.find((line) => line.startsWith('BROKEN'))).toMatch(
      /^BROKEN {2}few-pings: a pinged more than 15 times \(event \d+\)$/,
    );
  });

  const requireFit = (scenario: AnyScenario, session: Session, size: Size) => {
    const lines = frameOf(scenario, session, size, plainStyle);
    expect(lines.length).toBeLessThanOrEqual(size.rows);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(size.columns);
    expect(lines[0]).toContain(scenario.id.slice(0, size.columns - 22));
    expect(lines[0]).toMatch(/[\d.]+ (s|ms|µs)$/);
  };

  test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    'of %s fits a terminal, and shows what there is',
    (_id, scenario) => {
      const { playback } = deskFor(scenario, '1');
      requireFit(scenario, playback.session, { columns: 80, rows: 24 });
      const { rows, metrics } = pictureOf(playback);
      expect(rows.length + metrics.length).toBeGreaterThan(0);
    },
  );

  test.prop(
    [
      fc.constantFrom(...scenarios.map(({ id }) => id)),
      fc.string({ minLength: 1 }),
      fc.double({ min: 0, max: 0.05, noNaN: true }),
      fc.integer({ min: 40, max: 200 }),
      fc.integer({ min: 10, max: 60 }),
    ],
    { numRuns: countOf({ unit: 20, deep: 300 }) },
  )('of any scenario, at any moment, fits any size', (id, seed, share, columns, rows) => {
    const scenario = must(
      scenarios.find((one) => one.id === id),
      'scenario of that id',
    );
    const { playback } = deskFor(scenario, seed);
    playback.waitUntil(share * playback.run.durationMs);
    requireFit(scenario, playback.session, { columns, rows });
  });
});
