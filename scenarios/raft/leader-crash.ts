import { leaders, type RaftCluster, raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  inMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const crashAtMs = electionBudgetMs;
const restartAtMs = (params: RaftParams) => crashAtMs(params) + electionBudgetMs(params);

/** One or two servers have no majority without their leader, so they wait until it is back. */
const survives = ({ nodes }: RaftParams) => nodes >= 3;

const leaderReplaced = sometimes<RaftCluster>(
  'leader-replaced',
  'another server leads while the first is down',
  (cluster) => cluster.servers.some(({ life }) => life === 'down') && leaders(cluster).length > 0,
);

export default scenario({
  ...aboutRaft,
  id: 'raft/leader-crash',
  asks: 'How long is a Raft cluster without a leader after its leader dies?',
  claims: ['num-leader-election-200-500', 'raft-election-timeout-150-300', 'raft-2f-plus-1'],
  code: [
    'sims/raft/server/server.ts#startTimer',
    'sims/raft/election/election.ts#standForElection',
    'sims/raft/election/election.ts#hasMajorityOfVotes',
  ],
  params: raftParams,
  durationMs: (params) => restartAtMs(params) + electionBudgetMs(params),
  plan: (params) => [
    { atMs: crashAtMs(params), fault: crash('leader') },
    { atMs: restartAtMs(params), fault: restart('down') },
  ],
  metrics: {
    failoverMs: histogram('ms', 'from the crash of the leader to the election of the next'),
    candidacies: counter('candidacies', 'how often a server stood for election until then'),
  },
  build({ world, params, rules, metrics }) {
    const cluster = raftCluster(world, rules, clusterOptions(params));
    let leaderlessSinceMs: number | undefined;
    world.trace.on('crash', ({ atMs }) => {
      leaderlessSinceMs = atMs;
    });
    raftNotes.listen(world.trace, 'stands', () => {
      if (leaderlessSinceMs !== undefined) metrics.candidacies.add();
    });
    raftNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (leaderlessSinceMs !== undefined) metrics.failoverMs.record(atMs - leaderlessSinceMs);
      leaderlessSinceMs = undefined;
    });
    return cluster;
  },
  goals: (params) => [
    leaderElected,
    ...(survives(params) ? [leaderReplaced] : []),
    leaderWithMajority(electionBudgetMs(params)),
  ],
  expect: (params) => {
    const { electionTimeoutMs, heartbeatMs } = params;
    if (!survives(params)) {
      return [
        {
          id: 'not-before-restart',
          text: 'time until the next leader, in ms: without a majority there is none until the crashed one is back',
          claim: 'raft-2f-plus-1',
          measured: ({ failoverMs }) => failoverMs.min,
          bound: { atLeast: restartAtMs(params) - crashAtMs(params) },
        },
      ];
    }
    return [
      {
        id: 'noticed-not-before-a-timeout',
        text: 'time until the next leader, in ms: at least the shortest timeout minus one heartbeat interval',
        measured: ({ failoverMs }) => failoverMs.min,
        bound: { atLeast: electionTimeoutMs.min - heartbeatMs },
      },
      {
        id: 'within-ten-timeouts',
        text: 'time until the next leader, in ms: at most ten of the longest election timeouts, split votes included',
        measured: ({ failoverMs }) => failoverMs.max,
        bound: { atMost: 10 * electionTimeoutMs.max },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    survives(params)
      ? `A dead leader is replaced after about one election timeout: a follower that hears no heartbeat for a random ${params.electionTimeoutMs.min} to ${params.electionTimeoutMs.max} ms stands for election, and a majority of the votes makes it leader. ` +
        `Here the leader of ${params.nodes} servers crashed, and the others elected another ${inMs(metrics.failoverMs.min)} later, ` +
        `with ${counted(metrics.candidacies.value, 'candidacy', 'candidacies')}.`
      : `The leader of ${counted(params.nodes, 'server')} crashed. No majority was left, so there was no leader for ${inMs(metrics.failoverMs.min)}, until it was back, ` +
        `with ${counted(metrics.candidacies.value, 'candidacy', 'candidacies')}.`,
});

// Left out: clients. They notice the time until a request succeeds, which includes their own
// timeouts.
