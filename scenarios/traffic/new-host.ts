import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  hostId,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { aboutBalancing, allEnded, missed } from './balancing-kit.ts';

const params = z.object({
  hosts: whole(2, 20, 5, 'hosts before one is added'),
  windowSeconds: real(10, 120, 20, 'seconds for which a new host warms up'),
});
type Params = z.output<typeof params>;

const workMs = 2_000;
/** Average number of open requests at a host. */
const openEach = 12;
const perSecond = ({ hosts }: Params) => (1_000 * openEach * hosts) / workMs;
const joinsAtMs = 5 * workMs;
/** The first tenth of the window, in which Envoy's minimum weight of 10% applies. */
const watchedMs = ({ windowSeconds }: Params) => windowSeconds * 100;
const requestsOf = (p: Params) =>
  Math.floor((perSecond(p) * (joinsAtMs + 1.5 * watchedMs(p))) / 1_000);
const fairShare = (p: Params) => ((perSecond(p) / (p.hosts + 1)) * watchedMs(p)) / 1_000;
/** The requests that bring it level with the others at once, and its fair share from then on. */
const floodOf = (p: Params) => (openEach * p.hosts) / (p.hosts + 1) + fairShare(p);
const durationMs = (p: Params) => 1.6 * (joinsAtMs + 1.5 * watchedMs(p)) + 30 * workMs;

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/new-host',
  asks: 'A new host joins with cold caches, and the balancer sends each request to the host with the fewest open requests. How many does it get in its first seconds?',
  claims: [],
  code: [
    'sims/traffic/balancing/pool.ts#busynessOf',
    'sims/traffic/balancing/formulas.ts#slowStartFactor',
  ],
  params,
  durationMs,
  metrics: {
    plain: counter(
      'requests',
      'to the new host in the first tenth of the window, without slow start',
    ),
    slow: counter('requests', 'to the new host in the first tenth of the window, with slow start'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const options = {
      ...plainBalancing,
      policy: 'least-connections' as const,
      hosts: p.hosts,
      spares: 1,
      requests: requestsOf(p),
      perSecond: perSecond(p),
      timeoutMs: 20 * workMs,
      host: () => ({ servers: Infinity, workMs: exponential(workMs) }),
    };
    const seesIn = (arm: 'plain' | 'slow', newcomer: string) => ({
      sends({ id }: { readonly id: string }) {
        if (id !== newcomer || world.kernel.nowMs > joinsAtMs + watchedMs(p)) return;
        metrics[arm].add();
        if (arm === 'slow' && metrics.slow.value > fairShare(p) + 1)
          breaches.report(
            'newcomer-not-flooded',
            `the new host ${id} got ${metrics.slow.value} requests in its first seconds, more than its weight during slow start allows`,
          );
      },
    });
    const cluster = (arm: 'plain' | 'slow', name?: string) =>
      balancingCluster(
        world,
        rules,
        {
          ...options,
          ...(name === undefined ? {} : { name }),
          slowStartMs: arm === 'slow' ? p.windowSeconds * 1_000 : 0,
        },
        { breaches, events: seesIn(arm, hostId(p.hosts + 1, name)) },
      );
    const [plain, slow] = [cluster('plain', 'plain'), cluster('slow')];
    world.at(joinsAtMs, () => {
      plain.balancer.join(hostId(p.hosts + 1, 'plain'));
      slow.balancer.join(hostId(p.hosts + 1));
    });
    return { breaches, clusters: [plain, slow], rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allEnded<Subject>()],
  expect: (p) => [
    within('plain', 'flooded', {
      atLeast: fairShare(p),
      atMost: binomialQuantiles(1_000, Math.min(1, floodOf(p) / 1_000), missed).atMost,
    }).says(
      `requests to the new host in ${inDigits(watchedMs(p) / 1_000)} s without slow start: more than its fair share of ${inDigits(fairShare(p))}`,
    ),
    within('slow', 'slow-start', {
      atLeast: 1,
      atMost: binomialQuantiles(1_000, Math.min(1, (0.3 * fairShare(p)) / 1_000), missed).atMost,
    }).says(
      'requests to the new host in that time with slow start: those for the small weight with which it begins',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `In its first ${inSeconds(watchedMs(p))} the new host got ${inDigits(m.plain.value)} requests instead of its fair share of ${inDigits(Math.round(fairShare(p)))}: every request goes there until it has as many open as the others. With slow start it got ${inDigits(m.slow.value)}: its weight grows from 10% to 100% over ${inDigits(p.windowSeconds)} s, while its caches fill.`,
});

// Left out: how much slower a cold host is, and round robin, which gives a new host its fair share
// at once.
