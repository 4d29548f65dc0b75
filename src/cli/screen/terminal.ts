/**
 * The debugger on the terminal of this process: raw keys in, frames out. Whatever ends or stops the
 * process, the terminal is given back as it was.
 */
import { encode } from 'js-base64';
import type { Debugger } from '../../debugger/command.ts';
import { printed } from '../../draw/colour.ts';
import { type ConsoleState, firstState, press, speeds, tick } from './console.ts';
import { consoleLines } from './console-lines.ts';
import type { FrameStyle } from './frame.ts';
import { type Key, keyOfRest, keysIn } from './keys.ts';
import { copyText, enterScreen, leaveScreen, paintFlowing, repaint } from './paint.ts';

/** After so long an escape character that came alone was the key, not the beginning of a sequence. */
const escapeMs = 40;

/** Shows the screen until the user leaves it or `interrupted` is aborted. */
export async function showOnTerminal(
  debugging: Debugger,
  style: FrameStyle,
  interrupted: AbortSignal,
): Promise<void> {
  const screen = new Screen(debugging, style);
  try {
    await screen.shown(interrupted);
  } finally {
    screen.close();
  }
}

class Screen {
  readonly #debugging: Debugger;
  readonly #style: FrameStyle;
  readonly #input = process.stdin;
  readonly #output = process.stdout;
  #state: ConsoleState = firstState;
  /** What the terminal shows; undefined if it must be painted anew. */
  #painted: readonly string[] | undefined;
  #rest = '';
  #isOpen = false;
  #escape: NodeJS.Timeout | undefined;
  #playing: NodeJS.Timeout | undefined;
  #ends: { done: () => void; fail: (error: unknown) => void } | undefined;

  constructor(debugging: Debugger, style: FrameStyle) {
    this.#debugging = debugging;
    this.#style = style;
  }

  async shown(interrupted: AbortSignal): Promise<void> {
    await new Promise<void>((done, fail) => {
      this.#ends = { done, fail };
      if (interrupted.aborted) return done();
      interrupted.addEventListener('abort', () => done(), { once: true });
      this.#input.setEncoding('utf8');
      this.#input.on('data', this.#onData);
      this.#input.on('end', done);
      this.#output.on('resize', this.#onResize);
      process.on('SIGTSTP', this.#suspend);
      process.on('SIGCONT', this.#open);
      process.on('exit', this.#restore);
      this.#open();
    });
  }

  close(): void {
    clearTimeout(this.#escape);
    clearTimeout(this.#playing);
    this.#input.off('data', this.#onData);
    this.#input.pause();
    this.#output.off('resize', this.#onResize);
    process.off('SIGTSTP', this.#suspend);
    process.off('SIGCONT', this.#open);
    process.off('exit', this.#restore);
    this.#restore();
  }

  /** Takes the terminal: at the start, and when the process goes on after it was stopped. */
  readonly #open = (): void => {
    process.off('SIGTSTP', this.#suspend);
    process.on('SIGTSTP', this.#suspend);
    this.#input.setRawMode(true);
    this.#isOpen = true;
    this.#painted = undefined;
    this.#output.write(enterScreen);
    this.#guarded(() => this.#paint());
  };

  /** Gives the terminal back. */
  readonly #restore = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#input.setRawMode(false);
    this.#output.write(leaveScreen);
  };

  /** Stops the whole foreground job, as Ctrl-Z does outside raw mode, so that its shell sees it. */
  readonly #suspend = (): void => {
    this.#restore();
    process.off('SIGTSTP', this.#suspend);
    process.kill(0, 'SIGTSTP');
  };

  readonly #onResize = (): void => {
    this.#painted = undefined;
    this.#guarded(() => this.#paint());
  };

  readonly #onData = (text: string): void => {
    clearTimeout(this.#escape);
    const { keys, rest } = keysIn(this.#rest + text);
    this.#rest = rest;
    this.#press(keys);
    if (rest === '') return;
    this.#escape = setTimeout(() => {
      this.#rest = '';
      this.#press(keyOfRest(rest));
    }, escapeMs);
  };

  #press(keys: readonly Key[]): void {
    this.#guarded(() => {
      for (const key of keys) {
        if (key === 'suspend') return this.#suspend();
        if (key === 'interrupt') return void process.kill(process.pid, 'SIGINT');
        this.#state = press(this.#debugging, this.#state, key);
        const { copied, quit } = this.#state;
        if (copied !== undefined) this.#output.write(copyText(encode(copied)));
        if (quit) return this.#ends?.done();
      }
      this.#paint();
      this.#play();
    });
  }

  /** While it plays: a moment, and the next after a while. */
  #play(): void {
    clearTimeout(this.#playing);
    if (!this.#state.playing) return;
    const everyMs = 1_000 / (speeds[this.#state.speed] ?? 1);
    this.#playing = setTimeout(() => {
      this.#guarded(() => {
        this.#state = tick(this.#debugging, this.#state);
        this.#paint();
        this.#play();
      });
    }, everyMs);
  }

  #paint(): void {
    if (!this.#isOpen) return;
    const { columns = 80, rows = 24 } = this.#output;
    const { lines, flowing } = consoleLines(
      this.#debugging,
      this.#state,
      { columns, rows },
      this.#style,
    );
    const after = lines.map(printed);
    if (flowing === undefined) {
      this.#output.write(repaint(this.#painted, after));
      this.#painted = after;
    } else {
      this.#output.write(paintFlowing(printed(flowing.text), flowing.top, after));
      this.#painted = undefined;
    }
  }

  /** What fails ends the screen, with the terminal restored. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#ends?.fail(error);
    }
  }
}
