import * as z from 'zod';
import { clusterOf, place, usedOn } from '../../sims/autoscaling/nodes/scheduler.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  nodes: whole(1, 20, 2, 'nodes'),
  cores: whole(1, 64, 4, 'cores of each'),
  pods: whole(1, 200, 12, 'pods that request a core each'),
  idle: real(0.01, 0.5, 0.05, 'cores that a pod uses while it is idle'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/overcommitted-node',
  asks: 'Pods request a core and use a twentieth of it. How many fit on a node of four?',
  claims: [],
  code: ['sims/autoscaling/nodes/scheduler.ts#freeOn', 'sims/autoscaling/nodes/scheduler.ts#place'],
  params,
  invariants: heldTo('no-overcommit'),
  metrics: {
    placed: gauge('pods', 'that are placed'),
    pending: gauge('pods', 'that stay pending'),
    idleUse: gauge('share', 'of the fullest node that is used while pods are idle'),
    busyUse: gauge('share', 'of it when all of them wake'),
  },
  build({ world, params: { nodes, cores, pods, idle }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const cluster = clusterOf(nodes, cores);
    const names = shuffled(
      study.stream('pods'),
      Array.from({ length: pods }, (_, at) => `pod-${at + 1}`),
    );
    let placed = 0;
    for (const name of names) {
      study.next(() => {
        const node = place({ name, request: 1, uses: idle }, cluster, 'first-fit', rules);
        if (node === undefined) {
          study.tells({
            kind: 'pending',
            pod: name,
            why: 'no node has a core that is not requested',
            rule: 'place-by-request',
          });
        } else {
          placed += 1;
          study.tells({ kind: 'placed', pod: name, node: node.name });
        }
      });
    }
    const fullest = (use: (node: (typeof cluster)[number]) => number) =>
      Math.max(...cluster.map(use)) / cores;
    for (const node of cluster.slice(0, 8))
      study.next(() => study.observes(`pods on ${node.name}`, node.pods.length));
    return study
      .next(() => observes('placed', 'pods that are placed', placed))
      .next(() => observes('pending', 'pods that stay pending', pods - placed))
      .next(() =>
        observes('idleUse', 'use of the fullest node while pods are idle', fullest(usedOn)),
      )
      .next(() => {
        const busy = observes(
          'busyUse',
          'what its pods want when they wake',
          fullest(({ pods: own }) => own.length),
        );
        study.holds(
          'no-overcommit',
          busy <= 1,
          `a node of ${cores} cores has pods that want ${inPercent(busy)} of it`,
        );
      })
      .next(() => study.observes('cores in all', nodes * cores));
  },
  expect: ({ nodes, cores, pods, idle }) => {
    const placed = Math.min(pods, nodes * cores);
    return [
      within('placed', 'placed', near(placed)).says(
        'pods that are placed: as many as there are cores',
      ),
      within('busyUse', 'busy', near(Math.min(pods, cores) / cores)).says(
        'use of the fullest node when all wake',
      ),
      within('idleUse', 'idle', near((Math.min(pods, cores) / cores) * idle)).says(
        'use of it while pods are idle',
      ),
    ];
  },
  tells: ({ params: { cores, pods, idle }, metrics: m }) =>
    `${cores} on each node: the scheduler adds up requests, not usage. ${inDigits(m.placed.value ?? 0)} of ${pods} pods are placed and ${inDigits(m.pending.value ?? 0)} are pending, while the fullest node is ${inPercent(m.idleUse.value ?? 0)} used. Placed by usage, ${inDigits(Math.floor(cores / idle))} pods would fit on a node, and they would want ${inDigits(Math.floor(cores / idle))} cores when all get busy.`,
});

// Left out: overcommitment on purpose, for pods that are unlikely to wake together.
