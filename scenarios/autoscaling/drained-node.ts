import * as z from 'zod';
import { evictable } from '../../sims/autoscaling/nodes/drain.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  replicas: whole(2, 60, 3, 'replicas'),
  onNode: whole(1, 30, 2, 'of them stand on the node that is drained; at most all'),
  minAvailable: whole(1, 59, 2, 'that must stay up; at most all but one'),
  startS: real(1, 300, 30, 'how long a replacement takes to start, seconds'),
});

const sizes = ({ replicas, onNode, minAvailable }: z.output<typeof params>) => ({
  left: Math.min(onNode, replicas),
  min: Math.min(minAvailable, replicas - 1),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/drained-node',
  asks: 'A node with two of three replicas is drained, and two must stay up. How does that go?',
  claims: [],
  code: ['sims/autoscaling/nodes/drain.ts#evictable'],
  params,
  durationMs: ({ startS }) => 40_000 * startS + 120_000,
  invariants: heldTo('min-available'),
  metrics: {
    least: gauge('replicas', 'that are up at any time'),
    drainedMs: gauge('ms', 'until the node is empty'),
    refused: gauge('evictions', 'that were refused for now'),
  },
  build({ world, params, rules, metrics }) {
    const { replicas, startS } = params;
    const { left: first, min } = sizes(params);
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const beginsMs = Math.round(1_000 * (1 + 9 * study.stream('drain')()));
    let [ready, left, least, refused, drainedMs] = [replicas, first, replicas, 0, 0];
    const evict = (atMs: number) => {
      if (left === 0) return;
      const now = evictable({ minAvailable: min }, ready, left, rules);
      if (now < left) refused += left - now;
      for (let each = 0; each < now; each++)
        study.tells({
          kind: 'evicted',
          pod: `pod-${first - left + each + 1}`,
          node: 'node-1',
          why: 'the node is drained',
          rule: 'eviction-keeps-minimum',
        });
      left -= now;
      ready -= now;
      least = Math.min(least, ready);
      study.holds(
        'min-available',
        ready >= min,
        `${ready} of ${replicas} replicas are up, and ${min} must be`,
      );
      if (left === 0) drainedMs = atMs - beginsMs;
      const backMs = atMs + 1_000 * startS;
      study.at(backMs, () => {
        ready += now;
        study.tells({ kind: 'ready', pods: ready });
        evict(backMs);
      });
    };
    study.at(0, () => study.observes('replicas', replicas));
    study.at(1, () => study.observes('on the node', first));
    study.at(2, () => study.observes('that must stay up', min));
    study.at(beginsMs, () => evict(beginsMs));
    const endMs = beginsMs + 1_000 * startS * (first + 2);
    for (let quarter = 1; quarter < 8; quarter++)
      study.at(beginsMs + ((endMs - beginsMs) * quarter) / 8, () =>
        study.tells({ kind: 'ready', pods: ready }),
      );
    return study.at(endMs, () => {
      observes('least', 'replicas that were up at any time', least);
      observes('drainedMs', 'until the node is empty', drainedMs, 'ms');
      observes('refused', 'evictions that were refused for now', refused);
    });
  },
  expect: (params) => {
    const { replicas, startS } = params;
    const { left, min } = sizes(params);
    const rounds = Math.ceil(left / (replicas - min)) - 1;
    return [
      within('least', 'least', near(Math.max(min, replicas - left))).says(
        'replicas up at any time',
      ),
      within('drainedMs', 'drained', {
        atLeast: 1_000 * startS * rounds - 1e-6,
        atMost: 1_000 * startS * rounds + 1e-6,
      }).says('ms until the node is empty: a start for each round of evictions but the last'),
    ];
  },
  tells: ({ params, metrics: m }) =>
    `${m.refused.value === 0 ? 'At once' : 'One pod after the other'}: a disruption budget (PodDisruptionBudget) refuses an eviction that would leave fewer than ${sizes(params).min} replicas ready, and a replacement takes ${inDigits(params.startS)} s. So never fewer than ${inDigits(m.least.value ?? 0)} of ${params.replicas} replicas are up, and the node is empty after ${inTime(m.drainedMs.value ?? 0)}. Without a budget a drain takes all ${sizes(params).left} of its pods at once.`,
});

// Left out: a node that fails, which asks nobody, and budgets that allow nothing and block a drain for ever.
