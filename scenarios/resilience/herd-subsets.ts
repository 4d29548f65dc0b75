/**
 * All callers, in a few processes, want the same answer of a service that is away. Each process has
 * a breaker of its own, and coalesces its own callers. All eight subsets of the three.
 */
import { z } from 'zod';
import { CircuitBreaker } from '../../sims/resilience/breaker/breaker.ts';
import { cockatielConsecutive } from '../../sims/resilience/breaker/breaker-options.ts';
import { failureOf, type Policy, stack } from '../../sims/resilience/call.ts';
import { coalesce } from '../../sims/resilience/policies/coalesce.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { exponentialBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { Fifo } from '../../src/kernel/fifo.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { outage } from '../../src/world/fault.ts';
import { bernstein } from './bounds.ts';
import { each } from './common.ts';
import { number } from './words.ts';

const subsets = [
  'none',
  'jitter',
  'breaker',
  'coalescing',
  'jitterBreaker',
  'jitterCoalescing',
  'breakerCoalescing',
  'allThree',
] as const;
type Subset = (typeof subsets)[number];

const has = (subset: Subset, part: 'jitter' | 'breaker' | 'coalescing') =>
  subset === 'allThree' || subset.toLowerCase().includes(part);

const params = z.object({
  processes: whole(1, 50, 10, 'with a breaker each'),
  callersEach: whole(5, 100, 20, 'in each process'),
  outageMs: real(500, 20_000, 5_000, 'how long the service is away'),
  initialIntervalMs: real(100, 5_000, 100, 'base of the backoff'),
  openMs: real(100, 10_000, 1_000, 'how long breakers stay open'),
});

type Params = z.output<typeof params>;

const startsAtMs = 100;
const narrowMs = 10;
const maxIntervalMs = 4_000;
const endAtMs = ({ outageMs, openMs }: Params) =>
  startsAtMs + outageMs + 3 * maxIntervalMs + 3 * openMs;

interface Subject extends System {
  unanswered: number;
}

