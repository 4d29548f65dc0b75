import * as z from 'zod';
import { allowedUse } from '../../sims/estimation/capacity/load.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent, percent } from '../../src/words/numbers.ts';
import { aboutEstimation, heldTo, keeping, largestCount, near } from './kit.ts';

const params = z.object({
  nodes: whole(2, 100, 3, 'nodes that share the load'),
  knee: real(0.1, 0.95, 0.7, 'maximum utilisation of a node'),
  requests: whole(1_000, 100_000, 30_000, 'requests that are spread over the nodes'),
});

export default scenario({
  ...aboutEstimation,
  id: 'estimation/lost-node',
  asks: 'Three nodes are each 70% busy. Can the system lose one?',
  claims: [],
  code: ['sims/estimation/capacity/load.ts#allowedUse'],
  params,
  invariants: heldTo('survivors-below-capacity'),
  metrics: {
    use: gauge('share', 'of each node that may be used'),
    before: gauge('share', 'utilisation of the busiest node with all nodes up, simulated'),
    after: gauge('share', 'utilisation of the busiest survivor, simulated'),
    careless: gauge('share', 'utilisation of survivors if every node is used up to the knee'),
  },
  build({ world, params: { nodes, knee, requests }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    /** Utilisation of the busiest node if requests go to random nodes. */
    const busiest = (up: number, purpose: string) => {
      const stream = study.stream(purpose);
      const counts = Array.from({ length: up }, () => 0);
      for (let request = 0; request < requests; request++) {
        const node = randomInteger(stream, 0, up - 1);
        counts[node] = (counts[node] ?? 0) + 1;
      }
      return (Math.max(...counts) / requests) * nodes * (metrics.use.value ?? 0);
    };
    study
      .next(() => estimates('use', 'each node may be used', allowedUse(knee, nodes, 1, rules)))
      .next(() =>
        estimates(
          'careless',
          'survivors, if nodes are used up to the knee',
          (knee * nodes) / (nodes - 1),
        ),
      );
    for (const each of [2, 3, 4, 5, 10]) {
      study.next(() =>
        study.estimates(`of ${each} nodes each may be used`, (knee * (each - 1)) / each),
      );
    }
    return study
      .next(() => observes('before', 'busiest node with all up', busiest(nodes, 'all')))
      .next(() => {
        const after = observes('after', 'busiest survivor', busiest(nodes - 1, 'survivors'));
        study.holds(
          'survivors-below-capacity',
          // A tenth of headroom below the knee, because requests are not spread evenly.
          after <= 1.1 * knee,
          `the busiest survivor is ${percent(after)} busy, and ${inPercent(knee)} is the most that keeps queues short`,
        );
      })
      .next(() => study.observes('nodes that are up', nodes - 1))
      .next(() => study.observes('requests', requests));
  },
  expect: ({ nodes, knee, requests }) => {
    const use = (knee * (nodes - 1)) / nodes;
    const busiest = (up: number) => {
      const { atLeast = 0, atMost = 0 } = largestCount(up, requests / up);
      const scale = (nodes * use) / requests;
      return { atLeast: (requests / up) * scale, atMost: Math.max(atLeast, atMost) * scale };
    };
    return [
      within('use', 'use', near(use)).says('how much of each node may be used: knee x (n - 1) / n'),
      within('careless', 'careless', near((knee * nodes) / (nodes - 1))).says(
        'utilisation of survivors if nodes are used up to the knee',
      ),
      within('before', 'before', busiest(nodes)).says(
        'utilisation of the busiest node before the loss',
      ),
      within('after', 'after', busiest(nodes - 1)).says('utilisation of the busiest survivor'),
    ];
  },
  tells: ({ params: { nodes, knee }, metrics: m }) =>
    `No: with ${nodes} nodes at ${inPercent(knee)}, the others are ${percent(m.careless.value, 0)} busy after a loss. Each may be used up to ${percent(m.use.value, 0)}, which is ${inPercent(knee)} x ${nodes - 1}/${nodes}; the busiest survivor is then ${percent(m.after.value)} busy.`,
});

// Left out: slow failover of load, cold caches on the survivors, and a second loss.
