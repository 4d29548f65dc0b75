import * as z from 'zod';
import { usualCosts } from '../../sims/io/costs.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { Serving } from '../../sims/io/serving.ts';
import { within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  connections: whole(100, 100_000, 100_000, 'of one thread with epoll'),
  idlePerSecond: positive(0.2, 0.1, 'requests of each connection, mostly idle'),
  activePerSecond: positive(10, 2, 'requests of each connection, active'),
  callUs: real(0.05, 5, usualCosts.callUs, 'of a system call'),
  lookUs: real(0.01, 1, usualCosts.lookUs, 'of a look at one connection'),
  switchUs: real(0.05, 5, usualCosts.switchUs, 'from sleep to work'),
  workUs: real(0.5, 20, usualCosts.workUs, 'of the work for a request'),
});
type Params = z.output<typeof params>;

const loads = ['idle', 'active'] as const;
type Load = (typeof loads)[number];
const windowMs = 50;
const perMs = (p: Params, load: Load) => (p.connections * p[`${load}PerSecond`]) / 1_000;
/** A request takes a read, its work and a write, and a part of a wait that it may have for itself. */
const leastUs = ({ callUs, workUs }: Params) => 2 * callUs + workUs;
const mostUs = (p: Params) => leastUs(p) + p.switchUs + p.callUs + 2 * p.lookUs;
/** The last turn, with all that it had collected, ends after the window. */
const turnMs = (p: Params) => (512 * mostUs(p)) / 1_000;

export default scenario({
  ...aboutIo,
  id: 'io/mostly-idle',
  asks: 'Can one thread with epoll serve 100,000 connections?',
  claims: ['io-epoll-100k-one-thread'],
  code: ['sims/io/serving.ts#epoll', 'sims/io/epoll.ts#candidates'],
  params,
  durationMs: (p) => 2 * windowMs + 100 + turnMs(p),
  metrics: {
    ...gaugePer(loads, 'busy', '', (load) => `share of the processor, ${load}`),
    ...gaugePer(loads, 'arrived', 'requests', (load) => `that came, ${load}`),
    ...gaugePer(loads, 'waiting', 'requests', (load) => `that wait at the end, ${load}`),
    capacity: gauge('requests/s', 'that the thread serves at the most'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<IoLaw>(world);
    const serving = new Serving('epoll', p.connections, p, rules);
    study.next(() => world.spawn(serving.serve()));
    for (const load of loads) {
      let before = { arrivals: 0, served: 0, busyMs: 0 };
      study.next(() => {
        const { arrivals, served, busyMs } = serving;
        before = { arrivals, served, busyMs };
        world.spawn(serving.arrive(perMs(p, load), study.stream(`arrivals ${load}`)));
      });
      study.next(() => {
        const arrivals = serving.arrivals - before.arrivals;
        const share = Math.min(1, (serving.busyMs - before.busyMs) / windowMs);
        study.observes(`requests, ${load}`, arrivals, '', metrics[`${load}.arrived`]);
        const waiting = serving.arrivals - serving.served;
        study.observes(`that wait, ${load}`, waiting, '', metrics[`${load}.waiting`]);
        study.observes(`share of the processor, ${load}`, share, '', metrics[`${load}.busy`]);
        serving.isOver = load === 'active';
      }, windowMs);
    }
    return study
      .next(() => {
        const capacity = 1e6 / leastUs(p);
        study.observes('requests a second at the most', capacity, '', metrics.capacity);
      })
      .next(() => study.observes('connections', p.connections))
      .next(() => study.observes('requests a second, idle', perMs(p, 'idle') * 1_000))
      .next(() => study.observes('requests a second, active', perMs(p, 'active') * 1_000))
      .next(() => study.observes('us of a request at least', leastUs(p)))
      .next(() => study.observes('us of a request at the most', mostUs(p)));
  },
  expect: (p) => {
    const busy = (load: Load) => {
      const arrivals = poissonBounds(perMs(p, load) * windowMs);
      const share = (requests: number, us: number) =>
        Math.min(1, (requests * us) / 1_000 / windowMs);
      return {
        // A turn counts when it begins, which may be before the window.
        atLeast:
          share(Math.max(0, arrivals.atLeast - 1), leastUs(p)) * (1 - 1e-9) -
          Math.min(turnMs(p), (arrivals.atMost * mostUs(p)) / 1_000) / windowMs,
        atMost: share(arrivals.atMost, mostUs(p)),
      };
    };
    const capacityPerMs = 1_000 / leastUs(p);
    const excess = (perMs(p, 'active') - capacityPerMs) * windowMs;
    const slack = poissonBounds(perMs(p, 'active') * windowMs);
    const spread = slack.atMost - perMs(p, 'active') * windowMs;
    return [
      ...loads.map((load) =>
        within(`${load}.busy`, `${load}-busy`, busy(load)).says(
          `share of the processor, ${load}: requests a second x the cost of one`,
          'io-epoll-100k-one-thread',
        ),
      ),
      ...(excess > 2 * spread
        ? [
            within('active.waiting', 'active-waits', { atLeast: excess - spread - 512 }).says(
              'requests that wait if all are active: what comes beyond the capacity',
              'io-epoll-100k-one-thread',
            ),
          ]
        : []),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Yes, if they are mostly idle, because epoll looks only at those that are ready: with ${inDigits(p.idlePerSecond)} requests a second each, the thread takes ${significant(100 * (m['idle.busy'].value ?? 0))}% of a processor. With ${inDigits(p.activePerSecond)} a second each it takes ${significant(100 * (m['active.busy'].value ?? 0))}%, and ${inDigits(m['active.waiting'].value ?? 0)} of ${inDigits(m['active.arrived'].value ?? 0)} requests wait after ${windowMs} ms. The limit is ${inDigits(Math.round(m.capacity.value ?? 0))} requests a second and not a number of connections.`,
});

// Left out: the memory of sockets and buffers, a few kB for each connection.
