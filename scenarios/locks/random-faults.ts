import * as z from 'zod';
import { holdsAtLeast, noLockForEver } from '../../sims/locks/invariants.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { serviceKinds, serviceTitles } from '../../sims/locks/options.ts';
import { exponential, uniform } from '../../src/kernel/distribution.ts';
import { type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, type FaultPlan, hangDisk, pause, restart } from '../../src/world/fault.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import { aboutLocks, nodesOf, oneSystem } from './common.ts';

const params = z.object({
  service: z.enum(serviceKinds).default('redis').describe('the lock service'),
  clients: whole(2, 6, 4, 'clients that want the lock at the same time'),
  rounds: whole(1, 50, 6, 'how often each client takes the lock'),
  faults: whole(0, 100, 25, 'random faults injected'),
  ttlMs: whole(200, 1_500, 400, 'TTL, lease length or session timeout'),
});

type Params = z.output<typeof params>;

const faultsEndMs = 6_000;

/** How long each client may have to wait once the faults are over. */
const restMs = ({ clients, rounds, ttlMs }: Params): number =>
  clients * rounds * 600 + 20 * ttlMs + 8_000;

/**
 * Faults drawn one by one hardly ever hit the holder, or a server between a grant and its disk
 * write.
 */
const holderPauses = (stream: RandomStream, { faults, ttlMs }: Params): FaultPlan =>
  Array.from({ length: Math.ceil(faults / 3) }, () => ({
    atMs: randomInteger(stream, 50, faultsEndMs - 3 * ttlMs),
    fault: pause('holder', randomInteger(stream, 1, 3 * ttlMs)),
  }));

function diskLosses(stream: RandomStream, { faults }: Params): FaultPlan {
  return Array.from({ length: Math.ceil(faults / 5) }, () => {
    const atMs = randomInteger(stream, 50, faultsEndMs - 200);
    return [
      { atMs, fault: hangDisk('first-server', 150) },
      { atMs: atMs + 100, fault: crash('first-server') },
      { atMs: atMs + 120, fault: restart('first-server') },
    ];
  }).flat();
}

export default scenario({
  ...aboutLocks,
  id: 'locks/random-faults',
  asks: 'Clients and servers crash, pause and lose messages at random. Does the store ever accept a stale write, and does the lock ever stay stuck?',
  claims: [],
  code: ['sims/locks/redis/lock.ts#take', 'sims/locks/store.ts#isTooOld'],
  params,
  swarm: { faults: [0, 40], ttlMs: [200, 1_000] },
  durationMs: (p) => faultsEndMs + restMs(p),
  network: () => ({ latencyMs: uniform(0.2, 6) }),
  plan: (p, random) => [
    ...holderPauses(random.stream('pauses'), p),
    ...diskLosses(random.stream('crashes'), p),
    ...drawFaultPlan(random.stream('plan'), {
      nodes: nodesOf(p.service, p.clients),
      faults: p.faults,
      fromMs: 50,
      untilMs: faultsEndMs,
      pauseMsMax: 3 * p.ttlMs,
      rateMax: 0.2,
      disks: { troubleMsMax: p.ttlMs },
      links: { delayMsMax: p.ttlMs / 2 },
      lateness: { lateMsMax: p.ttlMs, downMsMax: p.ttlMs / 2 },
    }),
  ],
  metrics: locksMetrics,
  build: ({ params: p, ...parts }) =>
    oneSystem(parts, {
      service: p.service,
      clients: p.clients,
      rounds: p.rounds,
      ttlMs: p.ttlMs,
      startsMs: () => 20,
      clockOffsetMs: (client) => -5_000 * client,
      restMs: exponential(40),
      workMs: uniform(10, 1.5 * p.ttlMs),
      writes: 2,
      prepareMs: 10,
      retryMs: uniform(5, 30),
      diskMs: uniform(1, 25),
      downAfterMs: 200,
      waitsForReplica: true,
      persists: p.service !== 'redlock',
      progressWithinMs: Infinity,
      breaks: ['one-at-work'],
    }),
  goals: (p) => [holdsAtLeast(p.clients), noLockForEver(restMs(p))],
  expect: () => [],
  tells: ({ params: p, metrics }) =>
    `Neither happened in this run of ${serviceTitles[p.service]}: ` +
    `a client got the lock ${counted(metrics.holds.value, 'time')}, ${metrics.secondHolders.value} of them while another was ` +
    `still at work, and the store refused ${counted(metrics.refused.value, 'stale write')} and accepted none. ` +
    'Every client finished in the end.',
});

// Left out: clocks that jump, which no lease survives, and the loss of a disk.
