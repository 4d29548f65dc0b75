/** What the Raft scenarios share: parameters, network, invariants. */
import * as z from 'zod';
import type { ClusterOptions } from '../../sims/raft/cluster.ts';
import { raft } from '../../sims/raft/raft.ts';
import { drawnFrom } from '../../src/kernel/distribution.ts';
import { distribution, range } from '../../src/lab/params.ts';
import type { SwarmRanges } from '../../src/lab/sweep/swarm.ts';
import { inTenths } from '../../src/words/numbers.ts';
import type { NetworkConditions } from '../../src/world/network.ts';

export const raftParams = z.object({
  nodes: z.int().min(1).max(9).default(5).describe('servers in the cluster'),
  electionTimeoutMs: range(150, 300).describe('bounds of the randomised election timeout'),
  heartbeatMs: z.number().positive().default(50).describe('how often a leader sends heartbeats'),
  latencyMs: distribution(1, 3).describe('one-way latency of a message, uniform'),
  diskMs: distribution(1, 2).describe('time until a write is durable, uniform'),
});

/**
 * Broadcast time and heartbeats stay well below the election timeout; otherwise Raft does not
 * promise a leader (paper, §5.6).
 */
export const raftSwarm: SwarmRanges = {
  electionTimeoutMs: [
    { min: 120, max: 240 },
    { min: 150, max: 300 },
    { min: 500, max: 1000 },
  ],
  heartbeatMs: { min: 10, max: 50 },
  latencyMs: [
    { min: 0, max: 1 },
    { min: 1, max: 3 },
    { min: 2, max: 10 },
  ],
  diskMs: [
    { min: 0, max: 0 },
    { min: 1, max: 2 },
    { min: 0, max: 10 },
  ],
};

/** For scenarios in which the story depends on the number of servers. */
export const timingParams = raftParams.omit({ nodes: true });

export type TimingParams = z.output<typeof timingParams>;
export type RaftParams = z.output<typeof raftParams>;

/** Spread into a scenario. */
export const aboutRaft = {
  sim: raft,
  invariants: raft.invariants,
  swarm: raftSwarm,
  network: ({ latencyMs }: Pick<RaftParams, 'latencyMs'>): Partial<NetworkConditions> => ({
    latencyMs: drawnFrom(latencyMs),
  }),
};

/** Timing, network and disks follow the parameters; everything else is basic Raft. */
export function clusterOptions(params: RaftParams): ClusterOptions {
  const { nodes, electionTimeoutMs, heartbeatMs, diskMs } = params;
  const diskTime = drawnFrom(diskMs);
  return { nodes, electionTimeoutMs, heartbeatMs, nodeOptions: () => ({ diskMs: diskTime }) };
}

/**
 * How long to wait for an election that must succeed. Each of a dozen rounds fails with a
 * probability well below one half (dissertation, §9.2), so a run that waits in vain shows a defect.
 */
export function electionBudgetMs({
  electionTimeoutMs,
}: Pick<RaftParams, 'electionTimeoutMs'>): number {
  return 12 * electionTimeoutMs.max;
}

/**
 * Further faults for a storm: disks, clocks, and messages that arrive after a restart. A fault
 * lasts longer than an election, so that a server can be elected and crash before any of it is on
 * its disk. Clocks drift by less than an election timeout, and by at most a tenth.
 */
export function stormTroubles({ electionTimeoutMs }: Pick<RaftParams, 'electionTimeoutMs'>) {
  const { min, max } = electionTimeoutMs;
  return {
    disks: { troubleMsMax: 3 * max },
    clocks: { jumpMsMax: Math.ceil(min), driftPpmMax: 100_000 },
    lateness: { lateMsMax: 3 * max, downMsMax: Math.ceil(min) },
  };
}

/** `12.3 ms`, `1,234.5 ms`, `80 ms`, or a dash if there is no value. */
export function inMs(value: number | undefined): string {
  return value === undefined ? '—' : `${inTenths(value)} ms`;
}
