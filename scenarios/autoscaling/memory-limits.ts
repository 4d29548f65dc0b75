import * as z from 'zod';
import { killsAmong, p95Of } from '../../sims/autoscaling/containers/limits.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { around, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exp, log, pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { normalUpperTail } from '../../src/statistics/distributions.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling } from './kit.ts';

const params = z.object({
  medianMb: real(50, 4_000, 500, 'memory that a pod uses in an hour, median of the peaks'),
  sigma: real(0.05, 0.8, 0.3, 'spread of the peaks: standard deviation of the logarithm'),
  times: real(1, 4, 1.5, 'the limit, through the request; the request is the P95'),
  hours: whole(1_000, 50_000, 10_000, 'hours of pods'),
  nodeGb: whole(8, 512, 64, 'memory of a node, GB'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/memory-limits',
  asks: 'Requests are the P95 of the use, limits 1.5 times as much. How often is a pod killed?',
  claims: ['q13-limits-too-low', 'q13-request-p95-limit-1-5x'],
  code: [
    'sims/autoscaling/containers/limits.ts#killsAmong',
    'sims/autoscaling/containers/limits.ts#p95Of',
  ],
  params,
  invariants: [],
  metrics: {
    request: gauge('MB', 'that a pod requests'),
    kills: gauge('share', 'of the hours in which a pod is killed'),
    tight: gauge('share', 'of the hours, if the limit were the request'),
    free: gauge('share', 'of the node that is free, on average'),
    density: gauge('pods', 'on a node'),
  },
  build({ world, params: { medianMb, sigma, times: limitTimes, hours, nodeGb }, metrics }) {
    const study = new ScalingStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const request = p95Of(medianMb, sigma);
    const stream = study.stream('peaks');
    const counts = { kills: 0, tight: 0, sum: 0, count: 0 };
    study.next(() => estimates('request', 'request: P95 of the use', request, 'MB'));
    study.next(() =>
      estimates('density', 'pods on a node', Math.floor((1_000 * nodeGb) / request)),
    );
    const batch = Math.ceil(hours / 8);
    for (let from = 0; from < hours; from += batch) {
      study.next(() => {
        const trials = Math.min(batch, hours - from);
        const found = killsAmong(
          { medianMb, sigma, trials, limitsMb: [request, request * limitTimes] },
          stream,
        );
        counts.tight += found.kills[0] ?? 0;
        counts.kills += found.kills[1] ?? 0;
        counts.sum += found.sumMb;
        counts.count += trials;
        study.observes('hours with a kill so far', counts.kills);
      });
    }
    return study
      .next(() => observes('tight', 'kills, if the limit were the request', counts.tight / hours))
      .next(() => observes('kills', 'kills', counts.kills / hours))
      .next(() => {
        const used = ((metrics.density.value ?? 0) * counts.sum) / counts.count;
        observes('free', 'free on the node on average, of its memory', 1 - used / (1_000 * nodeGb));
      });
  },
  expect: ({ medianMb, sigma, times: limitTimes, hours, nodeGb }) => [
    within('tight', 'tight', shareOf(hours, 0.05)).says(
      'hours with a kill, if the limit is the P95',
      'q13-limits-too-low',
    ),
    within(
      'kills',
      'kills',
      shareOf(hours, normalUpperTail(1.6448536269514722 + log(limitTimes) / sigma)),
    ).says('hours with a kill: the tail of the use above the limit', 'q13-request-p95-limit-1-5x'),
    within('free', 'free', freeOnNode({ medianMb, sigma, hours, nodeGb })).says(
      'of the node that is free meanwhile',
      'q13-limits-too-low',
    ),
  ],
  tells: ({ params: { times: limitTimes, sigma }, metrics: m }) =>
    `In ${significant(100 * (m.kills.value ?? 0))}% of the hours, if peaks spread by ${inDigits(sigma)} (standard deviation of their logarithm); with the limit at the P95 itself in ${significant(100 * (m.tight.value ?? 0))}%, while ${significant(100 * (m.free.value ?? 0))}% of the node is free. How much a limit of ${inDigits(limitTimes)} times the P95 helps depends on the tail: at twice the spread it is exceeded in ${significant(100 * normalUpperTail(1.6448536269514722 + log(limitTimes) / (2 * sigma)))}% of the hours.`,
});

/** Of the node that pods leave free on average; the mean of a lognormal variable is median x e^(sigma²/2). */
function freeOnNode({
  medianMb,
  sigma,
  hours,
  nodeGb,
}: Pick<z.output<typeof params>, 'medianMb' | 'sigma' | 'hours' | 'nodeGb'>) {
  const pods = Math.floor((1_000 * nodeGb) / p95Of(medianMb, sigma));
  const mean = (pods * medianMb * exp(pow(sigma, 2) / 2)) / (1_000 * nodeGb);
  return around(1 - mean, (mean * Math.sqrt(exp(pow(sigma, 2)) - 1)) / Math.sqrt(hours), 7);
}

// Left out: leaks, which reach any limit, and use that peaks in all pods at once.
