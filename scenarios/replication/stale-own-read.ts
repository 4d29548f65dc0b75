import * as z from 'zod';
import { lagExceeds } from '../../sims/replication/primary/formulas.ts';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import { type Routing, routings } from '../../sims/replication/primary/options.ts';
import { sessionsAreDone } from '../../sims/replication/primary/properties.ts';
import { none, within } from '../../src/check/expected.ts';
import { constant, exponential } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { percent } from '../../src/words/numbers.ts';
import { linkMs, sideBySide } from './common.ts';
import { aboutPrimary, primarySystems } from './primary.ts';

const params = z.object({
  lagMs: real(2, 200, 20, 'mean lag of a replica, exponential'),
  thinkMs: real(0, 200, 10, 'time from the acknowledgement of a write to the read'),
  reads: whole(50, 5_000, 200, 'reads for each kind of routing'),
});
type Params = z.output<typeof params>;

const apart = 20;

/** The read takes two trips during which an entry can overtake it, and the entry one. */
function expectedStale({ lagMs, thinkMs, reads }: Params) {
  const share = (tripsMs: number) => lagExceeds(lagMs, thinkMs + tripsMs);
  const most = share(2 * linkMs.min - linkMs.max);
  const least = share(2 * linkMs.max - linkMs.min);
  return {
    atLeast: binomialQuantiles(reads, least, 1e-4).atLeast,
    atMost: binomialQuantiles(reads, most, 1e-4).atMost,
  };
}

const breaksOf = (routing: Routing) =>
  routing === 'any replica' || routing === 'sticky' ? (['read-your-writes'] as const) : [];

export default scenario({
  ...aboutPrimary,
  id: 'replication/stale-own-read',
  asks: 'A user writes at the primary and reads from a replica. How often does the read miss the user’s own write, and which routing helps?',
  claims: ['q11-replica-lag-ryw'],
  code: [
    'sims/replication/primary/node.ts#read',
    'sims/replication/primary/session.ts#targetOf',
    'sims/replication/primary/formulas.ts#lagExceeds',
  ],
  params,
  durationMs: ({ lagMs, thinkMs, reads }) => 500 + (reads + 2) * ((apart + 20) * lagMs + thinkMs),
  metrics: sideBySide(routings, primaryMetrics, ['reads', 'staleOwnReads', 'readMs']),
  build: ({ params: { lagMs, thinkMs, reads }, ...parts }) =>
    primarySystems(
      parts,
      Object.fromEntries(
        routings.map((routing) => [
          routing,
          {
            acks: 0,
            routing,
            shipMs: exponential(lagMs),
            writers: 0,
            sessions: 1,
            rounds: reads,
            thinkMs: constant(thinkMs),
            restMs: constant(apart * lagMs),
            timeoutMs: Infinity,
            heartbeatMs: 10_000,
            leaseMs: 30_000,
            breaks: breaksOf(routing),
          },
        ]),
      ),
    ),
  goals: () => [sessionsAreDone],
  expect: (p) => [
    within('any replica.staleOwnReads', 'stale-at-any', expectedStale(p)).says(
      `reads from a replica, of ${p.reads}, that miss the user’s own write: e^(-d/m) of them, for a delay d and a mean lag m`,
      'q11-replica-lag-ryw',
    ),
    within('sticky.staleOwnReads', 'stale-at-one', expectedStale(p)).says(
      'reads that miss the user’s own write if a session stays with one replica, which is just as far behind',
    ),
    none('token.staleOwnReads', 'none-with-token').says(
      'reads that miss the user’s own write if they carry its log position, for which the replica waits',
    ),
    none('primary.staleOwnReads', 'none-at-primary').says(
      'reads at the primary that miss the user’s own write',
    ),
  ],
  tells: ({ params: p, metrics }) =>
    'A read from a replica misses the user’s own write while the replica lags behind: ' +
    `${percent(metrics['any replica.staleOwnReads'].value / p.reads)} of the reads ${p.thinkMs} ms after the write, at a mean ` +
    `lag of ${p.lagMs} ms (e^(-d/m), the chance that the lag m outlasts the delay d, is ${percent(lagExceeds(p.lagMs, p.thinkMs))}). ` +
    'Reading at the primary helps, and so does a read that carries the write’s LSN, for which the replica waits: neither is ' +
    `ever stale, and the second takes ${(metrics['token.readMs'].mean ?? 0).toFixed(1)} ms instead of ` +
    `${(metrics['primary.readMs'].mean ?? 0).toFixed(1)} ms on average. ` +
    `The same replica for the whole session is no better (${percent(metrics['sticky.staleOwnReads'].value / p.reads)} stale).`,
});

// Left out: a time window after each write in which reads go to the primary: it works as long as
// the lag is shorter.
