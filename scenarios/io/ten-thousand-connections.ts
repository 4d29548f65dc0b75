import * as z from 'zod';
import { usualCosts } from '../../sims/io/costs.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { Serving, type WayToServe, waysToServe } from '../../sims/io/serving.ts';
import { near } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inUnits, significant } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  connections: whole(10, 20_000, 10_000, 'with a request now and then'),
  perSecond: positive(20, 0.2, 'requests of each connection'),
  stackKb: whole(16, 16_384, 1_024, 'of addresses that a thread reserves for its stack'),
  touchedKb: whole(4, 1_024, 20, 'of memory that a thread really uses'),
  callUs: real(0.05, 20, usualCosts.callUs, 'of a system call'),
  lookUs: real(0.01, 20, usualCosts.lookUs, 'of a look at one connection'),
  switchUs: real(0.05, 20, usualCosts.switchUs, 'of a switch between threads'),
  workUs: real(0.5, 1_000, usualCosts.workUs, 'of the work for a request'),
});
type Params = z.output<typeof params>;

const windowMs = 100;
const perMs = ({ connections, perSecond }: Params) => (connections * perSecond) / 1_000;
const threadUs = ({ switchUs, callUs, workUs }: Params) => 2 * switchUs + 2 * callUs + workUs;
/** Of a request that epoll reports, at the most: alone in its wait, with what was ready the last time, after a sleep. */
const epollUs = ({ switchUs, callUs, lookUs, workUs }: Params) =>
  switchUs + 3 * callUs + 2 * lookUs + workUs;

const says: Readonly<Record<WayToServe, string>> = {
  threads: 'a thread each',
  nonblocking: 'non-blocking reads in turn',
  poll: 'poll',
  epoll: 'epoll',
};

/** Microseconds of processor time for a request that was served. */
const usOf = (
  m: Readonly<Record<`${WayToServe}.${'busy' | 'served'}`, { readonly value: number | undefined }>>,
  way: WayToServe,
): number => microsPerRequest(m[`${way}.busy`].value, m[`${way}.served`].value);

/** Of a share of one processor, while so many requests were served. */
const microsPerRequest = (busy = 0, served = 0): number => (busy * windowMs * 1_000) / served;

