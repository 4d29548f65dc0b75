import * as z from 'zod';
import type { HashingLaw } from '../../sims/traffic/hashing/laws.ts';
import {
  pointsEach,
  type ReplicaCluster,
  replicaCluster,
  storeIds,
} from '../../sims/traffic/hashing/replicas.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutHashing } from './hashing-kit.ts';

const params = z.object({
  nodes: whole(3, 20, 5, 'nodes on the ring'),
  replicas: whole(2, 3, 3, 'copies of each key'),
  keys: whole(20, 2_000, 150, 'keys that are stored'),
});
type Params = z.output<typeof params>;

/** A write takes less than 2 ms per copy; a read waits 10 ms for each lost node. */
const storedAtMs = ({ keys, replicas }: Params) => 100 + keys * replicas * 2;
const durationMs = (p: Params) => storedAtMs(p) + p.keys * (p.nodes * 2 + p.replicas * 10) + 100;

/**
 * Keys whose next points do not all belong to different nodes: the k-th belongs to a node other
 * than those before it with probability (nodes - k + 1) / nodes, except that a node’s own points
 * are one fewer. Keys between the same points share their fate, and so do adjacent points: the
 * deviations are those of that many keys, and of that many arcs of exponential lengths.
 */
function sharingRange({ nodes, replicas, keys }: Params) {
  const points = nodes * pointsEach;
  let different = 1;
  for (let met = 1; met < replicas; met++)
    different *= ((nodes - met) * pointsEach) / (points - met);
  const share = 1 - different;
  const deviation = Math.sqrt(share * different * (1 / keys + (2 * replicas) / points));
  return {
    atLeast: Math.max(1, keys * (share - 4.5 * deviation)),
    atMost: Math.min(keys, keys * (share + 4.5 * deviation)),
  };
}

export default scenario({
  ...aboutHashing,
  id: 'traffic/lost-copies',
  asks: 'Each key has copies on the next nodes of the ring, and one node fewer than there are copies is lost for ever. Which keys are lost?',
  claims: [],
  code: ['sims/traffic/hashing/replicas.ts#placesOf', 'sims/traffic/hashing/ring.ts#distinctFrom'],
  params,
  durationMs,
  metrics: {
    lost: gauge('keys', 'that are found nowhere'),
    sharing: gauge('keys', 'whose next points on the ring include one node twice'),
  },
  build({ world, rules, params: p, metrics }) {
    const options = { ...p, readAtMs: storedAtMs(p) };
    const cluster = replicaCluster(world, rules, options, new Breaches<HashingLaw>());
    world.at(durationMs(p) - 1, () => {
      metrics.lost.set(cluster.lost);
      metrics.sharing.set(cluster.sharing);
    });
    return cluster;
  },
  plan: (p, random) =>
    shuffled(random.stream('lost nodes'), storeIds(p.nodes))
      .slice(0, p.replicas - 1)
      .map((id) => ({ atMs: storedAtMs(p) - 50, fault: crash(id) })),
  goals: ({ keys }) => [
    sometimes<ReplicaCluster>('all-read', 'every key is read again', ({ read }) => read === keys),
  ],
  expect: (p) => [
    exactly(0, 'lost', 'lost').says('keys of which all copies are lost'),
    within('sharing', 'sharing', sharingRange(p)).says(
      'keys that would have copies on fewer nodes, if the next points of the ring were taken without skipping repeated nodes',
    ),
  ],
  tells: ({ params: { nodes, replicas, keys }, metrics }) =>
    `${metrics.lost.value === 0 ? 'None' : inDigits(metrics.lost.value ?? 0)} of ${inDigits(keys)} keys ${metrics.lost.value === 0 ? 'is' : 'are'} lost with ${inDigits(replicas - 1)} of ${nodes} nodes, as long as the ${replicas} copies of a key are on different nodes. For ${inDigits(metrics.sharing.value ?? 0)} keys the next ${replicas} points of the ring belong to fewer than ${replicas} nodes: the walk has to continue until it has met enough different nodes.`,
});

// Left out: nodes in one rack, which are different but are lost together; re-replication.
