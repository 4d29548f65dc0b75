import * as z from 'zod';
import { startAllowedMs } from '../../sims/autoscaling/containers/restarts.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, times } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  startS: real(1, 600, 90, 'how long the container takes to start, seconds'),
  periodS: whole(1, 60, 10, 'from one probe to the next, seconds'),
  failures: whole(1, 10, 3, 'failures of the liveness probe that kill it'),
  startupFailures: whole(10, 120, 30, 'failures that the startup probe allows'),
});

const triesMax = 20;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/slow-start',
  asks: 'A container needs 90 seconds to start, and its liveness probe gives up after 30. Does it come up?',
  claims: [],
  code: [
    'sims/autoscaling/containers/restarts.ts#startAllowedMs',
    'sims/autoscaling/containers/kubelet.ts#isDue',
  ],
  params,
  invariants: heldTo('slow-start-succeeds'),
  metrics: {
    allowedMs: gauge('ms', 'that it may take to start'),
    withoutMs: gauge('ms', 'that the liveness probe alone allows'),
    kills: gauge('kills', 'before it comes up'),
    isUp: gauge('containers', 'that come up'),
  },
  build({ world, params: { startS, periodS, failures, startupFailures }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const probes = {
      periodMs: 1_000 * periodS,
      failuresMax: failures,
      startupFailuresMax: startupFailures,
    };
    const stream = study.stream('start');
    const allowed = startAllowedMs(probes, rules);
    let [kills, isUp] = [0, false];
    study
      .next(() => estimates('allowedMs', 'it may take', allowed, 'ms'))
      .next(() =>
        estimates('withoutMs', 'the liveness probe alone allows', probes.periodMs * failures, 'ms'),
      );
    for (let attempt = 1; attempt <= triesMax; attempt++) {
      study.next(() => {
        if (isUp) return;
        // No start takes as long as the one before.
        const takes = 1_000 * startS * (0.98 + 0.04 * stream());
        if (takes <= allowed) {
          isUp = true;
          study.observes('it is up after', takes, 'ms');
        } else {
          kills += 1;
          study.tells({
            kind: 'killed',
            container: 'app',
            code: 137,
            why: `not up after ${inTime(allowed)}`,
          });
        }
      });
    }
    for (const each of [10, 30, 60, 120, 300])
      study.next(() =>
        study.estimates(
          `a start of ${each} s comes up (1) or not (0)`,
          1_000 * each <= allowed ? 1 : 0,
        ),
      );
    return study
      .next(() => study.observes('seconds of a start', startS))
      .next(() => {
        observes('kills', 'kills', kills);
        observes('isUp', 'containers that come up', isUp ? 1 : 0);
        study.holds(
          'slow-start-succeeds',
          isUp || 1_020 * startS > probes.periodMs * startupFailures,
          `it is killed ${times(kills)}, each time after ${inTime(allowed)} of ${inDigits(startS)} s`,
        );
      });
  },
  expect: ({ startS, periodS, startupFailures }) => {
    const allowed = periodS * startupFailures;
    return startS * 1.02 <= allowed
      ? [
          within('isUp', 'is-up', near(1)).says('containers that come up'),
          within('kills', 'kills', { atMost: 0 }).says('kills before that'),
        ]
      : startS * 0.98 > allowed
        ? [
            within('isUp', 'is-up', { atLeast: 0, atMost: 0 }).says('containers that come up'),
            within('kills', 'kills', near(triesMax)).says('kills in twenty starts'),
          ]
        : [];
  },
  tells: ({ params: { startS, periodS, startupFailures }, metrics: m }) =>
    `${m.isUp.value === 1 ? 'Yes, with a startup probe, which' : 'No: a startup probe that'} may fail ${startupFailures} times, every ${periodS} s,${m.isUp.value === 1 ? ' and so' : ''} allows ${inTime(m.allowedMs.value ?? 0)} for the start of ${inDigits(startS)} s; liveness begins only then. The liveness probe alone kills it after ${inTime(m.withoutMs.value ?? 0)}, again and again${m.kills.value === 0 ? '' : `, here ${times(m.kills.value ?? 0)}`}.`,
});

// Left out: the grace period of a kill, and probes that time out because the machine is busy.