export default scenario({
  id: 'resilience/herd-subsets',
  sim: resilience,
  asks: 'Jitter, a circuit breaker and coalescing are said to tame a herd together. What does each of them do, and each pair?',
  claims: ['one-thundering-herd'],
  params,
  swarm: { processes: { min: 1, max: 15 }, callersEach: { min: 5, max: 40 } },
  durationMs: endAtMs,
  plan: ({ outageMs }) => [
    { atMs: 0, fault: outage('services', 'refuses', startsAtMs + outageMs) },
  ],
  metrics: {
    ...each(subsets, (subset) =>
      gauge('calls', `in the fullest ${narrowMs} ms after the first, ${subset}`),
    ),
    noneCalls: gauge('calls', 'in all, with none of the three'),
    allThreeCalls: gauge('calls', 'in all, with all three'),
  },
  build({ world, params, rules, metrics }): Subject {
    const { kernel } = world;
    const { processes, callersEach, initialIntervalMs, openMs } = params;
    const system = Object.assign(new System(world, rules), {
      unanswered: subsets.length * processes * callersEach,
    });
    for (const subset of subsets) {
      const service = system.service({
        name: `service-${subset}`,
        servers: 100,
        serviceMs: uniform(5, 15),
      });
      const recentMs = new Fifo<number>();
      let fullest = 0;
      service.onCall(() => {
        if (subset === 'none') metrics.noneCalls.set(service.called);
        if (subset === 'allThree') metrics.allThreeCalls.set(service.called);
        if (kernel.nowMs < startsAtMs + narrowMs) return;
        recentMs.push(kernel.nowMs);
        forgetUntil(recentMs, kernel.nowMs - narrowMs);
        fullest = Math.max(fullest, recentMs.length);
        metrics[subset].set(fullest);
      });
      for (let process = 0; process < processes; process++) {
        system.caller(`process-${subset}-${process + 1}`, (machine) => {
          const backoff = exponentialBackoff(
            rules,
            {
              initialIntervalMs,
              multiplier: 2,
              maxIntervalMs,
              jitter: has(subset, 'jitter') ? 'full' : 'none',
            },
            machine.stream('backoff'),
          );
          const policies: Policy[] = [
            // They have time: also who is rejected comes back.
            retry(machine, { maxAttempts: Infinity, backoff, retries: () => true }),
          ];
          if (has(subset, 'coalescing')) policies.push(coalesce(machine, () => 'the same answer'));
          if (has(subset, 'breaker')) {
            const breaker = new CircuitBreaker(machine, 'breaker', {
              ...cockatielConsecutive(5, openMs),
              whileProbesAreOut: 'reject',
            });
            policies.push(machine.breaker(breaker).policy);
          }
          const call = stack(policies)(machine.call(service));
          for (let caller = 0; caller < callersEach; caller++) {
            machine.spawn(
              (function* (): Process<void> {
                yield* machine.sleep(startsAtMs);
                try {
                  yield* call({
                    id: machine.newRequestId(),
                    attempt: 1,
                    deadlineMs: Infinity,
                    isIdempotent: true,
                    isBad: false,
                  });
                } catch (caught) {
                  failureOf(caught);
                  return;
                }
                system.unanswered -= 1;
              })(),
            );
          }
        });
      }
    }
    return system;
  },
  invariants: [],
  goals: () => [
    sometimes<Subject>(
      'all-answered',
      'every caller is answered',
      ({ unanswered }) => unanswered === 0,
    ),
  ],
  expect: (params) => {
    const { processes, callersEach, initialIntervalMs } = params;
    const callers = processes * callersEach;
    const slots = endAtMs(params) / narrowMs;
    // As in resilience/thundering-herd; the other two only take calls away.
    const spread =
      callers *
      ((2 * narrowMs) / initialIntervalMs +
        2 * bernstein(callers, narrowMs / initialIntervalMs, slots));
    return [
      {
        id: 'untamed',
        text: 'with none of them all callers come back in the same instant',
        claim: 'one-thundering-herd',
        measured: ({ none }) => none.value,
        bound: { atLeast: callers },
      },
      {
        id: 'coalescing-alone',
        text: 'coalescing alone leaves one call a process: who comes together is served together',
        claim: 'one-thundering-herd',
        measured: ({ coalescing }) => coalescing.value,
        bound: { atMost: processes },
      },
      {
        id: 'breaker-alone',
        text: 'a breaker alone does not tame the return: once it has closed, all who wait come at once',
        claim: 'one-thundering-herd',
        measured: ({ breaker }) => breaker.value,
        bound: { atLeast: (callersEach - 1) * processes },
      },
      {
        id: 'all-three',
        text: 'with all three no more come together than jitter alone lets come together by chance',
        claim: 'one-thundering-herd',
        measured: ({ allThree }) => allThree.value,
        bound: { atMost: spread },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `${params.processes * params.callersEach} callers in ${params.processes} processes came back to a service that had been away. In the fullest ` +
    `${narrowMs} ms it got ${subsets.map((subset) => `${number(metrics[subset].value)} (${inWords[subset]})`).join(', ')} calls; in all ` +
    `${number(metrics.noneCalls.value)} with none of the three and ${number(metrics.allThreeCalls.value)} with all.`,
});

/** Takes out the times up to that one. */
function forgetUntil(timesMs: Fifo<number>, untilMs: number): void {
  for (;;) {
    const oldestMs = timesMs.shift();
    if (oldestMs === undefined) return;
    if (oldestMs <= untilMs) continue;
    timesMs.unshift(oldestMs);
    return;
  }
}

const inWords: Record<Subset, string> = {
  none: 'untamed',
  jitter: 'jitter',
  breaker: 'breaker',
  coalescing: 'coalescing',
  jitterBreaker: 'jitter and breaker',
  jitterCoalescing: 'jitter and coalescing',
  breakerCoalescing: 'breaker and coalescing',
  allThree: 'all three',
};

// Left out: different questions. Coalescing helps only those who ask for the same thing; jitter and
// breaker help everybody.
