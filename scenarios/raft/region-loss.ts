import type * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { exactly, mean, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutRaft, electionBudgetMs, inMs } from './common.ts';
import { distances, placementParam, placements, setLatencies } from './geography.ts';
import { raftOperations } from './operations.ts';
import { get, put, stand } from './script.ts';

/**
 * As in CockroachDB (pkg/base/config.go, release 23.1: four ticks of 500 ms, up to twice that; a
 * heartbeat every two ticks).
 */
const electionTimeoutMs = { min: 2_000, max: 4_000 };
const heartbeatMs = 1_000;

const params = distances.extend({
  placement: placementParam,
  lostMs: whole(5_000, 100_000, 30_000, 'how long America is lost'),
});
type Params = z.output<typeof params>;

const lostAtMs = 8_000;
const backAtMs = ({ lostMs }: Params) => lostAtMs + lostMs;
const budgetMs = electionBudgetMs({ electionTimeoutMs });

/**
 * The last heartbeat left at most that long before the loss. After an election timeout the new
 * leader gets the other server's vote, and its acknowledgement of an entry.
 */
const electedMs = ({ europeMs, asiaMs, farMs }: Params) =>
  Math.min(europeMs, asiaMs) / 2 - heartbeatMs + electionTimeoutMs.min + 2 * farMs;

const serversInAmerica = ({ placement }: Params) =>
  placements[placement].flatMap((region, place) => (region === 'america' ? [`n${place + 1}`] : []));

// A client in America has written x and has its acknowledgement. America is lost; a client in
// Europe reads x, and one in Asia writes y.
export default scenario({
  ...aboutRaft,
  swarm: {},
  network: () => ({}),
  id: 'raft/region-loss',
  asks: 'The leader’s region is lost. Do the other regions go on, and is an acknowledged write still there?',
  claims: ['q22-failover-keeps-write', 'q22-pinned-writes-sub-10ms', 'q5-crdb-150-300ms'],
  code: [
    'sims/raft/log/commit.ts#majorityIndex',
    'sims/raft/election/ballot.ts#isUpToDate',
    'sims/raft/server/server.ts#startTimer',
  ],
  params,
  operations: raftOperations,
  durationMs: (params) => backAtMs(params) + budgetMs,
  plan: (params) => [
    { atMs: 100, operation: stand('n1') },
    { atMs: 3_000, operation: put('c1', 'n1', 'x', 'kept') },
    { atMs: 4_000, operation: put('c2', 'n1', 'z', 'first') },
    { atMs: 5_000, operation: put('c3', 'n1', 'y', 'old') },
    ...[...serversInAmerica(params), 'c1'].flatMap((id) => [
      { atMs: lostAtMs, fault: crash(id) },
      { atMs: backAtMs(params), fault: restart(id) },
    ]),
    { atMs: lostAtMs, operation: get('c2', 'n1', 'x') },
    { atMs: lostAtMs, operation: put('c3', 'n1', 'y', 'new') },
  ],
  metrics: {
    readMs: histogram('ms', 'from the loss of the region to the answer of a read from Europe'),
    writeMs: histogram('ms', 'from the loss of the region to the answer of a write from Asia'),
    answered: counter('requests', 'answered while the region was lost'),
    kept: counter('reads', 'that returned what was acknowledged before the loss'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'is-answered', ({ value }, by, atMs) => {
      if (atMs < lostAtMs) return;
      (by === 'c2' ? metrics.readMs : metrics.writeMs).record(atMs - lostAtMs);
      if (atMs < backAtMs(params)) metrics.answered.add();
      if (by === 'c2' && value === 'kept') metrics.kept.add();
    });
    const servers = placements[params.placement];
    const cluster = raftCluster(world, rules, {
      ...{ nodes: servers.length, clients: 3, electionTimeoutMs, heartbeatMs },
      clientOptions: { retryMs: 500, backoffMs: 100, triesMax: 10_000 },
    });
    setLatencies(world, params, servers);
    return cluster;
  },
  goals: () => [leaderElected, requestAnswered],
  expect: (params) => {
    const isHome = params.placement === 'home';
    const { lostMs } = params;
    const atLeast = isHome ? lostMs : electedMs(params);
    const bound = { atLeast, atMost: (isHome ? lostMs : 0) + budgetMs };
    const waits = isHome
      ? 'America has three of the five servers, so there is no majority while it is lost'
      : 'two regions of three elect a leader and commit, after an election timeout and two round trips between them';
    return [
      exactly(1, 'kept', 'acknowledged-write-is-kept').says(
        'reads after the loss that return the acknowledged write',
        'q22-failover-keeps-write',
      ),
      exactly(isHome ? 0 : 2, 'answered', 'answered-while-lost').says(
        `requests answered while America is lost, of two: ${isHome ? 'none' : 'both'}`,
        'q22-pinned-writes-sub-10ms',
      ),
      within(mean('readMs'), 'read-waits', bound).says(
        `time that a read waits, in ms: ${waits}`,
        'q5-crdb-150-300ms',
      ),
      within(mean('writeMs'), 'write-waits', bound).says(
        `time that a write waits, in ms: ${waits}`,
      ),
    ];
  },
  tells: ({ params, metrics: { readMs, writeMs, answered, kept } }) =>
    (params.placement === 'home'
      ? `America was lost with three of the five servers, so ${counted(answered.value, 'request')} got an answer meanwhile: a home region makes writes fast and takes the majority with it. `
      : `Without America, Europe and Asia are a majority of three, so they go on, and one of them has the acknowledged write and becomes leader after an election timeout (RPO 0, RTO a few seconds). ${counted(answered.value, 'request')} got an answer while America was lost. `) +
    `A read from Europe waited ${inMs(readMs.mean)} and a write from Asia ${inMs(writeMs.mean)}; ${counted(kept.value, 'read')} returned the acknowledged write.`,
});

// Left out: moving replicas out of a lost region. That takes a majority, too.
