/**
 * A majority elects a leader; then that leader is cut off, and the servers that voted for it
 * restart. They forget what they have not written to disk. (One or two servers have no majority
 * without the leader: there all servers restart.)
 */
import { leaders, raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority, twoLeadersAtOnce } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, partition, restart } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const restartMs = 10;
const crashAtMs = electionBudgetMs;

/** Without the leader the others must still be a majority. */
const othersCanElect = ({ nodes }: RaftParams) => nodes >= 3;

/**
 * Only a bare majority runs at first, so every server that knows of the first leader is that leader
 * or has voted for it.
 */
const runsAtFirst = ({ nodes }: RaftParams) => serverIds(Math.floor(nodes / 2) + 1);

export default scenario({
  ...aboutRaft,
  id: 'raft/lost-vote',
  asks: 'Why must a Raft server write its term and its vote to disk before it answers?',
  claims: ['pat-leader-election-single'],
  code: ['sims/raft/server/term.ts#persistBallot', 'sims/raft/election/election.ts#answer'],
  params: raftParams,
  durationMs: (params) => crashAtMs(params) + restartMs + electionBudgetMs(params),
  plan: (params) =>
    othersCanElect(params)
      ? [
          { atMs: crashAtMs(params), fault: partition(['leader']) },
          { atMs: crashAtMs(params), fault: crash('follower') },
          { atMs: crashAtMs(params) + restartMs, fault: restart('down') },
        ]
      : [
          { atMs: crashAtMs(params), fault: crash('all') },
          { atMs: crashAtMs(params) + restartMs, fault: restart('down') },
        ],
  metrics: {
    firstTerm: gauge('term', 'of the leader before the restart'),
    secondTerm: gauge('term', 'of the first leader after it'),
  },
  build({ world, params, rules, metrics }) {
    const options = clusterOptions(params);
    const running = runsAtFirst(params);
    const cluster = raftCluster(world, rules, {
      ...options,
      nodeOptions: (id) => ({ ...options.nodeOptions?.(id), startsUp: running.includes(id) }),
    });
    let restarted = false;
    world.trace.on('fault', () => {
      restarted = true;
    });
    raftNotes.listen(world.trace, 'leads', ({ term }) => {
      if (!restarted) metrics.firstTerm.set(term);
      else if (metrics.secondTerm.value === undefined) metrics.secondTerm.set(term);
    });
    return cluster;
  },
  goals: (params) => [
    leaderElected,
    ...(othersCanElect(params) ? [twoLeadersAtOnce] : []),
    leaderWithMajority(electionBudgetMs(params)),
  ],
  expect: () => [
    {
      id: 'second-term-is-later',
      text: 'terms from the first leader to the second: at least one, as the second leads a later term',
      measured: ({ firstTerm, secondTerm }) =>
        firstTerm.value === undefined || secondTerm.value === undefined
          ? undefined
          : secondTerm.value - firstTerm.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ subject, metrics: { firstTerm, secondTerm } }) => {
    const leading = leaders(subject).map(
      ({ self, state }) => `${self} (term ${state?.currentTerm})`,
    );
    return (
      `A server that forgot its vote in a restart could vote for another candidate in the same term, which would then have two leaders. Here a leader was elected in term ${firstTerm.value ?? '—'} and its voters restarted; they still knew their votes, so the next leader was elected in ` +
      `term ${secondTerm.value ?? '—'}. Servers that lead at the end, or still believe so: ${leading.join(', ')}, one in each term.`
    );
  },
});

// Left out: a disk that reports a write as durable when it is not, which loses the vote in another
// way.
