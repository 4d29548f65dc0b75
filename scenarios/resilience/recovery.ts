/**
 * Three callers, each with its own service: the half-open breaker of one lets every call through;
 * the second permits three probes and then closes; the third then ramps the load up.
 */
import * as z from 'zod';
import { observeBreaker } from '../../sims/resilience/breaker/breaker-observer.ts';
import type { BreakerOptions } from '../../sims/resilience/breaker/breaker-options.ts';
import { ramp } from '../../sims/resilience/policies/ramp.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import type { System } from '../../sims/resilience/system.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { brownout, outage } from '../../src/world/fault.ts';
import { addCaller, armsOf, each, eachNamed } from './arms.ts';
import { gapsAtMost, poissonRange } from './bounds.ts';
import { counter, real, scenario, series, whole } from './kit.ts';
import { breakerOf } from './policies.ts';
import { number } from './words.ts';

const says = {
  flood: 'if half-open lets every call through',
  probes: 'if half-open permits a few probes',
  ramp: 'if the load is ramped up after the probes',
};
const arms = armsOf(says);

const params = z.object({
  requestsPerSecond: real(50, 400, 150, 'at random times'),
  outageMs: real(2_000, 60_000, 5_000, 'how long there are no answers at all'),
  coldMs: real(5_000, 60_000, 7_000, 'how long it is slow after that'),
  slowdown: real(1, 8, 4, 'how much slower while it is cold'),
  probes: whole(1, 20, 3, 'calls that half-open permits'),
  openMs: real(1_000, 30_000, 2_500, 'how long breakers stay open'),
  rampMs: real(1_000, 120_000, 30_000, 'until the ramp reaches full load'),
});

type Params = z.output<typeof params>;

const outageAtMs = 5_000;
const outageEndsAtMs = ({ outageMs }: Params) => outageAtMs + outageMs;
const serviceMs = 50;
const servers = 20;
const timeoutMs = 500;
const failuresToOpen = 5;
const startsAtShare = 0.05;

/** The flood is judged like the others: by its first few results. */
function breakerOptions(arm: keyof typeof says, { openMs, probes }: Params) {
  const options: Partial<BreakerOptions> = {
    window: { kind: 'consecutive', failures: failuresToOpen },
    waitDurationInOpenStateMs: openMs,
    permittedNumberOfCallsInHalfOpenState: probes,
  };
  if (arm !== 'flood') return options;
  return {
    ...options,
    permittedNumberOfCallsInHalfOpenState: 1_000_000,
    window: { kind: 'count', size: probes },
    minimumNumberOfCalls: probes,
  } as const;
}

/**
 * How often the breaker is half-open while the service is dead: at least and at most. It opens with
 * the fifth timeout; half-open it waits for that many calls, and their timeouts.
 */
function deadRounds({ requestsPerSecond, outageMs, openMs, probes }: Params) {
  const gapMs = 1_000 / requestsPerSecond;
  const longestMs = openMs + gapsAtMost(probes) * gapMs + timeoutMs;
  const openedMs = timeoutMs + gapsAtMost(failuresToOpen) * gapMs;
  // Calls that were at the service when it died time out a little earlier.
  const soonestMs = timeoutMs - 1.1 * serviceMs + openMs;
  return {
    least: Math.max(0, Math.floor((outageMs - openedMs) / longestMs)),
    most: Math.max(0, Math.ceil((outageMs - soonestMs) / (openMs + timeoutMs))),
  };
}

