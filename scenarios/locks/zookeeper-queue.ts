import { z } from 'zod';
import { noLockForEver } from '../../sims/locks/invariants.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutLocks, sideBySide, systemsSideBySide, tripsMs } from './common.ts';

const params = z.object({
  clients: whole(5, 60, 12, 'clients that want the lock'),
  holdMs: whole(200, 5_000, 1_000, 'how long each holds it'),
  ttlMs: whole(2_000, 10_000, 3_000, 'session timeout'),
});
type Params = z.output<typeof params>;

/** One that waits near the end crashes; those behind it move up. */
const crashed = ({ clients }: Params) => clients - 2;
const crashAtMs = 300;

/** The last of those that are left waits for all others. */
const longestWait = ({ clients, holdMs }: Params) => (clients - 2) * holdMs;

export default scenario({
  ...aboutLocks,
  id: 'locks/zookeeper-queue',
  asks: 'Many clients wait for one lock. In which order do they get it, and how many wake up each time it is released?',
  claims: ['q15-zk-lowest-sequence'],
  params,
  durationMs: (p) => 2 * (longestWait(p) + p.ttlMs) + 10_000,
  plan: (p) => [
    { atMs: crashAtMs, fault: crash(`zookeeper/client${crashed(p)}`) },
    { atMs: crashAtMs, fault: crash(`polling/client${crashed(p)}`) },
  ],
  metrics: sideBySide(['zookeeper', 'polling'], ['waitMs', 'wakeUps', 'tries', 'holds']),
  build(parts) {
    const { clients, holdMs, ttlMs } = parts.params;
    const both = {
      clients,
      ttlMs,
      startsMs: (client: number) => 10 * client,
      workMs: constant(holdMs),
      writes: 0,
      retryMs: constant(50),
      breaks: [],
    };
    return systemsSideBySide(parts, {
      zookeeper: { ...both, service: 'zookeeper' },
      polling: { ...both, service: 'redis' },
    });
  },
  goals: () => [noLockForEver(0, 1)],
  expect: (p) => [
    {
      id: 'longest-wait',
      text: 'the last in the queue waits for as long as all before it hold the lock, in ms',
      claim: 'q15-zk-lowest-sequence',
      measured: (metrics) => metrics['zookeeper.waitMs'].max,
      bound: {
        atLeast: longestWait(p) - 10 * p.clients,
        // The session of the one that has crashed may have to end first.
        atMost: longestWait(p) + p.clients * tripsMs + 1.1 * p.ttlMs,
      },
    },
    {
      id: 'one-wakes-up',
      text: 'notifications for each end of a place in the queue',
      claim: 'q15-zk-lowest-sequence',
      measured: (metrics) => metrics['zookeeper.wakeUps'].value / (p.clients - 1),
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ params: p, metrics }) =>
    `First come, first served: the last of ${counted(p.clients, 'client')} waited ${inSeconds(metrics['zookeeper.waitMs'].max ?? 0)}, and each release woke the next one alone, ${counted(metrics['zookeeper.wakeUps'].value, 'notification')} in all. ` +
    `Clients that poll one Redis asked ${metrics['polling.tries'].value} times, and got the lock in the order of their luck.`,
});

// Left out: read locks, and a queue that is so long that reading its nodes costs time.
