/**
 * Adaptive throttling (Site Reliability Engineering, ch. 21): a client that is mostly refused sends
 * only K requests for each accepted one.
 */
import * as z from 'zod';
import { throttle } from '../../sims/resilience/policies/throttle.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { addCaller, each, eachNamed, eachNode } from './arms.ts';
import { turnedAway } from './goals.ts';
import { gauge, real, scenario, series, whole } from './kit.ts';
import { expectedOf } from './throttling-theory.ts';
import { number } from './words.ts';

const arms = ['bare', 'throttled'] as const;
const servers = 10;

export default scenario({
  id: 'resilience/client-throttling',
  asks: 'Refusing requests costs a service, too. How much does it help if clients reject some of their own?',
  code: ['sims/resilience/policies/throttle.ts#throttle'],
  params: z.object({
    capacity: whole(10, 500, 50, 'requests per second that the service accepts'),
    requestsPerSecond: real(20, 2_000, 400, 'requests per second of the client'),
    multiplier: real(1.1, 10, 2, 'K: requests sent for each accepted one'),
    windowMs: real(2_000, 120_000, 5_000, 'the client’s sliding window'),
  }),
  swarm: { capacity: { min: 10, max: 100 } },
  durationMs: ({ windowMs }) => 3 * windowMs,
  metrics: {
    ...each(arms, (arm) => gauge('requests', `sent for each accepted request, ${arm}`)),
    ...eachNamed(arms, 'Accepted', (arm) => gauge('answers/s', `at the end, ${arm}`)),
    ...eachNamed(arms, 'Arrivals', (arm) =>
      series('requests/s', `that reach the service, ${arm}`, 1_000),
    ),
  },
  build({ system, params, metrics, nowMs }) {
    const { capacity, windowMs, multiplier, requestsPerSecond: ratePerSecond } = params;
    const meanMs = (servers * 1_000) / capacity;
    const serviceMs = uniform(0.5 * meanMs, 1.5 * meanMs);
    // Counted over the last of three windows, when the client has learned.
    const isCounted = () => nowMs() >= 2 * windowMs;
    let probability = () => 0;
    system.rows.push(() => ({
      name: 'throttle',
      cells: [['rejects with probability', probability().toFixed(3)]],
    }));
    for (const arm of arms) {
      const room = { servers, queueCapacity: servers };
      const service = system.service({ name: `service-${arm}`, ...room, serviceMs });
      let arrived = 0;
      let accepted = 0;
      service.onArrival(() => {
        metrics[`${arm}Arrivals`].add(nowMs());
        if (isCounted()) arrived += 1;
      });
      addCaller(system, `client-${arm}`, service, (machine) => {
        const throttling = throttle(machine, 'throttle', { multiplier, windowMs });
        if (arm === 'throttled') probability = () => throttling.probability;
        const policies = arm === 'throttled' ? [throttling.policy] : [];
        return {
          ...{ ratePerSecond, policies },
          onAnswer: ({ failure }) => {
            if (failure !== undefined || !isCounted()) return;
            accepted += 1;
            metrics[arm].set(arrived / accepted);
            metrics[`${arm}Accepted`].set((accepted * 1_000) / windowMs);
          },
        };
      });
    }
  },
  goals: () => [turnedAway],
  expect: expectedOf,
  tells: ({ params, metrics }) =>
    `A client that rejects some of its own requests loses no answers and spares the service most of those that it must refuse: at ${params.multiplier} for each accepted one (adaptive throttling) it sent ` +
    `${number(metrics.throttled.value)} for each instead of ${number(metrics.bare.value)}. The service accepts ${params.capacity} requests per second; ` +
    `the client had ${number(params.requestsPerSecond)} per second, and got ` +
    `${number(metrics.throttledAccepted.value)} answers per second instead of ${number(metrics.bareAccepted.value)}.`,
  plot: ({ metrics }) => ({
    title: 'Requests that reach the service',
    yLabel: 'requests/s',
    lines: eachNode('service', arms, (arm) => metrics[`${arm}Arrivals`]),
  }),
});

// Left out: the cost of a refusal. Here it is zero; in a real service it is a fraction of an
// answer, and refusals alone can use up the capacity.
