/**
 * One server after another crashes, including the leader, until no majority is left. Then all
 * restart.
 */
import * as z from 'zod';
import { raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority, requestsAreAnswered } from '../../sims/raft/goals.ts';
import { majorityOf } from '../../sims/raft/membership/membership.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(1).max(9).default(5).describe('servers in the cluster'),
});

/** The number of failures that leave a majority. */
const tolerated = ({ nodes }: RaftParams) => nodes - majorityOf(serverIds(nodes));

/** Each phase leaves time for an election. Phase k begins when k servers are down. */
const phaseMs = electionBudgetMs;
const backAtMs = (params: RaftParams) => (tolerated(params) + 2) * phaseMs(params);

export default scenario({
  ...aboutRaft,
  id: 'raft/lose-servers',
  asks: 'How many servers can a cluster lose and still commit?',
  claims: [
    'raft-three-nodes-tolerate-one',
    'raft-five-nodes-tolerate-two',
    'raft-2f-plus-1',
    'raft-odd-number-needed',
  ],
  code: [
    'sims/raft/membership/membership.ts#majorityOf',
    'sims/raft/election/election.ts#hasMajorityOfVotes',
  ],
  params,
  durationMs: (params) => backAtMs(params) + phaseMs(params),
  plan: (params) => [
    ...serverIds(tolerated(params) + 1).map((id, place) => ({
      atMs: (place + 1) * phaseMs(params),
      fault: crash(id),
    })),
    { atMs: backAtMs(params), fault: restart('down') },
  ],
  metrics: {
    commitsWithMajority: gauge(
      'entries',
      'committed in the phase with the fewest commits while a majority was up',
    ),
    commitsWithout: counter('entries', 'committed while no majority was up'),
    commitsAfterwards: counter('entries', 'committed once all were back'),
  },
  build({ world, params, rules, metrics }) {
    const perPhase = Array.from({ length: tolerated(params) + 1 }, () => 0);
    // An acknowledgement from before the crash may arrive after it.
    const underWayMs = params.latencyMs.max;
    raftNotes.listen(world.trace, 'commits', (_note, _by, atMs) => {
      const phase = Math.floor((atMs - underWayMs) / phaseMs(params));
      if (atMs >= backAtMs(params)) metrics.commitsAfterwards.add();
      else if (phase > tolerated(params)) metrics.commitsWithout.add();
      else perPhase[Math.max(0, phase)] = (perPhase[Math.max(0, phase)] ?? 0) + 1;
      metrics.commitsWithMajority.set(Math.min(...perPhase));
    });
    const untilMs = backAtMs(params) + phaseMs(params) / 2;
    const thinkMs = { min: 50, max: 150 };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      clients: 2,
      clientOptions: {
        triesMax: 10_000,
        workload: { thinkMs, keys: 4, reads: 0.3, appends: 0.3, swaps: 0, untilMs },
      },
    });
  },
  goals: (params) => [
    leaderElected,
    leaderWithMajority(phaseMs(params)),
    requestsAreAnswered(phaseMs(params)),
  ],
  expect: (params) => [
    {
      id: 'commits-with-a-majority',
      text: `requests committed with up to ${tolerated(params)} of ${params.nodes} servers down: the cluster goes on`,
      claim: params.nodes === 3 ? 'raft-three-nodes-tolerate-one' : 'raft-five-nodes-tolerate-two',
      measured: ({ commitsWithMajority }) => commitsWithMajority.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'none-without',
      text: `requests committed with ${tolerated(params) + 1} of ${params.nodes} servers down: none`,
      claim: 'raft-2f-plus-1',
      measured: ({ commitsWithout }) => commitsWithout.value,
      bound: { atMost: 0 },
    },
    {
      id: 'resumes',
      text: 'requests committed once all servers are back: the cluster continues',
      measured: ({ commitsAfterwards }) => commitsAfterwards.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ params, metrics }) =>
    `A cluster can lose fewer than half of its servers: ${params.nodes} need a majority of ${params.nodes - tolerated(params)} and can lose ${tolerated(params)}. With that many down, it still committed at least ${counted(metrics.commitsWithMajority.value ?? 0, 'entry', 'entries')}; ` +
    `with one more down, the cluster committed ${metrics.commitsWithout.value}. ` +
    (params.nodes % 2 === 0
      ? `${params.nodes - 1} servers tolerate as many failures: an even number raises the majority and adds no tolerance.`
      : `Once all servers were back, it committed ${counted(metrics.commitsAfterwards.value, 'entry', 'entries')}.`),
});

// Left out: servers that fail together because they share a rack, a switch or a power line.
