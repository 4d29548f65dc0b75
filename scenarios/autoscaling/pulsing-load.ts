import * as z from 'zod';
import { specOf } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, times } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, sizesPlot } from './kit.ts';

const params = z.object({
  pods: whole(2, 40, 10, 'replicas that the busy time needs'),
  lowS: whole(30, 1_800, 120, 'how long the load is low, seconds'),
  highS: whole(30, 600, 60, 'how long it is high, seconds'),
  low: real(0.1, 0.7, 0.3, 'the low load, as a share of the high one'),
});

const durationMs = 120 * minuteMs;
const windowMs = 300_000;
const target = 60;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/pulsing-load',
  asks: 'A minute of load, two minutes of quiet, again and again. Do replicas come and go with it?',
  claims: [],
  code: [
    'sims/autoscaling/hpa/behaviour.ts#stabilised',
    'sims/autoscaling/hpa/autoscaler.ts#limits',
  ],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('no-flapping'),
  metrics: {
    turns: gauge('turns', 'between adding and removing'),
    changes: gauge('changes', 'of the number of replicas'),
    pulses: gauge('pulses', 'of load'),
    overloadedMs: gauge('ms', 'in which the load was more than the ready pods can do'),
  },
  build({ world, params: { pods, lowS, highS, low }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const high = (pods * target) / 100;
    const period = 1_000 * (lowS + highS);
    const phase = period * study.stream('load')();
    let addedMs = -Infinity;
    let isHeldBack = false;
    const loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 1_000, lagMs: 0, startMs: 30_000 },
      spec: specOf(1, 1_000),
      target: { kind: 'utilisation', percent: target },
      pods,
      durationMs,
      loadAt: (atMs) => ((atMs + phase) % period < 1_000 * highS ? high : high * low),
      after: ({ from, to, recommended = from }, _fleet, atMs) => {
        if (!isHeldBack && recommended < from && to === from) {
          isHeldBack = true;
          study.observes('replicas that the first quiet needs', recommended);
          study.observes('replicas kept: the largest recommendation of the last 300 s', to);
        }
        study.holds(
          'no-flapping',
          to >= from || atMs - addedMs >= windowMs,
          `pods that were added ${inTime(atMs - addedMs)} ago are removed`,
        );
        if (to > from) addedMs = atMs;
      },
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        observes('turns', 'times that scaling turned from adding to removing, or back', loop.turns);
        observes('changes', 'changes of the number of replicas', loop.changes);
        observes('pulses', 'pulses of load', Math.floor(durationMs / period));
        observes(
          'overloadedMs',
          'time with more load than the pods can do',
          loop.fleet.overloadedMs,
          'ms',
        );
      }),
      { loop },
    );
  },
  expect: ({ lowS, highS, low }) => {
    const pulses = Math.floor(durationMs / (1_000 * (lowS + highS)));
    // The last look in the busy time is up to 15 s before its end, and the first in the quiet up to 15 s after.
    const isBridged = lowS + 45 <= 300;
    const comesDown = lowS >= 300 + 60 && highS >= 60 && low <= 0.6;
    return isBridged
      ? [
          within('turns', 'turns', { atMost: 1 }).says(
            'turns from adding to removing or back, if the quiet is shorter than the window',
          ),
        ]
      : comesDown
        ? [
            within('turns', 'turns', { atLeast: 2 * pulses - 4, atMost: 2 * pulses + 4 }).says(
              'turns from adding to removing or back, if the quiet is longer: two for each pulse',
            ),
          ]
        : [];
  },
  plots: ({ subject }) => [sizesPlot([{ name: 'replicas', sizes: subject.loop.sizes }])],
  tells: ({ params: { lowS, highS }, metrics: m }) =>
    `${(m.turns.value ?? 0) <= 1 ? 'No: on the way down the largest recommendation of the last 300 s counts (the stabilisation window), so a quiet that is shorter removes no pod.' : 'Yes: on the way down the largest recommendation of the last 300 s counts (the stabilisation window), so pods go whenever the quiet is longer, and come back with the next pulse.'} In ${inDigits(m.pulses.value ?? 0)} pulses of ${highS} s with ${lowS} s of quiet, the direction of scaling changes ${times(m.turns.value ?? 0)}.`,
});

// Left out: a window for scaling up, which is 0 by default, and what pods cost that wait for the next pulse.
