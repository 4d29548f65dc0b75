import * as z from 'zod';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { locksNotes } from '../../sims/locks/notes.ts';
import { driftMsOf } from '../../sims/locks/validity.ts';
import { createMetrics, gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { clockDrift } from '../../src/world/fault.ts';
import { aboutLocks, oneSystem, tripsMs } from './common.ts';

const params = z.object({
  driftPpm: whole(
    0,
    4_900,
    4_000,
    'how much faster the server’s clock runs, and how much slower the holder’s',
  ),
  driftBound: real(0.01, 0.05, 0.01, 'share of the TTL by which the holder stops early'),
  ttlMs: whole(5_000, 60_000, 30_000, 'TTL of the lock'),
});
type Params = z.output<typeof params>;

const retryMs = 5;

/**
 * Time from the end of the holder’s belief until the server grants the lock to another client, if
 * both begin at once.
 */
function gapMs({ ttlMs, driftPpm, driftBound }: Params): number {
  const believedMs = (ttlMs - driftMsOf({ ttlMs, driftBound })) / (1 - driftPpm / 1e6);
  return ttlMs / (1 + driftPpm / 1e6) - believedMs;
}

export default scenario({
  ...aboutLocks,
  id: 'locks/clock-drift',
  asks: 'The holder’s clock runs slower than the server’s. How long before the end of its TTL must it stop?',
  claims: [],
  code: ['sims/locks/validity.ts#leaseFrom', 'sims/locks/validity.ts#driftMsOf'],
  params,
  durationMs: ({ ttlMs }) => 2 * ttlMs + 2_000,
  plan: ({ driftPpm }) => [{ atMs: 0, fault: clockDrift('redis', driftPpm) }],
  metrics: {
    holds: locksMetrics.holds,
    gapMs: gauge('ms', 'from the end of the first holder’s belief to the next grant'),
  },
  build({ params: p, metrics, ...parts }) {
    let beliefEndsMs = 0;
    locksNotes.listen(parts.world.trace, 'holds', ({ forMs }, by, atMs) => {
      if (by === 'client1') beliefEndsMs = atMs + forMs / (1 - p.driftPpm / 1e6);
      else metrics.gapMs.set(atMs - beliefEndsMs);
    });
    return oneSystem(
      { ...parts, metrics: { ...createMetrics(locksMetrics), holds: metrics.holds } },
      {
        ttlMs: p.ttlMs,
        driftBound: p.driftBound,
        startsMs: (client) => 500 + 500 * client,
        clockDriftPpm: (client) => (client === 0 ? -p.driftPpm : 0),
        workMs: constant(1.1 * p.ttlMs),
        writes: 0,
        renews: false,
        retryMs: constant(retryMs),
      },
    );
  },
  goals: () => [holdsAtLeast(2)],
  expect: (p) => [
    {
      id: 'gap',
      text: 'time from when the first holder stops by its own slow clock until the second has the lock, in ms: the safety margin minus the drift',
      measured: ({ gapMs: measured }) => measured.value,
      bound: { atLeast: gapMs(p), atMost: gapMs(p) + retryMs + tripsMs },
    },
  ],
  tells: ({ params: p, metrics }) =>
    `A holder must stop before the end of its TTL by as much as its clock and the server’s can differ over it, here up to ${inDigits(p.driftBound * 100)}% of it: ` +
    `${inDigits(driftMsOf(p))} ms. With clocks ${inDigits(2 * p.driftPpm)} ppm apart the holder stopped ` +
    `${inDigits(Math.round(metrics.gapMs.value ?? 0))} ms before the next client had the lock; without the margin the two ` +
    `would have overlapped for ${inDigits(Math.round(driftMsOf(p) - (metrics.gapMs.value ?? 0)))} ms.`,
});

// Left out: a clock that jumps. No margin covers that: see locks/redlock-faults.
