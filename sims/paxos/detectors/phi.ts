/**
 * A failure detector that adapts to the network (Hayashibara, Défago, Yared and Katayama, The φ Accrual Failure Detector, 2004):
 * phi is -log10 of the probability that a heartbeat comes even later, as the last ones tell. It grows with the silence.
 */
import { quantileOfTail } from '../../../src/statistics/distributions.ts';
import type { Actor } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { Heartbeat } from './detector.ts';

export interface PhiOptions {
  /** It suspects when phi is above this: of 10^phi heartbeats about one is that late. */
  readonly threshold: number;
  /** So many intervals are remembered; until there are so many, it suspects nothing. */
  readonly window: number;
}

export interface PhiState {
  suspects: boolean;
  lastMs: number | null;
  /** Between heartbeats, the oldest first. */
  readonly intervalsMs: number[];
}

/** How long after the last heartbeat phi reaches the threshold, for intervals that are normally distributed (§IV). */
export function silenceMs(intervalsMs: readonly number[], threshold: number): number {
  const { length } = intervalsMs;
  const mean = intervalsMs.reduce((sum, ms) => sum + ms, 0) / length;
  const variance = intervalsMs.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / length;
  return mean + quantileOfTail(10 ** -threshold) * Math.sqrt(variance);
}

export const phiMonitor = ({
  threshold,
  window,
}: PhiOptions): Actor<PhiState, Heartbeat, 'timeout'> => ({
  kind: 'phi-monitor',
  start: () => ({ suspects: false, lastMs: null, intervalsMs: [] }),
  receive(state, _heartbeat, _from, context) {
    if (state.suspects) note(context, { kind: 'trusts-again' });
    state.suspects = false;
    const { lastMs, intervalsMs } = state;
    state.lastMs = context.now();
    if (lastMs !== null) intervalsMs.push(state.lastMs - lastMs);
    if (intervalsMs.length > window) intervalsMs.shift();
    if (intervalsMs.length < window) return;
    context.setTimer('timeout', silenceMs(intervalsMs, threshold));
  },
  timeout(state, _timer, context) {
    state.suspects = true;
    note(context, { kind: 'suspects' });
  },
});
