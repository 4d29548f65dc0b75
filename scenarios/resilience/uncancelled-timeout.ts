/**
 * A slow service behind a bulkhead and a timeout. Three callers: one whose timeout only stops
 * listening, one whose timeout cancels its own side, and one that also tells the service its
 * deadline.
 */
import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import { Bulkhead } from '../../sims/resilience/policies/bulkhead.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { plotOverTime, Tally } from './common.ts';
import { number, percent } from './words.ts';

const arms = ['deaf', 'cancels', 'propagates'] as const;
type Arm = (typeof arms)[number];

const says: Record<Arm, string> = {
  deaf: 'where the timeout only stops listening',
  cancels: 'where the timeout cancels the caller’s side',
  propagates: 'where the service knows the deadline as well',
};

const params = z.object({
  requestsPerSecond: real(10, 500, 50, 'at random times'),
  permits: whole(1, 100, 25, 'of each bulkhead'),
  timeoutMs: real(20, 5_000, 200, 'when the caller gives up'),
  slowdown: real(1, 500, 50, 'of the service, which takes 20 ms'),
  slowForMs: real(1_000, 60_000, 10_000, 'how long it is slow'),
});

type Params = z.output<typeof params>;

const normalMs = 20;
const slowAtMs = 3_000;
const endAtMs = ({ slowForMs, slowdown }: Params) =>
  slowAtMs + slowForMs + normalMs * slowdown + 2_000;

interface Subject extends System {
  worksForNobody: boolean;
}

