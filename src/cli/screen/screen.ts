/** The debugger on a terminal. Ink paints the lines of the console, and says which keys come. */
import { type Key as InkKey, render, Text, useApp, useInput, useStdout } from 'ink';
import { createElement, useEffect, useState } from 'react';
import type { Debugger } from '../../debugger/command.ts';
import { printed } from '../../draw/colour.ts';
import { consoleLines, firstState, type Key, press, speeds, tick } from './console.ts';
import type { FrameStyle } from './frame.ts';

interface ScreenProps {
  readonly debugging: Debugger;
  readonly style: FrameStyle;
}

function Screen({ debugging, style }: ScreenProps) {
  const { exit } = useApp();
  const { stdout } = useStdout();
  const [state, setState] = useState(firstState);
  const [size, setSize] = useState(sizeOf(stdout));

  useInput((input, key) => {
    let next = state;
    for (const one of keysOf(input, key)) next = press(debugging, next, one);
    setState(next);
    if (next.quit) exit();
  });

  useEffect(() => {
    const onResize = () => setSize(sizeOf(stdout));
    stdout.on('resize', onResize);
    return () => {
      stdout.off('resize', onResize);
    };
  }, [stdout]);

  const { playing, speed } = state;
  useEffect(() => {
    if (!playing) return;
    const everyMs = 1_000 / (speeds[speed] ?? 1);
    // The debugging moves without the state's noticing, so each tick makes a new state.
    const timer = setInterval(() => setState((now) => ({ ...tick(debugging, now) })), everyMs);
    return () => clearInterval(timer);
  }, [debugging, playing, speed]);

  // One row stays free: Ink would else clear the whole terminal with every frame.
  const lines = consoleLines(debugging, state, { ...size, rows: size.rows - 1 }, style);
  return createElement(Text, { wrap: 'truncate' }, lines.map(printed).join('\n'));
}

/** Everything that came in at once: over a slow line several keys may. */
function keysOf(input: string, key: InkKey): Key[] {
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.leftArrow) return ['left'];
  if (key.rightArrow) return ['right'];
  if (key.return) return ['return'];
  if (key.escape) return ['escape'];
  if (key.backspace || key.delete) return ['backspace'];
  return key.ctrl || key.meta ? [] : [...input].map((one) => (one === '\r' ? 'return' : one));
}

function sizeOf({ columns = 80, rows = 24 }: NodeJS.WriteStream) {
  return { columns, rows };
}

const enterAlternateScreen = '\u001b[?1049h\u001b[H';
const leaveAlternateScreen = '\u001b[?1049l';

/** Shows the screen until the user quits. */
export async function showScreen(debugging: Debugger, style: FrameStyle): Promise<void> {
  process.stdout.write(enterAlternateScreen);
  try {
    await render(createElement(Screen, { debugging, style }), {
      patchConsole: false,
    }).waitUntilExit();
  } finally {
    process.stdout.write(leaveAlternateScreen);
  }
}
