/**
 * Asks: A few callers send requests that are wrong. May a circuit breaker count the 4xx that they get?
 */
import { z } from 'zod';
import { CircuitBreaker } from '../../sims/resilience/breaker/breaker.ts';
import { observeBreaker } from '../../sims/resilience/breaker/breaker-observer.ts';
import {
  type BreakerOptions,
  defaultBreakerOptions,
} from '../../sims/resilience/breaker/breaker-options.ts';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { each, percent, Tally } from './common.ts';

const arms = ['healthErrors', 'allErrors'] as const;

const params = z.object({
  requestsPerSecond: z.number().min(10).max(1_000).default(50).describe('of all callers together'),
  badShare: z.number().min(0).max(0.9).default(0.6).describe('of the requests that are wrong'),
  windowSize: z.int().min(5).max(200).default(20).describe('calls that the breakers look at'),
  durationMs: z.number().min(10_000).max(300_000).default(30_000).describe('how long callers ask'),
});

const openMs = 5_000;

export default scenario({
  id: 'resilience/client-errors',
  sim: resilience,
  asks: 'A few callers send requests that are wrong. May a circuit breaker count the 4xx that they get?',
  claims: ['q9-count-only-5xx'],
  params,
  durationMs: ({ durationMs }) => durationMs + 1_000,
  metrics: {
    opened: counter('times', 'that the breaker which counts health errors opened'),
    ...each(arms, (arm) =>
      gauge('share', `of the good requests that were answered, with a breaker that counts ${arm}`),
    ),
    badRequests: counter('requests', 'that were wrong and were told so'),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { breaches } = system;
    const breakerOptions: BreakerOptions = {
      ...defaultBreakerOptions,
      window: { kind: 'count', size: params.windowSize },
      minimumNumberOfCalls: Math.min(10, params.windowSize),
      waitDurationInOpenStateMs: openMs,
      permittedNumberOfCallsInHalfOpenState: 5,
    };
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: exponential(20) });
      const good = new Tally();
      system.caller(`callers-${arm}`, (machine) => {
        const counts = arm === 'allErrors' ? { counts: () => 'failure' as const } : {};
        const breaker = machine.breaker(
          new CircuitBreaker(machine, `breaker that counts ${arm}`, {
            ...breakerOptions,
            ...counts,
          }),
        );
        const policies = [breaker.policy];
        if (arm === 'healthErrors') {
          policies.push(observeBreaker(breaches, machine, breaker));
          breaker.onMove(({ to }) => to === 'open' && metrics.opened.add());
        }
        openClient(machine, {
          name: 'callers',
          ratePerSecond: params.requestsPerSecond,
          badShare: params.badShare,
          endsAtMs: params.durationMs,
          call: stack(policies)(machine.call(service)),
          onAnswer: (answered) => {
            if (!answered.request.isBad) good.add(answered);
            else if (answered.failure?.kind === 'client-error') metrics.badRequests.add();
            if (good.share !== undefined) metrics[arm].set(good.share);
          },
        });
      });
    }
    return system;
  },
  invariants: observed('healthy-service-is-called', 'open-passes-nothing', 'rate-equals-recount'),
  goals: ({ badShare }) => [
    sometimes<System>(
      'some-are-wrong',
      'a request is wrong',
      ({ services }) => badShare === 0 || services.some(({ failed }) => failed > 0),
    ),
  ],
  expect: ({ badShare, windowSize, requestsPerSecond }) => [
    {
      id: 'health-errors-alone',
      text: 'a breaker that counts health errors alone answers every good request: it never opens',
      claim: 'q9-count-only-5xx',
      measured: ({ healthErrors }) => healthErrors.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'client-errors-open-it',
      text: 'a breaker that counts 4xx is open most of the time, and turns good requests away',
      claim: 'q9-count-only-5xx',
      measured: ({ allErrors }) => allErrors.value,
      bound:
        badShare >= 0.6 && windowSize <= 20 && requestsPerSecond >= 50
          ? { atMost: 0.5 }
          : { atMost: 1 },
    },
  ],
  tells: ({ params, metrics }) =>
    `The service was well, and ${percent(params.badShare)} of the requests were wrong. The breaker that counts health errors alone ` +
    `answered ${percent(metrics.healthErrors.value)} of the good requests; the one that counts 4xx as well ` +
    `${percent(metrics.allErrors.value)}.`,
});

// Left out: 429 and timeouts that the caller sets too short. They are of both sides; here a 429
// counts as a health error.
