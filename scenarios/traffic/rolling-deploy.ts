import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  hostId,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, mean, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutBalancing, allEnded } from './balancing-kit.ts';

const params = z.object({
  hosts: whole(2, 20, 5, 'hosts that are redeployed, one after the other'),
  workMs: real(10, 2_000, 200, 'mean work of a request'),
});
type Params = z.output<typeof params>;

/** Average number of open requests at a host. */
const openEach = 2;
/** From one host to the next: until it is drained and up again, except once in 10^9 times. */
const everyMs = ({ workMs }: Params) => 25 * workMs + restartMs;
const restartMs = 500;
const perSecond = ({ hosts, workMs }: Params) => (1_000 * openEach * hosts) / workMs;
const trafficMs = (p: Params) => (p.hosts + 1) * everyMs(p);

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
  redeployed: number;
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/rolling-deploy',
  asks: 'Hosts are redeployed one after the other while requests arrive. How many requests are cut off?',
  claims: [],
  code: ['sims/traffic/balancing/balancer.ts#removeOnceDrained'],
  params,
  durationMs: (p) => trafficMs(p) * 1.3 + 2_000,
  metrics: {
    cutOff: counter('requests', 'that got no answer'),
    open: histogram('requests', 'open at a host when its drain begins'),
    drainMs: histogram('ms', 'until a host has answered them'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const options = {
      ...plainBalancing,
      policy: 'round-robin' as const,
      hosts: p.hosts,
      requests: Math.floor((perSecond(p) * trafficMs(p)) / 1_000),
      perSecond: perSecond(p),
      timeoutMs: 60 * p.workMs,
      host: () => ({ servers: Infinity, workMs: exponential(p.workMs) }),
    };
    const cluster = balancingCluster(world, rules, options, {
      breaches,
      events: {
        ends({ id }, result) {
          if (result === 'ok') return;
          metrics.cutOff.add();
          breaches.report(
            'no-request-cut-off',
            `host ${id} is replaced while it works on a request, which gets no answer`,
          );
        },
      },
    });
    const subject: Subject = { ...cluster, clusters: [cluster], redeployed: 0 };
    for (let number = 1; number <= p.hosts; number++)
      world.at(number * everyMs(p), () => redeploy(hostId(number)));
    return subject;

    function redeploy(id: string): void {
      const { balancer } = cluster;
      const beganAtMs = world.kernel.nowMs;
      metrics.open.record(balancer.pool.host(id).open);
      balancer.leave(id, () => {
        metrics.drainMs.record(world.kernel.nowMs - beganAtMs);
        world.strike(crash(id));
        world.at(world.kernel.nowMs + restartMs, () => {
          world.strike(restart(id));
          balancer.join(id);
          subject.redeployed += 1;
        });
      });
    }
  },
  goals: ({ hosts }) => [
    allEnded<Subject>(),
    sometimes<Subject>(
      'all-redeployed',
      'every host is redeployed',
      ({ redeployed }) => redeployed === hosts,
    ),
  ],
  expect: (p) => [
    exactly(0, 'cutOff', 'cut-off').says('requests that are cut off by the deploy'),
    within(mean('drainMs'), 'drain', {
      atLeast: 0,
      atMost: everyMs(p) - restartMs,
    }).says('ms until a host has answered its open requests and may stop, on average'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${inDigits(m.cutOff.value)} of ${inDigits(Math.floor((perSecond(p) * trafficMs(p)) / 1_000))} requests were cut off, because each host is drained first: it gets no new requests, answers its open ones, ${inDigits(Number((m.open.mean ?? 0).toFixed(1)))} on average, within ${inSeconds(m.drainMs.mean)} on average and ${inSeconds(m.drainMs.max)} at most, and is then replaced. Without a drain (${'`'}--without drain-before-remove${'`'}) all open requests are lost.`,
});

// Left out: a time limit for a drain, and clients that retry requests that were cut off.
