import * as z from 'zod';
import { specOf } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { type Loop, neededPods, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { marginShare, requestFor, roundFactor } from '../../sims/autoscaling/hpa/vertical.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, sizesPlot } from './kit.ts';

const params = z.object({
  pods: whole(1, 40, 4, 'replicas, exactly at their target'),
  target: whole(30, 75, 60, 'percent of the request that pods are to use'),
});

const durationMs = 30 * minuteMs;
const requestMilli = 1_000;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/vertical-and-horizontal',
  asks: 'One autoscaler sets the number of pods by their processor, another sets what they request. Where does that end?',
  claims: [],
  code: [
    'sims/autoscaling/hpa/vertical.ts#requestFor',
    'sims/autoscaling/hpa/vertical.ts#roundFactor',
  ],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('no-overshoot'),
  metrics: {
    factor: gauge('ratio', 'by which a round of both multiplies the pods'),
    most: gauge('replicas', 'at most'),
    request: gauge('milli', 'of a processor, that each pod requests at the end'),
  },
  build({ world, params: { pods, target }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('metric');
    const cores = (pods * target) / 100;
    const needed = neededPods(cores, { requestMilli }, target);
    let request = requestMilli;
    let factor = 1;
    study.at(1, () =>
      estimates('factor', 'pods after a round of both: 1 / (1.15 x target)', roundFactor(target)),
    );
    const loop: Loop = runLoop(study, rules, {
      ...{ requestMilli, limitMilli: 4_000, lagMs: 0, startMs: 15_000, pods, durationMs },
      spec: specOf(1, 100),
      target: { kind: 'utilisation', percent: target },
      loadAt: () => cores,
      // Within the tolerance of the horizontal one.
      noise: () => {
        factor = 1 - 0.04 * stream();
        return factor;
      },
      seen: (seen) => seen.map((pod) => ({ ...pod, requestMilli: request })),
      after: ({ from, to }, { ready }, atMs) => {
        study.holds(
          'no-overshoot',
          to <= Math.max(from, needed),
          `${to} replicas are asked for, and the load needs ${needed}: each requests ${request} thousandths of a processor`,
        );
        if (atMs % minuteMs !== 0) return;
        const share = ((1_000 * cores) / ready / request) * factor;
        study.tells({ kind: 'utilisation', share, ready });
        request = requestFor(request, Math.round((1_000 * cores) / ready), rules);
        study.observes('thousandths of a processor that a pod requests', request);
      },
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        observes('most', 'replicas at most', loop.most);
        observes('request', 'thousandths of a processor that a pod requests', request);
      }),
      { loop },
    );
  },
  expect: ({ pods, target }) => [
    within('most', 'most', near(pods)).says('replicas at most: as many as the load needs'),
    within('request', 'request', near(requestMilli)).says('request at the end: as it was'),
    within('factor', 'factor', near(100 / ((1 + marginShare) * target))).says(
      'by which a round of both would multiply the pods',
    ),
  ],
  plots: ({ subject }) => [sizesPlot([{ name: 'replicas', sizes: subject.loop.sizes }])],
  tells: ({ params: { pods, target }, metrics: m }) =>
    `The horizontal one adds pods, the vertical one resizes them: on the same metric they end at the maximum number of pods, because each round multiplies them by ${significant(m.factor.value ?? 0)}; if the vertical autoscaler leaves the processor alone the number stays at ${inDigits(m.most.value ?? 0)} replicas, and ${inDigits(pods)} are enough. The vertical one requests 1.15 times what a pod uses, so a pod uses ${significant(100 / (1 + marginShare))}% of its request, above a target of ${target}%. The horizontal one then adds pods, each uses less, and the request shrinks.`,
});

// Left out: pods that are evicted to get their new request, and histograms of use, of which the vertical autoscaler takes a percentile.
