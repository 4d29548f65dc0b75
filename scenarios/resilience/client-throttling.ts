/**
 * Asks: Turning requests away costs a service, too. How much does it help when clients turn away their own?
 *
 * Adaptive throttling (Site Reliability Engineering, ch. 21): a client that is mostly refused sends only
 * K requests for each that is accepted.
 */
import { z } from 'zod';
import { type Policy, stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { throttle } from '../../sims/resilience/policies/throttle.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { each, number, toTheEnd } from './common.ts';

const arms = ['bare', 'throttled'] as const;

const params = z.object({
  capacity: z
    .int()
    .min(10)
    .max(500)
    .default(50)
    .describe('requests a second that the service accepts'),
  requestsPerSecond: z.number().min(20).max(2_000).default(400).describe('that the client has'),
  multiplier: z.number().min(1.1).max(10).default(2).describe('K: sent for each that is accepted'),
  windowMs: z
    .number()
    .min(2_000)
    .max(120_000)
    .default(5_000)
    .describe('that the client looks back'),
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
    bareAccepted: gauge('answers/s', 'in the end, bare'),
    throttledAccepted: gauge('answers/s', 'in the end, throttled'),
    bareArrivals: series('requests/s', 'that reach the service, bare', 1_000),
    throttledArrivals: series('requests/s', 'that reach the service, throttled', 1_000),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { kernel } = world;
    const { capacity, windowMs, multiplier } = params;
    const meanMs = (servers * 1_000) / capacity;
    let rejects = () => 0;
    system.rows.push(() => ({
      name: 'throttle',
      cells: [['rejects with probability', rejects().toFixed(3)]],
    }));
    for (const arm of arms) {
      const service = system.service({
        name: `service-${arm}`,
        servers,
        queueCapacity: servers,
        serviceMs: uniform(0.5 * meanMs, 1.5 * meanMs),
      });
      // Counted over the last window, when the client knows.
      const fromMs = endAtMs(params) - windowMs;
      let arrived = 0;
      let accepted = 0;
      service.onArrival(() => {
        metrics[`${arm}Arrivals`].add(kernel.nowMs);
        if (kernel.nowMs >= fromMs) arrived += 1;
      });
      system.caller(`client-${arm}`, (machine) => {
        const policies: Policy[] = [];
        if (arm === 'throttled') {
          const throttling = throttle(machine, 'throttle', { multiplier, windowMs });
          policies.push(throttling.policy);
          rejects = () => throttling.probability;
        }
        openClient(machine, {
          name: 'client',
          ratePerSecond: params.requestsPerSecond,
          call: stack(policies)(machine.call(service)),
          onAnswer: ({ failure }) => {
            if (failure !== undefined || kernel.nowMs < fromMs) return;
            accepted += 1;
            metrics[arm].set(arrived / accepted);
            metrics[`${arm}Accepted`].set((accepted * 1_000) / windowMs);
          },
        });
      });
    }
    return system;
  },
  invariants: [],
  goals: () => [
    sometimes<System>('refused', 'the service turns a request away', ({ services }) =>
      services.some(({ refused }) => refused > 0),
    ),
  ],
  expect: ({ multiplier, capacity, requestsPerSecond, windowMs }) => {
    const isOverloaded = requestsPerSecond >= 2 * multiplier * capacity;
    // The client aims at K a window late; sums over a window of so many accepted ones are that rough.
    const rough = 8 / Math.sqrt((capacity * windowMs) / 1_000) + 0.1;
    return [
      {
        id: 'k-for-each',
        text: 'a client that throttles itself sends K requests for each that is accepted',
        measured: ({ throttled }) => throttled.value,
        bound: isOverloaded
          ? { atLeast: multiplier * (1 - rough), atMost: multiplier * (1 + rough) }
          : {},
      },
      {
        id: 'all-without',
        text: 'a client that does not sends all that it has',
        measured: ({ bare }) => bare.value,
        bound: isOverloaded ? { atLeast: 1.5 * multiplier } : {},
      },
      {
        id: 'as-many-answers',
        text: 'and has no more answers for it (ratio of the answers)',
        measured: ({ bareAccepted, throttledAccepted }) =>
          bareAccepted.value === undefined || throttledAccepted.value === undefined
            ? undefined
            : throttledAccepted.value / bareAccepted.value,
        bound: isOverloaded && multiplier >= 1.5 ? { atLeast: 1 - rough } : {},
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `A client with ${number(params.requestsPerSecond)} requests a second for a service that accepts ${params.capacity} sent it ` +
    `${number(metrics.bare.value)} for each accepted one; throttling itself with K = ${params.multiplier}, ${number(metrics.throttled.value)}, and it had ` +
    `${number(metrics.throttledAccepted.value)} answers a second instead of ${number(metrics.bareAccepted.value)}.`,
  plots: ({ params, metrics }) => [
    {
      title: 'Requests that reach the service',
      xLabel: 'ms',
      yLabel: 'requests/s',
      lines: arms.map((arm) => ({
        name: `service-${arm}`,
        points: toTheEnd(metrics[`${arm}Arrivals`], endAtMs(params)),
      })),
    },
  ],
});

// Left out: what a refusal costs. Here it costs nothing; in a real service it costs a part of an
// answer, and the refusals alone can use it up.
