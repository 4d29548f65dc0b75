import * as z from 'zod';
import { place } from '../../sims/autoscaling/nodes/scheduler.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  plain: whole(1, 30, 3, 'nodes without a taint'),
  tainted: whole(1, 10, 2, 'nodes with one, which only some pods tolerate'),
  pods: whole(1, 200, 20, 'pods of one core that do not tolerate it'),
  cores: whole(1, 16, 4, 'cores of each node'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/tainted-nodes',
  asks: 'Two nodes are kept for other pods by a taint. Where do pods go, and does a DaemonSet reach every node?',
  claims: ['k8s-daemonset-one-per-node'],
  code: ['sims/autoscaling/nodes/scheduler.ts#place'],
  params,
  invariants: heldTo('tainted-nodes-stay-free'),
  metrics: {
    placed: gauge('pods', 'that are placed'),
    onTainted: gauge('pods', 'on tainted nodes that do not tolerate it'),
    daemons: gauge('nodes', 'with a pod of a DaemonSet without the toleration'),
    tolerant: gauge('nodes', 'with a pod of one that tolerates the taint'),
  },
  build({ world, params: { plain, tainted, pods, cores }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('nodes');
    const nodes = Array.from({ length: plain + tainted }, (_, at) => ({
      name: `node-${at + 1}`,
      capacity: cores,
      isTainted: at >= plain,
      pods: [],
    }));
    const order = shuffled(stream, nodes);
    let placed = 0;
    for (let each = 1; each <= pods; each++) {
      study.next(() => {
        const node = place({ name: `pod-${each}`, request: 1, uses: 1 }, order, 'first-fit', rules);
        if (node === undefined)
          study.tells({
            kind: 'pending',
            pod: `pod-${each}`,
            why: 'no node that it may stand on has room',
            rule: 'taint-repels',
          });
        else {
          placed += 1;
          study.tells({ kind: 'placed', pod: `pod-${each}`, node: node.name });
          study.holds(
            'tainted-nodes-stay-free',
            node.isTainted !== true,
            `pod-${each} stands on ${node.name}, whose taint it does not tolerate`,
          );
        }
      });
    }
    // A DaemonSet asks for each node in turn, with nothing to reserve here.
    const reached = (toleratesTaint: boolean) =>
      nodes.filter(
        (node) =>
          place(
            { name: 'daemon', request: 0, uses: 0, toleratesTaint },
            [{ ...node, pods: [] }],
            'first-fit',
            rules,
          ) !== undefined,
      ).length;
    for (const node of order.slice(0, 8))
      study.next(() =>
        study.observes(
          `pods on ${node.name}${node.isTainted ? ', tainted' : ''}`,
          node.pods.length,
        ),
      );
    return study
      .next(() => observes('placed', 'pods that are placed', placed))
      .next(() =>
        observes(
          'onTainted',
          'pods on tainted nodes',
          nodes
            .filter(({ isTainted }) => isTainted)
            .reduce((sum, node) => sum + node.pods.length, 0),
        ),
      )
      .next(() =>
        observes('daemons', 'nodes with a DaemonSet without the toleration', reached(false)),
      )
      .next(() => observes('tolerant', 'nodes with one that has it', reached(true)))
      .next(() => study.observes('nodes', nodes.length))
      .next(() => study.observes('cores without a taint', plain * cores));
  },
  expect: ({ plain, tainted, pods, cores }) => [
    within('placed', 'placed', near(Math.min(pods, plain * cores))).says('pods that are placed'),
    within('onTainted', 'on-tainted', { atMost: 0 }).says('pods on tainted nodes'),
    within('daemons', 'daemons', near(plain)).says(
      'nodes with a pod of a DaemonSet that does not tolerate the taint',
      'k8s-daemonset-one-per-node',
    ),
    within('tolerant', 'tolerant', near(plain + tainted)).says(
      'nodes with a pod of one that does',
      'k8s-daemonset-one-per-node',
    ),
  ],
  tells: ({ params: { pods, tainted }, metrics: m }) =>
    `A pod without a toleration never goes to a tainted node: ${inDigits(m.placed.value ?? 0)} of ${pods} pods are placed, ${inDigits(m.onTainted.value ?? 0)} of them on the ${tainted} tainted nodes, and the others are pending although there is room. A DaemonSet does not reach every node either: it has ${counted(m.daemons.value ?? 0, 'pod')} without a toleration and ${inDigits(m.tolerant.value ?? 0)} with it.`,
});

// Left out: taints that evict what is there already, and node selectors.
