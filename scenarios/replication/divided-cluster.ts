import * as z from 'zod';
import {
  addQuorumClient,
  allQuorumInvariants,
  type QuorumCluster,
  quorumCluster,
} from '../../sims/replication/quorum/cluster.ts';
import { reasonOf } from '../../sims/replication/quorum/coordinator.ts';
import { replication } from '../../sims/replication/replication.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';

const params = z.object({
  replicas: whole(2, 9, 3, 'N, which here are all nodes of the cluster'),
  aside: whole(1, 8, 1, 'replicas on the smaller side, together with one of the clients'),
  updates: whole(1, 1_000, 50, 'keys that the clients of both sides update'),
});
type Params = z.output<typeof params>;

const cutMs = 100;
const everyMs = 20;
const sides = ['small', 'large'] as const;
const endMs = ({ updates }: Params): number => cutMs + updates * (everyMs + 150) + 500;

/** Size of the larger side, if it is a majority. */
const acknowledged = ({ replicas, aside, updates }: Params): number =>
  Math.max(aside, replicas - aside) > replicas / 2 ? updates : 0;

const nodes = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => `n${from + place + 1}`);

// Both clients have read version 0 of every key before the partition, and each replaces that
// version if it is still the newest.
export default scenario({
  id: 'replication/divided-cluster',
  sim: replication,
  asks: 'A cluster is cut in two, and a client on each side updates what both have read. Which updates are acknowledged, and does one overwrite the other?',
  claims: [],
  code: ['sims/replication/quorum/parts.ts#writesNeeded'],
  params: params.refine(({ replicas, aside }) => aside < replicas, {
    message: 'is fewer than the replicas',
    path: ['aside'],
  }),
  durationMs: endMs,
  network: () => ({ latencyMs: uniform(0.5, 1.5) }),
  plan: (p) => [
    {
      atMs: cutMs,
      fault: partition(['small', ...nodes(0, p.aside)], ['large', ...nodes(p.aside, p.replicas)]),
    },
    { atMs: endMs(p) - 300, fault: heal() },
  ],
  metrics: {
    acknowledged: gauge('updates', 'acknowledged, on both sides together'),
    refused: gauge('updates', 'that found no quorum'),
    lost: gauge('updates', 'acknowledged twice for one version, so that one of the two is lost'),
  },
  build({ world, rules, params: p, metrics }) {
    const cluster = quorumCluster(world, rules, {
      nodes: p.replicas,
      replicas: p.replicas,
      keepsHints: false,
    });
    for (const side of sides)
      addQuorumClient(world, cluster, side, function* (coordinator, node) {
        yield* node.sleep(cutMs + 1);
        for (let place = 1; place <= p.updates; place++) {
          yield* node.sleep(everyMs);
          try {
            yield* coordinator.put(`account-${place}`, side, { replaces: 0 });
          } catch (failure) {
            reasonOf(failure);
          }
        }
      });
    const { judge } = cluster.parts;
    world.at(endMs(p) - 1, () => {
      metrics.acknowledged.set(judge.writes);
      metrics.refused.set(judge.failedWrites);
      metrics.lost.set(judge.lostUpdates);
    });
    return cluster;
  },
  invariants: allQuorumInvariants,
  goals: ({ updates }) => [
    sometimes(
      'all-tried',
      'every update ends, successfully or not',
      ({ parts: { judge } }: QuorumCluster) => judge.writes + judge.failedWrites === 2 * updates,
    ),
  ],
  expect: (p) => [
    none('lost', 'no-lost-update').says(
      'acknowledged updates that another one overwrote without having read it',
    ),
    exactly(acknowledged(p), 'acknowledged', 'majority-acknowledges').says(
      `updates acknowledged, of ${2 * p.updates}: those of a side with more than half of the replicas`,
    ),
    exactly(2 * p.updates - acknowledged(p), 'refused', 'minority-refuses').says(
      `updates that got no quorum, of ${2 * p.updates}: those of a side with half of the replicas or fewer`,
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${(m.acknowledged.value ?? 0) === 0 ? 'Neither side is a majority, so none is acknowledged' : 'Those of the larger side: only it has a majority, so no update is overwritten'}: ` +
    `${counted(m.acknowledged.value ?? 0, 'update')} of ${2 * p.updates} were acknowledged, and ` +
    `${counted(m.refused.value ?? 0, 'update')} failed after their timeout. The price of not losing one is that the smaller side cannot write until the cut ends. ` +
    `The cut separates ${p.aside} and ${p.replicas - p.aside} of ${p.replicas} replicas, and a write needs ` +
    `${Math.floor(p.replicas / 2) + 1}.`,
});

// Left out: failed updates that some replica has stored all the same; after the cut, anti-entropy
// may bring them back.
