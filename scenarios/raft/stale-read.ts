/**
 * Clients read from the old leader all the time and write to the new one. Set `reads` to compare: a
 * local read asks no other server; ReadIndex asks a majority; a lease relies on clocks, so
 * `clockDriftPpm` slows the leader's clock.
 */
import * as z from 'zod';
import { linearizable } from '../../sims/raft/client/linearizable.ts';
import { leaders, raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { raft } from '../../sims/raft/raft.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { clockDrift, cut } from '../../src/world/fault.ts';
import { aboutRaft, clusterOptions, electionBudgetMs, inMs, raftParams } from './common.ts';
import { raftOperations } from './operations.ts';
import { get, put } from './script.ts';

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
  reads: z
    .enum(['local', 'read-index', 'lease'])
    .default('local')
    .describe('how a leader answers reads'),
  clockDriftPpm: z
    .number()
    .min(-900_000)
    .max(900_000)
    .default(0)
    .describe('drift of the old leader’s clock, in parts per million'),
});
type Params = z.output<typeof params>;

const cutAtMs = electionBudgetMs;
const durationMs = (params: Params) => 2.5 * electionBudgetMs(params);

export default scenario({
  ...aboutRaft,
  id: 'raft/stale-read',
  asks: 'A leader is cut off and another elected. Does the old one answer reads with old values?',
  claims: [
    'raft-follower-reads-lease',
    'q5-old-leader-steps-down',
    'q5-cap-consistency-linearizable',
  ],
  code: ['sims/raft/client/reads.ts#onRead', 'sims/raft/client/reads.ts#confirm'],
  params,
  // Stale reads are counted here, not forbidden: see `reads` and the expectations.
  invariants: raft.invariants.filter(({ id }) => id !== linearizable.id),
  operations: raftOperations,
  durationMs,
  plan: (params) => [
    { atMs: cutAtMs(params) - 1, fault: clockDrift('leader', params.clockDriftPpm) },
    { atMs: cutAtMs(params), fault: cut('leader', 'follower') },
    { atMs: cutAtMs(params), fault: cut('follower', 'leader') },
  ],
  metrics: {
    answered: counter('reads', 'that the old leader answered after the cut'),
    stale: counter('reads', 'answered with a value older than an acknowledged write'),
    staleForMs: histogram('ms', 'from the first write of the new leader to each stale answer'),
  },
  build({ world, params, rules, metrics }) {
    const cluster = raftCluster(world, rules, {
      ...clusterOptions(params),
      reads: params.reads,
      leaderStickiness: params.reads === 'lease',
      clients: 2,
      clientOptions: { triesMax: 10_000 },
      // The reader keeps asking the old leader.
      firstClientOptions: { retryMs: 600_000, backoffMs: 600_000 },
    });
    const [reader, writer] = ['c1', 'c2'];
    let writing = 0;
    let written = 0;
    let newLeaderWroteAtMs: number | undefined;
    let asked: { readonly written: number } | undefined;
    raftNotes.listen(world.trace, 'invokes', ({ value }, by) => {
      if (by === reader) asked = { written };
      else writing = Number(value);
    });
    raftNotes.listen(world.trace, 'is-answered', ({ value }, by, atMs) => {
      if (by === writer) {
        written = writing;
        if (atMs > cutAtMs(params)) newLeaderWroteAtMs ??= atMs;
        return;
      }
      if (atMs < cutAtMs(params) || asked === undefined) return;
      metrics.answered.add();
      if (Number(value ?? 0) >= asked.written) return;
      metrics.stale.add();
      metrics.staleForMs.record(atMs - (newLeaderWroteAtMs ?? atMs));
    });
    const ask = (operation: object) => raftOperations.perform(cluster, operation, world);
    world.spawn(
      (function* (): Process<void> {
        yield* sleep(cutAtMs(params) / 2);
        let next = 1;
        let old: string | undefined;
        for (let atMs = world.kernel.nowMs; atMs < durationMs(params); atMs += 20) {
          const [first] = leaders(cluster);
          if (atMs < cutAtMs(params)) old = first?.self;
          const waits = (place: number) => cluster.clients[place]?.state?.wanted !== null;
          if (!waits(0) && old !== undefined) ask(get('c1', old, 'x'));
          if (!waits(1) && first !== undefined) {
            ask(put('c2', first.self, 'x', String(next)));
            next += 1;
          }
          yield* sleep(20);
        }
      })(),
    );
    return cluster;
  },
  goals: () => [leaderElected, requestAnswered],
  expect: ({ reads, clockDriftPpm, electionTimeoutMs }) => {
    if (reads === 'local') {
      return [
        {
          id: 'stale-while-cut-off',
          text: 'stale reads of a leader that reads locally: it answers with old values for as long as it is cut off, as basic Raft does not tell it to step down',
          claim: 'q5-old-leader-steps-down',
          measured: ({ stale }) => stale.value,
          bound: { atLeast: 1 },
        },
      ];
    }
    if (reads === 'lease' && clockDriftPpm < 0) {
      return [
        {
          id: 'stale-no-longer-than-the-lease',
          text: 'longest time that a read is stale, in ms: a lease on a slow clock may outlast the voters’ wait by as much as the clock is slow',
          claim: 'raft-follower-reads-lease',
          measured: ({ staleForMs }) => staleForMs.max ?? 0,
          bound: { atMost: electionTimeoutMs.min / (1 + clockDriftPpm / 1e6) },
        },
      ];
    }
    return [
      {
        id: 'never-stale',
        text:
          reads === 'lease'
            ? 'stale reads: none, because unless clocks are slow the lease is over before another leader can be elected'
            : 'stale reads: none, because with ReadIndex only a leader that still leads answers a read',
        claim: 'raft-follower-reads-lease',
        measured: ({ stale }) => stale.value,
        bound: { atMost: 0 },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `${params.reads === 'local' ? 'A deposed leader that answers from its own state returns old values, because nothing tells it that it was deposed: ' : ''}${params.reads === 'local' ? 'with' : 'With'} ${inWords[params.reads]} the old leader answered ${counted(metrics.answered.value, 'read')} after it was cut off, ` +
    `${metrics.stale.value} of them stale` +
    (metrics.stale.value > 0
      ? `, the last ${inMs(metrics.staleForMs.max)} after the first newer write.`
      : '.') +
    (params.reads === 'local'
      ? ' A fresh read must be confirmed by a majority (ReadIndex), which costs a round trip, be covered by a lease, which trusts the clocks, or go through the log.'
      : ''),
});

const inWords = {
  local: 'local reads',
  'read-index': 'ReadIndex',
  lease: 'leases',
} as const;

// Left out: followers that answer reads locally. They always lag by up to a heartbeat, even if
// nothing is broken.
