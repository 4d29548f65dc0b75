import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { nestedRequests, poolSizeFor } from '../../sims/access/pool.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  threads: whole(2, 40, 3, 'that serve requests'),
  each: whole(2, 6, 4, 'connections that a request holds at a time'),
  requests: whole(1, 50, 20, 'of each thread'),
  queryMs: real(0.1, 20, 5, 'of a query'),
});
type Params = z.output<typeof params>;

/** One request after the other would be done by then. */
const runMs = (p: Params) => 2 * p.threads * p.requests * p.each * p.queryMs + 1_000;
const arms = ['enough', 'oneLess'] as const;

export default scenario({
  ...aboutAccess,
  id: 'access/nested-connections',
  asks: 'Each request holds several connections of a pool at a time. How many must the pool have?',
  claims: [],
  code: ['sims/access/pool.ts#poolSizeFor', 'sims/access/pool.ts#nestedRequests'],
  params,
  durationMs: (p) => runMs(p) + 100,
  metrics: {
    size: gauge('connections', 'of the pool'),
    served: gauge('requests', 'served'),
    servedByLess: gauge('requests', 'served by a pool with one connection less, taken in turn'),
    waiting: gauge('requests', 'that wait at the end with one connection less'),
    firstMs: gauge('ms', 'until the first request is served'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const served = { enough: 0, oneLess: 0 };
    const pools = new Map<string, Resource>();
    const delay = study.stream('start')() * p.queryMs * 0.5;
    study.next(() => study.observes('first thread begins after', delay, 'ms'));
    for (const arm of arms) {
      study.next(() => {
        const needed = poolSizeFor(p.threads, p.each, rules);
        const size = arm === 'enough' ? needed : p.threads * (p.each - 1);
        if (arm === 'enough') study.observes('connections of the pool', size, '', metrics.size);
        const pool = new Resource(size);
        pools.set(arm, pool);
        const startedMs = world.kernel.nowMs;
        for (let thread = 0; thread < p.threads; thread++) {
          world.spawn(
            nestedRequests(pool, p.each, p.requests, p.queryMs, () => {
              served[arm] += 1;
              if (arm === 'enough' && served[arm] === 1)
                metrics.firstMs.set(world.kernel.nowMs - startedMs);
            }),
          );
        }
      });
    }
    return study
      .next(() => {
        study.observes('requests served', served.enough, '', metrics.served);
        study.observes(
          'requests served with one connection less',
          served.oneLess,
          '',
          metrics.servedByLess,
        );
        const waiting = pools.get('oneLess')?.waiting ?? 0;
        study.observes('requests that wait with one connection less', waiting, '', metrics.waiting);
        const stuck = pools.get('enough')?.waiting ?? 0;
        study.holds(
          'no-pool-deadlock',
          stuck === 0,
          `${counted(stuck, 'request')} hold connections and wait for one more for ever (deadlock)`,
        );
      }, runMs(p))
      .next(() => study.observes('threads', p.threads))
      .next(() => study.observes('connections of a request', p.each))
      .next(() => study.observes('requests', p.threads * p.requests))
      .next(() => study.observes('connections for one thread', p.each))
      .next(() => study.observes('connections that all threads could use', p.threads * p.each))
      .next(() => study.observes('a request alone takes', p.each * p.queryMs, 'ms'));
  },
  expect: (p) => [
    exactly(p.threads * (p.each - 1) + 1, 'size', 'size').says(
      'connections that the pool needs: threads x (connections of each - 1) + 1',
    ),
    exactly(p.threads * p.requests, 'served', 'served').says('requests served with that pool: all'),
    exactly(0, 'servedByLess', 'less').says(
      'requests served with one connection less, if all threads take theirs at the same time',
    ),
    exactly(p.threads, 'waiting', 'waiting').says(
      'requests that wait for ever with one connection less: one for each thread',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${inDigits(m.size.value ?? 0)} connections for ${p.threads} threads that need ${p.each} each: threads x (connections of each - 1) + 1, so that some request always gets all that it needs; better, let a request hold one at a time. With ${inDigits(m.size.value ?? 0)} all ${inDigits(m.served.value ?? 0)} requests are served. With one connection less all ${p.threads} requests can hold ${p.each - 1} and wait for the last one for ever, a deadlock.`,
});

// Left out: requests that give up after a while, which turns the deadlock into errors.
