/**
 * A slow service behind a bulkhead and a timeout. Three callers: the timeout of one only stops
 * listening; that of the second cancels its own side; the third also tells the service its
 * deadline.
 */
import * as z from 'zod';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { none, within } from '../../src/check/expected.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { brownout } from '../../src/world/fault.ts';
import { addCaller, armsOf, eachNamed, eachNode, largestIn, Tally } from './arms.ts';
import { fullest } from './bounds.ts';
import { happened, when } from './goals.ts';
import { gauge, real, scenario, series, whole } from './kit.ts';
import { bulkheadOf } from './policies.ts';
import { number, percent } from './words.ts';

const says = {
  deaf: 'if the timeout only stops listening',
  cancels: 'if the timeout cancels the caller’s side',
  propagates: 'if the service knows the deadline as well',
};
const arms = armsOf(says);
const normalMs = 20;
const slowAtMs = 3_000;

export default scenario({
  id: 'resilience/uncancelled-timeout',
  asks: 'A caller’s timeout has passed. Does the service still work on the call, and does the call still hold its permit?',
  claims: ['q9-threads-pile-up'],
  code: ['sims/resilience/policies/timeout.ts#timeout', 'sims/resilience/service/service.ts#work'],
  params: z.object({
    requestsPerSecond: real(10, 500, 50, 'at random times'),
    permits: whole(1, 100, 25, 'of each bulkhead'),
    timeoutMs: real(20, 5_000, 200, 'when the caller gives up'),
    slowdown: real(1, 500, 50, 'of the service, which takes 20 ms'),
    slowForMs: real(1_000, 60_000, 10_000, 'how long it is slow'),
  }),
  durationMs: ({ slowForMs, slowdown }) => slowAtMs + slowForMs + normalMs * slowdown + 2_000,
  plan: ({ slowForMs, slowdown }) => [
    { atMs: slowAtMs, fault: brownout('services', { factor: slowdown }, slowForMs) },
  ],
  metrics: {
    ...eachNamed(arms, 'Orphans', (arm) =>
      gauge('permits', `held at once by calls that timed out, at most, ${says[arm]}`),
    ),
    ...eachNamed(arms, 'Work', (arm) =>
      gauge('calls', `in progress at once, at most, ${says[arm]}`),
    ),
    ...eachNamed(['deaf', 'cancels'], 'Rejected', (arm) =>
      gauge('share', `of the calls that found no permit, ${says[arm]}`),
    ),
    ...eachNamed(arms, 'Working', (arm) => series('calls', `in progress, ${says[arm]}`, 500)),
  },
  build({ system, params, metrics, nowMs, happens }) {
    const { breaches } = system;
    const { permits, timeoutMs, requestsPerSecond: ratePerSecond } = params;
    for (const arm of arms) {
      const options = { serviceMs: constant(normalMs), honoursDeadline: arm === 'propagates' };
      const service = system.service({ name: `service-${arm}`, ...options });
      const orphans = largestIn(metrics[`${arm}Orphans`]);
      const work = largestIn(metrics[`${arm}Work`]);
      addCaller(system, `caller-${arm}`, service, (machine, asked) => {
        const bulkhead = bulkheadOf(machine, 'bulkhead', permits);
        const [cancels, propagatesDeadline] = [arm !== 'deaf', arm === 'propagates'];
        const timer = timeout(machine, { timeoutMs, cancels, propagatesDeadline });
        const tally = new Tally();
        const waiting = () => asked() - tally.asked;
        if (cancels) {
          breaches.watch('permits-only-for-the-waiting', () =>
            bulkhead.held <= waiting()
              ? undefined
              : `${bulkhead.name} has given ${bulkhead.held} permits, but only ${waiting()} callers wait`,
          );
        }
        if (propagatesDeadline) {
          breaches.watch('work-within-the-bulkhead', () =>
            service.present <= permits
              ? undefined
              : `${service.name} works on ${service.present} calls behind a bulkhead of ${permits}`,
          );
        }
        return {
          ...{ ratePerSecond, policies: [timer, bulkhead.policy] },
          onAnswer: (answered) => {
            tally.add(answered);
            if (service.present > waiting()) happens('work-for-nobody');
            orphans(bulkhead.held - waiting());
            work(service.present);
            metrics[`${arm}Working`].set(nowMs(), service.present);
            if (arm !== 'propagates') metrics[`${arm}Rejected`].set(tally.rejected / tally.asked);
          },
        };
      });
    }
  },
  invariants: ['permits-only-for-the-waiting', 'work-within-the-bulkhead'],
  goals: ({ slowdown, timeoutMs }) =>
    when(
      slowdown * normalMs > timeoutMs,
      happened('work-for-nobody', 'a service works on a call that has timed out'),
    ),
  expect: ({ permits, timeoutMs, slowdown, requestsPerSecond, slowForMs }) => {
    const workMs = normalMs * slowdown;
    const isLong = slowForMs >= 8 * workMs;
    const inTimeout = (requestsPerSecond * timeoutMs) / 1_000;
    // The work in progress is a Poisson number with this mean, drawn anew eight times.
    const inWork = (requestsPerSecond * workMs) / 1_000;
    const letsThrough = permits >= inTimeout + 4 * Math.sqrt(inTimeout);
    return [
      within('deafOrphans', 'deaf-leaks-permits', {
        atLeast: workMs >= 2 * timeoutMs && isLong && inWork >= 20 ? 1 : 0,
        atMost: permits,
      }).says(
        'permits held by calls that have timed out, at most, if the timeout only stops listening',
      ),
      none('cancelsOrphans', 'cancelling-frees-them').says(
        'permits held by calls that have timed out, at most, if the timeout cancels the call',
      ),
      within('cancelsWork', 'but-the-work-goes-on', {
        atLeast: letsThrough && inWork >= 1.5 * permits && isLong ? permits + 1 : 0,
        atMost: fullest(inWork).atMost,
      }).says(
        'calls that the service works on at once, at most, if it does not know the deadline: more than the bulkhead lets through',
      ),
      within('propagatesWork', 'a-deadline-ends-it', { atMost: permits }).says(
        'calls that the service works on at once, at most, if it knows the deadline',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `Both go on unless the timeout cancels and the service knows the deadline: if it only stops listening, up to ${number(metrics.deafOrphans.value)} of ${params.permits} permits were held by calls that had timed out, and ` +
    `${percent(metrics.deafRejected.value)} of the calls found none. ` +
    `If it cancels on the caller’s side, ${percent(metrics.cancelsRejected.value)} found none, but the service worked on ${number(metrics.cancelsWork.value)} calls at once; if the service knows the deadline as well, on ${number(metrics.propagatesWork.value)}. ` +
    `A call took ${normalMs * params.slowdown} ms, and callers gave up after ${params.timeoutMs} ms.`,
  plot: ({ params, metrics }) => ({
    title: 'Calls that the service works on',
    yLabel: 'calls',
    lines: eachNode('service', arms, (arm) => metrics[`${arm}Working`]),
    marks: { slow: slowAtMs, 'healthy again': slowAtMs + params.slowForMs },
  }),
});

// Left out: work that cannot be stopped. A query that a database has begun often runs on, whatever
// the deadline; here work stops at once.
