import { z } from 'zod';
import { observed } from '../../sims/resilience/invariants.ts';
import { observeWaits } from '../../sims/resilience/observers.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { exponentialBackoff, type Jitter } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { outage } from '../../src/world/fault.ts';
import { bernstein } from './bounds.ts';
import { each, eachNamed, plotOverTime } from './common.ts';
import { askedOnce } from './parts.ts';
import { duration, percent } from './words.ts';

const arms = ['none', 'equal', 'randomized', 'full', 'decorrelated'] as const satisfies Jitter[];

const params = z.object({
  callers: whole(50, 2_000, 200, 'whom the outage cuts off, all at once'),
  outageMs: real(500, 60_000, 5_000, 'how long it lasts'),
  initialIntervalMs: real(100, 10_000, 100, 'base of the backoff'),
  maxIntervalMs: real(100, 60_000, 10_000, 'cap of the backoff'),
});

type Params = z.output<typeof params>;

const startsAtMs = 1_000;
const narrowMs = 10;
const endAtMs = ({ outageMs, maxIntervalMs }: Params) =>
  startsAtMs + outageMs + 1.5 * maxIntervalMs + 5_000;

interface Subject extends System {
  unanswered: number;
}

export default scenario({
  id: 'resilience/thundering-herd',
  sim: resilience,
  asks: 'An outage cuts off all callers at once. When and how hard do they come back, with each kind of jitter?',
  claims: [
    'q9-retry-jitter-needed',
    'qf-backoff-formula',
    'qf-backoff-alone-herds',
    'one-thundering-herd',
  ],
  params,
  swarm: { callers: { min: 50, max: 500 } },
  durationMs: endAtMs,
  plan: ({ outageMs }) => [
    { atMs: 0, fault: outage('services', 'refuses', startsAtMs + outageMs) },
  ],
  metrics: {
    ...each(arms, (arm) =>
      gauge('share', `of the callers in the fullest ${narrowMs} ms, jitter ${arm}`),
    ),
    ...eachNamed(arms, 'Arrivals', (arm) =>
      series('calls/s', `that reach the service, jitter ${arm}`, 100),
    ),
    noneDoneMs: gauge('ms', 'from the end of the outage until all are answered, jitter none'),
    fullDoneMs: gauge('ms', 'from the end of the outage until all are answered, jitter full'),
  },
  build({ world, params, rules, metrics }): Subject {
    const { kernel } = world;
    const { callers, initialIntervalMs, maxIntervalMs, outageMs } = params;
    const system = Object.assign(new System(world, rules), { unanswered: callers * arms.length });
    const { breaches } = system;
    for (const arm of arms) {
      const service = system.service({
        name: `service-${arm}`,
        servers: 50,
        serviceMs: uniform(5, 15),
      });
      let fullest = 0;
      let slot = 0;
      let inSlot = 0;
      service.onCall(({ attempt }) => {
        metrics[`${arm}Arrivals`].add(kernel.nowMs);
        if (attempt === 1) return;
        const slotNow = Math.floor(kernel.nowMs / narrowMs);
        inSlot = slotNow === slot ? inSlot + 1 : 1;
        slot = slotNow;
        fullest = Math.max(fullest, inSlot);
        metrics[arm].set(fullest / callers);
        if (arm !== 'full' || inSlot <= 0.8 * callers) return;
        breaches.report(
          'retries-spread-out',
          `${inSlot} of ${callers} callers came back within ${narrowMs} ms`,
        );
      });

      let unanswered = callers;
      system.caller(`callers-${arm}`, (machine) => {
        const options = { initialIntervalMs, multiplier: 2, maxIntervalMs, jitter: arm };
        const backoff = exponentialBackoff(rules, options, machine.stream('backoff'));
        const onWait = observeWaits(
          breaches,
          rules['randomize-backoff'] ? options : { ...options, jitter: 'none' },
        );
        const call = retry(machine, { maxAttempts: Infinity, backoff, onWait })(
          machine.call(service),
        );

        function* caller(): Process<void> {
          yield* machine.sleep(startsAtMs);
          if (!(yield* askedOnce(machine, call))) return;
          system.unanswered -= 1;
          unanswered -= 1;
          const lastedMs = kernel.nowMs - startsAtMs - outageMs;
          if (unanswered === 0 && arm === 'none') metrics.noneDoneMs.set(lastedMs);
          if (unanswered === 0 && arm === 'full') metrics.fullDoneMs.set(lastedMs);
        }
        for (let id = 1; id <= callers; id++) machine.spawn(caller());
      });
    }
    return system;
  },
  invariants: observed('retries-spread-out', 'waits-within-bounds'),
  goals: () => [
    sometimes<Subject>(
      'all-answered',
      'every caller is answered',
      (subject) => subject.unanswered === 0,
    ),
  ],
  expect: (params) => {
    const { callers, initialIntervalMs, maxIntervalMs } = params;
    // The first wait is drawn from so many ms, the second from twice as many, and so on: in any
    // slot there are at most 1 + 1/2 + 1/4 + … times the share that the first would bring.
    const slots = endAtMs(params) / narrowMs;
    const spread = (widthMs: number) =>
      (2 * narrowMs) / widthMs + 2 * bernstein(callers, narrowMs / widthMs, slots);
    // P(the first factor is above cap / base): they all wait for exactly the cap.
    const atCap = Math.min(1, Math.max(0, 1.5 - maxIntervalMs / initialIntervalMs));
    return [
      {
        id: 'no-jitter-all-together',
        text: 'without jitter all callers come back in the same instant, time and again',
        claim: 'qf-backoff-alone-herds',
        measured: ({ none }) => none.value,
        bound: { atLeast: 1 },
      },
      {
        id: 'full-jitter-spreads',
        text: 'with full jitter no more of them come together than chance brings together',
        claim: 'q9-retry-jitter-needed',
        measured: ({ full }) => full.value,
        bound: { atMost: spread(initialIntervalMs) },
      },
      {
        id: 'half-to-one-and-a-half-spreads-alike',
        text: 'a factor drawn from 0.5 to 1.5 spreads over as many ms as full jitter does, but for those whose first wait is cut to the cap',
        claim: 'qf-backoff-formula',
        measured: ({ randomized }) => randomized.value,
        bound: {
          atLeast: atCap === 0 ? 0 : atCap - bernstein(callers, atCap),
          atMost: spread(initialIntervalMs) + (atCap === 0 ? 0 : atCap + bernstein(callers, atCap)),
        },
      },
      {
        id: 'equal-jitter-half-as-wide',
        text: 'equal jitter spreads over half of that',
        measured: ({ equal }) => equal.value,
        bound: { atMost: spread(initialIntervalMs / 2) },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `${params.callers} callers were cut off together. Without jitter ${percent(metrics.none.value)} of them came back within the same ` +
    `${narrowMs} ms; with equal jitter at most ${percent(metrics.equal.value)}, with a factor from 0.5 to 1.5 ` +
    `${percent(metrics.randomized.value)}, with full jitter ${percent(metrics.full.value)}, decorrelated ` +
    `${percent(metrics.decorrelated.value)}. After the outage all were answered within ${duration(metrics.noneDoneMs.value)} ` +
    `without jitter and ${duration(metrics.fullDoneMs.value)} with full jitter.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Calls that reach the service',
      yLabel: 'calls/s',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [arm, metrics[`${arm}Arrivals`]]),
      marks: [
        [startsAtMs, 'outage'],
        [startsAtMs + params.outageMs, 'outage ends'],
      ],
    }),
  ],
});

// Left out: what the herd does to the service. It has servers enough; in resilience/metastable it has
// not.
