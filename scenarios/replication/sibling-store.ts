import * as z from 'zod';
import { replication } from '../../sims/replication/replication.ts';
import {
  addSiblingClient,
  type SiblingCluster,
  siblingCluster,
  siblingInvariants,
} from '../../sims/replication/siblings/cluster.ts';
import type { SiblingClient } from '../../sims/replication/siblings/coordinator.ts';
import type { Sibling } from '../../sims/replication/siblings/versions.ts';
import { none, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { chance, pick, randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import { isCallFailure, type ServerContext } from '../../src/world/server.ts';

const endMs = 2_000;
const replicas = 3;
const keys = ['cart', 'name'];

/** Writes after its latest read, after an older read, or without a read. */
function* usesStore(client: SiblingClient, node: ServerContext): Process<void> {
  const random = node.stream('operations');
  const read = new Map<string, readonly Sibling[]>();
  while (node.now() < endMs - 500) {
    yield* node.sleep(randomInteger(random, 1, 15));
    const key = pick(random, keys);
    try {
      if (chance(random, 0.5)) read.set(key, yield* client.get(key));
      else if (chance(random, 0.3)) yield* client.put(key, [], []);
      else yield* client.put(key, [], read.get(key) ?? []);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
  }
}

export default scenario({
  id: 'replication/sibling-store',
  sim: replication,
  asks: 'Clients write after what they have read, any replica accepts writes, and nodes crash, pause and lose messages. Does a write ever vanish without a later write that has seen it?',
  claims: [],
  code: [
    'sims/replication/siblings/versions.ts#mergeSiblings',
    'sims/replication/siblings/versions.ts#clockOf',
    'sims/replication/siblings/replica.ts#put',
  ],
  params: z.object({
    nodes: whole(3, 9, 4, 'nodes of the ring; three of them hold a key'),
    clients: whole(1, 10, 4, 'clients that read and write'),
    faults: whole(0, 100, 12, 'random faults injected into the nodes'),
  }),
  durationMs: () => endMs,
  network: () => ({ latencyMs: uniform(0.5, 15) }),
  plan: ({ nodes, faults }, random) =>
    drawFaultPlan(random.stream('plan'), {
      nodes: Array.from({ length: nodes }, (_, place) => `n${place + 1}`),
      faults,
      fromMs: 0,
      untilMs: endMs - 500,
      pauseMsMax: 200,
      rateMax: 0.1,
      links: { delayMsMax: 60 },
    }),
  metrics: {
    writes: gauge('writes', 'acknowledged'),
    failedWrites: gauge('writes', 'that found no quorum'),
    reads: gauge('reads', 'answered'),
    lost: gauge('writes', 'acknowledged but missing, though no write found had seen them'),
    siblings: gauge('versions', 'found by one read as siblings, at most'),
    entries: gauge('entries', 'in a key’s version vector, at most'),
  },
  build({ world, rules, params: p, metrics }) {
    const cluster = siblingCluster(world, rules, {
      nodes: p.nodes,
      replicas,
      timeoutMs: 60,
      diskMs: uniform(1, 10),
    });
    for (let place = 1; place <= p.clients; place++)
      addSiblingClient(world, cluster, `c${place}`, usesStore);
    const { judge } = cluster.parts;
    world.at(endMs - 1, () => {
      metrics.writes.set(judge.writes);
      metrics.failedWrites.set(judge.failedWrites);
      metrics.reads.set(judge.reads);
      metrics.lost.set(judge.lostWrites.size);
      metrics.siblings.set(judge.mostSiblings);
      metrics.entries.set(judge.mostEntries);
    });
    return cluster;
  },
  invariants: siblingInvariants,
  goals: () => [
    sometimes(
      'siblings-are-found',
      'a read finds siblings',
      ({ parts: { judge } }: SiblingCluster) => judge.mostSiblings > 1,
    ),
  ],
  expect: () => [
    none('lost', 'none-vanishes').says(
      'acknowledged writes that vanished without a later write whose client had seen them',
    ),
    within('entries', 'an-entry-a-replica', { atMost: replicas }).says(
      'most entries of a version vector: one for each replica of a key, however many clients write',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `No write vanishes: ${counted(m.reads.value ?? 0, 'read')} found each of ${counted(m.writes.value ?? 0, 'acknowledged write')}, or a ` +
    `write that had seen it. There were up to ${counted(m.siblings.value ?? 0, 'sibling')} at once; ` +
    `${counted(p.clients, 'client')} wrote, but no vector has more than ${counted(m.entries.value ?? 0, 'entry', 'entries')}.`,
});

// Left out: deletes, which need a tombstone with a vector, hints and Merkle trees (see
// replication/quorum-store), and disks that are lost for good.
