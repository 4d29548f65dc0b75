import * as z from 'zod';
import { clusterOf, place, requestedOn } from '../../sims/autoscaling/nodes/scheduler.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { difference, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  pods: whole(20, 400, 120, 'pods'),
  cores: real(2, 64, 8, 'cores of a node'),
  largest: real(0.02, 0.5, 0.2, 'largest request, as a share of a node'),
  utilisation: real(0.1, 0.9, 0.3, 'how full nodes are now, by requests'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/packed-nodes',
  asks: 'Nodes are 30% full. How many could be saved by packing pods?',
  claims: ['k8s-30-percent-utilised-waste'],
  code: [
    'sims/autoscaling/nodes/scheduler.ts#place',
    'sims/autoscaling/nodes/scheduler.ts#requestedOn',
  ],
  params,
  invariants: heldTo('no-overcommit'),
  metrics: {
    now: gauge('nodes', 'at the utilisation that there is'),
    least: gauge('nodes', 'that the sum of the requests needs at least'),
    arriving: gauge('nodes', 'with first fit, in the order in which pods came'),
    sorted: gauge('nodes', 'with first fit, the largest first'),
    bound: gauge('nodes', 'that first fit needs at most'),
    saved: gauge('share', 'of the nodes'),
  },
  build({ world, params: { pods, cores, largest, utilisation }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('requests');
    const list = Array.from({ length: pods }, (_, at) => {
      const request = cores * largest * (0.05 + 0.95 * stream());
      return { name: `pod-${at + 1}`, request, uses: request };
    });
    const all = list.reduce((sum, { request }) => sum + request, 0);
    const nodesFor = (order: typeof list) => {
      const cluster = clusterOf(pods, cores);
      for (const pod of order) place(pod, cluster, 'first-fit', rules);
      for (const node of cluster)
        study.holds(
          'no-overcommit',
          requestedOn(node) <= cores + 1e-6,
          `${node.name} has promised more than it has`,
        );
      return cluster.filter((node) => node.pods.length > 0).length;
    };
    for (const pod of list.slice(0, 6))
      study.next(() => study.observes(`${pod.name} requests`, pod.request, 'cores'));
    return study
      .next(() => study.observes('requested in total', all, 'cores'))
      .next(() => observes('now', 'nodes now', Math.ceil(all / (cores * utilisation))))
      .next(() => observes('least', 'nodes at least', Math.ceil(all / cores - 1e-9)))
      .next(() =>
        observes(
          'bound',
          'nodes that first fit needs at most',
          Math.floor(all / (cores * (1 - largest)) + 1e-9) + 1,
        ),
      )
      .next(() => observes('arriving', 'nodes with first fit', nodesFor(list)))
      .next(() => {
        const sorted = observes(
          'sorted',
          'nodes, the largest first',
          nodesFor(list.toSorted((a, b) => b.request - a.request)),
        );
        observes(
          'saved',
          'share of the nodes that is saved',
          1 - sorted / (metrics.now.value ?? 1),
        );
      });
  },
  expect: ({ pods, largest, utilisation }) => {
    // Requests are uniform from 5% to 100% of the largest: their sum, in nodes, is no less than this.
    const sum = largest * Math.max(0.05 * pods, 0.525 * pods - 6 * 0.95 * Math.sqrt(pods / 12));
    return [
      within(difference('sorted', 'least'), 'at-least', { atLeast: 0 }).says(
        'nodes with the largest first, above what the sum of the requests needs',
      ),
      // First fit leaves room for the largest pod on no node but the last: at most sum / (1 - largest) + 1.
      within(difference('bound', 'sorted'), 'sorted', { atLeast: 0 }).says(
        'nodes with the largest first, below the bound of first fit',
      ),
      within(difference('bound', 'arriving'), 'arriving', { atLeast: 0 }).says(
        'nodes in the order of arrival, below the same bound',
      ),
      within('saved', 'saved', {
        atLeast: 1 - utilisation / (1 - largest) - utilisation / sum,
        atMost: 1 - utilisation / (1 + utilisation / sum),
      }).says(
        'share of the nodes that is saved: about 1 - utilisation',
        'k8s-30-percent-utilised-waste',
      ),
    ];
  },
  tells: ({ params: { utilisation }, metrics: m }) =>
    `${significant(100 * (m.saved.value ?? 0))}% of the nodes: ${inDigits(m.now.value ?? 0)} nodes at ${inPercent(utilisation)} become ${inDigits(m.sorted.value ?? 0)} if the largest pods are placed first, each on the first node with room (first fit decreasing); in the order of arrival it takes ${inDigits(m.arriving.value ?? 0)}. The sum of the requests needs at least ${inDigits(m.least.value ?? 0)}. Packing does not save what pods request and do not use: lower the requests for that.`,
});

// Left out: memory besides cores, room for a lost node, and pods that may not stand together.
