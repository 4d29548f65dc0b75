/** Load: records that arrive by themselves, whether anybody keeps up with them or not. */

import { type Distribution, sampler } from '../../../src/kernel/distribution.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { Producer } from '../model.ts';
import { type KeyId, noKey } from '../records.ts';
import { send } from './producer.ts';

export interface LoadOptions {
  /** Time from one record to the next. */
  readonly everyMs: Distribution;
  /** Draws the key of each record; none without it. */
  readonly drawKey?: () => KeyId;
  readonly untilMs: number;
  readonly fromMs?: number;
  /** Records that arrive within so many ms are sent together: cheaper to run, and no less true. */
  readonly tickMs?: number;
  /** While it is true records that arrive wait before the producer. */
  readonly isPaused?: () => boolean;
}

/** Sends records until the time is over. Arrivals are exact; the sending waits for the tick. */
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
