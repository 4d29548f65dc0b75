import { z } from 'zod';
import type { WindowOptions } from '../../sims/resilience/breaker/breaker-options.ts';
import type { Policy } from '../../sims/resilience/call.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import type { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, series } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { outage } from '../../src/world/fault.ts';
import { addCaller, each, eachNamed, inSystem, plotOverTime } from './common.ts';
import { breakerOf, retrying } from './parts.ts';
import { number } from './words.ts';

const arms = ['none', 'consecutive', 'rate', 'retry'] as const;
type Arm = (typeof arms)[number];

const says: Record<Arm, string> = {
  none: 'without a breaker',
  consecutive: 'with a breaker that opens after so many failures in a row',
  rate: 'with a breaker that opens at half of the calls in 10 s',
  retry: 'with retries and no breaker',
};

const params = z.object({
  requestsPerSecond: real(10, 1_000, 100, 'one after the other'),
  blipMs: real(0, 5_000, 100, 'how long the service is away'),
  failures: whole(1, 100, 5, 'in a row that open the breaker'),
  openMs: real(100, 60_000, 30_000, 'how long it stays open'),
});

type Params = z.output<typeof params>;

const blipAtMs = 5_000;
/** The tries of the retry go on for longer than any blip. */
const patient = { initialIntervalMs: 100, maxIntervalMs: 10_000, jitter: 'equal' } as const;
const tenSeconds: WindowOptions = {
  kind: 'time',
  slices: 10,
  sliceMs: 1_000,
  turn: 'clock',
  counts: 'ends',
};
const endAtMs = ({ blipMs, openMs }: Params) => blipAtMs + blipMs + openMs + 3_000;

export default scenario({
  id: 'resilience/breaker-blip',
  sim: resilience,
  asks: 'A service is away for 100 ms. What does a circuit breaker that stays open for 30 s make of that?',
  claims: ['q9-100ms-blip-30s-lost', 'pat-breaker-not-for-transient', 'q9-thresholds'],
  params,
  durationMs: endAtMs,
  plan: ({ blipMs }) => [{ atMs: blipAtMs, fault: outage('services', 'refuses', blipMs) }],
  metrics: {
    ...each(arms, (arm) => counter('requests', `lost ${says[arm]}`)),
    ...eachNamed(arms, 'Goodput', (arm) => series('answers/s', says[arm], 1_000)),
  },
  build(setup) {
    const { system, params, metrics, nowMs } = inSystem(setup);
    const policiesOf = (arm: Arm, machine: Machine): Policy[] => {
      if (arm === 'none') return [];
      if (arm === 'retry') return [retrying(machine, { maxAttempts: 10, ...patient })];
      const options = {
        waitDurationInOpenStateMs: params.openMs,
        permittedNumberOfCallsInHalfOpenState: 1,
      };
      if (arm === 'consecutive') {
        const window = { kind: 'consecutive', failures: params.failures } as const;
        return [breakerOf(machine, 'breaker by failures in a row', { ...options, window }).policy];
      }
      const byRate = { ...options, window: tenSeconds, minimumNumberOfCalls: 20 };
      return [breakerOf(machine, 'breaker by rate', byRate).policy];
    };
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: uniform(10, 30) });
      addCaller(system, `caller-${arm}`, service, (machine) => ({
        ratePerSecond: params.requestsPerSecond,
        arrivals: 'even',
        policies: policiesOf(arm, machine),
        onAnswer: ({ failure }) => {
          if (failure === undefined) metrics[`${arm}Goodput`].add(nowMs());
          else metrics[arm].add();
        },
      }));
    }
    return system;
  },
  invariants: [],
  goals: ({ blipMs, requestsPerSecond, failures }) =>
    blipMs * requestsPerSecond < (failures + 2) * 1_000
      ? []
      : [
          sometimes<System>('breaker-opened', 'the breaker opens', ({ breakers }) =>
            breakers.some(({ state }) => state === 'open'),
          ),
        ],
  expect: ({ requestsPerSecond, blipMs, openMs, failures }) => {
    const inBlip = (requestsPerSecond * blipMs) / 1_000;
    // Besides those that come in the blip, those are lost that are under way when it begins.
    const underWay = (requestsPerSecond * 30) / 1_000 + 2;
    const whileOpen = (requestsPerSecond * openMs) / 1_000;
    const opens = inBlip >= failures + 2;
    return [
      {
        id: 'blip-alone',
        text: 'without a breaker only the requests of the blip are lost',
        measured: ({ none }) => none.value,
        bound: { atLeast: inBlip - 2, atMost: inBlip + underWay },
      },
      {
        id: 'open-for-the-whole-wait',
        text: 'a breaker that opens over the blip loses all requests until its wait is over',
        claim: 'q9-100ms-blip-30s-lost',
        measured: ({ consecutive }) => consecutive.value,
        bound: {
          atLeast: opens ? Math.max(whileOpen, inBlip) - 2 : inBlip - 2,
          atMost: inBlip + underWay + (inBlip + underWay < failures ? 0 : whileOpen),
        },
      },
      {
        id: 'rate-over-time-does-not-open',
        text: 'a breaker that looks at the rate over 10 s does not open: a blip is a small share of it',
        claim: 'q9-thresholds',
        measured: ({ rate }) => rate.value,
        bound: {
          atLeast: inBlip - 2,
          atMost: inBlip + underWay + (inBlip + underWay < 2.5 * requestsPerSecond ? 0 : whileOpen),
        },
      },
      {
        id: 'retries-lose-none',
        text: 'retries with backoff lose none: the blip is over before the tries are',
        claim: 'pat-breaker-not-for-transient',
        measured: ({ retry: lost }) => lost.value,
        bound: { atMost: 0 },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `The service was away for ${params.blipMs} ms. That lost ${number(metrics.none.value)} requests without a breaker, ` +
    `${number(metrics.consecutive.value)} with one that opens for ${params.openMs / 1_000} s after ${params.failures} failures in a row, ` +
    `${number(metrics.rate.value)} with one that looks at the rate over 10 s, and ${number(metrics.retry.value)} with retries.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Requests answered',
      yLabel: 'answers/s',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [arm, metrics[`${arm}Goodput`]]),
      marks: [[blipAtMs, 'blip']],
    }),
  ],
});

// Left out: many instances of the caller, each with a breaker of its own. They see fewer failures
// each, and open at different times.
