import { leaders, raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderIsMember, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  inMs,
  type TimingParams,
  timingParams,
} from './common.ts';
import { raftOperations } from './operations.ts';
import { changeMembership, stand } from './script.ts';

const changeAtMs = ({ electionTimeoutMs }: TimingParams) => 2 * electionTimeoutMs.min;

export default scenario({
  ...aboutRaft,
  id: 'raft/removed-leader',
  asks: 'The leader itself is removed from the cluster. Which server leads then?',
  claims: ['raft-joint-consensus'],
  code: [
    'sims/raft/membership/joint.ts#onConfigurationCommitted',
    'sims/raft/log/commit.ts#majorityIndex',
  ],
  params: timingParams,
  operations: raftOperations,
  durationMs: (params) => changeAtMs(params) + electionBudgetMs(params),
  plan: (params) => [
    { atMs: params.electionTimeoutMs.min / 2, operation: stand('n1') },
    { atMs: changeAtMs(params), operation: changeMembership('n1', 'n2', 'n3', 'n4') },
  ],
  metrics: {
    stayedMs: histogram('ms', 'from the operator’s request until the leader stepped down'),
    leaderlessMs: histogram('ms', 'from then until another was elected'),
  },
  build({ world, params, rules, metrics }) {
    let leftAtMs: number | undefined;
    raftNotes.listen(world.trace, 'leaves', (_note, _by, atMs) => {
      leftAtMs = atMs;
      metrics.stayedMs.record(atMs - changeAtMs(params));
    });
    raftNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (leftAtMs !== undefined && metrics.leaderlessMs.count === 0) {
        metrics.leaderlessMs.record(atMs - leftAtMs);
      }
    });
    // So that the removed leader does not disrupt the others.
    const leaderStickiness = true;
    return raftCluster(world, rules, {
      ...clusterOptions({ ...params, nodes: 4 }),
      leaderStickiness,
    });
  },
  goals: (params) => [
    leaderElected,
    leaderWithMajority(electionBudgetMs(params)),
    leaderIsMember(electionBudgetMs(params)),
  ],
  expect: ({ latencyMs, diskMs, electionTimeoutMs }) => [
    {
      id: 'stays-until-committed',
      text: 'time until the removed leader steps down, in ms: its removal takes two committed entries, the joint configuration and the new one',
      claim: 'raft-joint-consensus',
      measured: ({ stayedMs }) => stayedMs.min,
      bound: { atMost: 2 * (2 * latencyMs.max + 2 * diskMs.max) },
    },
    {
      id: 'another-is-elected',
      text: 'time until the others elect a leader, in ms: as after a crash',
      measured: ({ leaderlessMs }) => leaderlessMs.min,
      bound: { atMost: 10 * electionTimeoutMs.max },
    },
  ],
  tells: ({ subject, metrics }) =>
    `One of the remaining servers leads after an election: the old leader manages its own removal and steps down when the new configuration is committed. ` +
    `Here that took ${inMs(metrics.stayedMs.min)}; then the others were without a leader for ${inMs(metrics.leaderlessMs.min)}, until one timed out, and ${leaders(subject)[0]?.self ?? 'no server'} leads at the end. A leadership transfer before the removal would avoid that gap.`,
});

// Left out: transferring leadership first, which would avoid the wait for an election.
