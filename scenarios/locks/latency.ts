import * as z from 'zod';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import type { locksMetrics } from '../../sims/locks/metrics.ts';
import { type ServiceKind, serviceTitles } from '../../sims/locks/options.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutLocks, linkMs, sideBySide, systemsSideBySide } from './common.ts';

const params = z.object({
  diskMs: real(0.1, 20, 2, 'until a record is durable'),
  rounds: whole(5, 200, 25, 'how often each client takes its lock'),
});
type Params = z.output<typeof params>;

const kinds = ['redis', 'redlock', 'zookeeper', 'consensus', 'database'] as const;

/** Round trips and forced writes of an uncontended lock. */
const costs: Readonly<Record<(typeof kinds)[number], readonly [trips: number, disks: number]>> = {
  redis: [1, 0],
  redlock: [1, 0],
  // Create the node, then check whether it is the lowest.
  zookeeper: [2, 1],
  // A read and a compare-and-swap, each a log entry: to the leader, to a follower, and to its disk.
  consensus: [4, 2],
  database: [1, 1],
};

function expectedMs(kind: (typeof kinds)[number], { diskMs }: Params) {
  const [trips, disks] = costs[kind];
  return {
    atLeast: trips * 2 * linkMs.min + disks * diskMs,
    atMost: trips * 2 * linkMs.max + disks * diskMs,
  };
}

export default scenario({
  ...aboutLocks,
  id: 'locks/latency',
  asks: 'How much longer does a lock that survives crashes take than one in the memory of a Redis?',
  claims: ['q15-10-20x-latency'],
  code: [
    'sims/locks/redis/server.ts#serveCommand',
    'sims/locks/consensus/register.ts#swap',
    'sims/locks/zookeeper/server.ts#commit',
  ],
  params,
  durationMs: ({ rounds, diskMs }) => 4_000 + rounds * (200 + 10 * diskMs),
  metrics: sideBySide(kinds, ['waitMs', 'holds']),
  build: (parts) =>
    systemsSideBySide(
      parts,
      Object.fromEntries(
        kinds.map((service: ServiceKind) => [
          service,
          {
            service,
            clients: 1,
            startsMs: () => 3_000,
            rounds: parts.params.rounds,
            restMs: constant(100),
            workMs: constant(1),
            writes: 0,
            requestTimeoutMs: 1_000,
            persists: false,
            diskMs: constant(parts.params.diskMs),
            breaks: [],
          },
        ]),
      ),
    ),
  goals: ({ rounds }) => [holdsAtLeast(rounds)],
  expect: (p) => [
    ...kinds.map((kind) => ({
      id: `${kind}-latency`,
      text: `median time to get an uncontended lock with ${serviceTitles[kind]}, in ms: ${counted(costs[kind][0], 'round trip')} of 0.4 to 0.6 ms and ${counted(costs[kind][1], 'forced write')}`,
      measured: (metrics: Metrics) => metrics[`${kind}.waitMs`].quantile(0.5),
      bound: expectedMs(kind, p),
    })),
    {
      id: 'times-slower',
      text: 'median time to get a lease on Raft, as a multiple of that of a lock in the memory of a Redis',
      claim: 'q15-10-20x-latency',
      measured: (metrics) =>
        (metrics['consensus.waitMs'].quantile(0.5) ?? 0) /
        (metrics['redis.waitMs'].quantile(0.5) ?? 1),
      bound: {
        atLeast: expectedMs('consensus', p).atLeast / expectedMs('redis', p).atMost,
        atMost: expectedMs('consensus', p).atMost / expectedMs('redis', p).atLeast,
      },
    },
  ],
  tells({ params: p, metrics }) {
    const median = (kind: (typeof kinds)[number]) => metrics[`${kind}.waitMs`].quantile(0.5) ?? 0;
    const ratio = (kind: (typeof kinds)[number]) =>
      inDigits(Math.round(median(kind) / median('redis')));
    return (
      `A lease on Raft takes ${ratio('consensus')} times as long as a Redis lock (${inDigits(median('consensus'))} ms instead of ` +
      `${inDigits(median('redis'))} ms), a ZooKeeper lock ${ratio('zookeeper')} times, a database lock ${ratio('database')} ` +
      `times. The difference is round trips of about half a millisecond and forced disk writes of ${inDigits(p.diskMs)} ms each; between data centres the round trips dominate. ` +
      'Pay it where two holders would damage data; where a lock only saves double work, one Redis is enough. ' +
      'A Redis that forces each write to disk loses most of its lead.'
    );
  },
});

type Metrics = Readonly<
  Record<`${(typeof kinds)[number]}.waitMs`, ReturnType<typeof locksMetrics.waitMs.create>>
>;

// Left out: load. Each client is alone with its lock; queueing at the leader would come on top.
