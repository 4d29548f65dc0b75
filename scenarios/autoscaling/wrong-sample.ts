import * as z from 'zod';
import { specOf, syncMs } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, sizesPlot } from './kit.ts';

const params = z.object({
  pods: whole(1, 60, 10, 'replicas, exactly at their target'),
  factor: real(1.5, 100, 50, 'how far one sample is off'),
  target: whole(30, 80, 60, 'percent of the request that pods are to use'),
  max: whole(100, 2_000, 500, 'replicas at most'),
});

const durationMs = 15 * minuteMs;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/wrong-sample',
  asks: 'One sample of the metric is fifty times too high. How many pods start?',
  claims: [],
  code: ['sims/autoscaling/hpa/behaviour.ts#upLimit', 'sims/autoscaling/hpa/autoscaler.ts#limits'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('steps-are-limited'),
  metrics: {
    recommended: gauge('replicas', 'that the wrong sample asks for'),
    most: gauge('replicas', 'at most'),
    wasted: gauge('pod minutes', 'of pods that nothing needs'),
    settled: gauge('replicas', 'at the end'),
  },
  build({ world, params: { pods, factor, target, max }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const wrongMs = syncMs * (4 + Math.floor(8 * study.stream('metric')()));
    const cores = (pods * target) / 100;
    const loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 1_000, lagMs: 0, startMs: 30_000 },
      spec: specOf(1, max),
      target: { kind: 'utilisation', percent: target },
      pods,
      durationMs,
      loadAt: () => cores,
      seen: (seen, atMs) =>
        atMs !== wrongMs
          ? seen
          : seen.map((pod) => ({ ...pod, usedMilli: Math.trunc((pod.usedMilli ?? 0) * factor) })),
      after: ({ from, to, recommended = 0 }, _fleet, atMs) => {
        if (atMs === wrongMs)
          observes('recommended', 'replicas that the sample asks for', recommended);
        if (atMs % minuteMs === 0) study.tells({ kind: 'ready', pods: loop.fleet.ready });
        study.holds(
          'steps-are-limited',
          to <= Math.max(2 * from, from + 4),
          `one sample takes ${from} replicas to ${to}`,
        );
      },
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        const wasted = loop.sizes.reduce((sum, [, size]) => sum + Math.max(0, size - pods), 0);
        observes('most', 'replicas at most', loop.most);
        observes('wasted', 'pod minutes that nothing needs', (wasted * syncMs) / minuteMs);
        observes('settled', 'replicas at the end', loop.fleet.size);
      }),
      { loop },
    );
  },
  expect: ({ pods, factor, target, max }) => {
    const asked = Math.ceil((Math.trunc(target * factor + 1e-9) / target) * pods - 1e-9);
    const isFar = Math.trunc(target * factor) > 1.1 * target + 1;
    const most = Math.max(pods, Math.min(max, Math.max(2 * pods, pods + 4), asked));
    return isFar
      ? [
          within('recommended', 'recommended', { atLeast: asked - 1, atMost: asked + 1 }).says(
            'replicas that the sample asks for: pods x factor, cut to a percent',
          ),
          within('most', 'most', { atLeast: most - 1, atMost: most + 1 }).says(
            'replicas: twice as many, or four more',
          ),
          within('settled', 'settled', { atLeast: Math.min(pods, 1), atMost: pods }).says(
            'replicas at the end',
          ),
        ]
      : [];
  },
  plots: ({ subject }) => [sizesPlot([{ name: 'replicas', sizes: subject.loop.sizes }])],
  tells: ({ params: { pods, factor, max }, metrics: m }) =>
    `${inDigits((m.most.value ?? 0) - pods)} pods: within 15 s the autoscaler adds no more than as many as there are, or four, so ${pods} replicas become ${inDigits(m.most.value ?? 0)} before the next sample. By the formula a sample that is ${inDigits(factor)} times too high asks for ${inDigits(m.recommended.value ?? 0)}, up to the maximum of ${inDigits(max)}. The extra pods go after the stabilisation window of 5 minutes and cost ${significant(m.wasted.value ?? 0)} pod minutes.`,
});

// Left out: a cluster that has no room, and a window for scaling up that would have ignored the sample.
