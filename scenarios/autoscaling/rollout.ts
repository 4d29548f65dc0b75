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
import { aboutScaling, heldTo, minuteMs, settledPods } from './kit.ts';

const params = z.object({
  pods: whole(2, 60, 10, 'replicas'),
  ready: whole(1, 30, 2, 'of them are ready; at most all but one are'),
  use: whole(60, 200, 75, 'percent of the request that the ready ones use'),
  target: whole(30, 50, 50, 'percent of the request that pods are to use'),
});

const durationMs = 10 * minuteMs;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/rollout',
  asks: 'Two of ten pods are ready and above their target; eight are starting. Does the autoscaler remove some?',
  claims: [],
  code: ['sims/autoscaling/hpa/replicas.ts#ofPods', 'sims/autoscaling/hpa/pods.ts#isStarting'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('direction-follows-load'),
  metrics: {
    removed: gauge('replicas', 'that were removed'),
    settled: gauge('replicas', 'at the end'),
    assumed: gauge('ratio', 'of use to target, with the starting ones at nothing'),
  },
  build({ world, params: { pods, ready, use, target }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const up = Math.min(ready, pods - 1);
    const fromMs = minuteMs * (1 + study.stream('rollout')());
    study.at(1, () =>
      estimates(
        'assumed',
        'use through target, with starting pods at nothing',
        (up * use) / pods / target,
      ),
    );
    study.at(Math.round(fromMs), () =>
      study.tells({ kind: 'lost', what: `${counted(pods - up, 'pod')} of ${pods} start anew` }),
    );
    let removed = 0;
    const loop: Loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 2_000, lagMs: 0, startMs: 60 * minuteMs },
      // Up at once, down at once: nothing but the calculation decides.
      spec: specOf(1, 1_000, {
        behaviour: {
          up: {
            windowS: 0,
            select: 'Max',
            policies: [{ type: 'Percent', value: 100, periodS: 15 }],
          },
          down: {
            windowS: 0,
            select: 'Max',
            policies: [{ type: 'Percent', value: 100, periodS: 15 }],
          },
        },
      }),
      target: { kind: 'utilisation', percent: target },
      pods,
      durationMs,
      loadAt: () => (up * use) / 100,
      seen: (seen, atMs) =>
        seen.map((pod, place) =>
          atMs < fromMs
            ? { ...pod, usedMilli: 10 * target, state: 'ready' }
            : place < up
              ? { ...pod, usedMilli: 10 * use, state: 'ready' }
              : { ...pod, usedMilli: undefined, state: 'pending' },
        ),
      after: ({ from, to }, { size }, atMs) => {
        removed += Math.max(0, from - to);
        if (atMs % minuteMs === 0) study.observes('replicas', size);
        study.holds(
          'direction-follows-load',
          to >= from,
          `${from - to} pods are removed while the ready ones use ${use}% against a target of ${target}%`,
        );
      },
    });
    return study.at(durationMs + 1, () => {
      observes('removed', 'replicas that were removed', removed);
      observes('settled', 'replicas at the end', loop.fleet.size);
    });
  },
  expect: ({ pods, ready, use, target }) => {
    const up = Math.min(ready, pods - 1);
    const settled = settledPods((up * use) / 100, 1_000, target);
    return [
      within('removed', 'removed', { atMost: 0 }).says('replicas that were removed'),
      within('settled', 'settled', {
        atLeast: pods,
        atMost: Math.max(pods, settled.atMost),
      }).says('replicas at the end: no fewer than before'),
    ];
  },
  tells: ({ params: { pods, ready, use, target }, metrics: m }) =>
    `${m.removed.value === 0 ? 'No' : 'Yes'}: there are ${inDigits(m.settled.value ?? 0)} replicas at the end and ${pods} before. ${Math.min(ready, pods - 1)} ready pods at ${use}% ask for more than their target of ${target}%; with the starting pods counted as 0% the average falls to ${significant(m.assumed.value ?? 0)} of the target, and an assumption must not turn scaling up into scaling down.`,
});

// Left out: where the requests of users go while pods start, and a rollout’s own limits.
