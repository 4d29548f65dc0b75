import * as z from 'zod';
import { overlapMs } from '../../sims/locks/formulas.ts';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { aboutLocks, sideBySide, systemsSideBySide, tripsMs } from './common.ts';

const params = z.object({
  workMs: whole(1_000, 120_000, 35_000, 'how long the work takes'),
  ttlMs: whole(3_000, 60_000, 30_000, 'TTL of the lock'),
});

const retryMs = 50;

export default scenario({
  ...aboutLocks,
  id: 'locks/ttl-too-short',
  asks: 'A lock lasts 30 s and the work takes 35 s. How long are there two holders, and what does a watchdog that renews the lock change?',
  claims: ['q15-ttl-expiry-two-holders'],
  code: [
    'sims/locks/client.ts#renewing',
    'sims/locks/redis/lock.ts#renew',
    'sims/locks/redis/keys.ts#expire',
  ],
  params,
  durationMs: ({ workMs }) => 2 * workMs + 3_000,
  metrics: sideBySide(['fixed', 'renewed'], ['overlapMs', 'holds', 'lostLeases']),
  build(parts) {
    const { workMs, ttlMs } = parts.params;
    const both = { ttlMs, workMs: constant(workMs), retryMs: constant(retryMs) };
    return systemsSideBySide(parts, {
      fixed: { ...both, renews: false },
      renewed: { ...both, renews: true, breaks: [] },
    });
  },
  goals: () => [holdsAtLeast(2)],
  expect: ({ workMs, ttlMs }) => [
    {
      id: 'two-holders',
      text: 'time that two clients were at work at once without renewal, in ms: the work minus the TTL',
      claim: 'q15-ttl-expiry-two-holders',
      measured: (metrics) => metrics['fixed.overlapMs'].value,
      bound: {
        atLeast: overlapMs(workMs, ttlMs + retryMs + tripsMs, workMs),
        atMost: overlapMs(workMs, ttlMs, workMs),
      },
    },
    {
      id: 'one-holder-if-renewed',
      text: 'time that two clients were at work at once with a renewal every third of the TTL, in ms',
      measured: (metrics) => metrics['renewed.overlapMs'].value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params: { workMs, ttlMs }, metrics }) =>
    `The lock expires although its holder is still at work, and a second client gets it: with work of ${inSeconds(workMs)} under a lock of ${inSeconds(ttlMs)} ` +
    `two clients were at work at the same time for ${inSeconds(metrics['fixed.overlapMs'].value)}. ` +
    'With a watchdog that renews the lock every third of its TTL it was ' +
    `${inSeconds(metrics['renewed.overlapMs'].value)}: the lock lasts as long as its holder keeps renewing it. A holder that pauses renews nothing, so its late write needs a fencing token.`,
});

// Left out: the damage. The first holder’s clock tells it that its lease is over, so it writes
// nothing more; but what it has already done, such as a call to a third party, stays done.
