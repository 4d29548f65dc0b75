/**
 * Goal: the frame shows what there is, within its size. Method: golden frames of one run in several
 * sizes, and for every scenario of the lab the laws of every frame.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogue } from '../../../scenarios/index.ts';
import { frameOf, type Size } from '../../../src/cli/screen/frame.ts';
import { must } from '../../../src/kernel/must.ts';
import { pictureOf } from '../../../src/lab/picture.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';
import type { Session } from '../../../src/lab/session.ts';
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
    [40, 10],
  ])('%i x %i', async (columns, rows) => {
    const desk = deskFor(pingPongScenario, '1', { at: 38 });
    desk.playback.intervene({ kind: 'hold', message: 35 });
    desk.playback.intervene({ kind: 'fault', fault: crash('b') });
    desk.playback.intervene({ kind: 'pause', node: 'c' });
    desk.playback.goTo(60);
    const lines = frameOf(pingPongScenario, desk.playback.session, { columns, rows }, plainStyle);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden(`frame-${columns}x${rows}`));
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
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(size.columns);
    expect(lines[0]).toContain(scenario.id.slice(0, size.columns - 1));
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
