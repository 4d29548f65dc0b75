import * as z from 'zod';
import { fleetPercentile, quantileOfSorted } from '../../sims/estimation/latency/percentiles.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, keeping, shareOf } from './kit.ts';

const params = z.object({
  fast: whole(100, 20_000, 9_900, 'requests of the fast server'),
  slow: whole(10, 20_000, 100, 'requests of the slow server'),
  fastMs: real(0.1, 100, 1, 'mean latency of the fast server'),
  slowMs: real(0.1, 10_000, 100, 'mean latency of the slow server'),
});

export default scenario({
  ...aboutEstimation,
  id: 'estimation/merged-percentiles',
  asks: 'Two servers report their P99. Is the mean of the two the P99 of all requests?',
  claims: [],
  code: ['sims/estimation/latency/percentiles.ts#fleetPercentile'],
  params,
  invariants: heldTo('p99-is-a-p99'),
  metrics: {
    ofFast: gauge('ms', 'P99 of the fast server'),
    ofSlow: gauge('ms', 'P99 of the slow server'),
    reported: gauge('ms', 'reported P99'),
    averaged: gauge('ms', 'mean of the two P99s'),
    above: gauge('share', 'of requests above the reported P99'),
    aboveAveraged: gauge('share', 'of requests above the mean of the two P99s'),
  },
  build({ world, params: { fast, slow, fastMs, slowMs }, rules, metrics }) {
    const study = new Study(world);
    const { observes, estimates } = keeping(study, metrics);
    const drawn = (count: number, meanMs: number, purpose: string) => {
      const draw = sampler(exponential(meanMs), study.stream(purpose));
      return Float64Array.from({ length: count }, draw).sort();
    };
    let servers: Float64Array[] = [];
    const shareAbove = (bound: number) =>
      servers.reduce((sum, each) => sum + each.filter((ms) => ms > bound).length, 0) /
      (fast + slow);
    return study
      .next(() => study.estimates('requests of the fast server', fast))
      .next(() => study.estimates('requests of the slow server', slow))
      .next(() => {
        servers = [drawn(fast, fastMs, 'fast'), drawn(slow, slowMs, 'slow')];
      })
      .next(() =>
        observes(
          'ofFast',
          'P99 of the fast server',
          quantileOfSorted(servers[0] ?? new Float64Array(1), 0.99),
          'ms',
        ),
      )
      .next(() =>
        observes(
          'ofSlow',
          'P99 of the slow server',
          quantileOfSorted(servers[1] ?? new Float64Array(1), 0.99),
          'ms',
        ),
      )
      .next(() =>
        estimates(
          'averaged',
          'mean of the two',
          ((metrics.ofFast.value ?? 0) + (metrics.ofSlow.value ?? 0)) / 2,
          'ms',
        ),
      )
      .next(() =>
        estimates('reported', 'reported as the P99', fleetPercentile(servers, 0.99, rules), 'ms'),
      )
      .next(() =>
        observes(
          'aboveAveraged',
          'requests above the mean of the two',
          shareAbove(metrics.averaged.value ?? 0),
        ),
      )
      .next(() => {
        const above = observes(
          'above',
          'requests above the reported one',
          shareAbove(metrics.reported.value ?? 0),
        );
        study.holds(
          'p99-is-a-p99',
          above <= 0.01 && above >= leastAbove({ fast, slow }),
          `${significant(100 * above)}% of the requests take longer than the reported P99`,
        );
      })
      .next(() => study.observes('share of the slow server', slow / (fast + slow)))
      .next(() => study.observes('requests that a P99 leaves above', 0.01 * (fast + slow)))
      .next(() => study.observes('requests that a P99 leaves above', 0.01 * (fast + slow)))
      .next(() => study.observes('all requests', fast + slow));
  },
  expect: ({ fast, slow, fastMs, slowMs }) => [
    // The sample's quantile deviates by √(q(1-q)/n) / density; the density of an exponential at its P99 is 0.01 / mean.
    within('ofFast', 'of-fast', around(fastMs * log(100), fastMs * Math.sqrt(99 / fast), 5)).says(
      'P99 of the fast server, ms',
    ),
    within('ofSlow', 'of-slow', {
      atLeast: slowMs * 2,
      atMost: slowMs * (log(100) + 5 * Math.sqrt(99 / slow) + 3),
    }).says('P99 of the slow server, ms'),
    within('above', 'above', { atLeast: leastAbove({ fast, slow }), atMost: 0.01 }).says(
      'share of requests above the reported P99',
    ),
    within(
      'aboveAveraged',
      'above-averaged',
      shareOf(
        fast + slow,
        (slow * exp(-averagedOver(fastMs, slowMs))) / (fast + slow) +
          (fast * exp(-averagedOver(slowMs, fastMs))) / (fast + slow),
      ),
    ).says('share of requests above the mean of the two P99s'),
  ],
  tells: ({ metrics: m }) =>
    `No: percentiles cannot be averaged, so merge the latencies (histograms) and take the percentile of all. The servers report ${inTime(m.ofFast.value ?? 0)} and ${inTime(m.ofSlow.value ?? 0)}, whose mean is ${inTime(m.averaged.value ?? 0)}, but only ${significant(100 * (m.aboveAveraged.value ?? 0))}% of the requests take longer than that. The P99 of all requests is ${inTime(m.reported.value ?? 0)}.`,
});

/** A whole number of requests is above: of so many, one in a hundred, rounded down. */
const leastAbove = ({ fast, slow }: { readonly fast: number; readonly slow: number }): number =>
  0.01 - 1 / (fast + slow);

/** Mean of the two P99s, in means of the second. */
const averagedOver = (otherMs: number, meanMs: number): number =>
  ((otherMs + meanMs) * log(100)) / 2 / meanMs;

// Left out: bucketed histograms, and digests, which merge with a small error.
