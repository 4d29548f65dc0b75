/**
 * Clients write all the time. The leader's disk hangs for some seconds; the server itself keeps
 * running.
 */
import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority, requestAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { hangDisk } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  inMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
  hungMs: z.number().positive().max(1e5).default(2000).describe('how long the disk hangs'),
});

type HungParams = RaftParams & { readonly hungMs: number };

const hangAtMs = electionBudgetMs;
const hangEndsAtMs = (params: HungParams) => hangAtMs(params) + params.hungMs;

export default scenario({
  ...aboutRaft,
  id: 'raft/hung-disk',
  asks: 'A leader’s disk hangs while its heartbeats continue. Do clients or followers notice?',
  claims: ['num-write-needs-majority-2-10ms', 'q22-failover-keeps-write'],
  code: [
    'sims/raft/log/propose.ts#acknowledgeOwn',
    'sims/raft/log/commit.ts#majorityIndex',
    'sims/raft/log/replication.ts#sendHeartbeats',
  ],
  params,
  durationMs: (params) => hangEndsAtMs(params) + electionBudgetMs(params),
  plan: (params) => [{ atMs: hangAtMs(params), fault: hangDisk('leader', params.hungMs) }],
  metrics: {
    answered: counter('requests', 'that were answered while the disk hung'),
    deposed: counter('leaders', 'elected while the disk hung'),
    writeMs: histogram('ms', 'from a write to its answer, while the disk hung'),
  },
  build({ world, params, rules, metrics }) {
    const isHung = (atMs: number) => atMs >= hangAtMs(params) && atMs < hangEndsAtMs(params);
    const askedAtMs = new Map<number, number>();
    raftNotes.listen(world.trace, 'invokes', ({ process }, _by, atMs) =>
      askedAtMs.set(process, atMs),
    );
    raftNotes.listen(world.trace, 'is-answered', ({ process }, _by, atMs) => {
      const askedMs = askedAtMs.get(process) ?? atMs;
      if (!isHung(askedMs) || !isHung(atMs)) return;
      metrics.answered.add();
      metrics.writeMs.record(atMs - askedMs);
    });
    raftNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (isHung(atMs)) metrics.deposed.add();
    });
    const workload = {
      thinkMs: { min: 20, max: 60 },
      ...{ keys: 2, reads: 0, appends: 0, swaps: 0 },
      untilMs: hangEndsAtMs(params) + electionBudgetMs(params) / 2,
    };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      checkQuorum: true,
      clients: 2,
      clientOptions: { workload },
    });
  },
  goals: (params) => [leaderElected, requestAnswered, leaderWithMajority(electionBudgetMs(params))],
  expect: ({ hungMs, latencyMs, diskMs }) => [
    {
      id: 'writes-go-on',
      text: 'requests answered while the leader’s disk hangs: at the rate of two clients that think for at most 60 ms and wait for one write',
      claim: 'num-write-needs-majority-2-10ms',
      measured: ({ answered }) => answered.value,
      bound: { atLeast: Math.floor((2 * hungMs) / (60 + 4 * latencyMs.max + diskMs.max)) - 2 },
    },
    {
      id: 'no-leader-is-deposed',
      text: 'leaders elected while the leader’s disk hangs: none, as heartbeats need no disk',
      claim: 'q22-failover-keeps-write',
      measured: ({ deposed }) => deposed.value,
      bound: { atMost: 0 },
    },
    {
      id: 'as-long-as-ever',
      text: 'time of the longest write, in ms: two round trips and a write at the followers, plus one round trip if another write overtook it',
      measured: ({ writeMs }) => writeMs.max,
      bound: { atMost: 6 * latencyMs.max + diskMs.max },
    },
  ],
  tells: ({ params, metrics: { answered, writeMs, deposed } }) =>
    'Hardly, if the leader sends entries while it is still writing them: a majority of followers has them on disk, and that commits them (dissertation, §10.2.1). ' +
    `While the leader’s disk hung for ${inMs(params.hungMs)}, ${counted(answered.value, 'write')} got an answer, with a median of ` +
    `${inMs(writeMs.quantile(0.5))}, and the servers elected ${counted(deposed.value, 'new leader')}. ` +
    'A leader that writes first commits nothing, and its heartbeats keep the others from electing another (hashicorp/raft#503).',
});

// Left out: a leader that writes before it sends, as hashicorp/raft does; watchdogs that stop such
// a leader; a disk that hangs for ever, whose server must be replaced before others fail.
