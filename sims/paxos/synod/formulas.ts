/** How long two proposers outbid each other, in closed form. */

export interface Duel {
  /** One way, the same on every link; disks take no time. */
  readonly latencyMs: number;
  /** A proposer that is outbid waits for a time drawn evenly from 0 to this. */
  readonly backoffMs: number;
  /** How many duels there are, each of its own. */
  readonly duels: number;
}

/**
 * A Prepare reaches the acceptors, and one of them is the other proposer, which gives up and waits w. The first knows that its value
 * is chosen after three latencies, and is outbid itself if the new Prepare arrives before that, after w + L: if w < 2L. So a
 * duel goes on with a probability of 2L / B each time, and the number of ballots that are outbid after the first is geometric.
 */
export function outbidShare({ latencyMs, backoffMs }: Duel): number {
  return backoffMs <= 2 * latencyMs ? 1 : (2 * latencyMs) / backoffMs;
}

/** Of the mean over the duels: expected value, and standard error. */
export function outbidBallots(duel: Duel): { readonly mean: number; readonly error: number } {
  const on = outbidShare(duel);
  const mean = on / (1 - on);
  return { mean, error: Math.sqrt(on / duel.duels) / (1 - on) };
}

/**
 * From the first proposal to the first server that knows, of the mean over the duels: 4L without a rival. A wait that is too short
 * was drawn evenly from 0 to 2L, and L more pass until the Prepare arrives: 2L for each ballot that is outbid after the first.
 */
export function undecidedMs(duel: Duel): { readonly mean: number; readonly error: number } {
  const { mean, error } = outbidBallots(duel);
  const ofWaits = mean / 3 / duel.duels;
  return {
    mean: (4 + 2 * mean) * duel.latencyMs,
    error: Math.sqrt(ofWaits + (2 * error) ** 2) * duel.latencyMs,
  };
}
