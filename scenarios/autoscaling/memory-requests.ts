import * as z from 'zod';
import { evictUntilFits } from '../../sims/autoscaling/nodes/eviction.ts';
import { clusterOf, place, usedOn } from '../../sims/autoscaling/nodes/scheduler.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  nodeGb: whole(8, 256, 32, 'memory of the node, GB'),
  usesGb: real(0.5, 4, 2, 'what a greedy pod uses, GB'),
  requestShare: real(0.2, 2, 0.5, 'what it requests, through what it uses'),
  modestGb: real(1, 8, 6, 'what one modest pod requests, GB; it uses nine tenths of it'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/memory-requests',
  asks: 'Pods request half of the memory that they use. What happens on the node, and to whom?',
  claims: ['q13-requests-too-low-oom'],
  code: [
    'sims/autoscaling/nodes/eviction.ts#nextEvicted',
    'sims/autoscaling/nodes/eviction.ts#evictUntilFits',
  ],
  params,
  invariants: heldTo('modest-pods-survive'),
  metrics: {
    placed: gauge('pods', 'that the scheduler puts on the node'),
    wanted: gauge('share', 'of the node that they use'),
    evicted: gauge('pods', 'that are evicted'),
    modest: gauge('pods', 'within their request that are evicted'),
  },
  build({ world, params: { nodeGb, usesGb, requestShare, modestGb }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const node = must(clusterOf(1, nodeGb)[0], 'only node');
    const modest = { name: 'modest', request: modestGb, uses: 0.9 * modestGb };
    place(modest, [node], 'first-fit', rules);
    study.next(() => study.tells({ kind: 'placed', pod: 'modest', node: node.name }));
    const request = usesGb * requestShare;
    // Names are drawn, so that no order of them decides.
    const first = randomInteger(study.stream('pods'), 100, 900);
    let count = 0;
    const more = () => {
      const pod = { name: `greedy-${first + count}`, request, uses: usesGb };
      if (place(pod, [node], 'first-fit', rules) === undefined) return false;
      count += 1;
      return true;
    };
    while (count < 2_000 && more());
    const placed = [...node.pods];
    for (const pod of placed.slice(1, 9))
      study.next(() => study.tells({ kind: 'placed', pod: pod.name, node: node.name }));
    return study
      .next(() => observes('placed', 'pods on the node', placed.length))
      .next(() => observes('wanted', 'what they use, of the node', usedOn(node) / nodeGb))
      .next(() => {
        const evicted = evictUntilFits(node, rules);
        for (const pod of evicted.slice(0, 5))
          study.tells({
            kind: 'evicted',
            pod: pod.name,
            node: node.name,
            why: `uses ${significant(pod.uses)} of ${significant(pod.request)} GB`,
            rule: 'evict-over-request-first',
          });
        observes('evicted', 'pods that are evicted', evicted.length);
        const within_ = observes(
          'modest',
          'of them within their request',
          evicted.filter(({ uses, request: own }) => uses <= own).length,
        );
        const isGreedyLeft = node.pods.some(({ uses, request: own }) => uses > own);
        study.holds(
          'modest-pods-survive',
          within_ === 0 || !isGreedyLeft,
          `a pod that uses ${significant(modest.uses)} of its ${modestGb} GB is evicted, and pods above their request stay`,
        );
      })
      .next(() => study.observes('GB that a greedy pod requests', request))
      .next(() => study.observes('pods that are left', node.pods.length));
  },
  expect: ({ nodeGb, usesGb, requestShare, modestGb }) => {
    const greedy = Math.min(
      2_000,
      Math.floor((nodeGb - modestGb + 1e-9) / (usesGb * requestShare)),
    );
    const wanted = greedy * usesGb + 0.9 * modestGb;
    const evicted = Math.max(0, Math.ceil((wanted - nodeGb) / usesGb - 1e-9));
    return [
      within('placed', 'placed', near(greedy + 1)).says(
        'pods on the node: (node - modest) / request',
        'q13-requests-too-low-oom',
      ),
      within('wanted', 'wanted', near(wanted / nodeGb)).says(
        'what they use, of the node',
        'q13-requests-too-low-oom',
      ),
      within('evicted', 'evicted', near(requestShare < 1 ? evicted : 0)).says(
        'pods that are evicted',
        'q13-requests-too-low-oom',
      ),
      within('modest', 'modest', { atMost: 0 }).says('pods within their request that are evicted'),
    ];
  },
  tells: ({ params: { nodeGb, requestShare }, metrics: m }) =>
    `The node runs out of memory and evicts pods: the scheduler goes by requests and puts ${inDigits(m.placed.value ?? 0)} pods on ${nodeGb} GB, which use ${significant(100 * (m.wanted.value ?? 0))}% of it, because each requests ${inPercent(requestShare)} of what it uses. ${inDigits(m.evicted.value ?? 0)} are evicted, those furthest above their request first, and ${m.modest.value === 0 ? 'no pod' : counted(m.modest.value ?? 0, 'pod')} within its request is.`,
});

// Left out: the kernel, which kills if eviction is too slow, priorities, and disk pressure.
