/**
 * Goal: the debugger works on a real terminal of 80 x 24, through the ten keys of the README and
 * others, and gives the terminal back however it ends. Method: tmux is the terminal. The keys are
 * pressed there and, one by one, on the console without a terminal; after each the screen must come
 * to show exactly what the console says.
 *
 * tmux is not on every machine. Where CI is set it must be; elsewhere the test is skipped, and says so.
 */
import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import firstElection from '../../../scenarios/raft/first-election.ts';
import { firstState, press } from '../../../src/cli/screen/console.ts';
import { consoleLines } from '../../../src/cli/screen/console-lines.ts';
import { placesOfRules, projectFolder } from '../../../src/host/source.ts';
import { deskFor, plainStyle } from '../../support/desk.ts';

let servers = 0;
let socket = '';

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

afterEach(() => {
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

const size = { columns: 80, rows: 24 };
const desk = deskFor(firstElection, '1');
const style = { ...plainStyle, placeOf: placesOfRules('raft') };

/** Starts the debugger in a shell, and waits for its first frame. */
async function starts(): Promise<void> {
  servers += 1;
  socket = `seedlab-test-${process.pid}-${servers}`;
  const program = `"${process.execPath}" --import tsx src/cli/main.ts step raft/first-election --seed 1`;
  tmux(
    ...['new-session', '-d', '-x', '80', '-y', '24', '-c', projectFolder, 'sh'],
    ...[';', 'set-option', '-s', 'set-clipboard', 'on'],
  );
  tmux('send-keys', `clear; NO_COLOR=1 ${program}; echo "left with $?"`, 'Enter');
  desk.playback.goTo(0);
  await shows(consoleLines(desk, firstState, size, style).lines);
}

/** Waits until some line of the screen ends so: a prompt may stand before it. */
async function showsLine(end: string): Promise<void> {
  const isShown = () => screenLines().some((line) => line.endsWith(end));
  for (let left = 600; left > 0 && !isShown(); left--) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // As one text, so that a failure shows all of the screen.
  expect(`${screenLines().join('\n')}\n`).toContain(`${end}\n`);
}

/** Waits until the terminal shows the user's own screen again, with its cursor. */
async function isGivenBack(): Promise<void> {
  const state = () => tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}').trim();
  for (let left = 600; left > 0 && state() !== '0 1'; left--) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(state()).toBe('0 1');
}

const screenLines = () => tmux('capture-pane', '-p').split('\n');

const inTerminal = test.skipIf(!canRun && !isCi);

inTerminal(`the ten keys of the README on a terminal${title}`, async () => {
  await starts();
  let state = firstState;
  const typed = (text: string): [string, string][] => [...text].map((key) => [key, key]);
  const keys: [onTmux: string, key: string][] = [
    // To the first candidate, the first vote and the leader; why it leads; until the majority follows it.
    ['r', 'r'],
    ['n', 'n'],
    ...typed('votes'),
    ['Enter', 'return'],
    ['r', 'r'],
    ['w', 'w'],
    ['a', 'a'],
    ['g', 'g'],
    // Crash the leader; to the next candidate, why, and to the next leader.
    ['c', 'c'],
    ...typed('leader'),
    ['Enter', 'return'],
    ['r', 'r'],
    ['w', 'w'],
    ['Escape', 'escape'],
    ['r', 'r'],
    // Other keys: an arrow, a picker that is left, help.
    ['Left', 'left'],
    ['x', 'x'],
    ['Down', 'down'],
    ['Escape', 'escape'],
    ['?', '?'],
    ['a', 'a'],
    ['T', 'T'],
  ];
  for (const [onTmux, key] of keys) {
    tmux('send-keys', onTmux);
    state = press(desk, state, key);
    await shows(consoleLines(desk, state, size, style).lines);
  }
  // The token runs over several rows as one line, and is in the clipboard.
  const token = state.copied ?? '';
  expect(tmux('capture-pane', '-p', '-J')).toContain(token);
  expect(tmux('show-buffer')).toBe(token);
  tmux('send-keys', 'a', 'q');
  await showsLine('left with 0');
});

inTerminal(`a resize, Ctrl-Z and the way back${title}`, async () => {
  await starts();
  tmux('resize-window', '-x', '60', '-y', '20');
  await shows(consoleLines(desk, firstState, { columns: 60, rows: 20 }, style).lines);
  tmux('resize-window', '-x', '80', '-y', '24');
  await shows(consoleLines(desk, firstState, size, style).lines);
  tmux('send-keys', 'C-z');
  // 128 + SIGTSTP: the shell says it of a job that is stopped.
  await showsLine('left with 148');
  await isGivenBack();
  tmux('send-keys', 'fg', 'Enter');
  await shows(consoleLines(desk, firstState, size, style).lines);
  tmux('send-keys', 'q');
  await isGivenBack();
  tmux('send-keys', 'echo "at last with $?"', 'Enter');
  await showsLine('at last with 0');
});

inTerminal.each([
  ['Ctrl-C', () => tmux('send-keys', 'C-c'), 130],
  ['SIGTERM', () => process.kill(Number(childOfShell()), 'SIGTERM'), 143],
])(`%s ends it, with the terminal as it was${title}`, async (_, end, status) => {
  await starts();
  end();
  await showsLine(`left with ${status}`);
  await isGivenBack();
});

/** The process that the shell in the terminal waits for. */
function childOfShell(): string {
  const shell = tmux('display-message', '-p', '#{pane_pid}').trim();
  return execFileSync('ps', ['-o', 'pid=', '--ppid', shell], { encoding: 'utf8' }).trim();
}
