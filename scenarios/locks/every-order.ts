import * as z from 'zod';
import type { LocksCluster } from '../../sims/locks/cluster.ts';
import { exploredLaws, hasWritten } from '../../sims/locks/exploration/exploration.ts';
import { actorsSystem } from '../../sims/locks/exploration/system.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { exactly, type Valued } from '../../src/check/expected.ts';
import { eventually } from '../../src/check/goal.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { crash, pause, restart } from '../../src/world/fault.ts';
import { aboutLocks, tripsMs } from './common.ts';

const params = z.object({
  clients: whole(2, 3, 2, 'clients that each take the lock once'),
  writes: whole(1, 2, 1, 'how often each client writes under the lock'),
  leaseMs: real(
    1_000,
    600_000,
    10_000,
    'time after which the server grants the lock to the next client',
  ),
  workMs: real(1_000, 600_000, 2_000, 'from the grant to the first write, and to the second'),
  askMs: real(100, 600_000, 500, 'time between two requests of a client'),
  pauseMs: real(0, 60_000, 15_000, 'how long the first holder pauses'),
  failsOver: z
    .boolean()
    .default(true)
    .describe('whether the lock server fails over after its first grant'),
});
type Params = z.output<typeof params>;

/**
 * The first client is granted the lock, the server fails over, the others ask, and the first holder
 * pauses.
 */
const [crashMs, restartMs, apartMs, pauseAtMs] = [50, 90, 100, 500];

/** When each client writes, apart from network delays: in the order of the grants. */
function writesMs({ clients, writes, leaseMs, workMs, pauseMs, failsOver }: Params): number[][] {
  let leaseFromMs = failsOver ? restartMs : 0;
  let firstMs = Math.max(workMs, pauseAtMs + pauseMs);
  return Array.from({ length: clients }, () => {
    const own = Array.from({ length: writes }, (_, place) => firstMs + place * workMs);
    leaseFromMs = Math.min(leaseFromMs + leaseMs, Math.max(...own));
    firstMs = leaseFromMs + workMs;
    return own;
  });
}

/** Writes that arrive after the first write of a later holder. */
function lateBy(p: Params, marginMs: number): number {
  const all = writesMs(p);
  return all.flatMap((own, place) => {
    const laterMs = Math.min(...all.slice(place + 1).flat());
    return own.filter((atMs) => atMs > laterMs + marginMs);
  }).length;
}

const { holds, writes, refused } = locksMetrics;

export default scenario({
  ...aboutLocks,
  id: 'locks/every-order',
  asks: 'A lock holder may be late by any amount, and the lock server fails over. Is there an order of events in which the store takes a stale write?',
  claims: ['q15-fencing-rejects-stale'],
  code: ['sims/locks/store.ts#isTooOld'],
  params,
  durationMs: (p) => Math.max(...writesMs(p).flat()) + 1_000,
  plan: (p) => [
    ...(p.failsOver
      ? [
          { atMs: crashMs, fault: crash('lock') },
          { atMs: restartMs, fault: restart('lock') },
        ]
      : []),
    { atMs: pauseAtMs, fault: pause('client1', p.pauseMs) },
  ],
  invariants: aboutLocks.invariants.filter(({ id }) => exploredLaws.some((law) => law === id)),
  metrics: { holds, writes, refused },
  build: ({ world, rules, metrics, params: { clients, ...own } }) =>
    actorsSystem({ world, metrics }, clients, apartMs, { rules, ...own }),
  goals: (p) => [
    eventually(
      'all-have-written',
      'every client has held the lock and written',
      Math.max(...writesMs(p).flat()) + tripsMs,
      ({ actors }: LocksCluster) =>
        actors?.nodes.every((node) => hasWritten(node, p.writes)) === true,
    ),
  ],
  expect: (p) => [
    {
      id: 'refused',
      text: `writes, of ${p.clients * p.writes}, that the store refused: those that arrive after a later holder’s first write`,
      claim: 'q15-fencing-rejects-stale',
      measured: ({ refused }) => refused.value,
      bound: { atLeast: lateBy(p, tripsMs), atMost: lateBy(p, -tripsMs) },
    },
    exactly(
      p.clients * p.writes,
      (metrics: Valued<'writes' | 'refused'>) =>
        (metrics.writes.value ?? 0) + (metrics.refused.value ?? 0),
      'answered',
    ).says('writes that the store accepted or refused: all that the clients sent'),
    exactly(p.clients, 'holds', 'holds').says(
      'times that a client got the lock: one for each client',
    ),
  ],
  tells: ({ params: p, metrics }) =>
    `None was found, because the store refuses a token lower than the highest that it has seen: in this run the first holder pauses for ${inSeconds(p.pauseMs)} under a lease of ${inSeconds(p.leaseMs)}, ` +
    `${counted(p.clients, 'client')} write, and of ${counted(p.clients * p.writes, 'write')} the store refuses ` +
    `${metrics.refused.value}. That holds only if the failover keeps the counter of the tokens. \`explore locks/every-order\` tries every other order within its bounds, and finds none either; ` +
    'with a rule switched off it finds the shortest order that breaks the lock.',
});

// Left out: clients that stop when their lease ends, and clocks. Here only the token protects the
// store.
