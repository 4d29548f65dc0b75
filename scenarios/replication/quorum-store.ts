import * as z from 'zod';
import {
  addQuorumClient,
  allQuorumInvariants,
  type QuorumCluster,
  quorumCluster,
  replicasAgree,
} from '../../sims/replication/quorum/cluster.ts';
import { type Coordinator, reasonOf } from '../../sims/replication/quorum/coordinator.ts';
import { replication } from '../../sims/replication/replication.ts';
import { none, some } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import type { ServerContext } from '../../src/world/server.ts';

const faultsEndMs = 1_500;
const restMs = 2_000;
const keys = ['cart', 'likes', 'name'];

/**
 * Writes, reads and deletes in turn, until the quiet phase begins; then all coordinators write
 * every key at once.
 */
function* usesStore(coordinator: Coordinator, node: ServerContext): Process<void> {
  const random = node.stream('operations');
  for (let place = 1; node.now() < faultsEndMs; place++) {
    yield* node.sleep(randomInteger(random, 5, 30));
    const key = pick(random, keys);
    const does = pick(random, ['read', 'read', 'write', 'write', 'delete']);
    try {
      if (does === 'read') yield* coordinator.get(key);
      else yield* coordinator.put(key, does === 'write' ? `${node.self}-${place}` : null);
    } catch (failure) {
      reasonOf(failure);
    }
  }
  yield* node.sleep(faultsEndMs + 100 - node.now());
  for (const key of keys) node.spawn(coordinator.put(key, `${node.self}-last`));
}

export default scenario({
  id: 'replication/quorum-store',
  sim: replication,
  asks: 'Each key has three replicas, reads and writes wait for two of them, and nodes crash, pause and lose messages. Does every read see every acknowledged write, and do the replicas agree in the end?',
  claims: [],
  code: [
    'sims/replication/quorum/parts.ts#readsNeeded',
    'sims/replication/quorum/coordinator.ts#read',
    'sims/replication/quorum/coordinator.ts#repair',
  ],
  params: z.object({
    nodes: whole(3, 9, 5, 'nodes of the ring'),
    coordinators: whole(1, 5, 3, 'clients that coordinate reads and writes'),
    faults: whole(0, 100, 10, 'random faults injected into the nodes'),
    hints: z
      .boolean()
      .default(true)
      .describe('whether a node keeps writes for another that does not answer'),
    readRepair: z
      .boolean()
      .default(true)
      .describe('whether a read brings older replicas up to date'),
    antiEntropyMs: whole(0, 1_000, 100, 'time from one comparison of trees to the next (0: never)'),
  }),
  durationMs: () => faultsEndMs + restMs,
  network: () => ({ latencyMs: uniform(0.5, 5) }),
  plan: ({ nodes, faults }, random) =>
    drawFaultPlan(random.stream('plan'), {
      nodes: Array.from({ length: nodes }, (_, place) => `n${place + 1}`),
      faults,
      fromMs: 0,
      untilMs: faultsEndMs,
      pauseMsMax: 200,
      rateMax: 0.1,
      links: { delayMsMax: 60 },
    }),
  metrics: {
    writes: gauge('writes', 'acknowledged'),
    failedWrites: gauge('writes', 'that found no quorum'),
    reads: gauge('reads', 'answered'),
    failedReads: gauge('reads', 'that found no quorum'),
    staleReads: gauge('reads', 'that missed a write acknowledged before they began'),
  },
  build({ world, rules, params: p, metrics }) {
    const cluster = quorumCluster(world, rules, {
      nodes: p.nodes,
      keepsHints: p.hints,
      repairsReads: p.readRepair,
      antiEntropyEveryMs: p.antiEntropyMs,
    });
    for (let place = 1; place <= p.coordinators; place++)
      addQuorumClient(world, cluster, `c${place}`, usesStore);
    const { judge } = cluster.parts;
    world.at(faultsEndMs + restMs - 1, () => {
      for (const name of ['writes', 'failedWrites', 'reads', 'failedReads', 'staleReads'] as const)
        metrics[name].set(judge[name]);
    });
    return cluster;
  },
  invariants: allQuorumInvariants,
  goals: () => [
    replicasAgree(keys, restMs - 500),
    sometimes(
      'reads-and-writes',
      'reads and writes find a quorum',
      ({ parts: { judge } }: QuorumCluster) => judge.reads > 10 && judge.writes > 10,
    ),
  ],
  expect: () => [
    none('staleReads', 'no-stale-read').says(
      'reads that missed a write acknowledged before they began; none, as R + W > N',
    ),
    some('writes', 'some-write').says('writes that two of three replicas acknowledged'),
  ],
  tells: ({ metrics: m }) =>
    `If R + W > N, each read asks a replica that has the last write: none of ${counted(m.reads.value ?? 0, 'read')} missed a write that was acknowledged before it (` +
    `${inDigits(m.writes.value ?? 0)} writes were), and in the end all replicas agree. ` +
    `The price is availability: ${inDigits(m.failedWrites.value ?? 0)} of ${inDigits((m.writes.value ?? 0) + (m.failedWrites.value ?? 0))} writes and ` +
    `${inDigits(m.failedReads.value ?? 0)} of ${inDigits((m.reads.value ?? 0) + (m.failedReads.value ?? 0))} reads did not reach a quorum, because nodes were down or paused or messages were lost; such a ` +
    'write may still become visible later. ' +
    'Quorums alone are not strong consistency (linearizability): while a write is in flight, one read may see it and the next may not.',
});

// Left out: nodes that join and leave the ring, disks that are lost for good, and a version count
// that restarts once every tombstone of a key is forgotten.
