import * as z from 'zod';
import { renewalsUntilLost } from '../../sims/locks/formulas.ts';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { createMetrics } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { meanBounds } from './bounds.ts';
import { aboutLocks, oneSystem } from './common.ts';

const params = z.object({
  loss: real(0.05, 0.9, 0.3, 'share of renewals that are lost'),
  leases: whole(5, 500, 60, 'leases that are lost, one after the other'),
});
type Params = z.output<typeof params>;

const ttlMs = 3_000;
/** A renewal sent a whole TTL after the last successful one is too late. */
const triesWithinTtl = 2;

export default scenario({
  ...aboutLocks,
  id: 'locks/lost-renewals',
  asks: 'A lease is renewed every third of its length, over a network that loses messages. How many lost renewals does it survive?',
  claims: [],
  code: ['sims/locks/client.ts#renewing', 'sims/locks/formulas.ts#renewalsUntilLost'],
  params,
  durationMs: (p) => {
    const { mean, deviation } = renewalsOf(p);
    return (p.leases * mean + 6 * Math.sqrt(p.leases) * deviation + 20) * (ttlMs / 3) * 1.3;
  },
  metrics: { lostLeases: locksMetrics.lostLeases, renewals: locksMetrics.renewals },
  build({ params: p, ...parts }) {
    const metrics = { ...createMetrics(locksMetrics), ...parts.metrics };
    const cluster = oneSystem(
      { ...parts, metrics },
      {
        clients: 1,
        startsMs: () => 0,
        rounds: p.leases,
        ttlMs,
        // It works until it loses the lease.
        workMs: constant(1e9),
        writes: 0,
        restMs: constant(1),
        retryMs: constant(ttlMs),
        persists: false,
        breaks: [],
      },
    );
    // Only requests are lost here, not replies.
    parts.world.network.changeLink('client1', 'redis', { loss: p.loss });
    return cluster;
  },
  goals: ({ leases }) => [holdsAtLeast(leases)],
  expect: (p) => [
    {
      id: 'renewals-until-lost',
      text: 'mean number of renewals sent per lease, until two in a row are lost and a later one is refused',
      measured: ({ renewals, lostLeases }) => renewals.value / lostLeases.value,
      bound: meanBounds(renewalsOf(p).mean, renewalsOf(p).deviation, p.leases),
    },
  ],
  tells: ({ params: p, metrics }) =>
    'A lease that is renewed every third of its length survives one lost renewal; two in a row end it, because the third leaves when it is already over: ' +
    `with ${percent(p.loss, 0)} of the renewals lost, a client sent ` +
    `${inDigits(Math.round((10 * metrics.renewals.value) / metrics.lostLeases.value) / 10)} renewals on average until it knew that its lease was over ` +
    `(${inDigits(Math.round(10 * renewalsOf(p).mean) / 10)} in theory). ` +
    'Renewing more often survives more losses, for more messages; a longer lease does too, but keeps the lock of a crashed client for longer.',
});

function renewalsOf({ loss }: Params) {
  const { mean, deviation } = renewalsUntilLost(loss, triesWithinTtl);
  const refused = { mean: 1 / (1 - loss), variance: loss / pow(1 - loss, 2) };
  return {
    mean: mean + refused.mean,
    deviation: Math.sqrt(pow(deviation, 2) + refused.variance),
  };
}

// Left out: lost replies. The server has renewed the lease then, and the next renewal finds it
// alive.
