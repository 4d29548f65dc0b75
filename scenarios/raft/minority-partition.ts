/**
 * The old leader goes on believing that it leads, because nothing in basic Raft tells it otherwise
 * before it hears of a larger term. But no server outside follows it, and the others elect a leader
 * in a later term.
 */
import { leaders, raftCluster, reachesMajority } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority, twoLeadersAtOnce } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, histogram, type MetricsOf } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  inMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const cutAtMs = electionBudgetMs;
const healAtMs = (params: RaftParams) => cutAtMs(params) + electionBudgetMs(params);
const cutForMs = (params: RaftParams) => healAtMs(params) - cutAtMs(params);

/** The leader, and as many followers as still leave it without a majority. */
function minorityOf({ nodes }: RaftParams): string[] {
  const followers = Math.max(0, Math.floor((nodes - 1) / 2) - 1);
  return ['leader', ...Array.from({ length: followers }, (_, index) => `follower#${index + 1}`)];
}

/** With one or two servers no majority is left to elect another leader. */
const majorityRemains = ({ nodes }: RaftParams) => nodes >= 3;

const metrics = {
  newLeaderMs: histogram('ms', 'from the cut to the election of another leader'),
  oldLeaderStayedMs: histogram('ms', 'from the cut until the old leader stepped down'),
  electedWithoutMajority: counter('leaders', 'elected while cut off from the majority'),
};
type Metrics = MetricsOf<typeof metrics>;

export default scenario({
  ...aboutRaft,
  id: 'raft/minority-partition',
  asks: 'A leader is cut off with a minority of the servers. Can it stay in charge?',
  claims: ['q5-old-leader-steps-down', 'pat-leader-election-single'],
  code: [
    'sims/raft/election/election.ts#hasMajorityOfVotes',
    'sims/raft/server/term.ts#isStale',
    'sims/raft/log/commit.ts#advanceCommit',
  ],
  params: raftParams,
  durationMs: (params) => healAtMs(params) + electionBudgetMs(params),
  plan: (params) => [
    { atMs: cutAtMs(params), fault: partition(minorityOf(params)) },
    { atMs: healAtMs(params), fault: heal() },
  ],
  metrics,
  build({ world, params, rules, metrics }) {
    const cluster = raftCluster(world, rules, clusterOptions(params));
    let old: { leader: string; cutAtMs: number } | undefined;
    world.trace.on('fault', ({ atMs }) => {
      const leader = leaders(cluster)[0]?.self;
      if (old === undefined && leader !== undefined) old = { leader, cutAtMs: atMs };
    });
    raftNotes.listen(world.trace, 'leads', (_note, by, atMs) => {
      if (!reachesMajority(world, cluster, by)) metrics.electedWithoutMajority.add();
      if (old !== undefined && metrics.newLeaderMs.count === 0) {
        metrics.newLeaderMs.record(atMs - old.cutAtMs);
      }
    });
    raftNotes.listen(world.trace, 'steps-down', ({ was }, by, atMs) => {
      const isOldLeader = was === 'leader' && by === old?.leader;
      if (isOldLeader && metrics.oldLeaderStayedMs.count === 0) {
        metrics.oldLeaderStayedMs.record(atMs - (old?.cutAtMs ?? atMs));
      }
    });
    return cluster;
  },
  goals: (params) => [
    leaderElected,
    ...(majorityRemains(params) ? [twoLeadersAtOnce] : []),
    leaderWithMajority(electionBudgetMs(params)),
  ],
  expect: (params) => [
    {
      id: 'no-leader-without-majority',
      text: 'leaders elected among servers that are cut off from the majority: none',
      claim: 'pat-leader-election-single',
      measured: ({ electedWithoutMajority }) => electedWithoutMajority.value,
      bound: { atMost: 0 },
    },
    ...(majorityRemains(params)
      ? [
          {
            id: 'majority-elects-another',
            text: 'time until the majority elects another leader, in ms: at most ten of the longest election timeouts',
            measured: ({ newLeaderMs }: Metrics) => newLeaderMs.min,
            bound: { atMost: 10 * params.electionTimeoutMs.max },
          },
          {
            id: 'old-leader-stays-until-healed',
            text:
              'ms that the old leader believes that it leads: it does for as long as it is cut off, and steps down within a heartbeat interval ' +
              'and a round trip after that: stepping down by itself takes check-quorum, which basic Raft does not have',
            claim: 'q5-old-leader-steps-down',
            measured: ({ oldLeaderStayedMs }: Metrics) => oldLeaderStayedMs.min,
            bound: {
              atLeast: cutForMs(params),
              atMost: cutForMs(params) + params.heartbeatMs + 2 * params.latencyMs.max,
            },
          },
        ]
      : []),
  ],
  tells: ({ params, metrics }) =>
    majorityRemains(params)
      ? `A leader that is cut off with a minority leads in name only: it can commit nothing, and the majority of the ${params.nodes} servers elected another ${inMs(metrics.newLeaderMs.min)} after the cut, in a later term. ` +
        `The old leader believed that it led for ${inMs(metrics.oldLeaderStayedMs.min)}, until the partition healed and it heard of the later term. ` +
        'With check-quorum, which basic Raft does not have, it would step down by itself after an election timeout without answers from a majority.'
      : `The leader of ${counted(params.nodes, 'server')} was cut off. No majority was left to elect another.`,
});

// Left out: clients of the old leader. It could not commit their writes, but might answer their
// reads from old data.
