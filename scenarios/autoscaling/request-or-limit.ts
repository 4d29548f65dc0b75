import * as z from 'zod';
import { specOf } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { neededPods, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, settledPods } from './kit.ts';

const params = z.object({
  load: real(0.5, 60, 6, 'cores'),
  requestMilli: whole(100, 1_000, 500, 'thousandths of a core that a pod requests'),
  limitTimes: real(1.5, 10, 4, 'times as much is its limit'),
  target: whole(30, 85, 80, 'percent that pods are to use'),
});

const durationMs = 30 * minuteMs;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/request-or-limit',
  asks: 'A pod requests half a core and may use two. Of which of them is a target of 80%?',
  claims: [],
  code: ['sims/autoscaling/hpa/replicas.ts#usageOf', 'sims/autoscaling/hpa/replicas.ts#ratioOf'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('within-what-was-reserved'),
  metrics: {
    settled: gauge('replicas', 'at the end'),
    ofRequest: gauge('share', 'of its request that a pod uses'),
    ofLimit: gauge('share', 'of its limit that a pod uses'),
  },
  build({ world, params: { load, requestMilli, limitTimes, target }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const limitMilli = Math.round(requestMilli * limitTimes);
    const pods = neededPods(load, { requestMilli }, target);
    const noise = study.stream('load');
    const loop = runLoop(study, rules, {
      ...{ requestMilli, limitMilli, lagMs: 0, startMs: 30_000 },
      spec: specOf(1, 10_000),
      target: { kind: 'utilisation', percent: target },
      pods,
      durationMs,
      // Within the tolerance, so that nothing moves.
      loadAt: () => load * (1 - 0.01 * noise()),
      after: (_decision, { size }, atMs) => {
        if (atMs % minuteMs === 0) study.observes('replicas', size);
      },
    });
    return study.at(durationMs + 1, () => {
      const each = load / loop.fleet.ready;
      observes('settled', 'replicas at the end', loop.fleet.size);
      const ofRequest = observes('ofRequest', 'use of the request', (1_000 * each) / requestMilli);
      observes('ofLimit', 'use of the limit', (1_000 * each) / limitMilli);
      study.holds(
        'within-what-was-reserved',
        ofRequest <= 1,
        `pods use ${inPercent(ofRequest)} of what the scheduler has kept free for them`,
      );
    });
  },
  expect: ({ load, requestMilli, target }) => {
    const settled = settledPods(load, requestMilli, target);
    const share = (pods: number) => (1_000 * load) / pods / requestMilli;
    return [
      within('settled', 'settled', { atLeast: settled.atLeast, atMost: settled.atMost }).says(
        'replicas: load / (request x target)',
      ),
      within('ofRequest', 'of-request', {
        atLeast: share(settled.atMost) * 0.999,
        atMost: share(settled.atLeast) * 1.001,
      }).says('share of the request that a pod uses'),
    ];
  },
  tells: ({ params: { requestMilli, limitTimes, target }, metrics: m }) =>
    `Of the request: ${inDigits(m.settled.value ?? 0)} replicas use ${inPercent(m.ofRequest.value ?? 0)} of the ${requestMilli}m (thousandths of a core) that each requests. A target of ${target}% of the limit would let each use ${inDigits((requestMilli * limitTimes * target) / 100)}m, ${significant((limitTimes * target) / 100)} times what the scheduler has kept free for it. That is also why utilisation can be above 100%.`,
});

// Left out: nodes that have room beyond the requests, and pods that are throttled at their limit.
