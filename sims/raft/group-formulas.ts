/**
 * The capacity of several groups on a few machines, if a processor handles one message at a time.
 */

export interface Groups {
  readonly groups: number;
  /** Each machine has a replica of each group. */
  readonly machines: number;
  /** How many machines lead groups, an equal number each. */
  readonly leading: number;
  /** One-way latency, the same between any two machines and to a client. */
  readonly latencyMs: number;
  readonly diskMs: number;
  /** Processor time per message. */
  readonly messageMs: number;
}

/**
 * Processor time per write on the busiest processors, divided by their number. The leader's machine
 * handles the request, its own log and an answer from each follower; a follower's machine handles
 * the entry.
 */
export const busiestMs = ({ machines, leading, messageMs }: Groups): number =>
  ((machines + leading) / leading) * messageMs;

/**
 * The lowest and highest number of writes per second if a client of each group writes sequentially.
 * A write takes four latencies, a disk write and the processing of three messages: the request, the
 * entry and its answer. The highest is what goes through without a queue, or what the busiest
 * processors have time for. The lowest is the bound for a closed system in which work arrives at
 * random and no two machines work on one write at the same time (balanced job bounds: Lazowska et
 * al., Quantitative System Performance, 1984, §5.4).
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
