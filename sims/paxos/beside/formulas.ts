/** What a leader and a command cost in three protocols, in closed form: constant latency, no faults, one candidate or all at once. */
import { type Costs, commandCost } from '../multi/formulas.ts';

export interface Price {
  /** Between servers, until the new leader has no more to send. */
  readonly electionMessages: number;
  /** From the first message, or from the wish to lead, until it leads. */
  readonly electionMs: number;
  readonly commandMessages: number;
  readonly commandMs: number;
  /** Followers that do not know that the last command is chosen, if nothing follows it. */
  readonly untold: number;
}

/**
 * RequestVote and its answer, then a no-op of the new term and its answer (Raft, §5.2, §8).
 * Followers learn of a commit with the next message.
 */
export function raftPrice({ servers, latencyMs, diskMs }: Costs): Price {
  const others = servers - 1;
  return {
    electionMessages: 4 * others,
    // The candidate writes its ballot while its requests are in flight.
    electionMs: 2 * latencyMs + diskMs,
    commandMessages: 2 * others,
    commandMs: 4 * latencyMs + diskMs,
    untold: others,
  };
}

/** Prepare and Promise; then Accept, Accepted and Chosen (Paxos Made Simple, §3). */
export function paxosPrice(costs: Costs): Price {
  const kept = commandCost(costs, 'kept');
  return {
    electionMessages: 2 * (costs.servers - 1),
    // The round is on the proposer's disk before it asks.
    electionMs: 2 * costs.latencyMs + 2 * costs.diskMs,
    commandMessages: kept.messages,
    commandMs: kept.ms,
    untold: 0,
  };
}

/**
 * Every server votes for itself, and again for each better vote that it receives: the one with the
 * i-th highest name i - 1 times, if all begin at once. Then FollowerInfo, NewEpoch, AckEpoch,
 * NewLeader, AckLeader and a Commit for each follower (Zab).
 */
export function zabPrice(costs: Costs, settleMs: number): Price {
  const { servers, latencyMs, diskMs } = costs;
  const others = servers - 1;
  const votes = others * (servers + (servers * others) / 2);
  return {
    electionMessages: votes + 6 * others,
    // Two latencies for the votes, five for epoch and history, each of which a follower writes to
    // disk.
    electionMs: 7 * latencyMs + settleMs + 2 * diskMs,
    commandMessages: 3 * others,
    commandMs: 4 * latencyMs + diskMs,
    untold: 0,
  };
}
