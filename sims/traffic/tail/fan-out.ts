/** A request that asks many parts at once, and answers when enough of them have. */
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { chance } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';

export interface FanOutOptions {
  readonly parts: number;
  /** With this many answers the request is answered. */
  readonly enough: number;
  readonly requests: number;
  readonly fastMs: number;
  readonly slowMs: number;
  /** Probability that a part is slow. */
  readonly slowShare: number;
}

export interface FanOutTotals {
  readonly tookMs: number[];
  slow: number;
  partsMs: number;
}

export const emptyFanOut = (): FanOutTotals => ({ tookMs: [], slow: 0, partsMs: 0 });

/** One request at a time, so that none has to queue behind another. */
export const fanOut = (options: FanOutOptions, totals: FanOutTotals) =>
  client(
    'root',
    (node) => {
      node.spawn(requests(node, options, totals));
      return totals;
    },
    ({ tookMs, slow }) => ({ answered: tookMs.length, slow }),
  );

function* requests(
  node: ServerContext,
  options: FanOutOptions,
  totals: FanOutTotals,
): Process<void> {
  const { parts, enough, slowShare, slowMs, fastMs } = options;
  const random = node.stream('parts');
  for (let request = 1; request <= options.requests; request++) {
    const times = Array.from({ length: parts }, () =>
      chance(random, slowShare) ? slowMs : fastMs,
    );
    for (const ms of times) totals.partsMs += ms;
    times.sort((a, b) => a - b);
    const tookMs = must(times[enough - 1], 'time of the last that is needed');
    const slow = times.filter((ms) => ms === slowMs).length;
    if (tookMs === slowMs) {
      totals.slow += 1;
      note(node, { kind: 'waits-for-slow', request, slow, parts });
    }
    yield* node.sleep(tookMs);
    totals.tookMs.push(tookMs);
  }
}
