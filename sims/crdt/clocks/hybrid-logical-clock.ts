/**
 * The hybrid logical clock (Kulkarni et al. 2014, "Logical Physical Clocks", Figure 5): as near to
 * the physical clock as it can be while an effect is never stamped before its cause. Where the own
 * clock is behind what was received, a counter goes on from there.
 */
import type { ReplicaId } from '../types.ts';

export interface HybridTime {
  /** The largest physical time heard of, in ms (l in the paper). */
  readonly ms: number;
  /** Counts events of the same `ms` (c in the paper). */
  readonly count: number;
}

/** Unique and totally ordered, as a timestamp of last-writer-wins must be. */
export interface HybridStamp extends HybridTime {
  readonly replica: ReplicaId;
}

export const beginning: HybridTime = { ms: Number.NEGATIVE_INFINITY, count: 0 };

/** A local or send event: after everything witnessed so far. */
export function nextTime({ ms, count }: HybridTime, physicalMs: number): HybridTime {
  return physicalMs > ms ? { ms: physicalMs, count: 0 } : { ms, count: count + 1 };
}

/** A receive event: after what was witnessed, what was received, and the physical clock. */
export function receiveTime(own: HybridTime, received: HybridTime, physicalMs: number): HybridTime {
  return nextTime(compareTimes(own, received) < 0 ? received : own, physicalMs);
}

/** Negative where a is earlier. */
export function compareTimes(a: HybridTime, b: HybridTime): number {
  return a.ms === b.ms ? a.count - b.count : a.ms < b.ms ? -1 : 1;
}
