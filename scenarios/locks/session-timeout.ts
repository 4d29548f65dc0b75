import * as z from 'zod';
import { noLockForEver } from '../../sims/locks/invariants.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { locksNotes } from '../../sims/locks/notes.ts';
import { serviceTitles } from '../../sims/locks/options.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutLocks, manySystems, tripsMs } from './common.ts';

const params = z.object({
  service: z
    .enum(['zookeeper', 'redis', 'database'])
    .default('zookeeper')
    .describe('the lock service'),
  crashes: whole(4, 60, 12, 'holders that crash, each a little later than the one before'),
  ttlMs: whole(3_000, 40_000, 10_000, 'session timeout, or TTL of a renewed lock'),
});
type Params = z.output<typeof params>;

const startMs = 1_000;
const retryMs = 50;

/** The first just after its grant, the others spread over two heartbeat intervals. */
const crashMs = (place: number, { crashes, ttlMs }: Params): number =>
  place === 0 ? startMs + 2 : startMs + 100 + ((place + 0.5) * 2 * (ttlMs / 3)) / crashes;

/** How long a dead holder keeps the lock: the timeout minus the age of its last heartbeat. */
function waitMs({ ttlMs }: Params) {
  return { atLeast: (2 * ttlMs) / 3 - tripsMs, atMost: ttlMs + ttlMs / 30 + retryMs + tripsMs };
}

const { holds } = locksMetrics;

export default scenario({
  ...aboutLocks,
  id: 'locks/session-timeout',
  asks: 'The holder of a lock crashes. How long is the lock unavailable to other clients?',
  claims: ['q15-zk-ephemeral-release'],
  code: ['sims/locks/session/sessions.ts#expire', 'sims/locks/zookeeper/server.ts#expiring'],
  params,
  durationMs: ({ ttlMs }) => startMs + 5 * ttlMs,
  plan: (p) =>
    Array.from({ length: p.crashes }, (_, place) => {
      return { atMs: crashMs(place, p), fault: crash(`first-client#${place + 1}`) };
    }),
  metrics: { waitMs: locksMetrics.waitMs, holds },
  build({ params: p, metrics: { waitMs, holds }, ...parts }) {
    locksNotes.listen(parts.world.trace, 'holds', (_note, by, atMs) => {
      const [, trial] = /^trial(\d+)\/client2$/.exec(by) ?? [];
      if (trial !== undefined) waitMs.record(atMs - crashMs(Number(trial) - 1, p));
    });
    return manySystems({ ...parts, metrics: { holds } }, p.crashes, (place) => ({
      service: p.service,
      ttlMs: p.ttlMs,
      // The second client arrives after the first has crashed.
      startsMs: (client: number) => (client === 0 ? startMs : crashMs(place, p)),
      workMs: constant(p.ttlMs),
      writes: 0,
      retryMs: constant(retryMs),
      breaks: [],
    }));
  },
  goals: () => [noLockForEver(0, 1)],
  expect: (p) => [
    {
      id: 'shortest',
      text: 'shortest wait of the next client after the holder’s crash, in ms: the timeout minus one heartbeat interval',
      claim: 'q15-zk-ephemeral-release',
      measured: (metrics) => metrics.waitMs.min,
      bound: waitMs(p),
    },
    {
      id: 'longest',
      text: 'longest wait of the next client after the holder’s crash, in ms: the whole timeout',
      claim: 'q15-zk-ephemeral-release',
      measured: (metrics) => metrics.waitMs.max,
      bound: waitMs(p),
    },
  ],
  tells: ({ params: p, metrics }) =>
    'Until its session or TTL runs out, which is the timeout minus the time since the last heartbeat: ' +
    `here ${inSeconds(metrics.waitMs.min ?? 0)} to ${inSeconds(metrics.waitMs.max ?? 0)} with ` +
    `${serviceTitles[p.service]} and a timeout of ${inSeconds(p.ttlMs)}, in ${counted(p.crashes, 'crash', 'crashes')}. ` +
    'A shorter timeout frees the lock sooner, but also takes it from a ' +
    'holder that merely pauses, whose late writes then need a fencing token. ' +
    'At the timeout ZooKeeper deletes the ephemeral node of the session (etcd the key of the lease, Redis the key), and the next client gets the lock.',
});

// Left out: a holder that closes its session, which frees the lock at once.
