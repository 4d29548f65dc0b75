/**
 * Adaptive throttling (Site Reliability Engineering, ch. 21): a client that is mostly refused sends only
 * K requests for each that is accepted.
 */
import { z } from 'zod';
import { throttle } from '../../sims/resilience/policies/throttle.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { ratio } from './bounds.ts';
import { addCaller, each, eachNamed, inSystem, plotOverTime, turnedAway } from './common.ts';
import { number } from './words.ts';

const arms = ['bare', 'throttled'] as const;

const params = z.object({
  capacity: whole(10, 500, 50, 'requests a second that the service accepts'),
  requestsPerSecond: real(20, 2_000, 400, 'that the client has'),
  multiplier: real(1.1, 10, 2, 'K: sent for each that is accepted'),
  windowMs: real(2_000, 120_000, 5_000, 'that the client looks back'),
});

type Params = z.output<typeof params>;
const endAtMs = ({ windowMs }: Params) => 3 * windowMs;
const servers = 10;

export default scenario({
  id: 'resilience/client-throttling',
  sim: resilience,
  asks: 'Turning requests away costs a service, too. How much does it help when clients turn away their own?',
  claims: [],
  params,
  swarm: { capacity: { min: 10, max: 100 } },
  durationMs: endAtMs,
  metrics: {
    ...each(arms, (arm) => gauge('requests', `sent for each that is accepted, ${arm}`)),
    ...eachNamed(arms, 'Accepted', (arm) => gauge('answers/s', `in the end, ${arm}`)),
    ...eachNamed(arms, 'Arrivals', (arm) =>
      series('requests/s', `that reach the service, ${arm}`, 1_000),
    ),
  },
  build(setup) {
    const { system, params, metrics, nowMs } = inSystem(setup);
    const { capacity, windowMs, multiplier } = params;
    const meanMs = (servers * 1_000) / capacity;
    // Counted over the last window, when the client knows.
    const fromMs = endAtMs(params) - windowMs;
    let probability = () => 0;
    system.rows.push(() => ({
      name: 'throttle',
      cells: [['rejects with probability', probability().toFixed(3)]],
    }));
    for (const arm of arms) {
      const service = system.service({
        name: `service-${arm}`,
        servers,
        queueCapacity: servers,
        serviceMs: uniform(0.5 * meanMs, 1.5 * meanMs),
      });
      let arrived = 0;
      let accepted = 0;
      service.onArrival(() => {
        metrics[`${arm}Arrivals`].add(nowMs());
        if (nowMs() >= fromMs) arrived += 1;
      });
      addCaller(system, `client-${arm}`, service, (machine) => {
        const throttling = throttle(machine, 'throttle', { multiplier, windowMs });
        if (arm === 'throttled') probability = () => throttling.probability;
        return {
          ratePerSecond: params.requestsPerSecond,
          policies: arm === 'throttled' ? [throttling.policy] : [],
          onAnswer: ({ failure }) => {
            if (failure !== undefined || nowMs() < fromMs) return;
            accepted += 1;
            metrics[arm].set(arrived / accepted);
            metrics[`${arm}Accepted`].set((accepted * 1_000) / windowMs);
          },
        };
      });
    }
    return system;
  },
  invariants: [],
  goals: () => [turnedAway],
  expect: ({ multiplier, capacity, requestsPerSecond, windowMs }) => {
    const offered = requestsPerSecond / capacity;
    const isOverloaded = offered >= 2 * multiplier;
    // The client aims at K a window late; sums over a window of so many accepted ones are that rough.
    const rough = 8 / Math.sqrt((capacity * windowMs) / 1_000) + 0.1;
    const most = Math.max(1, offered) * (1 + rough);
    return [
      {
        id: 'k-for-each',
        text: 'a client that throttles itself sends K requests for each that is accepted',
        measured: ({ throttled }) => throttled.value,
        bound: {
          atLeast: isOverloaded ? multiplier * (1 - rough) : 1 - rough,
          atMost: Math.min(most, multiplier * (1 + rough)),
        },
      },
      {
        id: 'all-without',
        text: 'a client that does not sends all that it has, of which the service accepts its capacity (requests for each accepted)',
        measured: ({ bare }) => bare.value,
        bound: { atLeast: Math.max(1, offered) * (1 - rough), atMost: most },
      },
      {
        id: 'as-many-answers',
        text: 'and has no more answers for it (ratio of the answers)',
        measured: ({ bareAccepted, throttledAccepted }) => ratio(throttledAccepted, bareAccepted),
        bound: { atLeast: multiplier >= 1.5 ? 1 - rough : 0, atMost: 1 + rough },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `A client with ${number(params.requestsPerSecond)} requests a second for a service that accepts ${params.capacity} sent it ` +
    `${number(metrics.bare.value)} for each accepted one; throttling itself with K = ${params.multiplier}, ${number(metrics.throttled.value)}, and it had ` +
    `${number(metrics.throttledAccepted.value)} answers a second instead of ${number(metrics.bareAccepted.value)}.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Requests that reach the service',
      yLabel: 'requests/s',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [`service-${arm}`, metrics[`${arm}Arrivals`]]),
    }),
  ],
});

// Left out: what a refusal costs. Here it costs nothing; in a real service it costs a part of an
// answer, and the refusals alone can use it up.
