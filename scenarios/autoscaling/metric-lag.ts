import * as z from 'zod';
import { specOf, syncMs } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { defaultBehaviour } from '../../sims/autoscaling/hpa/behaviour.ts';
import { downWindowS, undershoot } from '../../sims/autoscaling/hpa/lag.ts';
import { type Loop, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent, times } from '../../src/words/numbers.ts';
import { aboutScaling, heldTo, minuteMs, settledPods, sizesPlot } from './kit.ts';

const params = z.object({
  pods: whole(4, 60, 16, 'replicas at first, exactly at their target'),
  lagS: whole(0, 240, 120, 'how old the metric is, seconds'),
  // Percents are cut: below 18% of the request a whole percent is more than the tolerance.
  left: real(0.3, 0.8, 0.5, 'share of the load that is left'),
});

const durationMs = 30 * minuteMs;
const target = 60;
const fleet = { requestMilli: 1_000, limitMilli: 1_000 };

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/metric-lag',
  asks: 'Metrics are two minutes old, and the load halves. How many replicas are removed?',
  claims: [],
  code: ['sims/autoscaling/hpa/lag.ts#downWindowS', 'sims/autoscaling/hpa/behaviour.ts#stabilised'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('no-flapping'),
  metrics: {
    least: gauge('replicas', 'at least'),
    settled: gauge('replicas', 'at the end'),
    turns: gauge('turns', 'from down to up, or from up to down'),
    undershoot: gauge('replicas', 'to which looks at one old sample would bring it'),
  },
  build({ world, params: { pods, lagS, left }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const fallsMs = minuteMs * (2 + study.stream('load')());
    const before = (pods * target) / 100;
    const lagMs = 1_000 * lagS;
    const looks = 1 + Math.floor(lagMs / syncMs);
    const to = undershoot(pods, Math.trunc(target * left + 1e-9) / target, looks, rules);
    study.at(1, () =>
      estimates('undershoot', `replicas after ${looks} looks at one old sample, rounded up`, to),
    );
    study.at(Math.round(fallsMs), () => study.observes('cores of load from now on', before * left));
    let least = pods;
    const loop: Loop = runLoop(study, rules, {
      ...fleet,
      ...{ lagMs, startMs: 30_000, pods, durationMs },
      spec: specOf(1, 1_000, {
        behaviour: {
          ...defaultBehaviour,
          down: { ...defaultBehaviour.down, windowS: downWindowS(lagMs, rules) },
        },
      }),
      target: { kind: 'utilisation', percent: target },
      loadAt: (atMs) => (atMs > fallsMs ? before * left : before),
      after: (_decision, { size }, atMs) => {
        least = Math.min(least, size);
        if (atMs % minuteMs === 0) study.observes('replicas', size);
      },
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        observes('least', 'replicas at least', least);
        observes('settled', 'replicas at the end', loop.fleet.size);
        observes('turns', 'turns', loop.turns);
        study.holds(
          'no-flapping',
          loop.turns === 0,
          `down to ${least} replicas and up again to ${loop.fleet.size}: it turns ${times(loop.turns)} at a steady load`,
        );
      }),
      { loop },
    );
  },
  expect: ({ pods, left }) => {
    const settled = settledPods((pods * target * left) / 100, fleet.requestMilli, target);
    return [
      within('settled', 'settled', settled).says('replicas at the end: load / (request x target)'),
      within('least', 'least', settled).says('replicas at least: no fewer than at the end'),
      within('turns', 'turns', { atMost: 0 }).says('turns, if it waits for longer than the lag'),
    ];
  },
  plots: ({ subject }) => [sizesPlot([{ name: 'replicas', sizes: subject.loop.sizes }])],
  tells: ({ params: { pods, lagS, left }, metrics: m }) =>
    `As many as the load allows, if scaling down waits for longer than the lag (a stabilisation window): ${inDigits(m.settled.value ?? 0)} of ${pods} are left for ${inPercent(left)} of the load; without such a wait the replicas fall to ${inDigits(m.undershoot.value ?? 0)}, and the load brings them back. Each look acts again on a sample that is ${lagS} s old and shows pods that are gone. When scaling up there is no such loop, because pods without a sample count as using nothing.`,
});

// Left out: metrics that are averaged over a window, which lag by half of it.
