import type * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { mean, within } from '../../src/check/expected.ts';
import { type Histogram, histogram, type MetricDefinition } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutRaft, inMs } from './common.ts';
import {
  commitMs,
  type Distances,
  distances,
  type Region,
  regionOf,
  regions,
  roundTripMs,
  setLatencies,
} from './geography.ts';
import { raftOperations } from './operations.ts';
import { get, put, stand, transfer } from './script.ts';

const params = distances.extend({
  requests: whole(
    2,
    50,
    3,
    'number of reads and writes of each client from each leader, one at a time',
  ),
});
type Params = z.output<typeof params>;

const phases = ['before', 'after'] as const;
type Phase = (typeof phases)[number];
const kinds = ['read', 'write'] as const;
type Kind = (typeof kinds)[number];

const each = phases.flatMap((phase) =>
  kinds.flatMap((kind) => regions.map((region) => ({ phase, kind, region }))),
);
type Name = `${Region}.${Kind}.${Phase}`;
const nameOf = (region: Region, kind: Kind, phase: Phase): Name => `${region}.${kind}.${phase}`;

const firstMs = 3_000;
const everyMs = 1_000;
const turns = ({ requests }: Params) => 2 * regions.length * requests;
const moveAtMs = (params: Params) => firstMs + turns(params) * everyMs;
/** The next leader is elected and holds its lease before a client asks it. */
const secondMs = (params: Params) => moveAtMs(params) + 2_000;

/** n1 leads in America, then n2 in Europe. */
function expectedMs(distances: Distances, region: Region, kind: Kind, phase: Phase): number {
  const leader = phase === 'before' ? 0 : 1;
  const toLeader = roundTripMs(distances, region, must(regions[leader], 'region of the leader'));
  return toLeader + (kind === 'read' ? 0 : commitMs(distances, regions, leader));
}

const requestsFrom = (startMs: number, params: Params) =>
  Array.from({ length: turns(params) }, (_, turn) => {
    const client = `c${1 + (turn % 3)}`;
    const isWrite = turn % 6 < 3;
    const server = startMs === firstMs ? 'n1' : 'n2';
    return {
      atMs: startMs + turn * everyMs,
      operation: isWrite
        ? put(client, server, 'x', `${startMs}.${turn}`)
        : get(client, server, 'x'),
    };
  });

// The leader answers reads by its lease. The clients take turns, so no request waits for another.
// Each client's first write opens its session and is not counted.
export default scenario({
  ...aboutRaft,
  swarm: {},
  network: () => ({ duplication: 0.02 }),
  id: 'raft/leaseholder',
  asks: 'A range’s leaseholder moves from America to Europe. For which clients are strong reads and writes fast before the move, and for which after?',
  claims: ['q22-pinned-reads-local', 'q22-pinned-writes-sub-10ms'],
  code: [
    'sims/raft/client/lease.ts#holdsLease',
    'sims/raft/client/reads.ts#confirm',
    'sims/raft/log/commit.ts#majorityIndex',
  ],
  params,
  operations: raftOperations,
  durationMs: (params) => secondMs(params) + turns(params) * everyMs,
  plan: (params) => [
    { atMs: 100, operation: stand('n1') },
    ...requestsFrom(firstMs, params),
    { atMs: moveAtMs(params), operation: transfer('n2') },
    ...requestsFrom(secondMs(params), params),
  ],
  metrics: Object.fromEntries(
    each.map(({ region, kind, phase }) => [
      nameOf(region, kind, phase),
      histogram('ms', `a ${kind} from ${region}, ${phase} the move`),
    ]),
  ) as Record<Name, MetricDefinition<Histogram>>,
  build({ world, params, rules, metrics }) {
    const asked = new Map<string, { readonly atMs: number; readonly kind: Kind }>();
    const opened = new Set<string>();
    raftNotes.listen(world.trace, 'invokes', ({ f }, by, atMs) =>
      asked.set(by, { atMs, kind: f === 'get' ? 'read' : 'write' }),
    );
    raftNotes.listen(world.trace, 'is-answered', (_, by, answeredAtMs) => {
      const { atMs, kind } = must(asked.get(by), 'question');
      const phase = atMs < moveAtMs(params) ? 'before' : 'after';
      if (opened.has(by)) metrics[nameOf(regionOf(by), kind, phase)].record(answeredAtMs - atMs);
      opened.add(by);
    });
    const cluster = raftCluster(world, rules, {
      nodes: regions.length,
      clients: regions.length,
      electionTimeoutMs: { min: 1e6, max: 2e6 },
      heartbeatMs: 500,
      reads: 'lease',
      leaderStickiness: true,
      clientOptions: { retryMs: 1_000 },
    });
    setLatencies(world, params, regions);
    return cluster;
  },
  goals: () => [leaderElected, requestAnswered],
  expect: (params) =>
    each.map(({ region, kind, phase }) =>
      within(
        mean<Name>(nameOf(region, kind, phase)),
        `${region}-${kind}-${phase}`,
        exactBound(expectedMs(params, region, kind, phase)),
      ).says(
        kind === 'read'
          ? `ms of a strong read from ${region}, ${phase} the move: to the leaseholder and back`
          : `ms of a write from ${region}, ${phase} the move: to the leaseholder and back, plus from there to its nearest follower and back`,
        region === 'europe' && phase === 'after'
          ? kind === 'read'
            ? 'q22-pinned-reads-local'
            : 'q22-pinned-writes-sub-10ms'
          : undefined,
      ),
    ),
  tells: ({ metrics }) => {
    const ms = (region: Region, kind: Kind, phase: Phase) =>
      inMs(metrics[nameOf(region, kind, phase)].mean);
    return (
      `Strong reads are fast for clients in the leaseholder’s region, because the leaseholder answers them alone: from Europe one took ${ms('europe', 'read', 'before')} before the move and ${ms('europe', 'read', 'after')} after it. ` +
      `From America it took ${ms('america', 'read', 'before')} and ${ms('america', 'read', 'after')}, from Asia ${ms('asia', 'read', 'before')} and ${ms('asia', 'read', 'after')}. ` +
      `A write from Europe took ${ms('europe', 'write', 'before')} and ${ms('europe', 'write', 'after')}: the lease makes reads local, but a write still crosses an ocean for its majority.`
    );
  },
});

// Left out: the time without a leader while the lease moves, which follows from
// `raft/rolling-restart`.
