/** The same requests, once without a budget and once with each of four that are in use. */

import * as z from 'zod';
import { within } from '../../src/check/expected.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { brownout } from '../../src/world/fault.ts';
import { addCaller, each } from './arms.ts';
import { around, hoeffding, triesOf } from './bounds.ts';
import { allowedByFinagle, budgetsInUse } from './budgets.ts';
import { someService } from './goals.ts';
import { gauge, real, scenario, whole } from './kit.ts';
import { maxAttempts, retryingAtOnce } from './policies.ts';
import { twoDecimals as two } from './words.ts';

const arms = ['noBudget', 'tokenBucket', 'grpc', 'aws', 'finagle'] as const;
const gapMs = 10;

export default scenario({
  id: 'resilience/retry-budget',
  asks: 'A service fails a share of its calls. How much load do retries add, with and without a retry budget?',
  claims: ['q9-retries-3x-load'],
  code: [
    'sims/resilience/retry/retry-budget.ts#tokenBucketBudget',
    'sims/resilience/retry/retry-budget.ts#grpcBudget',
    'sims/resilience/retry/retry-budget.ts#finagleBudget',
  ],
  params: z.object({
    failureRate: real(0, 1, 0.5, 'share of the calls that fail'),
    maxAttempts: maxAttempts(4),
    requests: whole(1, 50_000, 2_000, 'number of requests, one every 10 ms'),
    maxTokens: whole(1, 1_000, 10, 'of the token bucket'),
    earnedBySuccess: real(0, 1, 0.1, 'tokens that a success earns'),
  }),
  swarm: { requests: { min: 1, max: 4000 } },
  durationMs: ({ requests }) => requests * gapMs + 1_000,
  plan: ({ failureRate }) => [{ atMs: 0, fault: brownout('services', { failureRate }, 600_000) }],
  metrics: each(arms, (arm) => gauge('calls per request', `reached the service with ${arm}`)),
  build({ system, params, metrics }) {
    const { maxTokens, earnedBySuccess, requests } = params;
    const budgetOf = budgetsInUse({ maxTokens, earnedBySuccess });
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: constant(1) });
      addCaller(system, `client-${arm}`, service, (machine) => ({
        ratePerSecond: 1_000 / gapMs,
        arrivals: 'even',
        endsAtMs: requests * gapMs,
        policies: [retryingAtOnce(machine, params.maxAttempts, budgetOf[arm](machine))],
        onAnswer: (_answered, asked) => metrics[arm].set(service.called / asked),
      }));
    }
  },
  goals: ({ failureRate }) => [
    someService('some-fail', 'the service fails a call', (s) => failureRate === 0 || s.failed > 0),
  ],
  expect: ({ requests, maxTokens, earnedBySuccess, failureRate, maxAttempts }) => {
    // Retries per request without a limit.
    const wanted = triesOf(failureRate, maxAttempts) - 1;
    const isCertain = failureRate === 0 || failureRate === 1;
    const slack = isCertain ? 0 : hoeffding(requests, maxAttempts - 1);
    // Retries per request that successes pay for: d (1 - x) / (1 - d (1 - x)).
    const earnedByTry = earnedBySuccess * (1 - failureRate);
    const earned = earnedByTry / (1 - earnedByTry);
    const earnedSlack = (isCertain ? 0 : 2 * earnedBySuccess * hoeffding(requests)) + 1e-9;
    return [
      within('noBudget', 'load-is-a-geometric-sum', around(1 + wanted, slack)).says(
        `calls per request without a budget: 1 + x + x^2 + … = ${two(1 + wanted)} in theory, for the share x of calls that fail`,
        'q9-retries-3x-load',
      ),
      within('tokenBucket', 'successes-pay-for-retries', {
        atLeast: 1,
        atMost: 1 + Math.min(wanted + slack, earned + earnedSlack + maxTokens / requests),
      }).says(
        'calls per request with a token bucket: retries only as far as successes have filled it',
      ),
      within('finagle', 'requests-pay-for-retries', {
        atLeast: 1,
        atMost: 1 + allowedByFinagle(requests * gapMs, gapMs) / requests,
      }).says(
        'calls per request with Finagle’s budget: retries for 20% of the requests plus 10 per second, even when nothing succeeds',
      ),
    ];
  },
  tells: ({ params, metrics }) => {
    const { tokenBucket, grpc, aws, finagle } = metrics;
    const most = Math.max(...[tokenBucket, grpc, aws, finagle].map(({ value }) => value ?? 0));
    return (
      `Without a budget retries multiply the load by 1 + x + x^2 + …, where x is the share of calls that fail: by ${two(metrics.noBudget.value)} at x = ${params.failureRate} with up to ${params.maxAttempts} attempts (${two(triesOf(params.failureRate, params.maxAttempts))} in theory); with a retry budget it was at most ${two(most)}. ` +
      'The price is that more requests fail while the share of failures is high, because a budget pays for few retries. Each request became ' +
      `${two(metrics.tokenBucket.value)} calls with a token bucket that successes fill, ${two(metrics.grpc.value)} with gRPC’s, ` +
      `${two(metrics.aws.value)} with the AWS SDK’s and ${two(metrics.finagle.value)} with Finagle’s.`
    );
  },
});

// Left out: how the load affects the service. Here it fails the same share whatever arrives; in
// resilience/metastable the retries themselves keep it down.
