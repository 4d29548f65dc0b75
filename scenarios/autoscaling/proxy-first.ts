import * as z from 'zod';
import { uncovered } from '../../sims/autoscaling/containers/sidecar.ts';
import { autoscalingRules } from '../../sims/autoscaling/rules.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { around } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  pods: whole(200, 2_000, 400, 'pods that a rollout replaces'),
  appS: real(0.5, 30, 2, 'how long an application takes to start at most, seconds'),
  proxyS: real(0.5, 30, 4, 'how long a proxy takes to start at most, seconds'),
  drainS: real(1, 60, 20, 'how long an application takes to finish its requests at most, seconds'),
  endS: real(0.5, 30, 5, 'how long a proxy goes on when it is told to end, at most, seconds'),
  callsPerS: whole(1, 100, 10, 'calls of a pod a second'),
});

/** Mean and variance of max(0, X - Y) for X and Y uniform from 0 to x and y. */
function positivePart(x: number, y: number): { readonly mean: number; readonly variance: number } {
  const [low, third] = x <= y ? [pow(x, 2) / (6 * y), pow(x, 3) / (12 * y)] : [0, 0];
  const mean = x <= y ? low : (x - y) / 2 + pow(y, 2) / (6 * x);
  const square =
    x <= y ? third : (pow(x, 2) + pow(y, 2)) / 12 + pow(x - y, 2) / 4 - pow(y, 3) / (12 * x);
  return { mean, variance: square - pow(mean, 2) };
}

const together = autoscalingRules.without('proxy-first-up-last-down');

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/proxy-first',
  asks: 'A proxy beside the application takes longer to start than the application. How many calls of a rollout fail?',
  claims: [],
  code: ['sims/autoscaling/containers/sidecar.ts#uncovered'],
  params,
  invariants: heldTo('no-error-at-rollout'),
  metrics: {
    failed: gauge('calls', 'that fail in the rollout'),
    atStart: gauge(
      'ms',
      'without a proxy at the start of a pod, if both start together, on average',
    ),
    atEnd: gauge('ms', 'without a proxy at its end, if both end together, on average'),
    upMs: gauge('ms', 'until the application is up, on average'),
  },
  build({ world, params, rules, metrics }) {
    const { pods, appS, proxyS, drainS, endS, callsPerS } = params;
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('pods');
    const upTo = (seconds: number) => 1_000 * seconds * stream();
    const sums = { failed: 0, start: 0, end: 0, up: 0 };
    study.next(() =>
      study.estimates('ms without a proxy at the start', 1_000 * positivePart(proxyS, appS).mean),
    );
    const batch = Math.ceil(pods / 20);
    for (let from = 0; from < pods; from += batch) {
      study.next(() => {
        for (let pod = from; pod < Math.min(pods, from + batch); pod++) {
          const times = {
            appStartMs: upTo(appS),
            proxyStartMs: upTo(proxyS),
            appDrainMs: upTo(drainS),
            proxyEndMs: upTo(endS),
          };
          const [now, before] = [uncovered(times, rules), uncovered(times, together)];
          sums.failed += Math.round(((now.startMs + now.endMs) * callsPerS) / 1_000);
          sums.start += before.startMs;
          sums.end += before.endMs;
          sums.up += now.upMs;
        }
        study.observes('calls that have failed so far', sums.failed);
      });
    }
    return study
      .next(() =>
        estimates('atStart', 'at the start, if both start together', sums.start / pods, 'ms'),
      )
      .next(() => estimates('atEnd', 'at the end, if both end together', sums.end / pods, 'ms'))
      .next(() => observes('upMs', 'until the application is up', sums.up / pods, 'ms'))
      .next(() => {
        observes('failed', 'calls that fail', sums.failed);
        study.holds(
          'no-error-at-rollout',
          sums.failed === 0,
          `${inDigits(sums.failed)} calls of ${pods} pods find no proxy`,
        );
      });
  },
  expect: ({ pods, appS, proxyS, drainS, endS }) => {
    const meanOf = ({ mean, variance }: ReturnType<typeof positivePart>) =>
      around(1_000 * mean, 1_000 * Math.sqrt(variance / pods), 6);
    const up = 1_000 * ((appS + proxyS) / 2);
    return [
      within('failed', 'failed', { atMost: 0 }).says('calls that fail, with the proxy up first'),
      within('atStart', 'at-start', meanOf(positivePart(proxyS, appS))).says(
        'ms without a proxy at the start, if both start together: E max(0, proxy - app)',
      ),
      within('atEnd', 'at-end', meanOf(positivePart(drainS, endS))).says(
        'ms without a proxy at the end, if both end together: E max(0, drain - end)',
      ),
      within(
        'upMs',
        'up',
        around(up, 1_000 * Math.sqrt((pow(appS, 2) + pow(proxyS, 2)) / 12 / pods), 6),
      ).says('ms until the application is up: both starts, one after the other'),
    ];
  },
  tells: ({ params: { callsPerS }, metrics: m }) =>
    `${m.failed.value === 0 ? 'None, if the proxy starts first and ends last' : `${inDigits(m.failed.value ?? 0)} calls`}. Started and stopped together, a pod has no proxy for ${inTime(Math.round(m.atStart.value ?? 0))} at its start and ${inTime(Math.round(m.atEnd.value ?? 0))} at its end, in which it makes ${significant(callsPerS * ((m.atStart.value ?? 0) + (m.atEnd.value ?? 0)) * 0.001)} calls on average. The price is a longer start, one after the other: ${inTime(Math.round(m.upMs.value ?? 0))} until the application is up.`,
});

// Left out: retries of the application, and proxies that crash while it runs.
