/**
 * Two chains of services that differ in one thing: in the first every tier retries, in the second
 * only the one nearest to the user.
 */
import * as z from 'zod';
import { observeTries } from '../../sims/resilience/observers.ts';
import { mayTierRetry } from '../../sims/resilience/policies/designs.ts';
import type { Service } from '../../sims/resilience/service/service.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { counted } from '../../src/words/numbers.ts';
import { brownout } from '../../src/world/fault.ts';
import { addCaller } from './arms.ts';
import { someService } from './goals.ts';
import { counter, gauge, real, scenario, whole } from './kit.ts';
import { expectedOf } from './storm-theory.ts';
import { tiersOver } from './tiers.ts';
import { number } from './words.ts';

const askedPerSecond = 100;
const chains = ['every', 'top'] as const;

export default scenario({
  id: 'resilience/retry-storm',
  asks: 'Each of three tiers tries a failing call four times. How many calls reach the database per request?',
  claims: ['pat-3-retries-3000-requests', 'q9-retries-3x-load'],
  code: [
    'sims/resilience/policies/designs.ts#mayTierRetry',
    'sims/resilience/retry/retry.ts#retry',
  ],
  params: z.object({
    tiers: whole(1, 5, 3, 'tiers above the database'),
    maxAttempts: whole(1, 6, 4, 'attempts of each tier, the first included'),
    failureRate: real(0, 1, 1, 'share of the database’s calls that fail'),
    requests: whole(1, 5_000, 50, 'requests of users'),
  }),
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
    everyTierCalls: counter('calls', 'that reached the database if every tier retries'),
    topTierCalls: counter('calls', 'that reached the database if only the top tier retries'),
    everyTierLoad: gauge('calls per request', 'at the database if every tier retries'),
    topTierLoad: gauge('calls per request', 'at the database if only the top tier retries'),
  },
  build({ world, system, params, rules, metrics }) {
    const { tiers, maxAttempts, requests } = params;
    const serviceMs = uniform(0.5, 1.5);
    const chain = (kind: (typeof chains)[number]): Service => {
      const database = system.service({ name: `database-${kind}`, serviceMs });
      database.onArrival(() => metrics[`${kind}TierCalls`].add());
      if (kind === 'top') observeTries(system.breaches, database, maxAttempts, 'the database');
      const retriesAt = (tier: number) => kind === 'every' || mayTierRetry(rules, tier);
      return tiersOver(system, database, { tiers, kind, serviceMs, maxAttempts, retriesAt });
    };
    const tops = { every: chain('every'), top: chain('top') };
    for (const kind of chains) {
      addCaller(system, `users-${kind}`, tops[kind], () => ({
        ratePerSecond: askedPerSecond,
        arrivals: 'even',
        endsAtMs: (requests / askedPerSecond) * 1_000,
        onAnswer: () => {
          if (kind === 'every') metrics.requests.add();
          if (metrics.requests.value === 0) return;
          metrics.everyTierLoad.set(metrics.everyTierCalls.value / metrics.requests.value);
          metrics.topTierLoad.set(metrics.topTierCalls.value / metrics.requests.value);
        },
      }));
    }
    world.nameRole('database', () => chains.map((kind) => `database-${kind}`));
  },
  invariants: ['load-within-tries'],
  goals: ({ failureRate }) => [
    someService(
      'database-failed',
      'the database fails a call',
      ({ failed }) => failureRate === 0 || failed > 0,
    ),
  ],
  expect: expectedOf,
  tells: ({ params, metrics }) =>
    `${callsOf(metrics.everyTierLoad.value)} if each of ${counted(params.tiers, 'tier')} tries up to ${counted(params.maxAttempts, 'time')} (the first try and ${counted(params.maxAttempts - 1, 'retry', 'retries')}), because the tries of nested tiers multiply, ` +
    `and ${number(metrics.topTierLoad.value)} if only the top tier retries: retry at one layer only. ` +
    'A database that is only slow gets the same retries, from callers whose timeouts have run out, and they can keep it overloaded after the cause is gone (a metastable failure). ' +
    'So limit retries by a retry budget as well (a small share of the requests), and spread them by backoff with jitter.',
});

const callsOf = (load: number | undefined): string =>
  `${number(load)} ${load === 1 ? 'call' : 'calls'}`;

// Left out: waiting. Attempts follow one another at once, and no tier has a timeout that would cut
// the storm short; backoff would spread the same calls over more time.
