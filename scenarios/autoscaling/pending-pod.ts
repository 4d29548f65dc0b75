import * as z from 'zod';
import { clusterOf, freeOn, place, scoringFor } from '../../sims/autoscaling/nodes/scheduler.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  nodes: whole(2, 50, 4, 'nodes'),
  cores: whole(2, 64, 4, 'cores of each node'),
  small: whole(1, 200, 8, 'pods of one core that come first; at most half of all cores'),
  large: whole(1, 64, 3, 'cores of a pod that comes later'),
});

const smallOf = (nodes: number, cores: number, small: number) =>
  Math.min(small, Math.floor((nodes * cores) / 2));

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/pending-pod',
  asks: 'Half of all cores are free, and a pod of three stays pending. Why?',
  claims: ['k8s-pending-requests-too-high'],
  code: [
    'sims/autoscaling/nodes/scheduler.ts#place',
    'sims/autoscaling/nodes/scheduler.ts#scoringFor',
  ],
  params,
  invariants: heldTo('big-pod-fits', 'no-overcommit'),
  metrics: {
    free: gauge('cores', 'free in total'),
    largest: gauge('cores', 'free on one node, if small pods are packed'),
    spread: gauge('cores', 'free on one node, if they are spread'),
    placed: gauge('pods', 'of the large one that are placed'),
  },
  build({ world, params: { nodes, cores, small, large }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const count = smallOf(nodes, cores, small);
    const order = shuffled(
      study.stream('pods'),
      Array.from({ length: count }, (_, at) => `small-${at + 1}`),
    );
    const [cluster, spread] = [clusterOf(nodes, cores), clusterOf(nodes, cores)];
    const largestFree = (list: typeof cluster) =>
      Math.max(...list.map((node) => freeOn(node, rules)));
    for (const name of order) {
      study.next(() => {
        const pod = { name, request: 1, uses: 1 };
        const node = place(pod, cluster, scoringFor(rules), rules);
        place(pod, spread, 'least-allocated', rules);
        if (node !== undefined) study.tells({ kind: 'placed', pod: name, node: node.name });
      });
    }
    return study
      .next(() =>
        observes(
          'free',
          'cores that are free',
          cluster.reduce((sum, node) => sum + freeOn(node, rules), 0),
        ),
      )
      .next(() => observes('largest', 'cores that are free on one node', largestFree(cluster)))
      .next(() =>
        observes(
          'spread',
          'cores that would be free on one node, had they been spread',
          largestFree(spread),
        ),
      )
      .next(() => study.observes('cores of a node', cores))
      .next(() => {
        const pod = { name: 'large', request: large, uses: large };
        const node = place(pod, cluster, 'first-fit', rules);
        observes('placed', 'large pods that are placed', node === undefined ? 0 : 1);
        if (node === undefined) {
          const why =
            large > cores ? 'it requests more than any node has' : 'no node has so much free';
          study.tells({ kind: 'pending', pod: 'large', why });
        } else study.tells({ kind: 'placed', pod: 'large', node: node.name });
        study.holds(
          'big-pod-fits',
          node !== undefined || large > cores || large > nodes * cores - count,
          `${nodes * cores - count} cores are free, and a pod of ${large} stays pending`,
        );
      });
  },
  expect: ({ nodes, cores, small, large }) => {
    const count = smallOf(nodes, cores, small);
    const full = Math.ceil(count / cores);
    const largest = full < nodes ? cores : nodes * cores - count;
    return [
      within('free', 'free', near(nodes * cores - count)).says(
        'cores free in total',
        'k8s-pending-requests-too-high',
      ),
      within('largest', 'largest', near(largest)).says(
        'cores free on one node, packed',
        'k8s-pending-requests-too-high',
      ),
      within('spread', 'spread', near(cores - Math.floor(count / nodes))).says(
        'cores free on one node, spread: node - small pods / nodes',
        'k8s-pending-requests-too-high',
      ),
      within('placed', 'placed', near(large <= largest ? 1 : 0)).says('large pods that are placed'),
    ];
  },
  tells: ({ params: { large, cores }, metrics: m }) =>
    large > cores
      ? `It requests ${large} cores, and no node has more than ${cores}: only a smaller request or a larger node helps.`
      : `Because the free cores are on different nodes: small pods were spread, so no node has more than ${inDigits(m.spread.value ?? 0)} of the ${inDigits(m.free.value ?? 0)} free cores, and a pod that requests ${large} needs them on one. Packed onto as few nodes as possible (MostAllocated), the same pods leave ${inDigits(m.largest.value ?? 0)} cores free on one node, and the pod is ${m.placed.value === 1 ? 'placed' : 'pending all the same'}.`,
});

// Left out: memory besides cores, affinities, pods of a lower priority that could be preempted, and nodes that are added.
