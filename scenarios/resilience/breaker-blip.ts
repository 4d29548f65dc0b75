import { none, within } from '../../src/check/expected.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { outage } from '../../src/world/fault.ts';
import { addCaller, armsOf, each, eachNamed } from './arms.ts';
import { breakerOpens, when } from './goals.ts';
import { counter, real, scenario, series, whole, z } from './kit.ts';
import { breakerOf, retrying, tenSeconds } from './policies.ts';
import { number } from './words.ts';

const says = {
  none: 'without a breaker',
  consecutive: 'with a breaker that opens after so many failures in a row',
  rate: 'with a breaker that opens at half of the calls in 10 s',
  retry: 'with retries and no breaker',
};
const arms = armsOf(says);
const blipAtMs = 5_000;
/** The tries of the retry go on for longer than any blip. */
const patient = { maxAttempts: 10, initialIntervalMs: 100, maxIntervalMs: 10_000 };

export default scenario({
  id: 'resilience/breaker-blip',
  asks: 'A service is away for 100 ms. What does a circuit breaker that stays open for 30 s make of that?',
  claims: ['q9-100ms-blip-30s-lost', 'pat-breaker-not-for-transient', 'q9-thresholds'],
  params: z.object({
    requestsPerSecond: real(10, 1_000, 100, 'one after the other'),
    blipMs: real(0, 5_000, 100, 'how long the service is away'),
    failures: whole(1, 100, 5, 'in a row that open the breaker'),
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
  goals: ({ blipMs, requestsPerSecond, failures }) =>
    when(blipMs * requestsPerSecond >= (failures + 2) * 1_000, breakerOpens('breaker-opened')),
  expect: ({ requestsPerSecond, blipMs, openMs, failures }) => {
    const inBlip = (requestsPerSecond * blipMs) / 1_000;
    // Besides those that come in the blip, those are lost that are under way when it begins.
    const most = inBlip + (requestsPerSecond * 30) / 1_000 + 2;
    const whileOpen = (requestsPerSecond * openMs) / 1_000;
    const opens = inBlip >= failures + 2;
    return [
      within('none', 'blip-alone', { atLeast: inBlip - 2, atMost: most }).says(
        'without a breaker only the requests of the blip are lost',
      ),
      within('consecutive', 'open-for-the-whole-wait', {
        atLeast: opens ? Math.max(whileOpen, inBlip) - 2 : inBlip - 2,
        atMost: most + (most < failures ? 0 : whileOpen),
      }).says(
        'a breaker that opens over the blip loses all requests until its wait is over',
        'q9-100ms-blip-30s-lost',
      ),
      within('rate', 'rate-over-time-does-not-open', {
        atLeast: inBlip - 2,
        atMost: most + (most < 2.5 * requestsPerSecond ? 0 : whileOpen),
      }).says(
        'a breaker that looks at the rate over 10 s does not open: a blip is a small share of it',
        'q9-thresholds',
      ),
      none('retry', 'retries-lose-none').says(
        'retries with backoff lose none: the blip is over before the tries are',
        'pat-breaker-not-for-transient',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `The service was away for ${params.blipMs} ms. That lost ${number(metrics.none.value)} requests without a breaker, ` +
    `${number(metrics.consecutive.value)} with one that opens for ${params.openMs / 1_000} s after ${params.failures} failures in a row, ` +
    `${number(metrics.rate.value)} with one that looks at the rate over 10 s, and ${number(metrics.retry.value)} with retries.`,
  plot: ({ metrics }) => ({
    title: 'Requests answered',
    yLabel: 'answers/s',
    lines: each(arms, (arm) => metrics[`${arm}Goodput`]),
    marks: { blip: blipAtMs },
  }),
});

// Left out: many instances of the caller, each with a breaker of its own. They see fewer failures
// each, and open at different times.
