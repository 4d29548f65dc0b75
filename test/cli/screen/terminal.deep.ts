/**
 * Goal: the debugger works on a real terminal of 80 x 24, through ten keys, without colour.
 * Method: tmux is the terminal. The keys are pressed there and, one by one, on the console without a
 * terminal; after each the screen must come to show exactly what the console says.
 *
 * tmux is not on every machine. Where CI is set it must be; elsewhere the test is skipped, and says so.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import firstElection from '../../../scenarios/raft/first-election.ts';
import { consoleLines, firstState, press } from '../../../src/cli/screen/console.ts';
import { placesOfRules, projectFolder } from '../../../src/host/source.ts';
import { deskFor, plainStyle } from '../../support/desk.ts';

const socket = `seedlab-test-${process.pid}`;

function tmux(...words: string[]): string {
  return execFileSync('tmux', ['-L', socket, ...words], { encoding: 'utf8' });
}

function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const canRun = hasTmux();
const isCi = process.env['CI'] !== undefined;
const title = canRun || isCi ? '' : ' (SKIPPED: tmux is not installed: apt-get install tmux)';

afterAll(() => {
  if (canRun) tmux('kill-server');
});

/** Waits until the screen shows these lines; else it fails with what it shows instead. */
async function shows(expected: readonly string[]): Promise<void> {
  const trimmed = expected.map((line) => line.trimEnd());
  let screen: string[] = [];
  // A screen that stays as it is for two minutes is what it shows: a busy machine is not that slow.
  for (let unchanged = 0; unchanged < 1_200; unchanged++) {
    const before = screen.join('\n');
    screen = tmux('capture-pane', '-p').split('\n').slice(0, expected.length);
    if (screen.join('\n') === trimmed.join('\n')) return;
    if (screen.join('\n') !== before) unchanged = 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(screen.join('\n')).toBe(trimmed.join('\n'));
}

test.skipIf(!canRun && !isCi)(`ten keys on a terminal${title}`, async () => {
  const program = `"${process.execPath}" --import tsx src/cli/main.ts step raft/first-election --seed 1`;
  tmux(
    ...['new-session', '-d', '-x', '80', '-y', '24', '-c', projectFolder],
    `NO_COLOR=1 ${program}; echo "left with $?"; sleep 60`,
  );
  const desk = deskFor(firstElection, '1');
  const style = { ...plainStyle, placeOf: placesOfRules('raft') };
  // The last row of the terminal stays free.
  const size = { columns: 80, rows: 23 };
  let state = firstState;
  await shows(consoleLines(desk, state, size, style));

  // To the first candidate, lose a message, to the leader, why, crash a node, back, help, and leave.
  const keys: [onTmux: string, key: string][] = [
    ['s', 's'],
    ['Right', 'right'],
    ['r', 'r'],
    ['x', 'x'],
    ['Enter', 'return'],
    ['w', 'w'],
    ['a', 'a'],
    ['Left', 'left'],
    ['c', 'c'],
    ['2', '2'],
    ['?', '?'],
    ['a', 'a'],
  ];
  for (const [onTmux, key] of keys) {
    tmux('send-keys', onTmux);
    state = press(desk, state, key);
    await shows(consoleLines(desk, state, size, style));
  }
  tmux('send-keys', 'q');
  await shows(['left with 0']);
});
