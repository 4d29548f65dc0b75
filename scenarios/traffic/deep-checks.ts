import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import type { HostRequest } from '../../sims/traffic/balancing/host.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { outage } from '../../src/world/fault.ts';
import { aboutBalancing, allEnded } from './balancing-kit.ts';

const params = z.object({
  hosts: whole(4, 40, 10, 'hosts'),
  deep: whole(0, 40, 7, 'hosts whose check asks the recommendations service'),
});

const workMs = 80;
/** Half of a host’s capacity; three of ten hosts could not carry the load of the rest. */
const perHostPerSecond = 6;
const timeoutMs = 3_000;
const trafficMs = 20_000;
const goneAtMs = 4_000;
const goneForMs = 12_000;

const health = { intervalMs: 1_000, timeoutMs: 200, fall: 2, rise: 2 };
/**
 * Hosts are marked down, and up again, by the second check: each up to an interval and two checks
 * later than another.
 */
function panicRange(hosts: number) {
  const perMs = (hosts * perHostPerSecond) / 1_000;
  const apartMs = health.intervalMs + health.fall * health.timeoutMs;
  const [least, most] = [perMs * (goneForMs - apartMs), perMs * (goneForMs + apartMs)];
  return { atLeast: least - 6 * Math.sqrt(least), atMost: most + 6 * Math.sqrt(most) };
}

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/deep-checks',
  asks: 'Most hosts fail their health checks, because the check asks a service that is down but that requests do not need. What does the balancer do?',
  claims: [],
  code: ['sims/traffic/balancing/pool.ts#usable'],
  params,
  durationMs: () => trafficMs * 1.5 + timeoutMs,
  metrics: {
    failed: counter('requests', 'that failed'),
    panicking: counter('requests', 'sent while all hosts were used'),
    fewest: gauge('hosts', 'available to a request, at least'),
  },
  build({ world, rules, params: { hosts, deep }, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    world.addServer('recommendations', {
      kind: 'recommendations',
      start: () => ({}),
      serve: (_memory: object, _request: HostRequest) => 'up',
      shown: () => ({}),
    });
    const perSecond = hosts * perHostPerSecond;
    const options = {
      ...plainBalancing,
      policy: 'round-robin' as const,
      hosts,
      requests: (perSecond * trafficMs) / 1_000,
      perSecond,
      timeoutMs,
      host: (number: number) => ({
        servers: 1,
        workMs: exponential(workMs),
        ...(number <= deep ? { dependency: 'recommendations' } : {}),
      }),
      health,
    };
    const cluster = balancingCluster(world, rules, options, {
      breaches,
      events: {
        sends(_host, usable, panics) {
          metrics.fewest.set(Math.min(metrics.fewest.value ?? hosts, usable.length));
          if (panics) metrics.panicking.add();
          if (usable.length < hosts * plainBalancing.panicShare)
            breaches.report(
              'survivors-bear-it',
              `only ${usable.length} of ${hosts} hosts get all requests, which is more than they can bear`,
            );
        },
        ends(_host, result) {
          if (result === 'failed') metrics.failed.add();
        },
      },
    });
    return { ...cluster, clusters: [cluster] };
  },
  plan: () => [{ atMs: goneAtMs, fault: outage('recommendations', 'refuses', goneForMs) }],
  goals: () => [allEnded<Subject>()],
  expect: ({ hosts, deep }) => [
    within('fewest', 'fewest', {
      atLeast: Math.ceil(hosts * plainBalancing.panicShare),
      atMost: hosts,
    }).says('hosts that requests could be sent to, at the least: half of all'),
    deep > hosts / 2
      ? within('panicking', 'panicking', panicRange(hosts)).says(
          'requests sent to any host because most fail their checks (panic mode): those of the outage, shifted by the time of the checks',
        )
      : exactly(0, 'panicking', 'panicking').says('requests sent in panic mode'),
    exactly(0, 'failed', 'failed').says('requests that fail'),
  ],
  tells: ({ params: { hosts, deep }, metrics: m }) =>
    'If fewer than half of the hosts pass their checks (Envoy’s panic threshold), the balancer trusts the checks no longer, and uses all hosts: ' +
    `${inDigits(m.panicking.value)} requests were sent this way, and ${inDigits(m.failed.value)} failed. ` +
    `${Math.min(deep, hosts)} of ${hosts} hosts failed their checks for ${goneForMs / 1_000} s, but could have served all ` +
    `the same. Otherwise ${hosts - Math.min(deep, hosts)} hosts would have got all requests, ` +
    `${percent((hosts * perHostPerSecond * workMs) / 1_000 / Math.max(1, hosts - deep), 0)} of their capacity.`,
});

// Left out: used hosts that really are dead.
