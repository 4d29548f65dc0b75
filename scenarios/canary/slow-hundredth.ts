/**
 * One more request in a hundred doubles the share beyond the 99th percentile, exactly the
 * threshold. So that few requests suffice to distinguish the tail from chance, here it is three in
 * a hundred.
 */
import * as z from 'zod';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { defaultService } from '../../sims/canary/traffic/service.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { normalUpperTail, quantileOfTail } from '../../src/statistics/distributions.ts';
import { mannWhitney } from '../../src/statistics/mann-whitney.ts';
import { shareReaching } from './closed-form.ts';
import {
  defectiveCount,
  good,
  harmlessCount,
  inTurn,
  latencyMs,
  outOf,
  studyParams,
  studyScenario,
} from './common.ts';

const params = studyParams.extend({
  latencyMs,
  releases: z.int().min(2).max(10_000).default(24).describe('every second one has the defect'),
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(2_000)
    .describe('requests per second of both versions together'),
  slowShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.03)
    .describe('share of the requests that become slower'),
  slowFactor: z.number().min(1).max(1_000).default(10).describe('their slowdown'),
});

const latenciesPerInterval = 600;
const beyond = 1 - defaultDesign.tailQuantile;

export default studyScenario({
  id: 'canary/slow-hundredth',
  asks: 'One request in a hundred becomes ten times slower. Does the test of the latencies see it?',
  decides: { caught: 'q8-mann-whitney-latency' },
  code: ['sims/canary/judge/latency.ts#compareLatencies', 'sims/canary/judge/tail.ts#compareTail'],
  // Of the requests that become slower, those that then lie beyond the baseline's quantile.
  caught: ({ latencyMs, slowShare, slowFactor }) => {
    if (typeof latencyMs !== 'number') return 'unknown';
    const z = quantileOfTail(beyond);
    const reached = normalUpperTail(z - log(slowFactor) / defaultService.latencySigma);
    const expected = 2 * latenciesPerInterval * beyond;
    const ratio = (slowShare * reached + (1 - slowShare) * beyond) / beyond;
    const error = Math.sqrt(1 / expected + 1 / (expected * ratio));
    // Bulk and tail share alpha, by Holm's adjustment.
    const significant = exp(quantileOfTail(defaultDesign.alpha / 2 / 2) * error);
    const least = Math.max(defaultDesign.tailThreshold, significant);
    return shareReaching(least, ratio, { error, within: 0.2 });
  },
  params,
  study: ({ releases, slowShare, slowFactor }) => ({
    plan: {
      phases: [{ percentage: 25, bakeMs: 600_000 }],
      intervalMs: 300_000,
      latenciesPerInterval,
    },
    design: { latencyThreshold: 0.2 },
    releases: inTurn(
      releases,
      {
        what: 'a few requests are much slower',
        defect: { slowShare, slowFactor },
        harmless: false,
      },
      good,
    ),
  }),
  tells: ({ subject, metrics }) => {
    const defective = subject.trials.filter(({ kind }) => !kind.harmless);
    const byRanks = defective.filter(({ rollout: { evidence } }) => {
      const { canary, baseline } = evidence.latenciesMs;
      return mannWhitney(canary, baseline).pValue < subject.design.alpha;
    });
    return (
      'Not a test of ranks alone: Mann-Whitney found ' +
      `${outOf(byRanks.length, defective.length, 'slow releases')}, because 99 ranks in a hundred do not change. ` +
      `With the tail compared on its own too, ${outOf(metrics.caught.value, defectiveCount(metrics))} ` +
      `were rolled back, and ${outOf(metrics.falseAlarms.value, harmlessCount(metrics), 'harmless ones')}.`
    );
  },
});

// Left out: which requests are slow. A defect that always hits the same users is worse.
