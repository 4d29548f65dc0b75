/**
 * Scripted stories: what clients, operators and faults do, step by step, so that the same happens
 * for every seed. No election timeout fires by itself: it is longer than the script.
 */
import * as z from 'zod';
import { type ClusterOptions, type RaftCluster, raftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import type { Expectation } from '../../src/check/expectation.ts';
import type { Goal } from '../../src/check/goal.ts';
import { histogram, type MetricDefinitions, type MetricsOf } from '../../src/check/metric.ts';
import { drawnFrom } from '../../src/kernel/distribution.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import type { SwarmRanges } from '../../src/lab/sweep/swarm.ts';
import type { Trace } from '../../src/trace/trace.ts';
import type { Fault } from '../../src/world/fault.ts';
import { aboutRaft } from './common.ts';
import { type RaftOperation, raftOperations } from './operations.ts';

const scriptParams = z.object({
  stepMs: z
    .number()
    .min(30)
    .max(1000)
    .default(100)
    .describe('time between two steps of the script'),
  latencyMs: distribution(1, 3).describe('one-way latency of a message, uniform'),
  diskMs: distribution(1, 2).describe('time until a write is durable, uniform'),
});

type ScriptParams = z.output<typeof scriptParams> & { readonly nodes?: number };

/** A step's requests are done before the next step. */
const scriptSwarm: SwarmRanges = {
  stepMs: { min: 80, max: 120 },
  latencyMs: [
    { min: 0, max: 1 },
    { min: 1, max: 3 },
  ],
  diskMs: [
    { min: 0, max: 1 },
    { min: 1, max: 2 },
  ],
};

/** For stories that work for any number of servers. */
const nodesParam = (usual: number) =>
  z.int().min(3).max(9).default(usual).describe('servers in the cluster');

/** The same for every number of servers, or a function of it. */
type ByNodes<T> = T | ((nodes: number) => T);

/** The operations and faults of one moment. */
export type Step = readonly (Fault | RaftOperation)[];

const operationKinds: readonly string[] = [
  'get',
  'put',
  'append',
  'cas',
  'stand',
  'transfer',
  'change-membership',
  'add-server',
  'add-learner',
  'remove-server',
  'take-snapshot',
] satisfies readonly RaftOperation['kind'][];

function actOf(act: Fault | RaftOperation): { fault: Fault } | { operation: RaftOperation } {
  if (operationKinds.includes(act.kind)) return { operation: act as RaftOperation };
  return { fault: act as Fault };
}

/** An election timeout that fires only when a script says so. */
const never = { min: 60_000, max: 120_000 };

export interface Story<Metrics extends MetricDefinitions> {
  readonly id: string;
  readonly asks: string;
  readonly claims: readonly string[];
  readonly code: readonly string[];
  readonly cluster: Partial<ClusterOptions> & Pick<ClusterOptions, 'nodes'>;
  /** If this is a function, the number of servers is a parameter. */
  readonly steps: ByNodes<readonly Step[]>;
  /** The number of steps' time after the last one (default: 2). */
  readonly stepsAfter?: number;
  readonly metrics: Metrics;
  readonly listen: (trace: Trace, metrics: MetricsOf<Metrics>, cluster: RaftCluster) => void;
  readonly goals: readonly Goal<RaftCluster>[];
  readonly expect: ByNodes<readonly Expectation<MetricsOf<Metrics>>[]>;
  readonly tells: (metrics: MetricsOf<Metrics>, cluster: RaftCluster) => string;
}

/** A story that gives each server a disk of its own has no parameter for all disks. */
function paramsOf<Metrics extends MetricDefinitions>({ steps, cluster }: Story<Metrics>) {
  const { nodes, nodeOptions } = cluster;
  const ofDisks = nodeOptions === undefined ? scriptParams : scriptParams.omit({ diskMs: true });
  const all = typeof steps === 'function' ? ofDisks.extend({ nodes: nodesParam(nodes) }) : ofDisks;
  return all as typeof scriptParams;
}

/** A scenario that performs a script. */
export function story<Metrics extends MetricDefinitions>(story: Story<Metrics>) {
  const { id, asks, claims, code, stepsAfter = 2, metrics, goals } = story;
  const params = paramsOf(story);
  const nodesIn = ({ nodes = story.cluster.nodes }: ScriptParams) => nodes;
  const stepsOf = (params: ScriptParams) => toldOf(story.steps, nodesIn(params));
  return scenario({
    ...aboutRaft,
    swarm: scriptSwarm,
    id,
    asks,
    claims,
    code,
    params,
    operations: raftOperations,
    durationMs: (params) => (stepsOf(params).length + stepsAfter) * params.stepMs,
    plan: (params) =>
      stepsOf(params).flatMap((step, place) =>
        step.map((act) => ({ atMs: (place + 1) * params.stepMs, ...actOf(act) })),
      ),
    metrics,
    build({ world, params, rules, metrics }) {
      const { diskMs } = params;
      const cluster = raftCluster(world, rules, {
        electionTimeoutMs: never,
        heartbeatMs: 50,
        nodeOptions: () => ({ diskMs: drawnFrom(diskMs) }),
        tellsCommits: true,
        clientOptions: patient,
        ...story.cluster,
        nodes: nodesIn(params),
      });
      story.listen(world.trace, metrics, cluster);
      return cluster;
    },
    goals: () => goals,
    expect: (params) => toldOf(story.expect, nodesIn(params)),
    tells: ({ metrics, subject }) => story.tells(metrics, subject),
  });
}

function toldOf<T>(told: ByNodes<T>, nodes: number): T {
  return typeof told === 'function' ? (told as (nodes: number) => T)(nodes) : told;
}

/** A client that trusts the server that it asked, and waits. */
const patient = { retryMs: 60_000 };

/** For scripts about reads. */
export const readMetrics = { readMs: histogram('ms', 'from a read request to its answer') };

export function measureReads(trace: Trace, { readMs }: MetricsOf<typeof readMetrics>): void {
  const askedAtMs = new Map<number, number>();
  raftNotes.listen(trace, 'invokes', ({ process, f }, _by, atMs) => {
    if (f === 'get') askedAtMs.set(process, atMs);
  });
  raftNotes.listen(trace, 'is-answered', ({ process }, _by, atMs) => {
    const asked = askedAtMs.get(process);
    if (asked !== undefined) readMs.record(atMs - asked);
    askedAtMs.delete(process);
  });
}

// What operators and clients say.

export const stand = (server: string): RaftOperation => ({ kind: 'stand', server });

export const put = (client: string, of: string, key: string, value: string): RaftOperation => ({
  kind: 'put',
  client,
  of,
  key,
  value,
});

export const append = (client: string, of: string, key: string, value: string): RaftOperation => ({
  kind: 'append',
  client,
  of,
  key,
  value,
});

export const get = (client: string, of: string, key: string): RaftOperation => ({
  kind: 'get',
  client,
  of,
  key,
});

export const transfer = (to: string): RaftOperation => ({ kind: 'transfer', to });

export const changeMembership = (server: string, ...voters: string[]): RaftOperation => ({
  kind: 'change-membership',
  server,
  voters,
});

export const takeSnapshot = (server: string): RaftOperation => ({ kind: 'take-snapshot', server });
