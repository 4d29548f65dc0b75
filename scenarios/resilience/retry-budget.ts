/** The same requests, once without a budget and once with each of four that are in use. */
import { z } from 'zod';
import { resilience } from '../../sims/resilience/resilience.ts';
import { noBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import * as budgets from '../../sims/resilience/retry/retry-budget.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { hoeffding, triesOf } from './bounds.ts';
import { addCaller, each, inSystem, someService } from './common.ts';
import { maxAttempts } from './params.ts';
import { number } from './words.ts';

const arms = ['noBudget', 'tokenBucket', 'grpc', 'aws', 'finagle'] as const;

const params = z.object({
  failureRate: real(0, 1, 0.5, 'share of the calls that fail'),
  maxAttempts: maxAttempts(4),
  requests: whole(1, 50_000, 2_000, 'requests, one every 10 ms'),
  maxTokens: whole(1, 1_000, 10, 'of the token bucket'),
  earnedBySuccess: real(0, 1, 0.1, 'tokens that a success earns'),
});

type Params = z.output<typeof params>;

const gapMs = 10;
const finagle = { ttlMs: 10_000, minRetriesPerSec: 10, percentCanRetry: 0.2 };

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
  build(setup) {
    const { system, params, metrics } = inSystem(setup);
    const { maxTokens, earnedBySuccess, requests } = params;
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: constant(1) });
      addCaller(system, `client-${arm}`, service, (machine) => {
        const budgetOf = {
          noBudget: () => undefined,
          tokenBucket: () => budgets.tokenBucketBudget({ maxTokens, earnedBySuccess }),
          grpc: () => budgets.grpcBudget(),
          aws: () => budgets.awsBudget(),
          finagle: () => budgets.finagleBudget(() => machine.now(), finagle),
        };
        const budget = budgetOf[arm]();
        const options = { maxAttempts: params.maxAttempts, backoff: noBackoff };
        const limits = budget === undefined ? {} : { budget: machine.budget(budget) };
        return {
          ratePerSecond: 1_000 / gapMs,
          arrivals: 'even',
          endsAtMs: requests * gapMs,
          policies: [retry(machine, { ...options, ...limits })],
          onAnswer: (_answered, asked) => metrics[arm].set(service.called / asked),
        };
      });
    }
    return system;
  },
  invariants: [],
  goals: ({ failureRate }) => [
    someService('some-fail', 'the service fails a call', (s) => failureRate === 0 || s.failed > 0),
  ],
  expect: (params) => {
    const { requests, maxTokens, earnedBySuccess, failureRate, maxAttempts } = params;
    // Retries a request that are wanted if nothing holds them back.
    const wanted = triesOf(failureRate, maxAttempts) - 1;
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
        bound: { atLeast: 1 + wanted - slack, atMost: 1 + wanted + slack },
      },
      {
        id: 'successes-pay-for-retries',
        text: 'a token bucket that successes fill allows no more retries than they pay for',
        measured: ({ tokenBucket }) => tokenBucket.value,
        bound: {
          atLeast: 1,
          atMost: 1 + Math.min(wanted + slack, earned(params) + earnedSlack + maxTokens / requests),
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
