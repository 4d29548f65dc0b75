/**
 * A service is away for long, comes back and hangs, and is restarted: all who wait for it fail in the
 * same instant. Two libraries draw around the exponential backoff, and differ at the cap.
 */
import { z } from 'zod';
import { observed } from '../../sims/resilience/invariants.ts';
import { observeWaits } from '../../sims/resilience/observers.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { exponentialBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { outage, stall } from '../../src/world/fault.ts';
import { bernstein } from './bounds.ts';
import { each, plotOverTime } from './common.ts';
import { askedOnce } from './parts.ts';
import { number, percent } from './words.ts';

const arms = ['randomized', 'randomizedAroundCap'] as const;
type Arm = (typeof arms)[number];

const says: Record<Arm, string> = {
  randomized: 'the minimum of the randomised wait and the cap (resilience4j)',
  randomizedAroundCap: 'the capped wait randomised (Google HTTP client)',
};

const params = z.object({
  callers: whole(50, 2_000, 300, 'that call the service'),
  maxIntervalMs: real(500, 60_000, 1_000, 'cap of the backoff'),
});

type Params = z.output<typeof params>;

const narrowMs = 10;
const initialIntervalMs = 100;
/**
 * The exponential is at four times the cap, or less, when half of it is first the cap or more; until
 * then a caller has waited for less than six caps.
 */
const outageMs = ({ maxIntervalMs }: Params) => 8 * maxIntervalMs;
/** Long enough for every caller to come and hang. */
const hangsUntilMs = (params: Params) => outageMs(params) + 2 * params.maxIntervalMs;
const endAtMs = (params: Params) => hangsUntilMs(params) + 4 * params.maxIntervalMs + 1_000;

interface Subject extends System {
  unanswered: number;
}

export default scenario({
  id: 'resilience/jitter-at-the-cap',
  sim: resilience,
  asks: 'Callers have waited so often that their backoff is at its cap, and then fail together once more. Is any jitter left?',
  claims: ['qf-backoff-formula'],
  params,
  swarm: { callers: { min: 50, max: 500 } },
  durationMs: endAtMs,
  plan: (params) => [
    { atMs: 0, fault: outage('services', 'refuses', outageMs(params)) },
    {
      atMs: outageMs(params),
      fault: stall('services', hangsUntilMs(params) - outageMs(params)),
    },
    // The restart: what hangs is refused when the stall ends.
    { atMs: hangsUntilMs(params) - 1, fault: outage('services', 'refuses', 10) },
  ],
  metrics: {
    ...each(arms, (arm) =>
      gauge('share', `of the callers back in the fullest ${narrowMs} ms, ${says[arm]}`),
    ),
    randomizedArrivals: series('calls/s', says.randomized, 100),
    randomizedAroundCapArrivals: series('calls/s', says.randomizedAroundCap, 100),
  },
  build({ world, params, rules, metrics }): Subject {
    const { kernel } = world;
    const { callers, maxIntervalMs } = params;
    const system = Object.assign(new System(world, rules), { unanswered: callers * arms.length });
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: uniform(5, 15) });
      const inSlots = new Map<number, number>();
      let fullest = 0;
      service.onCall(() => {
        metrics[`${arm}Arrivals`].add(kernel.nowMs);
        if (kernel.nowMs < hangsUntilMs(params)) return;
        const slot = Math.floor(kernel.nowMs / narrowMs);
        const inSlot = (inSlots.get(slot) ?? 0) + 1;
        inSlots.set(slot, inSlot);
        fullest = Math.max(fullest, inSlot);
        metrics[arm].set(fullest / callers);
      });
      system.caller(`callers-${arm}`, (machine) => {
        const options = { initialIntervalMs, multiplier: 2, maxIntervalMs, jitter: arm };
        const call = retry(machine, {
          maxAttempts: Infinity,
          backoff: exponentialBackoff(rules, options, machine.stream('backoff')),
          onWait: observeWaits(
            system.breaches,
            rules['randomize-backoff'] ? options : { ...options, jitter: 'none' },
          ),
        })(machine.call(service));
        function* caller(): Process<void> {
          if (yield* askedOnce(machine, call)) system.unanswered -= 1;
        }
        for (let place = 0; place < callers; place++) machine.spawn(caller());
      });
    }
    return system;
  },
  invariants: observed('waits-within-bounds'),
  goals: () => [
    sometimes<Subject>(
      'all-answered',
      'every caller is answered',
      ({ unanswered }) => unanswered === 0,
    ),
  ],
  expect: ({ callers, maxIntervalMs }) => {
    const slots = maxIntervalMs / narrowMs;
    return [
      {
        id: 'no-jitter-left',
        text: 'with the minimum of randomised and cap all wait for exactly the cap, and come back together',
        claim: 'qf-backoff-formula',
        measured: ({ randomized }) => randomized.value,
        bound: { atLeast: 1, atMost: 1 },
      },
      {
        id: 'spread-over-the-cap',
        text: 'with the capped wait randomised they are spread evenly over as long a time as the cap',
        measured: ({ randomizedAroundCap }) => randomizedAroundCap.value,
        // The fullest slot holds no less than the average of all that they can be in.
        bound: {
          atLeast: 1 / (slots + 1),
          atMost: 1 / slots + bernstein(callers, 1 / slots, slots + 1),
        },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `${number(params.callers)} callers at the cap of their backoff failed in the same instant. With the minimum of the randomised wait and the cap ` +
    `${percent(metrics.randomized.value)} of them came back within the same ${narrowMs} ms; with the capped wait randomised ` +
    `${percent(metrics.randomizedAroundCap.value)} did at most.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Calls of the service',
      yLabel: 'calls/s',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [says[arm], metrics[`${arm}Arrivals`]]),
      marks: [
        [outageMs(params), 'back, and hangs'],
        [hangsUntilMs(params), 'restarted'],
      ],
    }),
  ],
});

// Left out: how long the service stands the herd. It serves all callers at once here; one with few
// servers would refuse most of them, and they would come back together again.
