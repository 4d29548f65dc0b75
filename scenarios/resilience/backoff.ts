/**
 * The contention model of Brooker’s article (AWS Architecture Blog, 2015), many trials of it at
 * once, with each of his five strategies.
 */
import { z } from 'zod';
import { resilience } from '../../sims/resilience/resilience.ts';
import { exponentialBackoff, type Jitter, noBackoff } from '../../sims/resilience/retry/backoff.ts';
import { startContention } from '../../sims/resilience/retry/contention.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { type Histogram, histogram, series } from '../../src/check/metric.ts';
import type { Series } from '../../src/check/series.ts';
import { drawnAround, foldedNormal, largestOf, meanOf } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { when } from './common.ts';
import { duration, number } from './words.ts';

/** Brooker’s names for them, and the jitter that each is. */
const strategies = {
  'no-backoff': { name: 'no backoff', jitter: undefined },
  none: { name: 'exponential', jitter: 'none' },
  equal: { name: 'equal jitter', jitter: 'equal' },
  full: { name: 'full jitter', jitter: 'full' },
  decorrelated: { name: 'decorrelated jitter', jitter: 'decorrelated' },
} as const satisfies Record<string, { name: string; jitter: Jitter | undefined }>;

type Strategy = keyof typeof strategies;
const all = Object.keys(strategies) as Strategy[];

const params = z.object({
  clients: whole(1, 200, 20, 'who want to write the row, once each'),
  jitter: z
    .enum(['all', ...all])
    .default('all')
    .describe('of the exponential backoff; or no backoff at all; or all five beside one another'),
  trials: whole(1, 1_000, 20, 'how often each strategy is tried'),
  baseMs: z.number().positive().max(10_000).default(5).describe('base of the backoff'),
  capMs: z.number().positive().max(100_000).default(2_000).describe('longest backoff'),
  hopMs: typical(z.number().positive().max(1_000), 10).describe(
    'mean time of a message on its way',
  ),
  hopSdMs: real(0, 1_000, 2, 'standard deviation of that time, unless it is measured'),
});

type Params = z.output<typeof params>;

const chosen = ({ jitter }: Params): readonly Strategy[] => (jitter === 'all' ? all : [jitter]);

/** Hops that differ much are a jitter of their own. */
const isSteady = ({ hopMs }: Params) => largestOf(hopMs) <= 2 * meanOf(hopMs);

/** The most calls that can be needed: each success fails each other client at most once. */
const callsMax = ({ clients }: Params) => (clients * (clients + 1)) / 2;

interface Calls {
  readonly fullCalls: Histogram;
  readonly exponentialCalls: Histogram;
}

/** The simulator’s own figures, of 100 trials: see `test/sims/resilience/retry/contention.test.ts`. */
const savedWith10 = 1 - 39 / 50.9;
const savedWith50 = 1 - 333.3 / 623.8;

/** Whether it is the article’s context, with as many clients as the simulator was tried with. */
function isBrookers({ clients, jitter, baseMs, capMs, hopMs, hopSdMs }: Params): boolean {
  const isSetting = baseMs === 5 && capMs === 2_000 && hopMs === 10 && hopSdMs === 2;
  return jitter === 'all' && isSetting && clients >= 10 && clients <= 50;
}

const bucketMs = 100;
const callsOf = (strategy: Strategy) =>
  histogram('calls', `writes that reached the server, with ${strategies[strategy].name}`);
const timeOf = (strategy: Strategy) =>
  histogram('ms', `until all clients had written, with ${strategies[strategy].name}`);
const rateOf = (strategy: Strategy) =>
  series('calls/s', `writes reaching the servers, with ${strategies[strategy].name}`, bucketMs);

interface Trials {
  readonly system: System;
  unfinished: number;
}

