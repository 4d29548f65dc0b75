import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { mean, within } from '../../src/check/expected.ts';
import { histogram } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutRaft, inMs } from './common.ts';
import {
  commitMs,
  distances,
  placementParam,
  placements,
  type Region,
  regionOf,
  regions,
  roundTripMs,
  setLatencies,
} from './geography.ts';
import { raftOperations } from './operations.ts';
import { stand } from './script.ts';

const params = distances.extend({
  placement: placementParam,
  writes: whole(1, 100, 5, 'number of writes of each client, one at a time'),
});

const claims: Readonly<Partial<Record<Region, string>>> = {
  america: 'q22-pinned-writes-sub-10ms',
  asia: 'q22-asia-160-250',
};

const firstMs = 3_000;
const everyMs = 1_500;

// The clients write in turn, so no write waits for another. Each client's first write opens its
// session and finds the leader, and is not counted.
export default scenario({
  ...aboutRaft,
  swarm: {},
  // Some messages are duplicated, which costs a write nothing.
  network: () => ({ duplication: 0.02 }),
  id: 'raft/regions',
  asks: 'Servers and clients are on three continents, and the leader is in America. How long does a write take from each continent?',
  claims: ['q22-asia-160-250', 'q22-pinned-writes-sub-10ms'],
  code: ['sims/raft/log/commit.ts#majorityIndex', 'sims/raft/log/commit.ts#advanceCommit'],
  params,
  operations: raftOperations,
  durationMs: ({ writes }) => firstMs + 3 * (writes + 1) * everyMs,
  plan: ({ writes }) => [
    { atMs: 100, operation: stand('n1') },
    ...Array.from({ length: 3 * (writes + 1) }, (_, turn) => ({
      atMs: firstMs + turn * everyMs,
      operation: {
        ...{ kind: 'put' as const, client: `c${1 + (turn % 3)}`, of: 'n1' },
        ...{ key: 'x', value: String(turn) },
      },
    })),
  ],
  metrics: {
    america: histogram('ms', 'a write of the client in America'),
    europe: histogram('ms', 'a write of the client in Europe'),
    asia: histogram('ms', 'a write of the client in Asia'),
  },
  build({ world, params, rules, metrics }) {
    const invokedMs = new Map<string, number>();
    const opened = new Set<string>();
    raftNotes.listen(world.trace, 'invokes', (_, by, atMs) => invokedMs.set(by, atMs));
    raftNotes.listen(world.trace, 'is-answered', (_, by, atMs) => {
      if (opened.has(by)) metrics[regionOf(by)].record(atMs - must(invokedMs.get(by), 'start'));
      opened.add(by);
    });
    const cluster = raftCluster(world, rules, {
      nodes: placements[params.placement].length,
      clients: regions.length,
      electionTimeoutMs: { min: 1e6, max: 2e6 },
      heartbeatMs: 500,
      clientOptions: { retryMs: 1_000 },
    });
    setLatencies(world, params, placements[params.placement]);
    return cluster;
  },
  goals: () => [leaderElected, requestAnswered],
  expect: (params) =>
    regions.map((region) =>
      within(
        mean(region),
        `${region}-exactly`,
        exactBound(
          roundTripMs(params, region, 'america') + commitMs(params, placements[params.placement]),
        ),
      ).says(
        `time of a write from ${region}, in ms: to the leader and back, plus from there to the nearest followers that form a majority with it`,
        claims[region],
      ),
    ),
  tells: ({ params, metrics: { america, europe, asia } }) =>
    `A write costs the trip to the leader and back, plus the leader’s round trip to the nearest servers that form a majority with it: ${inMs(america.mean)} from America, ${inMs(europe.mean)} from Europe and ${inMs(asia.mean)} from Asia. ` +
    (params.placement === 'home'
      ? 'Three of the five servers are in America: a majority crosses no ocean, but is lost with the region.'
      : 'A majority of three regions crosses an ocean, even for a client in the leader’s region.'),
});

// Left out: disks, and writes that wait for one another: both add to the round trips.
