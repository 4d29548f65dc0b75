/**
 * Two chains of services that differ in one thing: in the first every tier retries, in the second
 * only the one nearest to the user.
 */
import { z } from 'zod';
import { type Policy, stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { observeTries } from '../../sims/resilience/observers.ts';
import { mayTierRetry } from '../../sims/resilience/policies/designs.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { noBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import type { Service } from '../../sims/resilience/service/service.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { hoeffding } from './bounds.ts';
import { number } from './words.ts';

const params = z.object({
  tiers: whole(1, 5, 3, 'tiers above the database'),
  maxAttempts: whole(1, 6, 4, 'tries of each tier, the first included'),
  failureRate: real(0, 1, 1, 'share of the database’s calls that fail'),
  requests: whole(1, 5_000, 50, 'requests of users'),
});

type Params = z.output<typeof params>;

/** The tries that a tier needs on average, where each fails with probability p. */
function meanTries(p: number, maxAttempts: number): number {
  let sum = 0;
  for (let i = 0; i < maxAttempts; i++) sum += p ** i;
  return sum;
}

/** Calls a request, where every tier retries: tier by tier, each call may fail with all its tries. */
function expectedLoad({ failureRate, maxAttempts, tiers }: Params): number {
  let load = 1;
  let p = failureRate;
  for (let tier = 0; tier < tiers; tier++) {
    load *= meanTries(p, maxAttempts);
    p **= maxAttempts;
  }
  return load;
}

const askedPerSecond = 100;
type Chain = 'every' | 'top';
const databaseOf = { every: 'database-every', top: 'database-top' };

export default scenario({
  id: 'resilience/retry-storm',
  sim: resilience,
  asks: 'Each of three tiers tries a failing call four times. How many calls reach the database for one request?',
  claims: ['pat-3-retries-3000-requests', 'q9-retries-3x-load'],
  params,
  swarm: {
    tiers: { min: 1, max: 4 },
    maxAttempts: { min: 1, max: 4 },
    // A single request may be lucky, and then shows nothing.
    requests: { min: 30, max: 100 },
  },
  durationMs: ({ requests }) => (requests / askedPerSecond) * 1_000 + 60_000,
  plan: ({ failureRate }) => [{ atMs: 0, fault: brownout('database', { failureRate }, 600_000) }],
  metrics: {
    requests: counter('requests', 'that users made, of each chain'),
    everyTierCalls: counter('calls', 'that reached the database where every tier retries'),
    topTierCalls: counter('calls', 'that reached the database where only the top tier retries'),
    everyTierLoad: gauge('calls a request', 'at the database where every tier retries'),
    topTierLoad: gauge('calls a request', 'at the database where only the top tier retries'),
  },
  build({ world, params, rules, metrics }) {
    const { tiers, maxAttempts, requests } = params;
    const system = new System(world, rules);
    const withRetries = (machine: Machine, retries: boolean): Policy =>
      stack(retries ? [retry(machine, { maxAttempts, backoff: noBackoff })] : []);

    /** A chain of services over a database, each a node; answers the first of them. */
    function chain(kind: Chain, retriesAt: (tier: number) => boolean): Service {
      const database = system.service({ name: databaseOf[kind], serviceMs: uniform(0.5, 1.5) });
      const calls = kind === 'every' ? metrics.everyTierCalls : metrics.topTierCalls;
      database.onArrival(() => calls.add());
      if (kind === 'top') observeTries(system.breaches, database, maxAttempts);
      let below = database;
      for (let tier = tiers; tier >= 1; tier--) {
        const callee = below;
        below = system.service({
          name: `tier${tier}-${kind}`,
          serviceMs: uniform(0.5, 1.5),
          downstream: (machine) => withRetries(machine, retriesAt(tier))(machine.call(callee)),
        });
      }
      return below;
    }

    const tops = {
      every: chain('every', () => true),
      top: chain('top', (tier) => mayTierRetry(rules, tier)),
    };
    const gauged = () => {
      if (metrics.requests.value === 0) return;
      metrics.everyTierLoad.set(metrics.everyTierCalls.value / metrics.requests.value);
      metrics.topTierLoad.set(metrics.topTierCalls.value / metrics.requests.value);
    };
    for (const kind of ['every', 'top'] as const) {
      system.caller(`users-${kind}`, (machine) => {
        openClient(machine, {
          name: 'users',
          ratePerSecond: askedPerSecond,
          arrivals: 'even',
          endsAtMs: (requests / askedPerSecond) * 1_000,
          call: machine.call(tops[kind]),
          onAnswer: () => {
            if (kind === 'every') metrics.requests.add();
            gauged();
          },
        });
      });
    }
    world.nameRole('database', () => [databaseOf.every, databaseOf.top]);
    return system;
  },
  invariants: observed('load-within-tries'),
  goals: ({ failureRate }) => [
    sometimes<System>(
      'database-failed',
      'the database fails a call',
      ({ services }) => failureRate === 0 || services.some(({ failed }) => failed > 0),
    ),
  ],
  expect: (params) => {
    const { failureRate, maxAttempts, requests } = params;
    const most = maxAttempts ** params.tiers;
    const isCertain = failureRate === 0 || failureRate === 1;
    const around = (load: number, range: number) => {
      const slack = isCertain ? 0 : hoeffding(requests, range);
      return { atLeast: load - slack, atMost: load + slack };
    };
    return [
      {
        id: 'tiers-multiply',
        text: `where every tier retries, the tries multiply: ${maxAttempts} to the power of ${params.tiers} at a full outage`,
        claim: 'q9-retries-3x-load',
        measured: ({ everyTierLoad }) => everyTierLoad.value,
        bound: around(expectedLoad(params), most - 1),
      },
      {
        id: 'three-retries-are-four-tries',
        text: `${maxAttempts - 1} retries are ${maxAttempts} tries: at a full outage ${number(1_000 * maxAttempts)} calls for 1,000 requests, not ${number(1_000 * (maxAttempts - 1))}`,
        claim: 'pat-3-retries-3000-requests',
        measured: ({ topTierLoad }) => topTierLoad.value,
        bound: around(meanTries(failureRate, maxAttempts), maxAttempts - 1),
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `Each request of a user became ${number(metrics.everyTierLoad.value)} calls to the database where all ${params.tiers} tiers try ` +
    `${params.maxAttempts} times, and ${number(metrics.topTierLoad.value)} where only the top tier does.`,
});

// Left out: waiting. The tries follow one another at once, and no tier has a timeout that would cut
// the storm short: backoff spreads the same calls over more time.
