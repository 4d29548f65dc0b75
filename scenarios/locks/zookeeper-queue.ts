import * as z from 'zod';
import { noLockForEver } from '../../sims/locks/invariants.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inSeconds } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutLocks, sideBySide, systemsSideBySide, tripsMs } from './common.ts';

const params = z.object({
  clients: whole(5, 60, 12, 'clients that want the lock'),
  holdMs: whole(200, 5_000, 1_000, 'how long each client holds it'),
  ttlMs: whole(2_000, 10_000, 3_000, 'session timeout'),
});
type Params = z.output<typeof params>;

/** A client that waits near the end crashes; those behind it move up. */
const crashed = ({ clients }: Params) => clients - 2;
const crashAtMs = 300;

/** The last of the remaining clients waits for all others. */
const longestWait = ({ clients, holdMs }: Params) => (clients - 2) * holdMs;

export default scenario({
  ...aboutLocks,
  id: 'locks/zookeeper-queue',
  asks: 'Many clients wait for one lock. In which order do they get it, and how many wake up at each release?',
  claims: ['q15-zk-lowest-sequence'],
  code: ['sims/locks/zookeeper/lock.ts#untilLowest', 'sims/locks/zookeeper/server.ts#create'],
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
      text: `longest wait for the lock in a queue of ${p.clients} clients, in ms: the holds of all clients before it`,
      claim: 'q15-zk-lowest-sequence',
      measured: (metrics) => metrics['zookeeper.waitMs'].max,
      bound: {
        atLeast: longestWait(p) - 10 * p.clients,
        // The session of the crashed client may have to end first.
        atMost: longestWait(p) + p.clients * tripsMs + 1.1 * p.ttlMs,
      },
    },
    {
      id: 'one-wakes-up',
      text: 'clients notified each time that one leaves the queue: only the next',
      claim: 'q15-zk-lowest-sequence',
      measured: (metrics) => metrics['zookeeper.wakeUps'].value / (p.clients - 1),
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ params: p, metrics }) =>
    'In the order in which they came: each creates an ephemeral sequential node in ZooKeeper, the lowest number holds the lock, and each of the others watches only the node before its own, ' +
    `so a release wakes only one client, with ${counted(metrics['zookeeper.wakeUps'].value, 'notification')} in all for ${counted(p.clients, 'client')}. ` +
    `The last of them waited ${inSeconds(metrics['zookeeper.waitMs'].max ?? 0)}; the end of a crashed client’s session wakes the next one too. ` +
    `Clients that poll one Redis every 50 ms need no queue, but asked ${inDigits(metrics['polling.tries'].value)} times, and got the lock in random order.`,
});

// Left out: read locks, and queues so long that listing their nodes takes time.
