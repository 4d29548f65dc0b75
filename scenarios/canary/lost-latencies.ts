/**
 * Asks: Some latencies were not recorded. What happens if they count as zero?
 */
import { z } from 'zod';
import {
  defectiveCount,
  inTurn,
  latencyMs,
  outOf,
  percent,
  studyParams,
  studyScenario,
} from './common.ts';

const params = studyParams.extend({
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(2_000)
    .describe('of both versions together'),
  latencyMs,
  releases: z.int().min(1).max(10_000).default(24).describe('how many releases are rolled out'),
  latencyFactor: z
    .number()
    .min(1)
    .max(100)
    .default(1.3)
    .describe('how many times slower every release is'),
  unrecorded: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.4)
    .describe('share of the canary’s latencies that are missing'),
});

export default studyScenario({
  id: 'canary/lost-latencies',
  asks: 'Some latencies were not recorded. What happens if they count as zero?',
  claims: ['q8-mann-whitney-latency'],
  params,
  study: ({ releases, latencyFactor, unrecorded }) => ({
    plan: {
      phases: [{ percentage: 5, bakeMs: 600_000 }],
      intervalMs: 300_000,
      latenciesPerInterval: 400,
    },
    design: { compareTail: false },
    releases: inTurn(releases, {
      what: 'it is slower, and some of its latencies are missing',
      defect: { latencyFactor, unrecordedLatencies: unrecorded },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    `Releases that take ${params.latencyFactor} times as long, and do not record ${percent(params.unrecorded, 0)} of ` +
    `their latencies: ${outOf(metrics.caught.value, defectiveCount(metrics))} were rolled back with what is missing ` +
    'left out. As zeros, the missing ones would be the fastest of all.',
});

// Left out: latencies that are missing because they were long. See canary/timeouts.
