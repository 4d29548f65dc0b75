import { leaders } from '../../sims/raft/cluster.ts';
import { targetLeads } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { histogram } from '../../src/check/metric.ts';
import { cut, mend } from '../../src/world/fault.ts';
import { inMs } from './common.ts';
import { put, type Step, stand, story, transfer } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'one')],
  [cut('n1', 'n3')],
  [put('c1', 'n1', 'x', 'two')],
  [put('c1', 'n1', 'x', 'three')],
  [mend('n1', 'n3'), transfer('n3')],
];

export default story({
  id: 'raft/transfer-to-laggard',
  asks: 'The leader is asked to transfer leadership to a server whose log is behind. Does that server become leader?',
  claims: ['raft-strong-leader'],
  code: [
    'sims/raft/election/transfer.ts#tellTarget',
    'sims/raft/election/transfer.ts#onTimeoutNow',
  ],
  cluster: {
    nodes: 3,
    clients: 1,
    electionTimeoutMs: { min: 150, max: 300 },
    // So that n3 does not stand by itself while it hears nothing.
    preVote: true,
  },
  steps,
  stepsAfter: 10,
  metrics: { tookMs: histogram('ms', 'from the operator’s request to the election of n3') },
  listen(trace, metrics) {
    let askedAtMs = 0;
    raftNotes.listen(trace, 'hands-over', (_note, _by, atMs) => {
      askedAtMs = atMs;
    });
    raftNotes.listen(trace, 'leads', (_note, by, atMs) => {
      if (by === 'n3') metrics.tookMs.record(atMs - askedAtMs);
    });
  },
  goals: [targetLeads('n3', 1_000)],
  expect: [
    {
      id: 'before-an-election-timeout',
      text: 'time until n3 is elected, in ms: at most an election timeout, which is how long the leader waits',
      claim: 'raft-strong-leader',
      measured: ({ tookMs }) => tookMs.min,
      bound: { atMost: 150 },
    },
  ],
  tells: ({ tookMs }, cluster) =>
    `A server that is behind becomes leader once it has caught up: the leader first sends n3 the entries that it misses, and only then tells it to stand for election, because a server with an older log cannot win. ` +
    `${leaders(cluster)[0]?.self ?? 'No server'} became leader after ${inMs(tookMs.min)}.`,
});

// Left out: requests that come in the meantime. The leader refuses them, or the target might never
// catch up.
