import { raftCluster } from '../../sims/raft/cluster.ts';
import { requestAnswered, requestsAreAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutRaft, clusterOptions, inMs, type TimingParams, timingParams } from './common.ts';
import { raftOperations } from './operations.ts';
import { stand, transfer } from './script.ts';

const crashAtMs = ({ electionTimeoutMs }: TimingParams) => 3 * electionTimeoutMs.max;
const afterwardsMs = ({ electionTimeoutMs }: TimingParams) => 6 * electionTimeoutMs.max;

export default scenario({
  ...aboutRaft,
  id: 'raft/transfer-to-dead',
  asks: 'The leader is asked to transfer leadership to a server that is down. Does it accept requests again?',
  claims: ['raft-strong-leader'],
  code: ['sims/raft/election/transfer.ts#onTransferTimeout', 'sims/raft/client/requests.ts#take'],
  params: timingParams,
  operations: raftOperations,
  durationMs: (params) => crashAtMs(params) + afterwardsMs(params),
  plan: (params) => [
    { atMs: params.electionTimeoutMs.min / 2, operation: stand('n1') },
    { atMs: crashAtMs(params), fault: crash('n3') },
    { atMs: crashAtMs(params), operation: transfer('n3') },
  ],
  metrics: {
    abandoned: counter('transfers', 'that the leader abandoned'),
    waitMs: histogram('ms', 'how long requests took'),
  },
  build({ world, params, rules, metrics }) {
    const askedAtMs = new Map<number, number>();
    raftNotes.listen(world.trace, 'invokes', ({ process }, _by, atMs) =>
      askedAtMs.set(process, atMs),
    );
    raftNotes.listen(world.trace, 'is-answered', ({ process }, _by, atMs) =>
      metrics.waitMs.record(atMs - (askedAtMs.get(process) ?? atMs)),
    );
    raftNotes.listen(world.trace, 'abandons-transfer', () => metrics.abandoned.add());
    const untilMs = crashAtMs(params) + 0.75 * afterwardsMs(params);
    const thinkMs = { min: 10, max: 30 };
    const workload = { thinkMs, keys: 2, reads: 0, appends: 0, swaps: 0, untilMs };
    return raftCluster(world, rules, {
      ...clusterOptions({ ...params, nodes: 3 }),
      clients: 2,
      clientOptions: { triesMax: 1_000, workload },
    });
  },
  goals: (params) => [requestAnswered, requestsAreAnswered(afterwardsMs(params) / 2)],
  expect: ({ electionTimeoutMs }) => [
    {
      id: 'abandons',
      text: 'time of the longest request, in ms: little more than an election timeout, after which the leader goes on',
      claim: 'raft-strong-leader',
      measured: ({ waitMs, abandoned }) => (abandoned.value === 1 ? waitMs.max : undefined),
      bound: { atMost: 2 * electionTimeoutMs.min },
    },
  ],
  tells: ({ metrics }) =>
    `A leader accepts requests again after an election timeout at most: it refuses them while it waits for the target, and then abandons the transfer. ` +
    `The leader abandoned ${counted(metrics.abandoned.value, 'transfer')}. The longest request took ${inMs(metrics.waitMs.max)}, the median ${inMs(metrics.waitMs.quantile(0.5))}.`,
});

// Left out: a leader that knows from its heartbeats that the target is down, and refuses at once.
