/**
 * All callers, in a few processes, want the same answer from a service that is down. Each process
 * has its own breaker, and coalesces its own callers. All eight subsets of the three are compared.
 */
import * as z from 'zod';
import { cockatielConsecutive } from '../../sims/resilience/breaker/breaker-options.ts';
import { stack } from '../../sims/resilience/call.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { coalesce } from '../../sims/resilience/policies/coalesce.ts';
import { within } from '../../src/check/expected.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { outage } from '../../src/world/fault.ts';
import { armsOf, each, largestIn } from './arms.ts';
import { allAnswered } from './goals.ts';
import { askTogether, herdOf, narrowMs, recentCounter } from './herd.ts';
import { spreadOver } from './herd-theory.ts';
import { gauge, real, scenario, whole } from './kit.ts';
import { breakerOf, retrying } from './policies.ts';
import { number } from './words.ts';

const says = {
  none: 'untamed',
  jitter: 'jitter',
  breaker: 'breaker',
  coalescing: 'coalescing',
  jitterBreaker: 'jitter and breaker',
  jitterCoalescing: 'jitter and coalescing',
  breakerCoalescing: 'breaker and coalescing',
  allThree: 'all three',
};
type Subset = keyof typeof says;
const subsets = armsOf(says);
const has = (subset: Subset, part: 'jitter' | 'breaker' | 'coalescing') =>
  subset === 'allThree' || subset.toLowerCase().includes(part);

const params = z.object({
  processes: whole(1, 50, 10, 'processes, with a breaker each'),
  callersEach: whole(5, 100, 20, 'callers in each process'),
  outageMs: real(500, 20_000, 5_000, 'how long the service is down'),
  initialIntervalMs: real(100, 5_000, 100, 'base of the backoff'),
  openMs: real(100, 10_000, 1_000, 'how long breakers stay open'),
});

type Params = z.output<typeof params>;

const startsAtMs = 100;
const maxIntervalMs = 4_000;
const endAtMs = ({ outageMs, openMs }: Params) =>
  startsAtMs + outageMs + 3 * maxIntervalMs + 3 * openMs;

/** Outermost first. Callers that are rejected also retry, for as long as it takes. */
function policiesOf(subset: Subset, machine: Machine, { initialIntervalMs, openMs }: Params) {
  const jitter = has(subset, 'jitter') ? 'full' : 'none';
  const backoff = { initialIntervalMs, maxIntervalMs, jitter } as const;
  const retry = retrying(machine, { maxAttempts: Infinity, ...backoff, retries: () => true });
  const options = { ...cockatielConsecutive(5, openMs), whileProbesAreOut: 'reject' as const };
  return [
    retry,
    ...(has(subset, 'coalescing') ? [coalesce(machine, () => 'the same answer')] : []),
    ...(has(subset, 'breaker') ? [breakerOf(machine, 'breaker', options).policy] : []),
  ];
}

export default scenario({
  id: 'resilience/herd-subsets',
  asks: 'Jitter, a circuit breaker and coalescing are said to tame a herd together. What does each of them do, and each pair?',
  claims: ['one-thundering-herd'],
  code: [
    'sims/resilience/policies/coalesce.ts#coalesce',
    'sims/resilience/breaker/breaker.ts#admit',
    'sims/resilience/retry/backoff.ts#exponentialBackoff',
  ],
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
  build({ system, params, metrics, nowMs }) {
    const { processes, callersEach } = params;
    const herd = herdOf(system, subsets.length * processes * callersEach);
    const inAll = { none: metrics.noneCalls, allThree: metrics.allThreeCalls };
    for (const subset of subsets) {
      const name = `service-${subset}`;
      const service = system.service({ name, servers: 100, serviceMs: uniform(5, 15) });
      const recent = recentCounter();
      const fullest = largestIn(metrics[subset]);
      service.onCall(() => {
        if (subset === 'none' || subset === 'allThree') inAll[subset].set(service.called);
        if (nowMs() >= startsAtMs + narrowMs) fullest(recent(nowMs()));
      });
      for (let process = 1; process <= processes; process++) {
        system.caller(`process-${subset}-${process}`, (machine) => {
          const call = stack(policiesOf(subset, machine, params))(machine.call(service));
          askTogether(machine, herd, callersEach, call, startsAtMs);
        });
      }
    }
    return herd;
  },
  goals: () => [allAnswered],
  expect: (params) => {
    const { processes, callersEach, initialIntervalMs } = params;
    const callers = processes * callersEach;
    return [
      within('none', 'untamed', { atLeast: callers }).says(
        `calls in the busiest 10 ms with none of the three: all ${callers} callers at once`,
        'one-thundering-herd',
      ),
      within('coalescing', 'coalescing-alone', { atMost: processes }).says(
        'calls in the busiest 10 ms with coalescing alone: at most one for each process',
        'one-thundering-herd',
      ),
      within('breaker', 'breaker-alone', { atLeast: (callersEach - 1) * processes }).says(
        'calls in the busiest 10 ms with a breaker alone: once it closes, nearly all waiting callers come at once',
        'one-thundering-herd',
      ),
      // The other two only remove calls.
      within('allThree', 'all-three', {
        atMost: callers * spreadOver(initialIntervalMs, callers, endAtMs(params)),
      }).says(
        'calls in the busiest 10 ms with all three: at most what jitter alone leaves to chance',
        'one-thundering-herd',
      ),
    ];
  },
  tells: ({ params, metrics }) => {
    const peaks = (...ones: Subset[]) =>
      ones.map((subset) => `${number(metrics[subset].value)} calls (${says[subset]})`).join(', ');
    return (
      'Jitter spreads the callers over time, coalescing makes one call of those of a process, and a breaker alone only delays the herd: when it closes, all come at once. ' +
      `When ${params.processes * params.callersEach} callers in ${params.processes} processes came back after an outage, the service got in its busiest ${narrowMs} ms ` +
      `${peaks('none', 'jitter', 'breaker', 'coalescing', 'allThree')}. In pairs it got ${peaks('jitterBreaker', 'jitterCoalescing', 'breakerCoalescing')}. ` +
      `In all it got ${number(metrics.noneCalls.value)} calls with none of the three and ${number(metrics.allThreeCalls.value)} with all.`
    );
  },
});

// Left out: different questions. Coalescing helps only callers that ask for the same thing; jitter
// and breaker help all of them.
