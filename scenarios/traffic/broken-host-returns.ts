import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  hostId,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import { ejectedMax } from '../../sims/traffic/balancing/formulas.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { envoyOutliers } from '../../sims/traffic/balancing/outliers.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent, times } from '../../src/words/numbers.ts';
import { outage } from '../../src/world/fault.ts';
import { aboutBalancing, allEnded } from './balancing-kit.ts';

const params = z.object({
  hosts: whole(5, 20, 10, 'hosts, one of which is broken for good'),
  minutes: whole(4, 60, 4, 'duration of the run'),
});
type Params = z.output<typeof params>;

/** A host that fails every request fails five in a row within an interval of ten seconds. */
const perHostPerSecond = 0.8;
const { baseMs, consecutive, intervalMs } = envoyOutliers;
const trafficMs = ({ minutes }: Params) => minutes * 60_000;
const outageMs = 10_000;
const outageAtMs = (p: Params) => trafficMs(p) * 0.9;

/**
 * Ejections of a host that always fails: the n-th lasts n x base, after all earlier ones are over.
 */
function ejectionsBy(ms: number): number {
  let [count, beganAtMs] = [0, 0];
  while (beganAtMs <= ms) {
    count += 1;
    beganAtMs += count * baseMs;
  }
  return count;
}

/** A cycle is longer by at most one sweep and the time of the next five failures. */
function fewestEjectionsBy(ms: number): number {
  let [count, beganAtMs] = [0, 2 * intervalMs];
  while (beganAtMs <= ms) {
    count += 1;
    beganAtMs += count * baseMs + 2 * intervalMs;
  }
  return count;
}

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/broken-host-returns',
  asks: 'Outlier detection ejects a failing host, and later lets it return. How often does it return if it stays broken, and what happens if all hosts fail at once?',
  claims: [],
  code: [
    'sims/traffic/balancing/outliers.ts#eject',
    'sims/traffic/balancing/pool.ts#mayEject',
    'sims/traffic/balancing/pool.ts#usable',
  ],
  params,
  durationMs: (p) => trafficMs(p) * 1.3,
  metrics: {
    ejections: gauge('ejections', 'of the broken host'),
    failures: gauge('requests', 'that the broken host failed'),
    mostEjected: gauge('hosts', 'ejected at a time, at most'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const broken = hostId(1);
    const perSecond = p.hosts * perHostPerSecond;
    const options = {
      ...plainBalancing,
      policy: 'round-robin' as const,
      hosts: p.hosts,
      requests: Math.floor((perSecond * trafficMs(p)) / 1_000),
      perSecond,
      host: () => ({ servers: Infinity, workMs: constant(20) }),
      outliers: envoyOutliers,
    };
    const cluster = balancingCluster(world, rules, options, {
      breaches,
      events: {
        ejects(host, { ejected, hosts }) {
          metrics.mostEjected.set(Math.max(metrics.mostEjected.value ?? 0, ejected));
          if (ejected > ejectedMax(hosts.length, plainBalancing.ejectedShare))
            breaches.report(
              'most-hosts-stay',
              `${ejected} of ${hosts.length} hosts are ejected at the same time, so the others must bear all requests`,
            );
          if (host.id !== broken) return;
          metrics.ejections.set((metrics.ejections.value ?? 0) + 1);
          const most = ejectionsBy(world.kernel.nowMs);
          if ((metrics.ejections.value ?? 0) > most)
            breaches.report(
              'returns-grow-rarer',
              `the broken host is ejected again, although it was ejected ${times(most)} already`,
            );
        },
        ends({ id }, result) {
          if (id === broken && result === 'failed')
            metrics.failures.set((metrics.failures.value ?? 0) + 1);
        },
      },
    });
    return { ...cluster, clusters: [cluster] };
  },
  plan: (p) => [
    { atMs: 0, fault: outage(hostId(1), 'refuses', 2 * trafficMs(p)) },
    ...Array.from({ length: p.hosts - 1 }, (_, other) => ({
      atMs: outageAtMs(p),
      fault: outage(hostId(other + 2), 'refuses', outageMs),
    })),
  ],
  goals: () => [allEnded<Subject>()],
  expect: (p) => [
    within('ejections', 'ejections', {
      atLeast: fewestEjectionsBy(outageAtMs(p)),
      atMost: ejectionsBy(trafficMs(p) * 1.2),
    }).says('ejections of the broken host: the n-th lasts n x 30 s'),
    within('mostEjected', 'most-ejected', {
      atLeast: 1,
      atMost: ejectedMax(p.hosts, plainBalancing.ejectedShare),
    }).says(`hosts ejected at a time, of ${p.hosts}: 10%, but at least one`),
    within('failures', 'failures', {
      atLeast: consecutive * fewestEjectionsBy(outageAtMs(p)),
      // While another host is ejected, the cap blocks the broken host’s ejection, and it fails its
      // share.
      atMost: perHostPerSecond * (trafficMs(p) / 1_000),
    }).says('requests that the broken host failed'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `The broken host was ejected ${inDigits(m.ejections.value ?? 0)} times in ${p.minutes} minutes, each time for 30 s ` +
    `longer, and failed ${inDigits(m.failures.value ?? 0)} requests: ` +
    `${percent((m.failures.value ?? 0) / (perHostPerSecond * (trafficMs(p) / 1_000)))} of its share. ` +
    `When all ${p.hosts} hosts failed for ${outageMs / 1_000} s, at most ${inDigits(m.mostEjected.value ?? 0)} was ejected: ` +
    `10% of ${p.hosts} hosts, but always at least one (until Envoy 1.30; later only with always_eject_one_host).`,
});

// Left out: the jitter of ejection times, and ejection by success rate.
