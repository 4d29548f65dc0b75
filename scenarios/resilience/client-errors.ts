import * as z from 'zod';
import { observeBreaker } from '../../sims/resilience/breaker/breaker-observer.ts';
import { within } from '../../src/check/expected.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { addCaller, each, Tally } from './arms.ts';
import { someService } from './goals.ts';
import { counter, gauge, real, scenario, whole } from './kit.ts';
import { breakerOf } from './policies.ts';
import { percent } from './words.ts';

const arms = ['healthErrors', 'allErrors'] as const;

export default scenario({
  id: 'resilience/client-errors',
  asks: 'A few callers send invalid requests. May a circuit breaker count the 4xx that they get?',
  claims: ['q9-count-only-5xx'],
  code: [
    'sims/resilience/breaker/breaker.ts#call',
    'sims/resilience/breaker/breaker-options.ts#healthErrors',
  ],
  params: z.object({
    requestsPerSecond: real(10, 1_000, 50, 'of all callers together'),
    badShare: real(0, 0.9, 0.6, 'share of the requests that are invalid'),
    windowSize: whole(5, 200, 20, 'calls in the breakers’ windows'),
    durationMs: real(10_000, 300_000, 30_000, 'duration of the load'),
  }),
  durationMs: ({ durationMs }) => durationMs + 1_000,
  metrics: {
    opened: counter('times', 'that the breaker that counts health errors opened'),
    ...each(arms, (arm) =>
      gauge('share', `of the good requests that were answered, with a breaker that counts ${arm}`),
    ),
    badRequests: counter('requests', 'that were invalid and were told so'),
  },
  build({ system, params, metrics }) {
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: exponential(20) });
      const good = new Tally();
      addCaller(system, `callers-${arm}`, service, (machine) => {
        const breaker = breakerOf(machine, `breaker that counts ${arm}`, {
          window: { kind: 'count', size: params.windowSize },
          minimumNumberOfCalls: Math.min(10, params.windowSize),
          waitDurationInOpenStateMs: 5_000,
          permittedNumberOfCallsInHalfOpenState: 5,
          ...(arm === 'allErrors' ? { counts: () => 'failure' as const } : {}),
        });
        const policies = [breaker.policy];
        if (arm === 'healthErrors') {
          policies.push(observeBreaker(system.breaches, machine, breaker));
          breaker.onMove(({ to }) => to === 'open' && metrics.opened.add());
        }
        const { requestsPerSecond: ratePerSecond, badShare, durationMs: endsAtMs } = params;
        return {
          ...{ ratePerSecond, badShare, endsAtMs, policies },
          onAnswer: (answered) => {
            if (!answered.request.isBad) good.add(answered);
            else if (answered.failure?.kind === 'client-error') metrics.badRequests.add();
            if (good.share !== undefined) metrics[arm].set(good.share);
          },
        };
      });
    }
  },
  invariants: ['healthy-service-is-called', 'open-passes-nothing', 'rate-equals-recount'],
  goals: ({ badShare }) => [
    someService('some-are-wrong', 'a request is invalid', (s) => badShare === 0 || s.failed > 0),
  ],
  expect: ({ badShare }) => [
    within('healthErrors', 'health-errors-alone', { atLeast: 1 }).says(
      'share of the valid requests that are answered, with a breaker that counts only health errors',
      'q9-count-only-5xx',
    ),
    within('allErrors', 'client-errors-open-it', {
      atLeast: badShare === 0 ? 1 : 0,
      atMost: badShare >= 0.6 ? 0.5 : 1,
    }).says(
      'share of the valid requests that are answered, with a breaker that counts 4xx as failures',
      'q9-count-only-5xx',
    ),
  ],
  tells: ({ params, metrics }) =>
    `No: a 4xx is the caller’s fault, and a breaker that counts only errors of the service (health errors) answered ${percent(metrics.healthErrors.value)} of the valid requests; ` +
    `one that counts 4xx as well answered ${percent(metrics.allErrors.value)}. The service was healthy, and ${percent(params.badShare)} of the requests were invalid.`,
});

// Left out: 429, and timeouts that the caller sets too short. They have causes on both sides; here
// a 429 counts as a health error.
