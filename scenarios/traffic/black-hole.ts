import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  hostId,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { envoyOutliers } from '../../sims/traffic/balancing/outliers.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { outage } from '../../src/world/fault.ts';
import { aboutBalancing, allEnded, missed } from './balancing-kit.ts';

const params = z.object({
  hosts: whole(3, 20, 5, 'hosts'),
  requests: whole(300, 20_000, 400, 'requests to each of the two services'),
});
type Params = z.output<typeof params>;

const workMs = 200;
/** Average number of open requests at each host, so that no host is idle for long. */
const openEach = 4;
const perSecond = ({ hosts }: Params) => (1_000 * openEach * hosts) / workMs;
const durationMs = (p: Params) => (1_500 * p.requests) / perSecond(p) + 3_000;

/**
 * Ejected once for longer than the run: five failures in a row, and whatever was in flight then.
 */
const inFlightMax = 10;

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/black-hole',
  asks: 'One of several hosts fails every request immediately, and the balancer sends each request to the host with the fewest open requests (least connections). How many requests fail?',
  claims: [],
  code: ['sims/traffic/balancing/outliers.ts#sees', 'sims/traffic/balancing/policies.ts#leastBusy'],
  params,
  durationMs,
  metrics: {
    plain: gauge('requests', 'to the failing host, without outlier detection'),
    guarded: gauge('requests', 'to the failing host, with outlier detection'),
    guardedFailed: gauge('requests', 'that failed with outlier detection'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const common = {
      ...plainBalancing,
      policy: 'least-connections' as const,
      hosts: p.hosts,
      requests: p.requests,
      perSecond: perSecond(p),
      timeoutMs: 5_000,
      host: () => ({ servers: Infinity, workMs: exponential(workMs) }),
    };
    const plain = balancingCluster(
      world,
      { ...rules, 'failures-eject': false },
      { ...common, name: 'plain' },
      { breaches },
    );
    const guarded = balancingCluster(
      world,
      rules,
      { ...common, outliers: envoyOutliers },
      { breaches },
    );
    world.at(durationMs(p) - 1, () => {
      const sentTo = ({ counts }: BalancingCluster, name?: string) =>
        must(counts.get(hostId(1, name)), 'counts of the first host').sent;
      metrics.plain.set(sentTo(plain, 'plain'));
      metrics.guarded.set(sentTo(guarded));
      metrics.guardedFailed.set(guarded.total.failed);
      if (sentTo(guarded) > binomialQuantiles(p.requests, 1 / p.hosts, missed).atMost)
        breaches.report(
          'no-black-hole',
          `${sentTo(guarded)} of ${p.requests} requests went to host-1, which fails every request at once and should have been ejected`,
        );
    });
    return { breaches, clusters: [plain, guarded], rows: () => world.nodes.map(stateRow) };
  },
  plan: (p) => [
    { atMs: 0, fault: outage(hostId(1, 'plain'), 'refuses', durationMs(p)) },
    { atMs: 0, fault: outage(hostId(1), 'refuses', durationMs(p)) },
  ],
  goals: () => [allEnded<Subject>()],
  expect: (p) => [
    within('plain', 'black-hole', {
      atLeast: binomialQuantiles(p.requests, 1 / p.hosts, missed).atMost,
    }).says(
      `requests of ${p.requests} to the failing host, 1 of ${p.hosts}: more than its fair share`,
    ),
    within('guarded', 'guarded', {
      atLeast: envoyOutliers.consecutive,
      atMost: envoyOutliers.consecutive + inFlightMax,
    }).says('requests to the failing host until it is ejected, with outlier detection'),
    within('guardedFailed', 'guarded-failed', {
      atLeast: envoyOutliers.consecutive,
      atMost: envoyOutliers.consecutive + inFlightMax,
    }).says('requests that failed, with outlier detection: those sent to the failing host'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `The failing host, 1 of ${p.hosts}, got ${percent((m.plain.value ?? 0) / p.requests)} of the requests: a request that fails at once is never open, so this host always has the fewest. With outlier detection it is ejected after ${envoyOutliers.consecutive} failures in a row, and got ${inDigits(m.guarded.value ?? 0)} of ${inDigits(p.requests)} requests.`,
});

// Left out: hosts that fail only some requests, which are found by their success rate.
