// Raft, and a leader that is cut off from the others for a while.
import { counter, histogram, sometimes } from 'seedlab/check';
import { scenario, z } from 'seedlab/lab';
import {
  aboutRaft,
  clusterOptions,
  leaderElected,
  leaders,
  leaderWithMajority,
  raftCluster,
  raftNotes,
  raftParams,
} from 'seedlab/sims/raft';
import { heal, partition } from 'seedlab/world';

const cutAtMs = 2_000;

export default scenario({
  // The sim with its invariants, and the network as the parameters describe it.
  ...aboutRaft,
  id: 'raft/my-outage',
  asks: 'The leader is cut off for a while. How long does the majority wait for the next one?',
  claims: [],

  // What --set and --vary can change: each has bounds, a default and a description.
  params: raftParams.extend({
    cutMs: z.number().min(0).max(10_000).default(1_000).describe('how long the leader is cut off'),
  }),
  durationMs: ({ cutMs }) => cutAtMs + cutMs + 3_000,

  // What goes wrong, and when.
  plan: ({ cutMs }) => [
    { atMs: cutAtMs, fault: partition(['leader']) },
    { atMs: cutAtMs + cutMs, fault: heal() },
  ],

  // What is measured.
  metrics: {
    leaderlessMs: histogram('ms', 'from the partition to the next leader'),
    candidacies: counter(
      'candidacies',
      'how often a server stood for election after the partition',
    ),
  },

  // Sets the experiment up. What it returns is what the goals and invariants look at.
  build({ world, params, rules, metrics }) {
    const cluster = raftCluster(world, rules, clusterOptions(params));
    raftNotes.listen(world.trace, 'stands', (_note, _server, atMs) => {
      if (atMs > cutAtMs) metrics.candidacies.add();
    });
    raftNotes.listen(world.trace, 'leads', (_note, _server, atMs) => {
      if (atMs > cutAtMs) metrics.leaderlessMs.record(atMs - cutAtMs);
    });
    return cluster;
  },

  // What must happen: a run without it proves nothing.
  goals: () => [
    leaderElected,
    sometimes(
      'two-lead',
      'the old leader and the new one lead at once',
      (cluster) => leaders(cluster).length > 1,
    ),
    leaderWithMajority(3_000),
  ],

  // Bounds on what was measured: part of the verdict.
  expect: ({ electionTimeoutMs, heartbeatMs }) => [
    {
      id: 'not-before-a-timeout',
      text: 'no server stands before its election timeout has run out',
      measured: ({ leaderlessMs }) => leaderlessMs.min,
      bound: { atLeast: electionTimeoutMs.min - heartbeatMs },
    },
  ],

  // The answer, told from what was measured.
  tells: ({ params, metrics }) =>
    `The leader was cut off for ${params.cutMs} ms. The majority elected the next one ` +
    `${metrics.leaderlessMs.min?.toFixed(1) ?? '—'} ms after the partition.`,
});