export default scenario({
  id: 'resilience/recovery',
  asks: 'A service comes back from an outage with cold caches. How should a circuit breaker let the load back?',
  claims: ['q9-half-open-gradual', 'q9-three-states'],
  code: ['sims/resilience/breaker/breaker.ts#admit', 'sims/resilience/policies/ramp.ts#ramp'],
  params,
  durationMs: (params) => outageEndsAtMs(params) + params.coldMs + 6_000,
  plan: (params) => [
    { atMs: outageAtMs, fault: outage('services', 'hangs', params.outageMs) },
    {
      atMs: outageEndsAtMs(params),
      fault: brownout('services', { factor: params.slowdown }, params.coldMs),
    },
  ],
  metrics: {
    ...eachNamed(arms, 'Dead', (arm) =>
      counter('calls', `sent to the dead service after the breaker first opened, ${says[arm]}`),
    ),
    ...eachNamed(arms, 'Reopened', (arm) =>
      counter('times', `that the breaker opened again after the outage, ${says[arm]}`),
    ),
    ...eachNamed(arms, 'Goodput', (arm) => series('answers/s', says[arm], 1_000)),
  },
  build({ system, params, metrics, nowMs }) {
    const { rampMs, requestsPerSecond: ratePerSecond } = params;
    const around = uniform(0.9 * serviceMs, 1.1 * serviceMs);
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, servers, serviceMs: around });
      let opened = false;
      service.onCall(() => {
        if (opened && nowMs() < outageEndsAtMs(params)) metrics[`${arm}Dead`].add();
      });
      addCaller(system, `caller-${arm}`, service, (machine) => {
        const breaker = breakerOf(machine, 'breaker', breakerOptions(arm, params));
        breaker.onMove(({ to }) => {
          const isAfter = nowMs() > outageEndsAtMs(params) + timeoutMs;
          if (to === 'open' && isAfter) metrics[`${arm}Reopened`].add();
          if (to === 'open') opened = true;
        });
        const policies = [breaker.policy];
        if (arm === 'probes') policies.push(observeBreaker(system.breaches, machine, breaker));
        if (arm === 'ramp') policies.unshift(ramp(machine, breaker, { rampMs, startsAtShare }));
        policies.push(timeout(machine, { timeoutMs }));
        return {
          ...{ ratePerSecond, policies },
          onAnswer: ({ failure }) => {
            if (failure === undefined) metrics[`${arm}Goodput`].add(nowMs());
          },
        };
      });
    }
  },
  invariants: [
    'open-passes-nothing',
    'half-open-passes-only-probes',
    'moves-on-its-own-calls',
    'rate-equals-recount',
  ],
  goals: () => [
    sometimes<System>('half-open', 'a breaker is half-open', ({ breakers }) =>
      breakers.some(({ state }) => state === 'halfOpen'),
    ),
  ],
  expect: (params) => {
    const { requestsPerSecond, probes, slowdown, coldMs, outageMs, openMs, rampMs } = params;
    const rounds = deadRounds(params);
    const { least, most } = poissonRange((requestsPerSecond * timeoutMs) / 1_000);
    // What the service can do while it is cold.
    const capacity = (servers * 1_000) / (serviceMs * slowdown);
    const closesCold = coldMs >= 2 * openMs + 2_000 && outageMs >= openMs;
    // The largest share that the ramp lets through while the service is cold.
    const rampShare = startsAtShare + Math.min(1, coldMs / rampMs);
    // It stays open for a while each time.
    const reopensMax = Math.floor((coldMs + timeoutMs) / openMs) + 1;
    return [
      within('probesDead', 'probes-spare-the-dead', {
        atLeast: rounds.least * probes,
        atMost: rounds.most * probes,
      }).says(
        'calls that reached the dead service through a breaker with probes: its few probes each time that it is half-open',
        'q9-three-states',
      ),
      within('floodDead', 'flood-does-not', {
        atLeast: rounds.least * (probes + least),
        atMost: rounds.most * (probes + most),
      }).says(
        'calls that reached the dead service if half-open lets every call through: probes + rate x timeout each time',
      ),
      within('probesReopened', 'closing-is-not-gradual', {
        atLeast: requestsPerSecond >= 1.5 * capacity && closesCold ? 1 : 0,
        atMost: reopensMax,
      }).says(
        'times that the breaker opened again, if the full load comes to the cold service after the probes',
        'q9-half-open-gradual',
      ),
      within('rampReopened', 'a-ramp-is', {
        atMost: requestsPerSecond * rampShare <= 0.95 * capacity ? 0 : reopensMax,
      }).says(
        'times that the breaker opened again, if the load is let back step by step',
        'q9-half-open-gradual',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `Through a few probes and then a ramp, a share of the requests that grows over ${params.rampMs / 1_000} s: with a ramp the breaker opened again ${number(metrics.rampReopened.value)} times after the outage; without one, probes succeeded, all load came at once on the cold service, ` +
    `and it opened again ${number(metrics.probesReopened.value)} times. During the outage of ${params.outageMs / 1_000} s ` +
    `the dead service got ${number(metrics.probesDead.value)} calls from the breaker with ${params.probes} probes and ` +
    `${number(metrics.floodDead.value)} from the one whose half-open state lets every call through.`,
  plot: ({ params, metrics }) => ({
    title: 'Requests answered',
    yLabel: 'answers/s',
    lines: each(arms, (arm) => metrics[`${arm}Goodput`]),
    marks: {
      outage: outageAtMs,
      'outage ends, service cold': outageEndsAtMs(params),
      'service warm': outageEndsAtMs(params) + params.coldMs,
    },
  }),
});

// Left out: warming by load. A real cache warms up with the calls that it serves; this service
// warms up with time.
