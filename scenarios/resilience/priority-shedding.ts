/**
 * Four classes of requests at twice the capacity of a backend, which they reach through a frontend:
 * one backend sheds by class, another refuses whatever arrives when it is full.
 */
import * as z from 'zod';
import { observeRoom } from '../../sims/resilience/observers.ts';
import {
  type Criticality,
  criticalities,
  limitOf,
} from '../../sims/resilience/service/criticality.ts';
import { onBehalfOf } from '../../sims/resilience/service/shedding.ts';
import { type Valued, within } from '../../src/check/expected.ts';
import { constant, exponential } from '../../src/kernel/distribution.ts';
import { askFrom, each, Tally } from './arms.ts';
import { admittedInTheory } from './criticality-theory.ts';
import { turnedAway } from './goals.ts';
import { gauge, real, scenario, whole } from './kit.ts';
import { number, percent } from './words.ts';

const arms = ['byClass', 'any'] as const;
const says = { byClass: 'sheds by criticality', any: 'refuses whatever arrives' };
/** Its share of the requests: checkout, pages, suggestions, reports. */
const mix: Readonly<Record<Criticality, number>> = {
  CRITICAL_PLUS: 0.1,
  CRITICAL: 0.2,
  SHEDDABLE_PLUS: 0.4,
  SHEDDABLE: 0.3,
};
const names = arms.flatMap((arm) => criticalities.map((name) => `${arm}.${name}` as const));
const partsOf = (name: (typeof names)[number]) =>
  name.split('.') as [(typeof arms)[number], Criticality];
const warmUpMs = 1_000;

const params = z.object({
  load: real(0.2, 5, 2, 'of the backend, in capacities'),
  servers: whole(1, 50, 4, 'of the backend'),
  room: whole(4, 400, 40, 'requests that may be present in the backend, waiting or in progress'),
  serviceMs: real(5, 500, 20, 'mean time of a request in the backend (exponential)'),
  durationMs: real(5_000, 120_000, 10_000, 'duration of the load'),
});

type Params = z.output<typeof params>;
const capacity = ({ servers, serviceMs }: Params) => (servers * 1_000) / serviceMs;

export default scenario({
  id: 'resilience/priority-shedding',
  asks: 'A service gets twice the requests that it can serve. Which ones should it drop first?',
  code: [
    'sims/resilience/service/shedding.ts#mayEnter',
    'sims/resilience/service/shedding.ts#onBehalfOf',
  ],
  params,
  swarm: { servers: { min: 1, max: 20 }, durationMs: { min: 5_000, max: 10_000 } },
  durationMs: ({ durationMs }) => durationMs,
  metrics: each(names, (name) => {
    const [arm, criticality] = partsOf(name);
    return gauge('share', `of ${criticality} answered by the backend that ${says[arm]}`);
  }),
  build({ system, params, metrics }) {
    const { servers, room, serviceMs } = params;
    for (const arm of arms) {
      const limits = arm === 'byClass' ? { room } : { queueCapacity: Math.max(0, room - servers) };
      const backend = system.service({
        ...{ name: `backend-${arm}`, servers, ...limits },
        serviceMs: exponential(serviceMs),
      });
      const frontend = system.service({
        name: `frontend-${arm}`,
        serviceMs: constant(1),
        downstream: (machine) => {
          const call = machine.call(backend);
          return (request) => call(onBehalfOf(machine.rules, request));
        },
      });
      if (arm === 'byClass') observeRoom(system.breaches, frontend, backend, room);
      system.caller(`callers-${arm}`, (machine) => {
        for (const criticality of criticalities) {
          const tally = new Tally();
          askFrom(machine, criticality, frontend, {
            criticality,
            ratePerSecond: params.load * capacity(params) * mix[criticality],
            onAnswer: (answered) => {
              if (answered.askedAtMs < warmUpMs) return;
              tally.add(answered);
              metrics[`${arm}.${criticality}`].set(tally.share ?? 0);
            },
          });
        }
      });
    }
  },
  invariants: ['room-for-critical'],
  goals: ({ load }) => (load >= 1.5 ? [turnedAway] : []),
  expect: (params) => {
    const { servers, room, serviceMs, durationMs, load } = params;
    const countedMs = durationMs - warmUpMs;
    return names.map((name) => {
      const [arm, criticality] = partsOf(name);
      const whole = Math.max(room, servers);
      const classes = each(criticalities, (of) => ({
        limit: arm === 'byClass' ? limitOf(of, room) : whole,
        load: load * servers * mix[of],
      }));
      const { share, slack } = admittedInTheory(
        servers,
        Object.values(classes),
        classes[criticality],
        countedMs / serviceMs,
      );
      return within(
        (metrics: Valued<typeof name>) => metrics[name].value,
        `${arm === 'byClass' ? 'by-class' : 'any'}-${criticality.toLowerCase().replace('_', '-')}`,
        { atLeast: Math.max(0, share - slack), atMost: Math.min(1, share + slack) },
      ).says(
        `share of ${criticality} requests answered by the backend that ${says[arm]}: ${percent(share)} in theory`,
      );
    });
  },
  tells: ({ params, metrics }) => {
    const of = (name: (typeof names)[number]) => percent(metrics[name].value);
    return (
      `The least critical first: at ${params.load === 2 ? 'twice' : `${number(params.load)} times`} its capacity a service that sheds by criticality answered ${of('byClass.CRITICAL_PLUS')} of the checkouts, and one that refuses whatever arrives while it is full ${of('any.CRITICAL_PLUS')}. ` +
      `Callers mark each request with a criticality, from CRITICAL_PLUS (checkout) to SHEDDABLE (reports), and the less critical a class, the lower the utilization from which it is refused: reports got ${of('byClass.SHEDDABLE')}, and suggestions what was left, ${of('byClass.SHEDDABLE_PLUS')}. ` +
      'Each tier passes the criticality on with its calls; otherwise the backend takes every request for a critical one.'
    );
  },
  plots: ({ metrics }) => [
    {
      title: 'Requests answered by class',
      xLabel: 'class, the most critical first',
      yLabel: '% answered',
      lines: arms.map((arm) => ({
        name: says[arm],
        points: criticalities.map(
          (of, at) => [at + 1, 100 * (metrics[`${arm}.${of}`].value ?? 0)] as const,
        ),
      })),
    },
  ],
});

// Left out: retries of refused requests, and what a refusal costs (`resilience/client-throttling`).
// Google’s signal is a smoothed load of the task’s CPU; here it is the number present.
