import type * as z from 'zod';
import { linearizable } from '../../sims/raft/client/linearizable.ts';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { raft } from '../../sims/raft/raft.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { exactly, mean, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutRaft, inMs } from './common.ts';
import { distances, regions, roundTripMs, setLatencies } from './geography.ts';
import { raftOperations } from './operations.ts';
import { get, put, stand } from './script.ts';

const params = distances.extend({
  afterMs: whole(0, 3_000, 100, 'from the acknowledgement of a write to a read of the same user'),
  heartbeatMs: whole(50, 1_000, 200, 'how often the leader tells followers what is committed'),
  writes: whole(2, 200, 20, 'number of writes, with a read after each'),
});
type Params = z.output<typeof params>;

const firstMs = 3_000;

/**
 * Each write comes a little later between two heartbeats than the one before, so that the phases
 * are evenly spaced. The previous write and its two reads are over by then.
 */
const everyMs = ({ heartbeatMs, afterMs, writes }: Params) =>
  heartbeatMs * Math.ceil((afterMs + 1_500) / heartbeatMs) + heartbeatMs / writes;

/**
 * The share of reads that come before the follower knows of the write. A write is committed at some
 * moment between two heartbeats, and the next heartbeat tells the follower. The answer to the
 * writer and the question to the follower each travel half a local round trip.
 */
function staleShare({ afterMs, heartbeatMs, europeMs, localMs }: Params): number {
  const waitMs = afterMs + localMs - europeMs / 2;
  return Math.min(1, Math.max(0, 1 - waitMs / heartbeatMs));
}

// c1 writes in America. Then c2, the same user in Europe, reads from the follower there, and after
// that from the leader.
export default scenario({
  ...aboutRaft,
  swarm: {},
  // Some messages are duplicated, which changes no answer.
  network: () => ({ duplication: 0.02 }),
  id: 'raft/follower-staleness',
  asks: 'A user writes in America, and a little later reads from the follower in Europe. How often does the read miss the user’s own write, and after how long never?',
  claims: ['q22-ryw-follower-stale', 'q22-pinned-reads-local'],
  code: [
    'sims/raft/client/reads.ts#onRead',
    'sims/raft/log/follower.ts#mayCommitUpTo',
    'sims/raft/log/replication.ts#sendHeartbeats',
  ],
  params,
  // Stale reads are counted here, not forbidden.
  invariants: raft.invariants.filter(({ id }) => id !== linearizable.id),
  operations: raftOperations,
  durationMs: (params) => firstMs + (params.writes + 2) * everyMs(params),
  plan: (params) => [
    { atMs: 100, operation: stand('n1') },
    { atMs: 1_000, operation: put('c1', 'n1', 'x', 'first') },
    { atMs: 1_500, operation: put('c2', 'n1', 'y', 'first') },
    ...Array.from({ length: params.writes }, (_, place) => ({
      atMs: firstMs + place * everyMs(params),
      operation: put('c1', 'n1', 'x', String(place)),
    })),
  ],
  metrics: {
    staleAtFollower: counter('reads', 'at the follower that missed the preceding write'),
    staleAtLeader: counter('reads', 'at the leaseholder that missed the preceding write'),
    followerMs: histogram('ms', 'a read at the follower in the same region'),
    leaderMs: histogram('ms', 'a read at the leaseholder'),
  },
  build({ world, params, rules, metrics }) {
    const cluster = raftCluster(world, rules, {
      ...{ nodes: regions.length, clients: regions.length },
      ...{ electionTimeoutMs: { min: 1e6, max: 2e6 }, heartbeatMs: params.heartbeatMs },
      // The leader does not change, so its local state is what a lease would let it answer.
      ...{ reads: 'local', followerReads: true, clientOptions: { retryMs: 60_000 } },
    });
    setLatencies(world, params, regions);
    const read = (server: string) => raftOperations.perform(cluster, get('c2', server, 'x'), world);
    let [written, askedAtMs, reads] = ['', 0, 0];
    raftNotes.listen(world.trace, 'invokes', ({ f, value }, by, atMs) => {
      if (by === 'c1') written = value ?? '';
      else if (f === 'get') askedAtMs = atMs;
    });
    raftNotes.listen(world.trace, 'is-answered', ({ value }, by, atMs) => {
      if (atMs < firstMs) return;
      if (by === 'c1') {
        world.at(atMs + params.afterMs, () => read('n2'));
        return;
      }
      const isFollower = reads % 2 === 0;
      reads += 1;
      (isFollower ? metrics.followerMs : metrics.leaderMs).record(atMs - askedAtMs);
      if (value !== written) metrics[isFollower ? 'staleAtFollower' : 'staleAtLeader'].add();
      if (isFollower) world.at(atMs, () => read('n1'));
    });
    return cluster;
  },
  goals: () => [leaderElected, requestAnswered],
  expect: (params) => {
    const stale = params.writes * staleShare(params);
    return [
      within('staleAtFollower', 'stale-at-follower', {
        atLeast: Math.max(0, stale - 1),
        atMost: stale + 1,
      }).says(
        'reads at the follower that miss the user’s write: a share as large as what is left of a heartbeat interval when the read comes',
        'q22-ryw-follower-stale',
      ),
      exactly(0, 'staleAtLeader', 'never-at-the-leaseholder').says(
        'reads at the leaseholder that miss the user’s write',
        'q22-ryw-follower-stale',
      ),
      within(mean('followerMs'), 'follower-is-near', exactBound(params.localMs)).says(
        'time of a read at the follower, in ms: a local round trip',
      ),
      within(
        mean('leaderMs'),
        'leaseholder-is-far',
        exactBound(roundTripMs(params, 'europe', 'america')),
      ).says(
        'time of a read at the leaseholder, in ms: a round trip across the ocean',
        'q22-pinned-reads-local',
      ),
    ];
  },
  tells: ({ params, metrics: { staleAtFollower, staleAtLeader, followerMs, leaderMs } }) =>
    `A follower learns with the next heartbeat that an entry is committed, so it can miss a write for that long: ${params.afterMs} ms after the acknowledgement, ${staleAtFollower.value} of ${counted(params.writes, 'read')} at the follower missed the write. At the leaseholder ${staleAtLeader.value} did, but there ` +
    `a read took ${inMs(leaderMs.mean)} instead of ${inMs(followerMs.mean)}. After ${params.heartbeatMs + params.europeMs / 2} ms, a heartbeat interval plus one message, the follower always has the write.`,
});

// Left out: clocks. A CockroachDB follower answers reads older than a closed timestamp, 3 s by
// default.
