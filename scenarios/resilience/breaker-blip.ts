import * as z from 'zod';
import { uniform } from '../../src/kernel/distribution.ts';
import { outage } from '../../src/world/fault.ts';
import { addCaller, armsOf, each, eachNamed } from './arms.ts';
import { expectedOf, opens } from './blip-theory.ts';
import { breakerOpens, when } from './goals.ts';
import { counter, real, scenario, series, whole } from './kit.ts';
import { breakerOf, retrying, tenSeconds } from './policies.ts';
import { number } from './words.ts';

const says = {
  none: 'without a breaker',
  consecutive: 'with a breaker that opens after consecutive failures',
  rate: 'with a breaker that opens at half of the calls in 10 s',
  retry: 'with retries and no breaker',
};
const arms = armsOf(says);
const blipAtMs = 5_000;
/** The attempts of the retry last longer than any blip. */
const patient = { maxAttempts: 10, initialIntervalMs: 100, maxIntervalMs: 10_000 };

export default scenario({
  id: 'resilience/breaker-blip',
  asks: 'A service is down for 100 ms. What does a circuit breaker that stays open for 30 s make of that?',
  claims: ['q9-100ms-blip-30s-lost', 'pat-breaker-not-for-transient', 'q9-thresholds'],
  code: [
    'sims/resilience/breaker/breaker.ts#isTooHigh',
    'sims/resilience/breaker/breaker.ts#enter',
  ],
  params: z.object({
    requestsPerSecond: real(10, 1_000, 100, 'one after the other'),
    blipMs: real(0, 5_000, 100, 'how long the service is down'),
    failures: whole(1, 100, 5, 'consecutive failures that open the breaker'),
    openMs: real(100, 60_000, 30_000, 'how long it stays open'),
  }),
  durationMs: ({ blipMs, openMs }) => blipAtMs + blipMs + openMs + 3_000,
  plan: ({ blipMs }) => [{ atMs: blipAtMs, fault: outage('services', 'refuses', blipMs) }],
  metrics: {
    ...each(arms, (arm) => counter('requests', `lost ${says[arm]}`)),
    ...eachNamed(arms, 'Goodput', (arm) => series('answers/s', says[arm], 1_000)),
  },
  build({ system, params, metrics, nowMs }) {
    const { openMs, failures, requestsPerSecond: ratePerSecond } = params;
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: uniform(10, 30) });
      addCaller(system, `caller-${arm}`, service, (machine) => {
        const breaker = (name: string, options: Parameters<typeof breakerOf>[2]) =>
          breakerOf(machine, name, {
            waitDurationInOpenStateMs: openMs,
            permittedNumberOfCallsInHalfOpenState: 1,
            ...options,
          }).policy;
        const inRow = { window: { kind: 'consecutive', failures } } as const;
        const policiesOf = {
          none: () => [],
          retry: () => [retrying(machine, { ...patient, jitter: 'equal' })],
          consecutive: () => [breaker('breaker by failures in a row', inRow)],
          rate: () => [
            breaker('breaker by rate', { window: tenSeconds, minimumNumberOfCalls: 20 }),
          ],
        };
        return {
          ...{ ratePerSecond, arrivals: 'even', policies: policiesOf[arm]() },
          onAnswer: ({ failure }) => {
            if (failure === undefined) metrics[`${arm}Goodput`].add(nowMs());
            else metrics[arm].add();
          },
        };
      });
    }
  },
  goals: (params) => when(opens(params), breakerOpens('breaker-opened')),
  expect: expectedOf,
  tells: ({ params, metrics }) =>
    `A breaker that stays open for ${params.openMs / 1_000} s turns the blip of ${params.blipMs} ms into an outage of that length: opened by ${params.failures} consecutive failures it cost ${number(metrics.consecutive.value)} requests, and ${number(metrics.none.value)} were lost without one. ` +
    `With a breaker that looks at the failure rate over 10 s it cost ${number(metrics.rate.value)}, and with retries ${number(metrics.retry.value)}.`,
  plot: ({ metrics }) => ({
    title: 'Requests answered',
    yLabel: 'answers/s',
    lines: each(arms, (arm) => metrics[`${arm}Goodput`]),
    marks: { blip: blipAtMs },
  }),
});

// Left out: many instances of the caller, each with its own breaker. Each sees fewer failures, and
// they open at different times.
