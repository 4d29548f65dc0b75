/**
 * Whether lag is everywhere, or concentrated on a few partitions: the first question to ask about
 * it.
 */
import { must } from '../../../src/kernel/must.ts';

export type Shape = 'none' | 'uniform' | 'concentrated';

export interface Spread {
  readonly shape: Shape;
  /** The fewest partitions that hold four fifths of the lag, by index, the worst first. */
  readonly holders: readonly number[];
  /** The share of the lag that they hold. */
  readonly share: number;
}

const mostOfIt = 0.8;

/**
 * Concentrated if at most half of the partitions hold four fifths of the lag. With equal lags it
 * takes four fifths of the partitions; with lags as uneven as exponential draws, 44% on average
 * over many; with a stuck consumer or a hot key, far fewer. One partition alone is uniform.
 */
export function spreadOf(lags: readonly number[]): Spread {
  const total = lags.reduce((sum, lag) => sum + lag, 0);
  if (total === 0) return { shape: 'none', holders: [], share: 0 };
  const worstFirst = [...lags.keys()].sort(
    (a, b) => must(lags[b], 'lag of the partition') - must(lags[a], 'lag of the partition'),
  );
  const holders: number[] = [];
  let held = 0;
  for (const place of worstFirst) {
    if (held >= mostOfIt * total) break;
    holders.push(place);
    held += must(lags[place], 'lag of the partition');
  }
  const concentrated = lags.length > 1 && holders.length <= lags.length / 2;
  return { shape: concentrated ? 'concentrated' : 'uniform', holders, share: held / total };
}