export default scenario({
  id: 'resilience/uncancelled-timeout',
  sim: resilience,
  asks: 'A caller’s timeout has passed. Who still works on the call, and who still holds a permit for it?',
  claims: ['q9-threads-pile-up'],
  params,
  durationMs: endAtMs,
  plan: ({ slowForMs, slowdown }) => [
    { atMs: slowAtMs, fault: brownout('services', { factor: slowdown }, slowForMs) },
  ],
  metrics: {
    deafOrphans: gauge('permits', `held at once for nobody, at most, ${says.deaf}`),
    cancelsOrphans: gauge('permits', `held at once for nobody, at most, ${says.cancels}`),
    propagatesOrphans: gauge('permits', `held at once for nobody, at most, ${says.propagates}`),
    deafWork: gauge('calls', `worked on at once, at most, ${says.deaf}`),
    cancelsWork: gauge('calls', `worked on at once, at most, ${says.cancels}`),
    propagatesWork: gauge('calls', `worked on at once, at most, ${says.propagates}`),
    deafRejected: gauge('share', `of the calls that found no permit, ${says.deaf}`),
    cancelsRejected: gauge('share', `of the calls that found no permit, ${says.cancels}`),
    deafWorking: series('calls', `worked on, ${says.deaf}`, 500),
    cancelsWorking: series('calls', `worked on, ${says.cancels}`, 500),
    propagatesWorking: series('calls', `worked on, ${says.propagates}`, 500),
  },
  build({ world, params, rules, metrics }): Subject {
    const system = Object.assign(new System(world, rules), { worksForNobody: false });
    const { breaches } = system;
    const { kernel } = world;
    for (const arm of arms) {
      const service = system.service({
        name: `service-${arm}`,
        serviceMs: constant(normalMs),
        honoursDeadline: arm === 'propagates',
      });
      system.caller(`caller-${arm}`, (machine) => {
        const bulkhead = machine.bulkhead(
          new Bulkhead(machine, 'bulkhead', {
            maxConcurrentCalls: params.permits,
            queueCapacity: 0,
          }),
        );
        const timer = timeout(machine, {
          timeoutMs: params.timeoutMs,
          cancels: arm !== 'deaf',
          propagatesDeadline: arm === 'propagates',
        });
        const tally = new Tally();
        let orphansMax = 0;
        let workMax = 0;
        const client = openClient(machine, {
          name: 'caller',
          ratePerSecond: params.requestsPerSecond,
          call: stack([timer, bulkhead.policy])(machine.call(service)),
          onAnswer: (answered) => {
            tally.add(answered);
            if (service.present > client.asked - tally.asked) system.worksForNobody = true;
            const orphans = bulkhead.held - (client.asked - tally.asked);
            orphansMax = Math.max(orphansMax, orphans);
            workMax = Math.max(workMax, service.present);
            metrics[`${arm}Orphans`].set(orphansMax);
            metrics[`${arm}Work`].set(workMax);
            metrics[`${arm}Working`].set(kernel.nowMs, service.present);
            if (arm !== 'propagates') metrics[`${arm}Rejected`].set(tally.rejected / tally.asked);
          },
        });
        if (arm === 'deaf') return;
        breaches.watch('permits-only-for-the-waiting', () => {
          const waiting = client.asked - tally.asked;
          if (bulkhead.held <= waiting) return undefined;
          return `${bulkhead.name} has given ${bulkhead.held} permits, and only ${waiting} callers wait`;
        });
        if (arm === 'cancels') return;
        breaches.watch('work-within-the-bulkhead', () => {
          if (service.present <= params.permits) return undefined;
          return `${service.name} works on ${service.present} calls behind a bulkhead of ${params.permits}`;
        });
      });
    }
    return system;
  },
  invariants: observed('permits-only-for-the-waiting', 'work-within-the-bulkhead'),
  goals: ({ slowdown, timeoutMs }) => [
    sometimes<Subject>(
      'work-for-nobody',
      'a service works on a call that nobody waits for',
      ({ worksForNobody }) => slowdown * normalMs <= timeoutMs || worksForNobody,
    ),
  ],
  expect: ({ permits, timeoutMs, slowdown, requestsPerSecond, slowForMs }) => {
    const workMs = normalMs * slowdown;
    const outlives = workMs >= 2 * timeoutMs && slowForMs >= 8 * workMs;
    const inTimeout = (requestsPerSecond * timeoutMs) / 1_000;
    const inWork = (requestsPerSecond * workMs) / 1_000;
    const letsThrough = permits >= inTimeout + 4 * Math.sqrt(inTimeout);
    const isPlain = letsThrough && inWork >= 1.5 * permits && slowForMs >= 8 * workMs;
    return [
      {
        id: 'deaf-leaks-permits',
        text: 'a timeout that only stops listening leaves permits held for nobody',
        measured: ({ deafOrphans }) => deafOrphans.value,
        bound: { atLeast: outlives && inWork >= 20 ? 1 : 0, atMost: permits },
      },
      {
        id: 'cancelling-frees-them',
        text: 'a timeout that cancels leaves none',
        measured: ({ cancelsOrphans }) => cancelsOrphans.value,
        bound: { atMost: 0 },
      },
      {
        id: 'but-the-work-goes-on',
        text: 'but the service works on: on more calls than the bulkhead lets through',
        measured: ({ cancelsWork }) => cancelsWork.value,
        // The work under way is a Poisson number with a mean of inWork, drawn anew eight times.
        bound: {
          atLeast: isPlain ? permits + 1 : 0,
          atMost: inWork + 8 * Math.sqrt(inWork) + 12,
        },
      },
      {
        id: 'a-deadline-ends-it',
        text: 'a service that knows the deadline never works on more',
        measured: ({ propagatesWork }) => propagatesWork.value,
        bound: { atMost: permits },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `The service took ${normalMs * params.slowdown} ms and callers gave up after ${params.timeoutMs} ms. With a timeout that only stops listening up ` +
    `to ${number(metrics.deafOrphans.value)} of ${params.permits} permits were held for nobody, and ${percent(metrics.deafRejected.value)} of the calls found ` +
    `none; with one that cancels ${percent(metrics.cancelsRejected.value)}, but the service worked on ${number(metrics.cancelsWork.value)} calls at once. ` +
    `Where it knew the deadline, on ${number(metrics.propagatesWork.value)}.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Calls that the service works on',
      yLabel: 'calls',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [`service-${arm}`, metrics[`${arm}Working`]]),
      marks: [
        [slowAtMs, 'slow'],
        [slowAtMs + params.slowForMs, 'well again'],
      ],
    }),
  ],
});

// Left out: the work that cannot be stopped. A query that a database has begun often runs on, whatever
// the deadline; here work stops at once.
