import * as z from 'zod';
import { specOf, syncMs } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { type Loop, neededPods, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, times } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, settledPods, sizesPlot } from './kit.ts';

const params = z.object({
  pods: whole(1, 40, 4, 'replicas at first, exactly at their target'),
  factor: real(1.2, 4, 2, 'times as much load as before'),
  target: whole(30, 80, 60, 'percent of the request that pods are to use'),
  startS: real(0, 300, 60, 'how long a pod takes to become ready, seconds'),
});

const durationMs = 30 * minuteMs;
const fleet = { requestMilli: 1_000, limitMilli: 4_000, lagMs: 0 };

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/load-doubles',
  asks: 'The load doubles, and pods take a minute to start. How many replicas does the autoscaler ask for, and when are there enough?',
  claims: ['k8s-hpa-scales-on-metric'],
  code: [
    'sims/autoscaling/hpa/replicas.ts#ofPods',
    'sims/autoscaling/hpa/replicas.ts#wholePods',
    'sims/autoscaling/hpa/behaviour.ts#upLimit',
  ],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('no-overshoot', 'target-is-kept', 'steps-are-limited', 'no-flapping'),
  metrics: {
    needed: gauge('replicas', 'that the load needs'),
    most: gauge('replicas', 'that were asked for at most'),
    settled: gauge('replicas', 'at the end'),
    changes: gauge('changes', 'of the number of replicas'),
    enoughMs: gauge('ms', 'from the change of the load until enough pods are ready'),
  },
  build({ world, params: { pods, factor, target, startS }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const changesMs = minuteMs * (2 + study.stream('load')());
    const before = (pods * target) / 100;
    const after = before * factor;
    const needed = neededPods(after, fleet, target);
    let enoughMs = 0;
    study.at(1, () =>
      estimates('needed', 'replicas that the load needs: load / (request x target)', needed),
    );
    const loop: Loop = runLoop(study, rules, {
      ...fleet,
      startMs: 1_000 * startS,
      spec: specOf(1, 1_000),
      target: { kind: 'utilisation', percent: target },
      pods,
      durationMs,
      loadAt: (atMs) => (atMs > changesMs ? after : before),
      after: ({ from, to }, { ready }, atMs) => {
        study.holds(
          'steps-are-limited',
          to <= Math.max(2 * from, from + 4),
          `from ${from} to ${to} replicas within 15 s`,
        );
        study.holds(
          'no-overshoot',
          to <= Math.max(pods, needed),
          `${to} replicas are asked for, and ${needed} carry the load`,
        );
        if (atMs % (2 * minuteMs) === 0)
          study.tells({
            kind: 'utilisation',
            share: (atMs > changesMs ? after : before) / ready,
            ready,
          });
        if (ready < settledPods(after, 1_000, target).atLeast && atMs > changesMs)
          enoughMs = atMs + syncMs - changesMs;
      },
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        const use = (100 * after) / loop.fleet.ready;
        observes('most', 'replicas at most', loop.most);
        observes('settled', 'replicas at the end', loop.fleet.size);
        observes('changes', 'changes of the number', loop.changes);
        observes('enoughMs', 'until enough pods were ready', enoughMs, 'ms');
        study.holds(
          'target-is-kept',
          Math.trunc(use) <= 1.1 * target + 1e-9,
          `${counted(loop.fleet.ready, 'pod uses', 'pods use')} ${significant(use)}% of the request, and ${target}% is the target`,
        );
        study.holds(
          'no-flapping',
          // From a size that was a tenth too large it may come down once.
          loop.turns <= 1,
          `it turns ${times(loop.turns)} at a steady load`,
        );
      }),
      { loop },
    );
  },
  expect: ({ pods, factor, target, startS }) => {
    const after = (pods * target * factor) / 100;
    const settled = settledPods(after, 1_000, target);
    // A look comes up to 15 s after the change, and sees what was used before it; a pod is seen when it has used something.
    const isOneStep = settled.atMost <= Math.max(2 * pods, pods + 4) && settled.atLeast > pods;
    return [
      within('settled', 'settled', settled).says(
        'replicas at the end: load / (request x target), or up to a tenth fewer',
        'k8s-hpa-scales-on-metric',
      ),
      within('most', 'most', {
        atLeast: settled.atLeast,
        atMost: Math.max(pods, settled.atMost),
      }).says('replicas that were asked for at most', 'k8s-hpa-scales-on-metric'),
      ...(isOneStep
        ? [
            within('enoughMs', 'enough', {
              atLeast: 1_000 * startS,
              atMost: 1_000 * startS + 4 * syncMs,
            }).says('ms until enough pods are ready: a look, and the start of a pod'),
          ]
        : []),
    ];
  },
  plots: ({ subject }) => [sizesPlot([{ name: 'replicas', sizes: subject.loop.sizes }])],
  tells: ({ params: { pods, factor, startS }, metrics: m }) =>
    `The autoscaler asks for ${inDigits(m.settled.value ?? 0)} replicas instead of ${pods} (current replicas x usage / target, rounded up, with ${inDigits(factor)} times the usage), and enough are ready ${inTime(m.enoughMs.value ?? 0)} after the load rises: it looks every 15 s, and a pod takes ${inDigits(startS)} s to start. It asks for ${inDigits(m.most.value ?? 0)} at most, although the ready pods stay above their target meanwhile, because pods that are starting count as using nothing. If that is too late, keep headroom (a lower target) or scale ahead by a forecast.`,
});

// Left out: pods that use more while they start, requests that queue, and nodes that must be added first.
