import * as z from 'zod';
import { timeoutFor } from '../../sims/estimation/latency/hops.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { lognormal, sampler } from '../../src/kernel/distribution.ts';
import { exp, log, pow } from '../../src/kernel/elementary.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { normalUpperTail } from '../../src/statistics/distributions.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutEstimation, heldTo, keeping, near, shareOf } from './kit.ts';

const params = z.object({
  medianMs: real(1, 1_000, 20, 'median latency'),
  sigma: real(0.3, 2, 1, 'spread of the latencies, which are lognormal'),
  multiple: real(1.1, 5, 2, 'a timeout as people set it, as a multiple of the mean'),
});

const sampled = 50_000;
/** 99% of a standard normal variable lie below. */
const z99 = 2.3263478740408408;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/mean-timeout',
  asks: 'A timeout is set to twice the mean latency. How many requests does it cut off?',
  claims: [],
  code: ['sims/estimation/latency/hops.ts#timeoutFor'],
  params,
  invariants: heldTo('deadline-kept'),
  metrics: {
    mean: gauge('ms', 'mean latency of the distribution'),
    p99: gauge('ms', 'P99 latency of the distribution'),
    timeout: gauge('ms', 'the timeout that is set'),
    cut: gauge('share', 'of requests that the timeout cuts off, simulated'),
    cutByMean: gauge('share', 'of requests that a multiple of the mean cuts off, simulated'),
  },
  build({ world, params: { medianMs, sigma, multiple }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const meanMs = medianMs * exp((sigma * sigma) / 2);
    const tailMs = medianMs * exp(z99 * sigma);
    study
      .next(() => study.estimates('median', medianMs, 'ms'))
      .next(() => estimates('mean', 'mean', meanMs, 'ms'))
      .next(() => estimates('p99', 'P99', tailMs, 'ms'));
    for (const [name, z] of [
      ['P90', 1.2815515655446004],
      ['P95', 1.6448536269514722],
      ['P99.9', 3.090232306167813],
    ] as const) {
      study.next(() => study.estimates(name, medianMs * exp(z * sigma), 'ms'));
    }
    return study
      .next(() => study.estimates(`${multiple} x mean`, multiple * meanMs, 'ms'))
      .next(() =>
        estimates('timeout', 'timeout', timeoutFor(meanMs, multiple, tailMs, rules), 'ms'),
      )
      .next(() => {
        const draw = sampler(lognormal(medianMs, sigma), study.stream('latencies'));
        let [cut, cutByMean] = [0, 0];
        for (let request = 0; request < sampled; request++) {
          const ms = draw();
          if (ms > (metrics.timeout.value ?? 0)) cut += 1;
          if (ms > multiple * meanMs) cutByMean += 1;
        }
        observes('cutByMean', 'cut off by a multiple of the mean', cutByMean / sampled);
        const share = observes('cut', 'cut off', cut / sampled);
        study.holds(
          'deadline-kept',
          share <= 0.015,
          `the timeout cuts off ${percent(share)} of the requests, and 1% was promised`,
        );
      })
      .next(() => study.observes('requests', sampled));
  },
  expect: ({ medianMs, sigma, multiple }) => [
    within('mean', 'mean', near(medianMs * exp(pow(sigma, 2) / 2))).says('mean latency, ms'),
    within('p99', 'p99', near(medianMs * exp(z99 * sigma))).says('P99, ms'),
    within('timeout', 'timeout', near(medianMs * exp(z99 * sigma))).says('timeout, ms: the P99'),
    within('cut', 'cut', shareOf(sampled, 0.01)).says('share of requests that it cuts off'),
    within(
      'cutByMean',
      'cut-by-mean',
      shareOf(sampled, normalUpperTail(log(multiple) / sigma + sigma / 2)),
    ).says(`share of requests that ${inDigits(multiple)} x mean cuts off`),
  ],
  tells: ({ params: { multiple }, metrics: m }) =>
    `That timeout cuts off ${percent(m.cutByMean.value)} of the requests, because latencies have a long tail, so set it from a percentile (the P99) instead: ${inDigits(multiple)} x ${inTime(m.mean.value ?? 0)} is far below the P99 of ${inTime(m.p99.value ?? 0)}. A timeout at the P99 cuts off ${percent(m.cut.value)}.`,
});

// Left out: the cost of a request that is cut off, and its retry (estimation/load-of-retries).
