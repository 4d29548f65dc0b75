import * as z from 'zod';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import type { LocksLaw } from '../../sims/locks/laws.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { aboutLocks, manySystems, tripsMs } from './common.ts';

const params = z.object({
  crashes: whole(2, 60, 20, 'masters that crash, each a little later after its grant'),
  lagMs: whole(
    20,
    500,
    100,
    'how long the master holds a change before it sends it to the replica',
  ),
  spanMs: whole(50, 2_000, 200, 'time span after the grants over which the crashes are spread'),
  waits: z
    .boolean()
    .default(false)
    .describe('whether the master answers only once its replica has the grant'),
});
type Params = z.output<typeof params>;

const startMs = 100;
/** From the first request until the master starts the replication delay: less than this. */
const grantMs = 4;
const lost: readonly LocksLaw[] = ['one-holder', 'belief-within-lease', 'tokens-grow'];

/** Time after the first request. By the first of these a client has its grant. */
const crashesMs = ({ crashes, spanMs }: Params): number[] =>
  Array.from({ length: crashes }, (_, place) => tripsMs / 2 + ((place + 0.5) * spanMs) / crashes);

const { secondHolders, repeatedTokens } = locksMetrics;

export default scenario({
  ...aboutLocks,
  id: 'locks/failover',
  asks: 'A Redis master crashes just after granting a lock, and its replica takes over. Does the lock survive?',
  claims: ['q15-failover-loses-lock'],
  code: ['sims/locks/redis/server.ts#replicated', 'sims/locks/redis/failover.ts#sentinelServer'],
  params,
  durationMs: () => 12_000,
  plan: (p) =>
    crashesMs(p).map((afterMs, place) => {
      return { atMs: startMs + afterMs, fault: crash(`first-server#${place + 1}`) };
    }),
  metrics: { secondHolders, repeatedTokens },
  build: (parts) =>
    manySystems(parts, parts.params.crashes, () => ({
      service: 'failover' as const,
      startsMs: (client: number) => startMs + 2_000 * client,
      workMs: constant(5_000),
      replicaLagMs: parts.params.lagMs,
      waitsForReplica: parts.params.waits,
      breaks: parts.params.waits ? (['one-at-work'] as const) : (['one-at-work', ...lost] as const),
    })),
  goals: () => [holdsAtLeast(1)],
  expect(p) {
    const within = (spareMs: number) =>
      p.waits ? 0 : crashesMs(p).filter((afterMs) => afterMs < p.lagMs + spareMs).length;
    return [
      {
        id: 'second-holders',
        text: `second clients that got the lock while the first held it, in ${p.crashes} crashes: ${p.waits ? 'none, as the master waits for its replica' : `one for each crash within ${p.lagMs} ms, the replication delay, of the grant`}`,
        claim: 'q15-failover-loses-lock',
        measured: ({ secondHolders }) => secondHolders.value,
        bound: { atLeast: within(0), atMost: within(grantMs) },
      },
      {
        id: 'repeated-tokens',
        text: 'second clients that got the same token as the first holder: every one of them',
        measured: ({ repeatedTokens }) => repeatedTokens.value,
        bound: { atLeast: within(0), atMost: within(grantMs) },
      },
    ];
  },
  tells: ({ params: p, metrics }) =>
    p.waits
      ? `The lock survives: the master answers only once its replica has the grant, and ${counted(p.crashes, 'crash', 'crashes')} lost none of the locks. Each lock takes one more round trip for that, and none is granted while the replica is out of reach.`
      : 'The lock is lost if the master crashes before the grant has reached the replica: ' +
        `in ${metrics.secondHolders.value} of ${counted(p.crashes, 'crash', 'crashes')} a second client got the lock` +
        (metrics.repeatedTokens.value === metrics.secondHolders.value
          ? ', each time with the same token as the first'
          : `, and in ${metrics.repeatedTokens.value} of these its token was the same as the first holder’s`) +
        `, so no store could tell them apart. The replica was ${p.lagMs} ms behind, and the crashes were spread over ${p.spanMs} ms after the grant. ` +
        'A master that answers only once its replica has the grant closes the gap, for one more round trip for each lock.',
});

// Left out: an old master that comes back, and several replicas of which one that lags is promoted.
