/** Load: records that arrive by themselves, whether or not the consumers keep up. */

import { type Distribution, sampler } from '../../../src/kernel/distribution.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { Producer } from '../model.ts';
import { type KeyId, noKey } from '../records.ts';
import { send } from './producer.ts';

export interface LoadOptions {
  /** Time from one record to the next. */
  readonly everyMs: Distribution;
  /** Draws the key of each record (default: no key). */
  readonly drawKey?: () => KeyId;
  readonly untilMs: number;
  readonly fromMs?: number;
  /**
   * Records that arrive within that many ms are sent together: cheaper to run, and equally
   * accurate.
   */
  readonly tickMs?: number;
  /** While it is true, arriving records wait before the producer. */
  readonly isPaused?: () => boolean;
}

/** Sends records until the time is over. Arrivals are exact; sending waits for the tick. */
export function* load(producer: Producer, options: LoadOptions): Process<void> {
  const { cluster } = producer;
  const { everyMs, drawKey, untilMs, fromMs = 0, tickMs = 10, isPaused } = options;
  const drawGapMs = sampler(everyMs, cluster.world.kernel.random.stream(`load/${producer.name}`));
  yield* sleep(Math.max(0, fromMs - cluster.nowMs));
  let nextMs = cluster.nowMs + drawGapMs();
  while (cluster.nowMs < untilMs || isPaused?.() === true) {
    yield* sleep(tickMs);
    if (isPaused?.() === true || producer.machine.life !== 'up') continue;
    while (nextMs <= cluster.nowMs && nextMs < untilMs) {
      send(producer, drawKey === undefined ? noKey : drawKey());
      nextMs += drawGapMs();
    }
  }
}
