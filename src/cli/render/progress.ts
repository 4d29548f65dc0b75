/** How far a long command has come: one line on stderr, where that is a terminal. */

import { counted, inDigits } from '../../words/numbers.ts';
import type { Writer } from '../output.ts';

export interface Progress {
  /** `failed` runs are named once there are any. */
  readonly show: (state: { readonly done: number; readonly failed: number }) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

const barWidth = 24;
/** More often than this it cannot be read. */
const showEveryMs = 100;
/** Until then workers have been starting, and the rate says little. */
const estimateFromMs = 2_000;

export function progressOn(screen: Writer, of: number, nowMs: () => number): Progress {
  if (screen.isTTY !== true) return { show: () => {}, clear: () => {} };
  const startMs = nowMs();
  let shownMs = -Infinity;
  return {
    show({ done, failed }) {
      const now = nowMs();
      if (now - shownMs < showEveryMs) return;
      shownMs = now;
      const line = progressLine({ done, of, failed, elapsedMs: now - startMs });
      screen.write(`\r\x1b[2K${line.slice(0, (screen.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shownMs !== -Infinity) screen.write('\r\x1b[2K');
    },
  };
}

export function progressLine(state: {
  readonly done: number;
  readonly of: number;
  readonly failed: number;
  readonly elapsedMs: number;
}): string {
  const { done, of, failed, elapsedMs } = state;
  const share = of === 0 ? 1 : done / of;
  const filled = Math.round(share * barWidth);
  const perSecond = (done * 1000) / Math.max(elapsedMs, 1);
  const leftMs =
    done === 0 || elapsedMs < estimateFromMs ? undefined : ((of - done) * elapsedMs) / done;
  return [
    '█'.repeat(filled) + '░'.repeat(barWidth - filled),
    `${inDigits(done)} of ${counted(of, 'seed')}`,
    `${inDigits(Math.round(perSecond))}/s`,
    ...(leftMs === undefined ? [] : [`${duration(leftMs)} left`]),
    ...(failed === 0 ? [] : [`${inDigits(failed)} failed`]),
  ].join('  ');
}

/** `3.2 s`, `4 min 10 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
