/**
 * Two breakers, one with a window by count and one with a window by time, and an observer behind
 * each that keeps its own account of every call.
 */
import { z } from 'zod';
import { observeBreaker } from '../../sims/resilience/breaker/breaker-observer.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import type { System } from '../../sims/resilience/system.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  brownout,
  crash,
  type Fault,
  type FaultPlan,
  outage,
  pause,
  restart,
  slow,
  stall,
} from '../../src/world/fault.ts';
import { addCaller, inSystem } from './common.ts';
import { breakerOf } from './parts.ts';
import { number } from './words.ts';

const services = ['counted', 'timed'] as const;

const params = z.object({
  faults: whole(0, 200, 12, 'that befall the two services and their callers'),
  stormMs: real(1_000, 600_000, 20_000, 'how long faults begin'),
  requestsPerSecond: real(1, 500, 40, 'to each service'),
  badShare: real(0, 0.8, 0.2, 'of the requests that are wrong'),
  openMs: real(50, 60_000, 300, 'how long breakers stay open'),
  probes: whole(1, 20, 3, 'calls that half-open permits'),
  minimumNumberOfCalls: whole(1, 20, 8, 'before a rate is taken'),
});

type Params = z.output<typeof params>;

const faultMsMax = 4_000;
/** Time for a few rounds of open and half-open, and for the good calls that the probes need. */
function calmMs({ openMs, probes, requestsPerSecond, badShare }: Params): number {
  return 3 * openMs + 6_000 + (20_000 * probes) / (requestsPerSecond * (1 - badShare));
}

const endAtMs = (params: Params) => params.stormMs + faultMsMax + calmMs(params);

/** A fault, and what ends it if it does not end by itself. */
function drawFaults(random: RandomStream, atMs: number): FaultPlan {
  const service = pick(random, services);
  const node = pick(random, [service, `callers-${service}`]);
  const durationMs = randomInteger(random, 50, faultMsMax);
  const now = (fault: Fault): FaultPlan => [{ atMs, fault }];
  switch (randomInteger(random, 0, 7)) {
    case 0:
      return now(outage(service, 'hangs', durationMs));
    case 1:
      return now(outage(service, 'refuses', durationMs));
    case 2:
      return now(stall(service, durationMs));
    case 3:
      return now(pause(node, durationMs));
    case 4:
      return [...now(crash(node)), { atMs: atMs + durationMs, fault: restart(node) }];
    case 5:
      return now(slow(node, randomInteger(random, 2, 10), durationMs));
    default: {
      const factor = randomInteger(random, 1, 20);
      const failureRate = randomInteger(random, 0, 10) / 10;
      return now(brownout(service, { factor, failureRate }, durationMs));
    }
  }
}

export default scenario({
  id: 'resilience/random-faults',
  sim: resilience,
  asks: 'Do random outages, brownouts, stalls, crashes, pauses and wrong requests ever make a circuit breaker break its own rules?',
  claims: ['q9-three-states'],
  params,
  swarm: { faults: { min: 0, max: 60 } },
  durationMs: endAtMs,
  plan: ({ faults, stormMs }, random) => {
    const stream = random.stream('plan');
    return Array.from({ length: faults }, () =>
      drawFaults(stream, randomInteger(stream, 0, stormMs)),
    ).flat();
  },
  metrics: {
    opened: counter('times', 'that a breaker opened'),
    closed: counter('times', 'that a breaker closed again'),
    passed: counter('calls', 'that were let through'),
    rejected: counter('calls', 'that were rejected'),
  },
  build(setup) {
    const { system, params, metrics } = inSystem(setup);
    const windows = {
      counted: { kind: 'count', size: 20 },
      timed: { kind: 'time', slices: 5, sliceMs: 500, turn: 'clock', counts: 'ends' },
    } as const;
    for (const name of services) {
      const service = system.service({ name, servers: 20, serviceMs: exponential(30) });
      addCaller(system, `callers-${name}`, service, (machine) => {
        const breaker = breakerOf(machine, 'breaker', {
          window: windows[name],
          minimumNumberOfCalls: params.minimumNumberOfCalls,
          waitDurationInOpenStateMs: params.openMs,
          permittedNumberOfCallsInHalfOpenState: params.probes,
        });
        breaker.onMove(({ to }) => {
          if (to === 'open') metrics.opened.add();
          if (to === 'closed') metrics.closed.add();
        });
        return {
          ratePerSecond: params.requestsPerSecond,
          badShare: params.badShare,
          policies: [
            breaker.policy,
            observeBreaker(system.breaches, machine, breaker),
            timeout(machine, { timeoutMs: 500 }),
          ],
          onAnswer: ({ failure }) => {
            if (failure?.kind === 'rejected') metrics.rejected.add();
            else metrics.passed.add();
          },
        };
      });
    }
    return system;
  },
  invariants: observed(
    'open-passes-nothing',
    'half-open-passes-only-probes',
    'opens-on-evidence',
    'rate-equals-recount',
    'moves-on-its-own-calls',
    'healthy-service-is-called',
  ),
  goals: (params) => [
    eventually<System>(
      'breaker-closes-again',
      'after the last fault both breakers close again, and are closed at the end',
      calmMs(params) - 1,
      ({ breakers }) => breakers.every(({ state }) => state === 'closed'),
    ),
    sometimes<System>('called', 'a call is let through', ({ breakers }) =>
      breakers.some(({ passed }) => passed > 0),
    ),
  ],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `${params.faults} random faults befell two services and their callers, and ${Math.round(params.badShare * 100)}% of the requests were wrong. Their breakers opened ` +
    `${number(metrics.opened.value)} times and closed ${number(metrics.closed.value)} times; ${number(metrics.passed.value)} calls passed, ` +
    `${number(metrics.rejected.value)} were rejected, and an account kept beside them found nothing amiss.`,
});

// Left out: breakers that count the late results of earlier states, as some libraries do. Their presets are
// compared with the libraries themselves in the tests.
