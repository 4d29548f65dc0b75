/**
 * Goal: every key does what `?` says, and the screen is always exactly full. Method: keys are pressed
 * on the console without a terminal; the terminal itself is another test's.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import firstElection from '../../../scenarios/raft/first-election.ts';
import { type ConsoleState, firstState, press, tick } from '../../../src/cli/screen/console.ts';
import { consoleLines } from '../../../src/cli/screen/console-lines.ts';
import type { Key } from '../../../src/cli/screen/keys.ts';
import { commands } from '../../../src/debugger/commands.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';
import { displayWidth } from '../../../src/words/width.ts';
import { countOf } from '../../support/campaign.ts';
import { deskFor, plainStyle, type TestDesk } from '../../support/desk.ts';
import { pingPongScenario } from '../../support/ping-pong-scenario.ts';

const size = { columns: 80, rows: 24 };

const screenOf = (desk: TestDesk, state: ConsoleState, of = size) =>
  consoleLines(desk, state, of, plainStyle).lines;

function pressed(desk: TestDesk, ...keys: Key[]): ConsoleState {
  return keys.reduce((state, key) => press(desk, state, key), firstState);
}

const eventsAfter = (...keys: Key[]) => {
  const desk = deskFor(pingPongScenario, '1');
  pressed(desk, ...keys);
  return desk.playback.events.length;
};

describe('keys', () => {
  test('arrows and letters step and go back', () => {
    expect(eventsAfter('s')).toBe(6);
    expect(eventsAfter('right', 's')).toBe(9);
    expect(eventsAfter('s', 's', 'b')).toBe(6);
    expect(eventsAfter('s', 's', 'left', 'left', 'left')).toBe(3);
  });

  test('a choice is made with the arrows, or by what is typed, or not at all', () => {
    const desk = deskFor(pingPongScenario, '1', { at: 12 });
    const open = pressed(desk, 'x', 'down', 'down');
    expect(screenOf(desk, open).slice(0, 4)).toEqual([
      'drop: lose a message in flight',
      '  5   a -> b  ping  in 4 ms',
      '  8   b -> c  ping  in 4 ms',
      '> 11  c -> a  ping  in 4 ms',
    ]);
    press(desk, open, 'return');
    const typed = pressed(desk, 'x', 'b', ' ', 'c');
    expect(screenOf(desk, typed).slice(0, 2)).toEqual([
      'drop: lose a message in flight',
      '> 8  b -> c  ping  in 4 ms',
    ]);
    expect(screenOf(desk, typed).at(-1)).toBe(
      'drop b c_  (1 of 2; type to filter, Return chooses, Escape cancels)',
    );
    press(desk, typed, 'return');
    pressed(desk, 'x', 'escape');
    const dropped = desk.playback.session.interventions.map(({ intervention }) => intervention);
    expect(dropped).toEqual([
      { kind: 'drop', message: 11 },
      { kind: 'drop', message: 8 },
    ]);
  });

  test('every kind of note is offered, and found by what is typed', () => {
    const desk = deskFor(firstElection, '1');
    const open = pressed(desk, 'n', ...'votes');
    expect(screenOf(desk, open).slice(0, 2)).toEqual([
      'next: to the next event of a kind; without one, a moment on',
      '> votes  note, none so far',
    ]);
    press(desk, open, 'return');
    expect(desk.playback.present.at(-1)?.detail).toMatchObject({ kind: 'votes' });
    const all = pressed(desk, 'n').overlay;
    const offered = all.kind === 'choice' ? all.choices.map(({ words }) => words) : [];
    for (const kind of firstElection.sim.notes.kinds) expect(offered).toContain(kind);
  });

  test('what no choice matches is taken as it is typed', () => {
    const desk = deskFor(pingPongScenario, '1');
    const state = pressed(desk, '!', ...'when a.pings >= 2', 'return');
    expect(state.message).toBe('Breakpoint 1: when a.pings >= 2.');
    expect(press(desk, state, '>').message).toBe('Stopped at breakpoint 1 (when a.pings >= 2).');
    expect(press(desk, state, '<').message).toBe('No breakpoint was hit before this.');
  });

  test('a line stays until the next key; what was saved, and where, is such a line', () => {
    const desk = deskFor(pingPongScenario, '1');
    const saved = pressed(desk, 'S', ...'a.token', 'return');
    expect(saved.overlay.kind).toBe('none');
    const bottom = screenOf(desk, saved).slice(-2).join(' ');
    expect(bottom).toBe(
      'wrote the token of this run with 0 interventions to /home/me/a.token; do it again: npm run lab -- replay a.token',
    );
    expect(press(desk, saved, 's').message).toBe('');
  });

  test('a filter in force is shown', () => {
    const desk = deskFor(pingPongScenario, '1');
    const state = pressed(desk, '/', 'b', 'return');
    expect(screenOf(desk, state)[1]).toBe('only rows with "b": 1 of 3 rows; all: show *');
    expect(screenOf(desk, state).filter((line) => /^ [abc] /.test(line)).length).toBe(1);
  });

  test('the end of a run is its answer and what it rests on', () => {
    const desk = deskFor(firstElection, '1');
    const over = pressed(desk, 'G');
    const text = screenOf(desk, over).join('\n');
    expect(text).toContain('the first leader was elected after 180.6 ms');
    expect(text).toMatch(/^ok [\s\S]*measured 180\.644/m);
    expect(screenOf(desk, press(desk, over, 'escape'))[0]).toContain('3.600000 s');
  });

  test('words are typed, mended, and taken back', () => {
    const desk = deskFor(pingPongScenario, '1');
    const state = pressed(desk, 't', '5', 'x', 'backspace', '5');
    expect(screenOf(desk, state).at(-1)).toBe('to <ms>: 55_');
    press(desk, state, 'return');
    expect(desk.playback.run.world.kernel.nowMs).toBe(55);
    expect(pressed(desk, 't', '9', 'escape').overlay.kind).toBe('none');
    expect(desk.playback.run.world.kernel.nowMs).toBe(55);
  });

  test('a mistake is said in the last line, and nothing else happens', () => {
    const desk = deskFor(pingPongScenario, '1');
    const state = pressed(desk, 't', 'x', 'return');
    expect(screenOf(desk, state).at(-1)).toBe(
      '"x" is not a time in ms, or with a unit, such as 1.5s or 800us.',
    );
    expect(pressed(desk, 'a').message).toBe('Key "a" does nothing. ? shows every key.');
    expect(pressed(desk, 'd').message).toBe('There is nothing to deliver now.');
    expect(desk.playback.events.length).toBe(3);
  });

  test('what is told is read page by page, and any other key closes it', () => {
    const desk = deskFor(pingPongScenario, '1');
    const help = pressed(desk, '?');
    expect(screenOf(desk, help)[0]).toMatch(/^ s {2}step/);
    const down = press(desk, help, ' ');
    expect(screenOf(desk, down)[0]).toBe(screenOf(desk, help)[10]);
    expect(press(desk, down, 'up').overlay).toMatchObject({ top: 9 });
    expect(press(desk, down, 'x').overlay.kind).toBe('none');
  });

  test('a long token is shown whole, and copied', () => {
    const desk = deskFor(pingPongScenario, '1');
    const state = pressed(desk, 'T');
    const shown = consoleLines(desk, state, { columns: 40, rows: 24 }, plainStyle);
    const token = shown.lines.slice(2, -1).join('').trim();
    expect(token).toMatch(/^lab2\.[\w-]+\.[0-9a-f]{8}$/);
    expect(shown.flowing).toEqual({ text: token, top: 2 });
    expect(state.copied).toBe(token);
    expect(press(desk, state, 'a').copied).toBeUndefined();
  });

  test('play goes on until it is stopped, or the run is over', () => {
    const desk = deskFor(pingPongScenario, '1');
    const playing = pressed(desk, 'p');
    expect(playing.playing).toBe(true);
    expect(tick(desk, playing)).toEqual(playing);
    expect(desk.playback.events.length).toBe(6);
    const faster = press(desk, press(desk, playing, '+'), '+');
    expect(faster.message).toBe('50 moments a second');
    expect(press(desk, faster, ' ').playing).toBe(false);
    desk.playback.goTo(1e9);
    const over = tick(desk, playing);
    expect(over.playing).toBe(false);
    expect(screenOf(desk, over).slice(0, 4)).toEqual([
      'The run is over. Verdict: fail.',
      '',
      'Do pings come back?',
      'They do.',
    ]);
  });

  test('q leaves', () => {
    expect(pressed(deskFor(pingPongScenario, '1'), 'q').quit).toBe(true);
  });

  const anyKey = fc.oneof(
    fc.constantFrom(...commands.map(({ key }) => key).filter((key) => key !== 'q')),
    fc.constantFrom(
      'up',
      'down',
      'left',
      'right',
      'return',
      'escape',
      'backspace',
      ' ',
      'page-down',
      'page-up',
      '+',
      '1',
      'a',
      '漢',
    ),
  );

  test.prop(
    [
      fc.array(anyKey, { maxLength: 40 }),
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom<AnyScenario>(pingPongScenario, firstElection),
    ],
    { numRuns: countOf({ unit: 60, deep: 1_000 }) },
  )(
    'whatever is pressed, the screen is full and nothing throws',
    (keys, columns, rows, scenario) => {
      const desk = deskFor(scenario, '1');
      let state = firstState;
      for (const key of keys) {
        state = press(desk, state, key);
        if (state.playing) state = tick(desk, state);
      }
      const lines = screenOf(desk, state, { columns, rows });
      expect(lines.length).toBe(rows);
      expect(lines.every((line) => displayWidth(line) <= columns)).toBe(true);
    },
  );
});
