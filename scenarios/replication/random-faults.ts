import * as z from 'zod';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import { writesAreAcked } from '../../sims/replication/primary/properties.ts';
import { exponential, uniform } from '../../src/kernel/distribution.ts';
import { pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import {
  crash,
  type FaultPlan,
  hangDisk,
  heal,
  partition,
  pause,
  restart,
} from '../../src/world/fault.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import { aboutPrimary, primarySystems } from './primary.ts';

const params = z.object({
  nodes: whole(2, 5, 3, 'nodes: the primary and its replicas'),
  acks: whole(1, 4, 1, 'replicas that have a write before it is acknowledged; fewer than nodes'),
  faults: whole(0, 100, 25, 'random faults injected'),
});

const faultsEndMs = 5_000;

/** Faults drawn one by one hardly ever hit the primary while it has writes that replicas lack. */
function primaryTroubles(stream: RandomStream, faults: number): FaultPlan {
  return Array.from({ length: Math.ceil(faults / 3) }, () => {
    const atMs = randomInteger(stream, 50, faultsEndMs - 1_000);
    const forMs = randomInteger(stream, 1, 700);
    return pick(stream, [
      [{ atMs, fault: pause('primary', forMs) }],
      [
        { atMs, fault: partition(['primary']) },
        { atMs: atMs + forMs, fault: heal() },
      ],
      [
        { atMs, fault: hangDisk('replicas', 100) },
        { atMs: atMs + 50, fault: crash('all') },
        { atMs: atMs + 60, fault: restart('down') },
      ],
    ]);
  }).flat();
}

export default scenario({
  ...aboutPrimary,
  id: 'replication/random-faults',
  asks: 'Nodes, failover manager and clients crash, pause and lose messages at random. Is an acknowledged write ever lost?',
  claims: [],
  code: [
    'sims/replication/primary/manager.ts#neededFor',
    'sims/replication/primary/manager.ts#mostComplete',
    'sims/replication/primary/replica.ts#acknowledging',
  ],
  params,
  swarm: { faults: [0, 40] },
  durationMs: () => faultsEndMs + 2_000,
  network: () => ({ latencyMs: uniform(0.2, 6) }),
  plan: ({ faults, nodes }, random) => [
    ...primaryTroubles(random.stream('primary'), faults),
    ...drawFaultPlan(random.stream('plan'), {
      nodes: [
        ...Array.from({ length: nodes }, (_, place) => `node${place + 1}`),
        'manager',
        'writer1',
        'session1',
      ],
      faults,
      fromMs: 50,
      untilMs: faultsEndMs,
      pauseMsMax: 600,
      rateMax: 0.2,
      disks: { troubleMsMax: 300 },
      links: { delayMsMax: 100 },
      lateness: { lateMsMax: 400, downMsMax: 300 },
    }),
  ],
  metrics: primaryMetrics,
  build: ({ params: { nodes, acks }, ...parts }) =>
    primarySystems(parts, {
      '': {
        nodes,
        acks: Math.min(acks, nodes - 1),
        shipMs: uniform(0, 20),
        applyMs: exponential(2),
        diskMs: uniform(1, 15),
        writers: 1,
        writeEveryMs: exponential(20),
        writesUntilMs: faultsEndMs + 1_500,
        sessions: 1,
        rounds: 100,
        thinkMs: exponential(10),
        restMs: exponential(20),
        timeoutMs: 150,
        breaks: ['monotonic-reads'],
      },
    }),
  goals: () => [writesAreAcked(10)],
  expect: () => [],
  tells: ({ metrics: { acked, lost, failovers, refused } }) =>
    `A failover loses no acknowledged write if it waits until one of the nodes that it has heard must have every such write, and promotes the most complete: ${lost.value} of ${inDigits(acked.value)} were lost in ${counted(failovers.value, 'failover')}. ${counted(refused.value, 'write')} got no answer; those may or may not have survived.`,
});

// Left out: drifting clocks, which affect the primary’s lease, and disks that are lost.
