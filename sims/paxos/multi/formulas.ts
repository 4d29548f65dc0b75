/** What a command costs, in closed form: no faults, one command at a time, a majority of three servers or more. */
import { pow } from '../../../src/kernel/elementary.ts';

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
 * Accept, write, Accepted: one round trip and one disk write, with a Chosen to each follower. A
 * ballot begun for the command adds the write of its round, then Prepare, write and Promise. The
 * client is one latency away.
 */
export function commandCost({ servers, latencyMs, diskMs }: Costs, ballot: 'kept' | 'begun'): Cost {
  const others = servers - 1;
  const kept = { ms: 4 * latencyMs + diskMs, messages: 3 * others };
  if (ballot === 'kept') return kept;
  return { ms: kept.ms + 2 * latencyMs + 2 * diskMs, messages: kept.messages + 2 * others };
}

/**
 * Two servers that both insist on leading: each is outbid when a Prepare of the other arrives,
 * waits, and outbids it.
 */
export interface Rivalry {
  /** The longest wait, drawn uniformly from 0, in latencies; above 2. */
  readonly backoff: number;
  /** Duration of the observation, in latencies; disks take no time. */
  readonly latencies: number;
}

/**
 * A ballot begins, and one latency later the rival is outbid and waits w, so the next ballot begins
 * after 1 + w, in latencies. A leader knows of its first chosen command after 4, and is outbid
 * after 2 + w: of 1 + w it can use w - 2, if that is positive. The share is the mean of the one
 * over the mean of the other (renewal reward), with its standard error over that many ballots.
 */
export function rivalsProgress({ backoff: b, latencies }: Rivalry) {
  const long = b - 2;
  const cycle = 1 + b / 2;
  const share = pow(long, 2) / (2 * b) / cycle;
  // The second moments of w - 2 if that is positive, of 1 + w, and of both.
  const productive = pow(long, 3) / (3 * b);
  const whole = (pow(1 + b, 3) - 1) / (3 * b);
  const both = (pow(long, 3) / 3 + (3 * pow(long, 2)) / 2) / b;
  const variance = productive - 2 * share * both + pow(share, 2) * whole;
  return { share, error: Math.sqrt(variance / cycle / latencies) };
}
