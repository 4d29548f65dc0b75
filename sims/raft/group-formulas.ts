/** What several groups on a few machines can do, if a processor works on one message at a time. */

export interface Groups {
  readonly groups: number;
  /** Each has a replica of each group. */
  readonly machines: number;
  /** How many machines lead groups, as many each. */
  readonly leading: number;
  /** One way, the same between any two machines, and to a client. */
  readonly latencyMs: number;
  readonly diskMs: number;
  /** What a processor works on a message. */
  readonly messageMs: number;
}

/**
 * What a write takes of the processors that are busiest, over their number. The machine of the leader works on the request, on its own log
 * and on an answer of each follower; that of a follower on the entry.
 */
export const busiestMs = ({ machines, leading, messageMs }: Groups): number =>
  ((machines + leading) / leading) * messageMs;

/**
 * Writes a second, at least and at most, if a client of each group writes one after another. A write meets four latencies, a disk write and
 * the work on three messages, the request, the entry and its answer. The most is what goes through without a queue, or what the busiest
 * processors have time for. The least is the bound for a closed system in which work comes at random and no two machines work on a write at
 * a time (balanced job bounds: Lazowska et al., Quantitative System Performance, 1984, §5.4).
 */
export function groupsBound(options: Groups): { readonly least: number; readonly most: number } {
  const { groups, machines, latencyMs, diskMs, messageMs } = options;
  const restMs = 4 * latencyMs + diskMs;
  const workMs = 2 * machines * messageMs;
  const queueMs = ((groups - 1) * busiestMs(options)) / (1 + restMs / (groups * workMs));
  return {
    least: (1_000 * groups) / (restMs + workMs + queueMs),
    most: 1_000 * Math.min(groups / (restMs + 3 * messageMs), 1 / busiestMs(options)),
  };
}
