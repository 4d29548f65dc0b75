import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  hostId,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { crash, troubleLink } from '../../src/world/fault.ts';
import { aboutBalancing, allEnded, missed } from './balancing-kit.ts';

const params = z.object({
  hosts: whole(2, 50, 5, 'hosts'),
  intervalSeconds: real(1, 60, 10, 'time from one health check of a host to the next'),
  fall: whole(2, 10, 3, 'failed checks in a row that take a host out of rotation'),
  perSecond: real(1, 100, 10, 'requests'),
});
type Params = z.output<typeof params>;

const checkTimeoutMs = 500;
/** A link is bad for less than an interval: long enough to lose one check. */
const blipMs = ({ intervalSeconds }: Params) => intervalSeconds * 1_000 * 0.9;
const diesAtMs = ({ intervalSeconds }: Params) => intervalSeconds * 2_500;
/** Requests continue for a while after the host is out. */
const trafficMs = (p: Params) => diesAtMs(p) + (p.fall + 1) * p.intervalSeconds * 1_000 + 5_000;
const durationMs = (p: Params) => 1.4 * trafficMs(p) + 5_000;

/** The first failing check is up to an interval away; the last one has to time out. */
function detectionMs({ intervalSeconds, fall }: Params) {
  const interval = intervalSeconds * 1_000;
  return {
    atLeast: (fall - 1) * interval + checkTimeoutMs - 2,
    atMost: fall * interval + checkTimeoutMs + 2,
  };
}

/** Requests of a Poisson stream, as many trials so small that each contains one request or none. */
const countRange = (mean: number) => binomialQuantiles(1_000_000, mean / 1_000_000, missed);

/** Requests that arrive for one host in that time. */
const failedRange = (p: Params) => ({
  atLeast: countRange((p.perSecond / p.hosts) * (detectionMs(p).atLeast / 1_000)).atLeast,
  atMost: countRange((p.perSecond / p.hosts) * (detectionMs(p).atMost / 1_000) + 1).atMost + 1,
});

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
  downAtMs: number | undefined;
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/dead-host',
  asks: 'A host dies silently, and the balancer checks each host every ten seconds. How long does the balancer keep sending requests there, and how many fail?',
  claims: ['num-health-check-5-30s'],
  code: ['sims/traffic/balancing/health.ts#checkHealth', 'sims/traffic/balancing/pool.ts#usable'],
  params,
  durationMs,
  metrics: {
    detection: gauge('ms', 'from the crash until the host is out of rotation'),
    failed: gauge('requests', 'that went to the dead host'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const dead = hostId(1);
    const isDead = () => world.node(dead).life !== 'up';
    const options = {
      ...plainBalancing,
      policy: 'round-robin' as const,
      hosts: p.hosts,
      requests: Math.floor((p.perSecond * trafficMs(p)) / 1_000),
      perSecond: p.perSecond,
      host: () => ({ servers: Infinity, workMs: constant(20) }),
      health: {
        intervalMs: p.intervalSeconds * 1_000,
        timeoutMs: checkTimeoutMs,
        fall: p.fall,
        rise: 2,
      },
    };
    const cluster = balancingCluster(world, rules, options, {
      breaches,
      events: {
        sends(host, _usable, panics) {
          if (!host.isUp && !panics)
            breaches.report(
              'ill-hosts-are-skipped',
              `a request is sent to ${host.id} although its health checks have shown that it is down`,
            );
          if (host.id === dead && isDead()) metrics.failed.set((metrics.failed.value ?? 0) + 1);
        },
        goesDown(host) {
          if (host.id !== dead || !isDead())
            breaches.report(
              'blips-do-no-harm',
              `${host.id} is taken out of rotation after a lost check, although it is up`,
            );
          else {
            subject.downAtMs = world.kernel.nowMs;
            metrics.detection.set(world.kernel.nowMs - diesAtMs(p));
          }
        },
      },
    });
    const subject: Subject = { ...cluster, clusters: [cluster], downAtMs: undefined };
    return subject;
  },
  plan: (p) => [
    { atMs: 100, fault: troubleLink('balancer', hostId(2), { loss: 1 }) },
    { atMs: 100 + blipMs(p), fault: troubleLink('balancer', hostId(2), {}) },
    { atMs: diesAtMs(p), fault: crash(hostId(1)) },
  ],
  goals: () => [
    allEnded<Subject>(),
    sometimes<Subject>(
      'detected',
      'the dead host is taken out of rotation',
      ({ downAtMs }) => downAtMs !== undefined,
    ),
  ],
  expect: (p) => [
    within('detection', 'detection', detectionMs(p)).says(
      `ms from the crash until the host is out of rotation, with a check every ${inDigits(p.intervalSeconds)} s and ${p.fall} failures in a row`,
      'num-health-check-5-30s',
    ),
    within('failed', 'failed', failedRange(p)).says(
      `requests that fail until the host is out of rotation: time x its share of ${inDigits(p.perSecond / p.hosts)} a second`,
      'num-health-check-5-30s',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `It took ${inSeconds(m.detection.value)} to take the dead host out of rotation: ${p.fall} failed checks, the first of which comes up to ${inDigits(p.intervalSeconds)} s after the crash. Until then it got its share, and ${inDigits(m.failed.value ?? 0)} requests failed. Another host lost one check on a bad link and stayed in rotation; if a single failed check decided, it would have been taken out.`,
});

// Left out: retries at another host, which hide most of the failures, and outlier detection, which
// is faster: see black-hole.
