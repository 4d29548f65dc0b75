/**
 * Two kinds of rounds come at random times, repeatedly. In one, a link of the leader holds back
 * messages while leadership is transferred twice; then the leader is cut off together with a
 * client. In the other, a server's disk is slow, and the votes for it are held back while it
 * crashes and stands for election again.
 */
import * as z from 'zod';
import { raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import {
  leaderElected,
  leaderWithMajority,
  requestAnswered,
  requestsAreAnswered,
} from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { pick, type RandomStream, randomInteger, shuffled } from '../../src/kernel/random.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import {
  crash,
  type Fault,
  heal,
  hold,
  mendDisk,
  partition,
  release,
  restart,
  slowDisk,
} from '../../src/world/fault.ts';
import { aboutRaft, clusterOptions, electionBudgetMs, raftParams, raftSwarm } from './common.ts';
import { type RaftOperation, raftOperations } from './operations.ts';

const clientIds = ['c1', 'c2', 'c3'];

const params = raftParams.extend({
  nodes: z.int().min(3).max(7).default(3).describe('servers in the cluster'),
  late: z
    .enum(['answers', 'votes'])
    .default('answers')
    .describe('which messages are late: answers to a leader, or votes'),
  rounds: z.int().min(0).max(100).default(8).describe('number of rounds with late messages'),
  stormMs: z.number().positive().max(1e6).default(20_000).describe('duration of the run'),
  latencyMs: distribution(1, 10).describe('one-way latency of a message, uniform'),
});

type What = { readonly fault: Fault } | { readonly operation: RaftOperation };
type Step = { readonly atMs: number } & What;

/** Each event comes a random time after the one before, up to the given maximum. */
type Round = readonly (readonly [gapMsMax: number, what: What])[];

/**
 * A leader's messages arrive after leadership was transferred twice, back to that leader in some
 * draws.
 */
function lateAnswers(stream: RandomStream, ids: readonly string[], timeoutMs: number): Round {
  const [slow = '', next = '', last = ''] = shuffled(stream, ids);
  const client = pick(stream, clientIds);
  return [
    [0, { fault: hold('leader', slow) }],
    [2 * timeoutMs, { operation: { kind: 'transfer', to: next } }],
    [2 * timeoutMs, { operation: { kind: 'transfer', to: last } }],
    [2 * timeoutMs, { fault: release('all', slow) }],
    [2 * timeoutMs, { fault: partition(['leader', client]) }],
    // Long enough for the others to elect another leader.
    [6 * timeoutMs, { fault: heal() }],
  ];
}

/** Votes are so late that the candidate has crashed and lost the state that they were given for. */
function lateVotes(stream: RandomStream, ids: readonly string[], timeoutMs: number): Round {
  const candidate = pick(stream, ids);
  const byMs = randomInteger(stream, 1, 2 * timeoutMs);
  return [
    [0, { fault: slowDisk(candidate, byMs, 8 * timeoutMs) }],
    [timeoutMs, { fault: hold('all', candidate) }],
    [timeoutMs / 4, { operation: { kind: 'stand', server: candidate } }],
    [timeoutMs / 4, { fault: crash(candidate) }],
    [timeoutMs / 4, { fault: restart(candidate) }],
    [timeoutMs / 4, { operation: { kind: 'stand', server: candidate } }],
    [timeoutMs, { fault: release('all', candidate) }],
  ];
}

const draw = { answers: lateAnswers, votes: lateVotes };

export default scenario({
  ...aboutRaft,
  id: 'raft/late-messages',
  asks: 'Messages arrive after their receiver has been re-elected or has crashed. Is anything lost or out of date?',
  claims: ['q5-old-leader-steps-down', 'q22-failover-keeps-write'],
  code: [
    'sims/raft/server/term.ts#isStale',
    'sims/raft/log/acknowledgement.ts#onAppendEntriesReply',
    'sims/raft/log/follower.ts#isAsSent',
  ],
  params,
  swarm: { ...raftSwarm, nodes: { min: 3, max: 5 } },
  operations: raftOperations,
  durationMs: (params) => params.stormMs + electionBudgetMs(params),
  plan: ({ late, nodes, rounds, stormMs, electionTimeoutMs }, random) => {
    const stream = random.stream('plan');
    const ids = serverIds(nodes);
    const steps: Step[] = [];
    for (let round = 0; round < rounds; round++) {
      let atMs = randomInteger(stream, 0, stormMs);
      for (const [gapMsMax, what] of draw[late](stream, ids, electionTimeoutMs.max)) {
        atMs = Math.min(stormMs, atMs + randomInteger(stream, 0, Math.ceil(gapMsMax)));
        steps.push({ atMs, ...what });
      }
    }
    steps.sort((a, b) => a.atMs - b.atMs);
    const end = [heal(), mendDisk('all'), restart('down')];
    return [...steps, ...end.map((fault) => ({ atMs: stormMs, fault }))];
  },
  metrics: {
    handedOver: counter('leaders', 'that transferred leadership'),
    elections: counter('leaders', 'how often a server was elected'),
    answers: counter('answers', 'that clients received'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'hands-over', () => metrics.handedOver.add());
    raftNotes.listen(world.trace, 'leads', () => metrics.elections.add());
    raftNotes.listen(world.trace, 'is-answered', () => metrics.answers.add());
    const untilMs = params.stormMs + 0.75 * electionBudgetMs(params);
    const thinkMs = { min: 20, max: 60 };
    const workload = { thinkMs, keys: 1, reads: 0.6, appends: 0, swaps: 0, untilMs };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      clients: clientIds.length,
      reads: 'read-index',
      // An answer to a pre-vote tells a server of a term that it has not voted in.
      preVote: params.late === 'answers',
      clientOptions: { workload },
    });
  },
  goals: (params) => [
    leaderElected,
    requestAnswered,
    leaderWithMajority(electionBudgetMs(params)),
    requestsAreAnswered(electionBudgetMs(params)),
  ],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `Every message carries its sender’s term, which grows with each election, and a server refuses or ignores what belongs to an earlier one. After ${counted(params.rounds, 'round')} of late messages nothing that a client was told was lost, and no read was out of date. ` +
    `Servers won ${counted(metrics.elections.value, 'election')} and transferred leadership ${times(metrics.handedOver.value)}; ` +
    `clients received ${counted(metrics.answers.value, 'answer')}.`,
});

// Left out: other faults at the same time. `raft/storm` draws them.
