/** How many requests a rolling update fails: Poisson numbers, whose means are sums over the proxies. */
import type { CountRange } from '../../src/statistics/binomial-quantiles.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';

export interface UpdateLoad {
  /** Requests a second of both kinds, and exports alone. */
  readonly perSecond: number;
  readonly exportsPerSecond: number;
  readonly longestMs: number;
  readonly proxies: number;
  /** Until the last proxy has heard of a deletion. */
  readonly syncMs: number;
}

/** Messages of a deletion, to the kubelet and to the proxies, come that far apart at most. */
const messagesMs = 5;

/**
 * Proxies hear of a deletion one after the other, at even distances over the propagation: the k-th of P between k and
 * k + 1 times its P-th part. Each has a P-th of the requests, of which each of n pods gets an n-th, and n pods are
 * deleted. So a mean is the average over the proxies of what one of them fails by when it hears, which grows with that.
 */
function average({ proxies, syncMs }: UpdateLoad, failsAt: (heardMs: number) => number) {
  const at = (steps: number, messages: number) => {
    let sum = 0;
    for (let k = 0; k < proxies; k++)
      sum += failsAt(((k + steps) * syncMs) / proxies + messages * messagesMs);
    return sum / proxies;
  };
  return { atLeast: at(0, -1), atMost: at(1, 1) };
}

const counts = (mean: { readonly atLeast: number; readonly atMost: number }): CountRange => ({
  atLeast: poissonBounds(mean.atLeast).atLeast,
  atMost: poissonBounds(mean.atMost).atMost,
});

/** A proxy sends to a closed port from the end of preStop until it hears. */
export const refused = (load: UpdateLoad, preStopMs: number): CountRange =>
  counts(average(load, (heardMs) => (load.perSecond / 1_000) * Math.max(0, heardMs - preStopMs)));

/**
 * Exports in flight at some time after the deletion, when every proxy has heard. Of those that came through one of
 * them, as many last on as arrivals times the share of lengths, even up to the longest, above their age.
 */
export const cutOff = (load: UpdateLoad, afterMs: number): CountRange =>
  counts(
    average(load, (heardMs) => {
      const restMs = Math.min(load.longestMs, Math.max(0, load.longestMs - afterMs + heardMs));
      return ((load.exportsPerSecond / 1_000) * restMs * restMs) / (2 * load.longestMs);
    }),
  );
