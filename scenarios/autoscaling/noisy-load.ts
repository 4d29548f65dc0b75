import * as z from 'zod';
import { specOf } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent, times } from '../../src/words/numbers.ts';
import { aboutScaling, heldTo, minuteMs } from './kit.ts';

const params = z.object({
  pods: whole(5, 100, 20, 'replicas, exactly at their target'),
  target: whole(50, 80, 60, 'percent of the request that pods are to use'),
  noise: real(0, 0.08, 0.07, 'how far a metric may be off, up or down'),
});

const durationMs = 30 * minuteMs;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/noisy-load',
  asks: 'The load is constant, and its metric is off by up to 7%. Does the number of replicas move?',
  claims: [],
  code: ['sims/autoscaling/hpa/replicas.ts#isWithin'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('no-flapping', 'target-is-kept'),
  metrics: {
    changes: gauge('changes', 'of the number of replicas'),
    most: gauge('replicas', 'at most'),
    outside: gauge('looks', 'at which the metric was not exactly at its target'),
  },
  build({ world, params: { pods, target, noise }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('metric');
    let factor = 1;
    let outside = 0;
    const cores = (pods * target) / 100;
    const loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 1_000, lagMs: 0, startMs: minuteMs },
      spec: specOf(1, 1_000),
      target: { kind: 'utilisation', percent: target },
      pods,
      durationMs,
      loadAt: () => cores,
      seen: (seen) => {
        factor = 1 + noise * (2 * stream() - 1);
        const off = seen.map((pod) => ({
          ...pod,
          usedMilli: pod.usedMilli === undefined ? undefined : Math.trunc(pod.usedMilli * factor),
        }));
        if (off.some(({ usedMilli }, place) => usedMilli !== seen[place]?.usedMilli)) outside += 1;
        return off;
      },
      after: (_decision, { ready }, atMs) => {
        if (atMs % minuteMs === 0)
          study.tells({ kind: 'utilisation', share: (cores / ready) * factor, ready });
      },
    });
    return study.at(durationMs + 1, () => {
      observes('changes', 'changes of the number of replicas', loop.changes);
      observes('most', 'replicas at most', loop.most);
      observes('outside', 'looks with a metric off its target', outside);
      study.holds(
        'no-flapping',
        loop.changes === 0,
        `the number of replicas changes ${times(loop.changes)} at a constant load`,
      );
    });
  },
  expect: ({ pods, noise }) => [
    within('changes', 'changes', { atMost: 0 }).says(
      'changes of the number of replicas while the noise is within the tolerance',
    ),
    within('most', 'most', { atLeast: pods, atMost: pods }).says(
      'replicas: load / (request x target)',
    ),
    within(
      'outside',
      'outside',
      noise < 0.001 ? { atMost: 120 } : { atLeast: 60, atMost: 120 },
    ).says('looks, of 120, at which the metric is off its target'),
  ],
  tells: ({ params: { noise }, metrics: m }) =>
    `${m.changes.value === 0 ? 'No' : `Yes, ${times(m.changes.value ?? 0)}`}: the autoscaler does nothing while usage / target is within 10% of 1 (its tolerance), and a metric that is off by up to ${inPercent(noise)} stays within it. It was off at ${inDigits(m.outside.value ?? 0)} of 120 looks.`,
});

// Left out: noise of each pod on its own, which averages out the more, the more pods there are.
