/**
 * A failure detector that adapts to the network (Hayashibara, Défago, Yared and Katayama, The φ
 * Accrual Failure Detector, 2004): phi is -log10 of the probability that a heartbeat arrives even
 * later, estimated from the last ones. It grows with the silence.
 */
import { pow } from '../../../src/kernel/elementary.ts';
import { quantileOfTail } from '../../../src/statistics/distributions.ts';
import type { Actor } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { Heartbeat } from './detector.ts';

export interface PhiOptions {
  /** It suspects when phi exceeds this: about one heartbeat in 10^phi is that late. */
  readonly threshold: number;
  /** Number of intervals remembered. */
  readonly window: number;
  /** With fewer intervals than this it suspects nothing; default: a whole window. */
  readonly least?: number;
  /**
   * How long after the last heartbeat phi reaches the threshold; default: for normally distributed
   * intervals.
   */
  readonly silenceMs?: (intervalsMs: readonly number[], threshold: number) => number;
  /** Whether an interval is worth remembering. */
  readonly remembers?: (intervalMs: number, wasSuspected: boolean) => boolean;
}

export interface PhiState {
  suspects: boolean;
  lastMs: number | null;
  /** Between heartbeats, the oldest first. */
  readonly intervalsMs: number[];
}

export function meanAndDeviation(values: readonly number[]) {
  const mean = values.reduce((sum, ms) => sum + ms, 0) / values.length;
  const variance = values.reduce((sum, ms) => sum + pow(ms - mean, 2), 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** §IV: intervals are normally distributed. */
export function normalSilenceMs(intervalsMs: readonly number[], threshold: number): number {
  const { mean, deviation } = meanAndDeviation(intervalsMs);
  return mean + quantileOfTail(pow(10, -threshold)) * deviation;
}

export const phiMonitor = ({
  threshold,
  window,
  least = window,
  silenceMs = normalSilenceMs,
  remembers = () => true,
}: PhiOptions): Actor<PhiState, Heartbeat, 'timeout'> => ({
  kind: 'phi-monitor',
  start: () => ({ suspects: false, lastMs: null, intervalsMs: [] }),
  receive(state, _heartbeat, _from, context) {
    const { lastMs, intervalsMs, suspects } = state;
    if (suspects) note(context, { kind: 'trusts-again' });
    state.suspects = false;
    state.lastMs = context.now();
    const intervalMs = lastMs === null ? null : state.lastMs - lastMs;
    if (intervalMs !== null && remembers(intervalMs, suspects)) intervalsMs.push(intervalMs);
    if (intervalsMs.length > window) intervalsMs.shift();
    if (intervalsMs.length < least) return;
    context.setTimer('timeout', silenceMs(intervalsMs, threshold));
  },
  timeout(state, _timer, context) {
    state.suspects = true;
    note(context, { kind: 'suspects' });
  },
});