export default scenario({
  ...aboutIo,
  id: 'io/ten-thousand-connections',
  asks: 'Ten thousand connections, mostly idle. What does a thread for each cost, and what do poll and epoll?',
  claims: ['io-thread-per-conn-thousands', 'io-nonblocking-busy-wait'],
  code: ['sims/io/serving.ts#epoll', 'sims/io/serving.ts#poll', 'sims/io/serving.ts#threads'],
  params,
  durationMs: () => 5 * (windowMs + 10) + 200,
  metrics: {
    ...gaugePer(waysToServe, 'busy', '', (way) => `share of one processor, ${says[way]}`),
    ...gaugePer(waysToServe, 'served', 'requests', (way) => `served, ${says[way]}`),
    ...gaugePer(waysToServe, 'calls', 'calls', (way) => `of the system, ${says[way]}`),
    ...gaugePer(
      waysToServe,
      'switches',
      'switches',
      (way) => `between threads or from sleep, ${says[way]}`,
    ),
    wasted: gauge('', 'share of non-blocking reads that find nothing'),
    reservedB: gauge('B', 'of addresses for the stacks'),
    touchedB: gauge('B', 'of memory for the stacks'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<IoLaw>(world);
    for (const way of waysToServe) {
      let serving: Serving;
      study.next(() => {
        serving = new Serving(way, p.connections, p, rules);
        world.spawn(serving.arrive(perMs(p), study.stream(`arrivals ${way}`)));
        world.spawn(serving.serve());
      });
      study.next(() => {
        serving.isOver = true;
        const { served, busyMs, calls, switches, reads } = serving;
        study.observes(`requests served, ${says[way]}`, served, '', metrics[`${way}.served`]);
        // The last turn may end after the window.
        const share = Math.min(1, busyMs / windowMs);
        study.observes(`share of a processor, ${says[way]}`, share, '', metrics[`${way}.busy`]);
        study.observes(`system calls, ${says[way]}`, calls, '', metrics[`${way}.calls`]);
        study.observes(`switches, ${says[way]}`, switches, '', metrics[`${way}.switches`]);
        if (way === 'nonblocking')
          study.observes(
            'share of reads that find nothing',
            1 - served / reads,
            '',
            metrics.wasted,
          );
      }, windowMs);
    }
    return study.next(() => {
      study.observes('reserved', p.connections * p.stackKb * 1_024, 'B', metrics.reservedB);
      study.observes('touched', p.connections * p.touchedKb * 1_024, 'B', metrics.touchedB);
    });
  },
  expect: (p) => {
    const arrivals = poissonBounds(perMs(p) * windowMs);
    const isLight = perMs(p) * Math.max(threadUs(p), epollUs(p)) < 500;
    const reads = (windowMs * 1_000) / p.callUs;
    return [
      exactly(p.connections * p.stackKb * 1_024, 'reservedB', 'reserved').says(
        'B of addresses for the stacks',
        'io-thread-per-conn-thousands',
      ),
      exactly(p.connections * p.touchedKb * 1_024, 'touchedB', 'touched').says(
        'B of memory for the stacks',
        'io-thread-per-conn-thousands',
      ),
      exactly(1, 'nonblocking.busy', 'busy-wait').says(
        'share of a processor that non-blocking reads take, however little happens',
        'io-nonblocking-busy-wait',
      ),
      ...(isLight
        ? [
            within('threads.served', 'threads-served', {
              atLeast: arrivals.atLeast - 2,
              atMost: arrivals.atMost,
            }).says(`requests that threads served in ${windowMs} ms: all that came`),
            within('epoll.served', 'epoll-served', {
              atLeast: arrivals.atLeast - 2,
              atMost: arrivals.atMost,
            }).says(`requests that epoll served in ${windowMs} ms: all that came`),
            within(
              (m: Record<string, { value: number | undefined }>) =>
                microsPerRequest(m['threads.busy']?.value, m['threads.served']?.value),
              'thread-cost',
              near(threadUs(p)),
            ).says(
              'µs of processor time for a request of a thread: two context switches, two system calls, the work',
              'io-thread-per-conn-thousands',
            ),
            within(
              (m: Record<string, { value: number | undefined }>) =>
                microsPerRequest(m['epoll.busy']?.value, m['epoll.served']?.value),
              'epoll-cost',
              {
                atLeast: (2 * p.callUs + p.workUs) * (1 - 1e-9),
                atMost: epollUs(p) * (1 + 1e-9),
              },
            ).says('µs of processor time for a request by epoll'),
          ]
        : []),
      ...(isLight && arrivals.atMost * (p.workUs + p.callUs) < 0.1 * windowMs * 1_000
        ? [
            within('wasted', 'wasted', {
              atLeast: 1 - arrivals.atMost / (0.9 * reads - p.connections),
            }).says('share of non-blocking reads that find nothing', 'io-nonblocking-busy-wait'),
          ]
        : []),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A thread for each connection costs memory, ${inUnits(m.reservedB.value ?? 0, 'B')} of address space for stacks and ${inUnits(m.touchedB.value ?? 0, 'B')} in use, but hardly more processor time than epoll: ${significant(usOf(m, 'threads'))} µs for each of ${inDigits(Math.round(perMs(p) * 1_000))} requests a second (with the assumed costs of ${inDigits(p.switchUs)} µs a switch, ${inDigits(p.callUs)} µs a system call, ${inDigits(p.lookUs)} µs a look at a connection, ${inDigits(p.workUs)} µs of work) against ${significant(usOf(m, 'epoll'))} µs. With poll it is ${significant(usOf(m, 'poll'))} µs, because it looks at all ${inDigits(p.connections)} connections with every wait, as select does, which ends at 1,024; epoll keeps a list of those that are ready, for one system call a connection when it is registered.\n\n` +
    plainTable([
      ['way', 'processor', 'served', 'system calls', 'switches'],
      ...waysToServe.map((way) => [
        says[way],
        inPercent(m[`${way}.busy`].value ?? 0),
        inDigits(m[`${way}.served`].value ?? 0),
        inDigits(m[`${way}.calls`].value ?? 0),
        inDigits(m[`${way}.switches`].value ?? 0),
      ]),
    ]),
});

// Left out: what a switch costs the caches, several processors, and threads that a runtime makes itself (goroutines).
