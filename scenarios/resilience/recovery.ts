/**
 * Three callers, each with a service of its own: one whose half-open breaker lets every call
 * through, one that permits three probes and then closes, and one that ramps the load up after that.
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
import { ramp } from '../../sims/resilience/policies/ramp.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, series } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout, outage } from '../../src/world/fault.ts';
import { gapsAtMost, poissonRange } from './bounds.ts';
import { plotOverTime } from './common.ts';
import { number } from './words.ts';

const arms = ['flood', 'probes', 'ramp'] as const;
type Arm = (typeof arms)[number];

const says: Record<Arm, string> = {
  flood: 'where half-open lets every call through',
  probes: 'where half-open permits a few probes',
  ramp: 'where the load is ramped up after the probes',
};

const params = z.object({
  requestsPerSecond: real(50, 400, 150, 'at random times'),
  outageMs: real(2_000, 60_000, 5_000, 'no answers at all'),
  coldMs: real(5_000, 60_000, 7_000, 'slow after that'),
  slowdown: real(1, 8, 4, 'how much slower while it is cold'),
  probes: whole(1, 20, 3, 'calls that half-open permits'),
  openMs: real(1_000, 30_000, 2_500, 'how long breakers stay open'),
  rampMs: real(1_000, 120_000, 30_000, 'until the ramp is at its top'),
});

type Params = z.output<typeof params>;

const outageAtMs = 5_000;
const outageEndsAtMs = ({ outageMs }: Params) => outageAtMs + outageMs;
const endAtMs = (params: Params) => outageEndsAtMs(params) + params.coldMs + 6_000;
const serviceMs = 50;
const servers = 20;
const timeoutMs = 500;
const failuresToOpen = 5;
/** What the service can do while it is cold. */
const coldCapacity = ({ slowdown }: Params) => (servers * 1_000) / (serviceMs * slowdown);

