/**
 * Of three servers n2 is down. n1 has reached term 5 but misses an entry; n3 has the entry but is
 * still in term 1. n1 cannot win against that log, and n3's messages are ignored while its term is
 * over.
 */
import { leaders, raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutRaft, clusterOptions, electionBudgetMs, inMs, timingParams } from './common.ts';

export default scenario({
  ...aboutRaft,
  id: 'raft/pre-vote-deadlock',
  asks: 'One server has the later term, the other the longer log. Can they elect a leader?',
  claims: ['raft-three-nodes-tolerate-one'],
  code: [
    'sims/raft/election/pre-vote.ts#onPreVote',
    'sims/raft/server/node.ts#hearTerm',
    'sims/raft/server/node.ts#dispatch',
  ],
  params: timingParams,
  durationMs: electionBudgetMs,
  metrics: {
    electedMs: histogram('ms', 'until a leader was elected'),
    term: gauge('term', 'of that leader'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'leads', ({ term }, _by, atMs) => {
      metrics.electedMs.record(atMs);
      metrics.term.set(term);
    });
    const options = clusterOptions({ ...params, nodes: 3 });
    return raftCluster(world, rules, {
      ...options,
      preVote: true,
      initialLogs: { n1: [1], n2: [1], n3: [1, 1] },
      initialTerms: { n1: 5, n2: 5, n3: 1 },
      nodeOptions: (id) => ({ ...options.nodeOptions?.(id), startsUp: id !== 'n2' }),
    });
  },
  goals: (params) => [leaderElected, leaderWithMajority(electionBudgetMs(params))],
  expect: () => [
    {
      id: 'longer-log-leads',
      text: 'number of the term in which n3 is elected: one after the later term, of which it has learned',
      measured: ({ term }) => term.value,
      bound: { atLeast: 6 },
    },
  ],
  tells: ({ subject, metrics }) =>
    `Yes, because pre-vote messages carry the sender’s term: n3, which has the longer log, learns of term 5 although its first requests are refused. ` +
    `${leaders(subject)[0]?.self ?? 'No server'} was elected after ${inMs(metrics.electedMs.min)}, in term ${metrics.term.value ?? '—'}. If a refusal did not carry the term, n3 would ask in its old term for ever.`,
});

// Left out: how this state arose: n2 led term 5 with the vote of n1, appended no entry, and
// crashed.