export default scenario({
  id: 'resilience/backoff',
  sim: resilience,
  asks:
    'Many clients want to write the same row. How do backoff and jitter change the number of calls and the time until ' +
    'all have written?',
  claims: ['q9-retry-jitter-needed', 'qf-backoff-alone-herds'],
  params,
  swarm: { clients: { min: 1, max: 60 }, trials: { min: 1, max: 30 } },
  // In every span of the longest backoff and a few hops, somebody succeeds.
  durationMs: ({ clients, capMs, hopMs, hopSdMs }) =>
    (clients + 1) * (Math.max(capMs, 1) + 8 * largestOf(hopMs) + 40 * hopSdMs),
  metrics: {
    noBackoffCalls: callsOf('no-backoff'),
    exponentialCalls: callsOf('none'),
    equalCalls: callsOf('equal'),
    fullCalls: callsOf('full'),
    decorrelatedCalls: callsOf('decorrelated'),
    noBackoffMs: timeOf('no-backoff'),
    exponentialMs: timeOf('none'),
    equalMs: timeOf('equal'),
    fullMs: timeOf('full'),
    decorrelatedMs: timeOf('decorrelated'),
    noBackoffRate: rateOf('no-backoff'),
    exponentialRate: rateOf('none'),
    equalRate: rateOf('equal'),
    fullRate: rateOf('full'),
    decorrelatedRate: rateOf('decorrelated'),
  },
  build({ world, params, rules, metrics }): Trials {
    const system = new System(world, rules);
    const { kernel } = world;
    const { clients, trials, baseMs, capMs, hopMs, hopSdMs } = params;
    const subject = { system, unfinished: chosen(params).length * trials };
    for (const strategy of chosen(params)) {
      const { calls, time, rate } = metricsOf(metrics, strategy);
      const { jitter, name } = strategies[strategy];
      const options = {
        initialIntervalMs: baseMs,
        multiplier: 2,
        maxIntervalMs: capMs,
        firstExponent: 1,
      };
      const random = kernel.random.stream(`${strategy}/backoff`);
      const backoff =
        jitter === undefined
          ? noBackoff
          : exponentialBackoff(rules, { ...options, jitter }, random);
      const rows = startContention(world, {
        name: strategy,
        clients,
        trials,
        hopMs: drawnAround(hopMs, (meanMs) => foldedNormal(meanMs, hopSdMs)),
        backoff,
        onWrite: () => rate.add(kernel.nowMs),
        onCompleted: (row) => {
          calls.record(row.calls);
          time.record(kernel.nowMs);
          subject.unfinished -= 1;
        },
      });
      system.rows.push(() => ({
        name,
        cells: [
          ['trials under way', String(rows.filter(({ unfinished }) => unfinished > 0).length)],
          ['calls', String(rows.reduce((sum, row) => sum + row.calls, 0))],
        ],
      }));
    }
    return subject;
  },
  invariants: [],
  goals: () => [
    sometimes<Trials>(
      'all-written',
      'every client has written the row',
      ({ unfinished }) => unfinished === 0,
    ),
  ],
  expect: (params) => [
    {
      id: 'calls-within-closed-form',
      text: 'no strategy needs more than N(N+1)/2 calls: each success fails each other client at most once',
      measured: ({ noBackoffCalls, exponentialCalls, equalCalls, fullCalls, decorrelatedCalls }) =>
        Math.max(
          ...[noBackoffCalls, exponentialCalls, equalCalls, fullCalls, decorrelatedCalls].map(
            ({ max = 0 }) => max,
          ),
        ),
      bound: { atLeast: params.clients, atMost: callsMax(params) },
    },
    ...(params.jitter === 'all' &&
    params.clients >= 10 &&
    params.trials >= 20 &&
    params.hopSdMs > 0 &&
    isSteady(params)
      ? [
          {
            id: 'jitter-saves-calls',
            text: 'full jitter needs fewer calls than exponential backoff without jitter (their difference, in standard errors)',
            claim: 'qf-backoff-alone-herds',
            measured: (metrics: { fullCalls: Histogram; exponentialCalls: Histogram }) =>
              inStandardErrors(metrics.fullCalls, metrics.exponentialCalls),
            // One run in ten million would show this by chance.
            bound: { atMost: -5.2 },
          },
        ]
      : []),
    ...when(isBrookers(params), {
      id: 'jitter-saves-as-much',
      text: 'full jitter saves the share of the calls that Brooker’s simulator says: a quarter with 10 clients, a half with 50',
      claim: 'qf-backoff-alone-herds',
      measured: ({ fullCalls, exponentialCalls }: Calls) =>
        fullCalls.mean === undefined || exponentialCalls.mean === undefined
          ? undefined
          : 1 - fullCalls.mean / exponentialCalls.mean,
      // The calls of a trial vary by a tenth. Six standard deviations of the quotient of the means.
      bound: {
        atLeast: savedWith10 - 0.6 * Math.sqrt(2 / params.trials),
        atMost: savedWith50 + 0.6 * Math.sqrt(2 / params.trials),
      },
    }),
  ],
  tells: ({ params, metrics }) => {
    const lines = chosen(params).map((strategy) => {
      const { calls, time } = metricsOf(metrics, strategy);
      return `${strategies[strategy].name} took ${number(calls.mean)} calls and ${duration(time.mean)}`;
    });
    return `${params.clients} clients wrote one row: ${lines.join('; ')} (means of ${params.trials} trials).`;
  },
  plots: ({ params, metrics }) => [
    {
      title: 'Writes that reach the server',
      xLabel: 'ms',
      yLabel: 'calls/s, mean of the trials',
      lines: chosen(params).map((strategy) => ({
        name: strategies[strategy].name,
        points: [
          ...metricsOf(metrics, strategy).rate.points,
          [(metricsOf(metrics, strategy).time.max ?? 0) + bucketMs, 0] as const,
        ].map(([x, y]) => [x, y / params.trials] as const),
      })),
    },
  ],
});

/** How far the mean of `a` is above that of `b`, in standard errors of the difference. */
function inStandardErrors(a: Histogram, b: Histogram): number | undefined {
  if (a.mean === undefined || b.mean === undefined) return undefined;
  return (a.mean - b.mean) / Math.sqrt(varianceOfMean(a) + varianceOfMean(b));
}

function varianceOfMean({ samples, mean = 0 }: Histogram): number {
  const squares = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (samples.length - 1) / samples.length;
}

function metricsOf<M extends Record<string, unknown>>(metrics: M, strategy: Strategy) {
  const prefix = { 'no-backoff': 'noBackoff', none: 'exponential' }[strategy as 'none'] ?? strategy;
  return {
    calls: metrics[`${prefix}Calls`] as Histogram,
    time: metrics[`${prefix}Ms`] as Histogram,
    rate: metrics[`${prefix}Rate`] as Series,
  };
}

// Left out: what a server does under load. It answers at once, whatever comes; only the version
// decides who has to come back.
