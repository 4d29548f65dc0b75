/**
 * Asks: A service fails a share of its calls. How much load do retries add, with and without a retry budget?
 *
 * The same requests, once without a budget and once with each of four that are in use.
 */
import { z } from 'zod';
import { openClient } from '../../sims/resilience/client.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { noBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import {
  awsBudget,
  finagleBudget,
  grpcBudget,
  type RetryBudget,
  tokenBucketBudget,
} from '../../sims/resilience/retry/retry-budget.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { each, hoeffding, number } from './common.ts';

const arms = ['noBudget', 'tokenBucket', 'grpc', 'aws', 'finagle'] as const;

const params = z.object({
  failureRate: z.number().min(0).max(1).default(0.5).describe('share of the calls that fail'),
  maxAttempts: z.int().min(1).max(10).default(4).describe('tries of a request, the first included'),
  requests: z.int().min(1).max(50_000).default(2_000).describe('requests, one every 10 ms'),
  maxTokens: z.int().min(1).max(1_000).default(10).describe('of the token bucket'),
  earnedBySuccess: z.number().min(0).max(1).default(0.1).describe('tokens that a success earns'),
});

type Params = z.output<typeof params>;

const gapMs = 10;
const finagle = { ttlMs: 10_000, minRetriesPerSec: 10, percentCanRetry: 0.2 };

/** Retries a request that are wanted where nothing holds them back: x + x^2 + … */
function wanted({ failureRate, maxAttempts }: Params): number {
  let sum = 0;
  for (let retries = 1; retries < maxAttempts; retries++) sum += failureRate ** retries;
  return sum;
}

/** Retries a request that successes pay for: d (1 - x) / (1 - d (1 - x)). */
function earned({ failureRate, earnedBySuccess }: Params): number {
  const byTry = earnedBySuccess * (1 - failureRate);
  return byTry / (1 - byTry);
}

export default scenario({
  id: 'resilience/retry-budget',
  sim: resilience,
  asks: 'A service fails a share of its calls. How much load do retries add, with and without a retry budget?',
  claims: ['q9-retries-3x-load'],
  params,
  swarm: { requests: { min: 1, max: 4000 } },
  durationMs: ({ requests }) => requests * gapMs + 1_000,
  plan: ({ failureRate }) => [{ atMs: 0, fault: brownout('services', { failureRate }, 600_000) }],
  metrics: each(arms, (arm) => gauge('calls a request', `reached the service with ${arm}`)),
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { maxTokens, earnedBySuccess } = params;
    const budgetOf = (arm: (typeof arms)[number], machine: Machine): RetryBudget | undefined => {
      switch (arm) {
        case 'noBudget':
          return undefined;
        case 'tokenBucket':
          return tokenBucketBudget({ maxTokens, earnedBySuccess });
        case 'grpc':
          return grpcBudget();
        case 'aws':
          return awsBudget();
        case 'finagle':
          return finagleBudget(() => machine.now(), finagle);
      }
    };
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: constant(1) });
      system.caller(`client-${arm}`, (machine) => {
        const budget = budgetOf(arm, machine);
        if (budget !== undefined) machine.budget(budget);
        const options = { maxAttempts: params.maxAttempts, backoff: noBackoff };
        const retries = retry(machine, budget === undefined ? options : { ...options, budget });
        const client = openClient(machine, {
          name: 'client',
          ratePerSecond: 1_000 / gapMs,
          arrivals: 'even',
          endsAtMs: params.requests * gapMs,
          call: retries(machine.call(service)),
          onAnswer: () => metrics[arm].set(service.called / client.asked),
        });
      });
    }
    return system;
  },
  invariants: [],
  goals: ({ failureRate }) => [
    sometimes<System>(
      'some-fail',
      'the service fails a call',
      ({ services }) => failureRate === 0 || services.some(({ failed }) => failed > 0),
    ),
  ],
  expect: (params) => {
    const { requests, maxTokens, earnedBySuccess, failureRate, maxAttempts } = params;
    const isCertain = failureRate === 0 || failureRate === 1;
    const slack = isCertain ? 0 : hoeffding(requests, maxAttempts - 1);
    const earnedSlack = (isCertain ? 0 : 2 * earnedBySuccess * hoeffding(requests)) + 1e-9;
    // In every span of its ttl, Finagle pays for a share of the requests, and for so many more.
    const spans = Math.ceil((requests * gapMs) / finagle.ttlMs) + 1;
    const inSpan =
      (finagle.minRetriesPerSec * finagle.ttlMs) / 1_000 +
      (finagle.percentCanRetry * finagle.ttlMs) / gapMs;
    return [
      {
        id: 'load-is-a-geometric-sum',
        text: 'without a budget the load is 1 + x + x^2 + … for the failure rate x',
        claim: 'q9-retries-3x-load',
        measured: ({ noBudget }) => noBudget.value,
        bound: { atLeast: 1 + wanted(params) - slack, atMost: 1 + wanted(params) + slack },
      },
      {
        id: 'successes-pay-for-retries',
        text: 'a token bucket that successes fill allows no more retries than they pay for',
        measured: ({ tokenBucket }) => tokenBucket.value,
        bound: {
          atLeast: 1,
          atMost:
            1 +
            Math.min(wanted(params) + slack, earned(params) + earnedSlack + maxTokens / requests),
        },
      },
      {
        id: 'requests-pay-for-retries',
        text: 'Finagle’s budget allows a fifth of the requests and ten a second more, also when nothing succeeds',
        measured: ({ finagle: load }) => load.value,
        bound: { atLeast: 1, atMost: 1 + (spans * inSpan) / requests },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `At a failure rate of ${params.failureRate} each request became ${number(metrics.noBudget.value)} calls with no budget, ` +
    `${two(metrics.tokenBucket.value)} with a token bucket, ${two(metrics.grpc.value)} with gRPC’s, ` +
    `${two(metrics.aws.value)} with the AWS SDK’s and ${two(metrics.finagle.value)} with Finagle’s.`,
});

const two = (value: number | undefined) => value?.toFixed(2) ?? '—';

// Left out: what the load does to the service. Here it fails the same share whatever comes; in
// resilience/metastable the retries themselves keep it down.
