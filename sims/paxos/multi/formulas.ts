/** What a command costs, in closed form: no faults, one command at a time, a majority of three servers or more. */

export interface Cost {
  /** From the client's request to its answer. */
  readonly ms: number;
  /** Between servers. */
  readonly messages: number;
}

export interface Costs {
  readonly servers: number;
  /** One way, the same between any two nodes. */
  readonly latencyMs: number;
  readonly diskMs: number;
}

/**
 * Accept, write, Accepted: one round trip and one disk write, with a Chosen to each follower. A ballot that is begun for the
 * command adds the write of its round, then Prepare, write and Promise. The client is one latency away.
 */
export function commandCost({ servers, latencyMs, diskMs }: Costs, ballot: 'kept' | 'begun'): Cost {
  const others = servers - 1;
  const kept = { ms: 4 * latencyMs + diskMs, messages: 3 * others };
  if (ballot === 'kept') return kept;
  return { ms: kept.ms + 2 * latencyMs + 2 * diskMs, messages: kept.messages + 2 * others };
}
