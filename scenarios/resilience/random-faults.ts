/**
 * Two breakers, one with a count-based and one with a time-based window, and behind each an
 * observer that keeps its own account of every call.
 */
import * as z from 'zod';
import {
  breakerProperties,
  observeBreaker,
} from '../../sims/resilience/breaker/breaker-observer.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { addCaller } from './arms.ts';
import { breakersClose, callPasses } from './goals.ts';
import { counter, real, scenario, whole } from './kit.ts';
import { breakerOf } from './policies.ts';
import { drawStorm, faultMsMax } from './random-plan.ts';
import { number } from './words.ts';

const params = z.object({
  faults: whole(0, 200, 12, 'random faults of the two services and their callers'),
  stormMs: real(1_000, 600_000, 20_000, 'how long faults may begin'),
  requestsPerSecond: real(1, 500, 40, 'to each service'),
  badShare: real(0, 0.8, 0.2, 'share of the requests that are invalid'),
  openMs: real(50, 60_000, 300, 'how long breakers stay open'),
  probes: whole(1, 20, 3, 'calls that half-open permits'),
  minimumNumberOfCalls: whole(1, 20, 8, 'before a rate is computed'),
});

const services = ['counted', 'timed'] as const;
const windows = {
  counted: { kind: 'count', size: 20 },
  timed: { kind: 'time', slices: 5, sliceMs: 500, turn: 'clock', counts: 'ends' },
} as const;

/** Time for a few rounds of open and half-open, and for the good calls that the probes need. */
const calmMs = ({ openMs, probes, requestsPerSecond, badShare }: z.output<typeof params>) =>
  3 * openMs + 6_000 + (20_000 * probes) / (requestsPerSecond * (1 - badShare));

export default scenario({
  id: 'resilience/random-faults',
  asks: 'Do random outages, brownouts, stalls, crashes, pauses and invalid requests ever make a circuit breaker break its own rules?',
  claims: ['q9-three-states'],
  code: [
    'sims/resilience/breaker/breaker.ts#isTooHigh',
    'sims/resilience/breaker/breaker.ts#record',
    'sims/resilience/breaker/breaker.ts#letGo',
  ],
  params,
  swarm: { faults: { min: 0, max: 60 } },
  durationMs: (params) => params.stormMs + faultMsMax + calmMs(params),
  plan: (params, random) => drawStorm(random.stream('plan'), services, params),
  metrics: {
    opened: counter('times', 'that a breaker opened'),
    closed: counter('times', 'that a breaker closed again'),
    passed: counter('calls', 'that were let through'),
    rejected: counter('calls', 'that were rejected'),
  },
  build({ system, params, metrics }) {
    const { requestsPerSecond: ratePerSecond, badShare } = params;
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
        const observer = observeBreaker(system.breaches, machine, breaker);
        const policies = [breaker.policy, observer, timeout(machine, { timeoutMs: 500 })];
        return {
          ...{ ratePerSecond, badShare, policies },
          onAnswer: ({ failure }) =>
            metrics[failure?.kind === 'rejected' ? 'rejected' : 'passed'].add(),
        };
      });
    }
  },
  invariants: breakerProperties,
  goals: (params) => [breakersClose(calmMs(params) - 1), callPasses],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `An independent account of every call checks both breakers, under ${params.faults} random faults and with ${Math.round(params.badShare * 100)}% invalid requests. The breakers opened ` +
    `${number(metrics.opened.value)} times and closed ${number(metrics.closed.value)} times; ${number(metrics.passed.value)} calls passed, and ` +
    `${number(metrics.rejected.value)} were rejected.`,
});

// Left out: breakers that count late results of earlier states, as some libraries do. The tests
// compare their presets with the libraries themselves.
