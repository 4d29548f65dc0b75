import * as z from 'zod';
import { specOf, syncMs } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { type Loop, neededPods, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { withForecast } from '../../sims/autoscaling/hpa/sources.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, sizesPlot } from './kit.ts';

const params = z.object({
  pods: whole(2, 40, 10, 'replicas, at their target'),
  factor: real(1.1, 3, 2, 'times as much load, every day at the same time'),
  error: real(0.2, 2, 1, 'the forecast through what comes'),
  startS: real(10, 300, 120, 'how long a pod takes to start, seconds'),
  leadMin: whole(1, 30, 10, 'how far ahead the forecast scales, minutes'),
});

const durationMs = 60 * minuteMs;
const target = 60;
const fleet = { requestMilli: 1_000, limitMilli: 1_000, lagMs: 0 };

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/forecast',
  asks: 'The load doubles every day at nine. What does scaling ten minutes ahead save?',
  claims: ['k8s-predictive-removes-ramp-latency'],
  code: ['sims/autoscaling/hpa/sources.ts#withForecast'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('load-is-carried'),
  metrics: {
    reactive: gauge('ms', 'of overload without a forecast'),
    predictive: gauge('ms', 'of overload with it'),
    ahead: gauge('replicas', 'that the forecast asks for'),
    extra: gauge('pod minutes', 'that the forecast costs'),
  },
  build({ world, params: { pods, factor, error, startS, leadMin }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const risesMs = minuteMs * (35 + study.stream('load')());
    const before = (pods * target) / 100;
    const after = before * factor;
    const loadAt = (atMs: number) => (atMs > risesMs ? after : before);
    const options = {
      ...fleet,
      startMs: 1_000 * startS,
      spec: specOf(1, 1_000),
      target: { kind: 'utilisation', percent: target } as const,
      pods,
      durationMs,
      loadAt,
    };
    const forecastAt = (atMs: number) =>
      atMs + leadMin * minuteMs > risesMs
        ? Math.max(1, neededPods(after * error, fleet, target))
        : pods;
    const reactive: Loop = runLoop(study, rules, options);
    const predictive: Loop = runLoop(study, rules, {
      ...options,
      advised: ({ to }, atMs) => withForecast(to, forecastAt(atMs), rules),
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        const minutes = (loop: Loop) =>
          loop.sizes.reduce((sum, [, size]) => sum + size, 0) * (syncMs / minuteMs);
        observes('reactive', 'overload without a forecast', reactive.fleet.overloadedMs, 'ms');
        observes('predictive', 'overload with it', predictive.fleet.overloadedMs, 'ms');
        observes('ahead', 'replicas by the forecast', forecastAt(risesMs));
        observes('extra', 'pod minutes more', minutes(predictive) - minutes(reactive));
        study.holds(
          'load-is-carried',
          predictive.fleet.capacityCores >= after - 1e-9,
          `${counted(predictive.fleet.ready, 'pod')} are ready for ${significant(after)} cores`,
        );
      }),
      { reactive, predictive },
    );
  },
  expect: ({ pods, factor, error, startS, leadMin }) => {
    const before = (pods * target) / 100;
    const after = before * factor;
    // Pods that are full show 100%, which is 1.66 of the target: one look asks for enough.
    const isOverloaded = after > pods;
    const first = Math.min(
      Math.ceil((Math.trunc((100 * after) / pods) / target) * pods),
      Math.ceil((100 / target) * pods),
    );
    const isOneLook = first >= after + 1 && first <= Math.max(2 * pods, pods + 4);
    const wait = { atLeast: 1_000 * startS - syncMs, atMost: 1_000 * startS + 3 * syncMs };
    const isReady =
      neededPods(after * error, fleet, target) >= after &&
      leadMin * minuteMs >= 1_000 * startS + 2 * syncMs;
    return [
      ...(!isOverloaded
        ? [
            within('reactive', 'reactive', { atMost: 0 }).says(
              'ms of overload: there is room up to 100%',
              'k8s-predictive-removes-ramp-latency',
            ),
          ]
        : isOneLook
          ? [
              within('reactive', 'reactive', wait).says(
                'ms of overload without a forecast: a look and a start',
                'k8s-predictive-removes-ramp-latency',
              ),
            ]
          : []),
      ...(isReady
        ? [
            within('predictive', 'predictive', { atMost: 0 }).says(
              'ms of overload with a forecast that is right and early enough',
              'k8s-predictive-removes-ramp-latency',
            ),
          ]
        : []),
    ];
  },
  plots: ({ subject: { reactive, predictive } }) => [
    sizesPlot([
      { name: 'reactive', sizes: reactive.sizes },
      { name: 'with a forecast', sizes: predictive.sizes },
    ]),
  ],
  tells: ({ params: { startS, error, leadMin }, metrics: m }) =>
    `Scaling ahead saves the overload until new pods are ready: ${inTime(m.reactive.value ?? 0)} without a forecast (the autoscaler looks every 15 s, and a start takes ${inDigits(startS)} s), and ${m.predictive.value === 0 ? 'none' : inTime(m.predictive.value ?? 0)} with one that is ${error === 1 ? 'right' : `${inDigits(error)} times what comes`} and ${leadMin} minutes ahead. The price: ${inDigits(m.ahead.value ?? 0)} replicas stand ready early, ${significant(m.extra.value ?? 0)} pod minutes more. A forecast that is too low does no harm if it may only add pods to what the reactive autoscaler asks for.`,
});

// Left out: how forecasts are made, days that differ, and load that rises over an hour.
