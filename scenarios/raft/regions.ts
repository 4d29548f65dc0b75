import { z } from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { mean, within } from '../../src/check/expected.ts';
import { histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import type { World } from '../../src/world/world.ts';
import { aboutRaft, inMs } from './common.ts';
import { raftOperations } from './operations.ts';
import { stand } from './script.ts';

const params = z.object({
  placement: z
    .enum(['spread', 'home'])
    .default('spread')
    .describe('one server in each region, or three of five in America'),
  localMs: whole(1, 20, 2, 'a round trip within a region'),
  europeMs: whole(20, 400, 80, 'a round trip between America and Europe'),
  asiaMs: whole(20, 400, 150, 'a round trip between America and Asia'),
  farMs: whole(20, 400, 220, 'a round trip between Europe and Asia'),
  writes: whole(1, 100, 5, 'of each client, one at a time'),
});
type Params = z.output<typeof params>;

const regions = ['america', 'europe', 'asia'] as const;
type Region = (typeof regions)[number];

/** n1, n2 and so on. n1 leads. */
const placements: Readonly<Record<Params['placement'], readonly Region[]>> = {
  spread: regions,
  home: ['america', 'america', 'america', 'europe', 'asia'],
};

function roundTripMs(params: Params, one: Region, other: Region): number {
  if (one === other) return params.localMs;
  if (one !== 'america' && other !== 'america') return params.farMs;
  return one === 'europe' || other === 'europe' ? params.europeMs : params.asiaMs;
}

/** To the leader and back, and from it to the nearest followers that are a majority with it. */
function writeMs(params: Params, client: Region): number {
  const servers = placements[params.placement];
  const nearest = servers
    .slice(1)
    .map((follower) => roundTripMs(params, 'america', follower))
    .sort((a, b) => a - b);
  const last = nearest[Math.floor(servers.length / 2) - 1];
  return roundTripMs(params, client, 'america') + must(last, 'follower of the majority');
}

function setLatencies({ network }: World, params: Params): void {
  const places = [
    ...placements[params.placement].map((region, place) => ({ id: `n${place + 1}`, region })),
    ...regions.map((region, place) => ({ id: `c${place + 1}`, region })),
  ];
  for (const from of places) {
    for (const to of places) {
      if (from === to) continue;
      const latencyMs = constant(roundTripMs(params, from.region, to.region) / 2);
      network.changeLink(from.id, to.id, { latencyMs });
    }
  }
}

const claims: Readonly<Partial<Record<Region, string>>> = {
  america: 'q22-pinned-writes-sub-10ms',
  asia: 'q22-asia-160-250',
};

const firstMs = 3_000;
const everyMs = 1_500;

// The clients write in turn, so that no write waits for another. The first write of each opens its session and finds
// the leader, and is not counted.
export default scenario({
  ...aboutRaft,
  swarm: {},
  // Some messages come twice, which costs a write nothing.
  network: () => ({ duplication: 0.02 }),
  id: 'raft/regions',
  asks: 'Servers and clients are on three continents, and the leader is in America. How long does a write take from each?',
  claims: ['q22-asia-160-250', 'q22-pinned-writes-sub-10ms'],
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
      const region = must(regions[Number(by.slice(1)) - 1], 'region of the client');
      if (opened.has(by)) metrics[region].record(atMs - must(invokedMs.get(by), 'start'));
      opened.add(by);
    });
    const cluster = raftCluster(world, rules, {
      nodes: placements[params.placement].length,
      clients: regions.length,
      electionTimeoutMs: { min: 1e6, max: 2e6 },
      heartbeatMs: 500,
      clientOptions: { retryMs: 1_000 },
    });
    setLatencies(world, params);
    return cluster;
  },
  goals: () => [leaderElected, requestAnswered],
  expect: (params) =>
    regions.map((region) =>
      within(mean(region), `${region}-exactly`, exactBound(writeMs(params, region))).says(
        `a write from ${region}: to the leader and back, and to the nearest followers that make a majority`,
        claims[region],
      ),
    ),
  tells: ({ params, metrics: { america, europe, asia } }) =>
    `${inMs(america.mean)} from America, ${inMs(europe.mean)} from Europe, ${inMs(asia.mean)} from Asia: the way to the leader and back, and from it to the nearest servers that make a majority with it. ` +
    (params.placement === 'home'
      ? 'Three of the five servers are in America: no ocean is crossed for a majority, and America is lost with its region.'
      : 'A majority of three regions is across an ocean, even for the client beside the leader.'),
});

// Left out: disks, and writes that wait for one another: both come on top of the round trips.