/**
 * How often the breaker is half-open while the service is dead: so often with certainty, and so often
 * at most. It opens with the fifth timeout; half-open it waits for so many calls, and their timeouts.
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
  sim: resilience,
  asks: 'A service comes back from an outage with cold caches. How should a circuit breaker let the load back?',
  claims: ['q9-half-open-gradual', 'q9-three-states'],
  params,
  durationMs: endAtMs,
  plan: (params) => [
    { atMs: outageAtMs, fault: outage('services', 'hangs', params.outageMs) },
    {
      atMs: outageEndsAtMs(params),
      fault: brownout('services', { factor: params.slowdown }, params.coldMs),
    },
  ],
  metrics: {
    floodDead: counter(
      'calls',
      `sent to the dead service after the breaker first opened, ${says.flood}`,
    ),
    probesDead: counter(
      'calls',
      `sent to the dead service after the breaker first opened, ${says.probes}`,
    ),
    rampDead: counter(
      'calls',
      `sent to the dead service after the breaker first opened, ${says.ramp}`,
    ),
    floodReopened: counter(
      'times',
      `that the breaker opened again after the outage, ${says.flood}`,
    ),
    probesReopened: counter(
      'times',
      `that the breaker opened again after the outage, ${says.probes}`,
    ),
    rampReopened: counter('times', `that the breaker opened again after the outage, ${says.ramp}`),
    floodGoodput: series('answers/s', says.flood, 1_000),
    probesGoodput: series('answers/s', says.probes, 1_000),
    rampGoodput: series('answers/s', says.ramp, 1_000),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { breaches } = system;
    const { kernel } = world;
    const breakerOptions: BreakerOptions = {
      ...defaultBreakerOptions,
      window: { kind: 'consecutive', failures: failuresToOpen },
      waitDurationInOpenStateMs: params.openMs,
    };
    for (const arm of arms) {
      const service = system.service({
        name: `service-${arm}`,
        servers,
        serviceMs: uniform(0.9 * serviceMs, 1.1 * serviceMs),
      });
      let opened = false;
      service.onCall(() => {
        if (opened && kernel.nowMs < outageEndsAtMs(params)) metrics[`${arm}Dead`].add();
      });
      system.caller(`caller-${arm}`, (machine) => {
        const permitted = arm === 'flood' ? 1_000_000 : params.probes;
        const breaker = machine.breaker(
          new CircuitBreaker(machine, 'breaker', {
            ...breakerOptions,
            permittedNumberOfCallsInHalfOpenState: permitted,
            // The flood is judged like the others: by its first few results.
            ...(arm === 'flood'
              ? {
                  window: { kind: 'count', size: params.probes },
                  minimumNumberOfCalls: params.probes,
                }
              : {}),
          }),
        );
        breaker.onMove(({ to }) => {
          const isAfter = kernel.nowMs > outageEndsAtMs(params) + timeoutMs;
          if (to === 'open' && isAfter) metrics[`${arm}Reopened`].add();
          if (to === 'open') opened = true;
        });
        const policies = [breaker.policy];
        if (arm === 'probes') policies.push(observeBreaker(breaches, machine, breaker));
        if (arm === 'ramp') {
          policies.unshift(ramp(machine, breaker, { rampMs: params.rampMs, startsAtShare: 0.05 }));
        }
        policies.push(timeout(machine, { timeoutMs }));
        openClient(machine, {
          name: 'caller',
          ratePerSecond: params.requestsPerSecond,
          call: stack(policies)(machine.call(service)),
          onAnswer: ({ failure }) => {
            if (failure === undefined) metrics[`${arm}Goodput`].add(kernel.nowMs);
          },
        });
      });
    }
    return system;
  },
  invariants: observed(
    'open-passes-nothing',
    'half-open-passes-only-probes',
    'moves-on-its-own-calls',
    'rate-equals-recount',
  ),
  goals: () => [
    sometimes<System>('half-open', 'a breaker is half-open', ({ breakers }) =>
      breakers.some(({ state }) => state === 'halfOpen'),
    ),
  ],
  expect: (params) => {
    const rounds = deadRounds(params);
    const { least, most } = poissonRange((params.requestsPerSecond * timeoutMs) / 1_000);
    const overloads = params.requestsPerSecond >= 1.5 * coldCapacity(params);
    const closesCold =
      params.coldMs >= 2 * params.openMs + 2_000 && params.outageMs >= params.openMs;
    // The share that the ramp lets through while the service is cold, at most.
    const rampShare = 0.05 + Math.min(1, params.coldMs / params.rampMs);
    // It stays open for a while each time.
    const reopensMax = Math.floor((params.coldMs + timeoutMs) / params.openMs) + 1;
    const rampFits = params.requestsPerSecond * rampShare <= 0.95 * coldCapacity(params);
    return [
      {
        id: 'probes-spare-the-dead',
        text: 'while the service is dead, a breaker with probes sends it a few calls each time it is half-open',
        claim: 'q9-three-states',
        measured: ({ probesDead }) => probesDead.value,
        bound: { atLeast: rounds.least * params.probes, atMost: rounds.most * params.probes },
      },
      {
        id: 'flood-does-not',
        text: 'a breaker that is half-open for everybody sends it all that comes until so many calls as the others’ probes have timed out: those, and the request rate times the timeout',
        measured: ({ floodDead }) => floodDead.value,
        bound: {
          atLeast: rounds.least * (params.probes + least),
          atMost: rounds.most * (params.probes + most),
        },
      },
      {
        id: 'closing-is-not-gradual',
        text: 'after its probes the breaker lets everything through at once, and the cold service fails again',
        claim: 'q9-half-open-gradual',
        measured: ({ probesReopened }) => probesReopened.value,
        bound: {
          atLeast: overloads && closesCold ? 1 : 0,
          atMost: reopensMax,
        },
      },
      {
        id: 'a-ramp-is',
        text: 'with the load ramped up it stays closed',
        claim: 'q9-half-open-gradual',
        measured: ({ rampReopened }) => rampReopened.value,
        bound: { atMost: rampFits ? 0 : reopensMax },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `During an outage of ${params.outageMs / 1_000} s the breaker that is half-open for everybody sent ${number(metrics.floodDead.value)} calls ` +
    `to the dead service, the one with ${params.probes} probes ${number(metrics.probesDead.value)}. When the service was back, but cold, the ` +
    `probes succeeded, everything came at once, and the breaker opened again ${number(metrics.probesReopened.value)} times; with a ramp ` +
    `${number(metrics.rampReopened.value)} times.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Requests answered',
      yLabel: 'answers/s',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [arm, metrics[`${arm}Goodput`]]),
      marks: [
        [outageAtMs, 'outage'],
        [outageEndsAtMs(params), 'outage ends, service cold'],
        [outageEndsAtMs(params) + params.coldMs, 'service warm'],
      ],
    }),
  ],
});

// Left out: warming by load. A real cache warms with the calls that it serves; this service warms
// with time.
