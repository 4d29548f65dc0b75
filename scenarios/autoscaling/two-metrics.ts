import * as z from 'zod';
import { specOf } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { type Loop, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, sizesPlot } from './kit.ts';

const params = z.object({
  byCpu: whole(1, 40, 4, 'replicas that the processors need'),
  byRequests: whole(1, 40, 10, 'replicas that the requests need'),
  lostMin: whole(2, 25, 10, 'minutes after which the metric of the requests is lost'),
});

const durationMs = 30 * minuteMs;
const target = 50;
const perPodMilli = 100_000;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/two-metrics',
  asks: 'The processors need 4 replicas, the requests 10. Which metric decides, and what if it is lost?',
  claims: [],
  code: ['sims/autoscaling/hpa/autoscaler.ts#combined'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('target-is-kept'),
  metrics: {
    settled: gauge('replicas', 'at the end'),
    least: gauge('replicas', 'at least, once they have settled'),
    perPod: gauge('share', 'of the target of requests that each pod gets, at most'),
  },
  build({ world, params: { byCpu, byRequests, lostMin }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('requests');
    const cores = (byCpu * target) / 100;
    const start = Math.max(byCpu, byRequests);
    let [least, perPod] = [start, 0];
    study.at(lostMin * minuteMs, () =>
      study.tells({ kind: 'lost', what: 'the metric of the requests is lost' }),
    );
    const loop: Loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 8_000, lagMs: 0, startMs: 15_000 },
      spec: specOf(1, 1_000),
      target: { kind: 'utilisation', percent: target },
      pods: start,
      durationMs,
      loadAt: () => cores,
      others: ({ size }, pods, atMs) => {
        const noise = 1 - 0.02 * stream();
        if (atMs % minuteMs === 0)
          study.observes('requests, of the target of a pod', byRequests * noise);
        const isLost = atMs >= lostMin * minuteMs;
        const valueMilli = isLost ? undefined : byRequests * perPodMilli * noise;
        return [
          {
            target: { kind: 'value-per-pod', milli: perPodMilli },
            pods,
            currentReplicas: size,
            valueMilli,
          },
        ];
      },
      after: (_decision, { size }, atMs) => {
        least = Math.min(least, size);
        perPod = Math.max(perPod, byRequests / size);
        if (atMs % minuteMs === 0) study.observes('replicas', size);
        study.holds(
          'target-is-kept',
          byRequests / size <= 1.1 + 1e-9,
          `each of ${size} pods gets ${significant(byRequests / size)} times its target of requests`,
        );
      },
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        observes('settled', 'replicas at the end', loop.fleet.size);
        observes('least', 'replicas at least', least);
        observes('perPod', 'requests of a pod at most, of its target', perPod);
      }),
      { loop },
    );
  },
  expect: ({ byCpu, byRequests }) => {
    const start = Math.max(byCpu, byRequests);
    // The noise of 2% and the tolerance of 10% leave it where it was.
    const bound = { atLeast: Math.min(start, Math.ceil(start / 1.15)), atMost: start };
    return [
      within('settled', 'settled', bound).says('replicas: the larger of the two needs'),
      within('least', 'least', bound).says('replicas at least, also without the metric'),
    ];
  },
  plots: ({ subject }) => [sizesPlot([{ name: 'replicas', sizes: subject.loop.sizes }])],
  tells: ({ params: { byCpu, byRequests, lostMin }, metrics: m }) =>
    `The larger one decides: the autoscaler computes a number for each metric and takes the largest, ${inDigits(m.settled.value ?? 0)} replicas for needs of ${byCpu} and ${byRequests}. When one of the metrics is lost after ${counted(lostMin, 'minute')}, the other may add replicas but not remove any: ${inDigits(m.least.value ?? 0)} stay, and no pod gets more than ${significant(m.perPod.value ?? 0)} times its target of requests.`,
});

// Left out: metrics that work against each other, such as one that falls when replicas are added.
