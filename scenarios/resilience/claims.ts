/** Statements about resilience in the lab's own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const resilienceClaims: Claims = {
  'pat-layer-order': {
    says: 'There is one right order of bulkhead, breaker, retry and timeout.',
    verdict: 'refuted',
    instead:
      'The textbook order and resilience4j’s both have a price: the first sends a dead service more calls, and a timeout around the breaker hides failures from it.',
  },
  'q9-breaker-counts-final': {
    says: 'A breaker should wrap the retries and count final failures.',
    verdict: 'depends',
    instead: 'It then opens later, by all attempts and waits of the calls that it counts.',
  },
  'q9-retry-jitter-needed': { says: 'Without jitter clients retry in step.', verdict: 'confirmed' },
  'qf-backoff-alone-herds': {
    says: 'Exponential backoff without jitter only spaces out the herds.',
    verdict: 'confirmed',
  },
  'pat-3-retries-3000-requests': {
    says: 'With three retries, 1,000 requests to a dead service become 3,000.',
    verdict: 'refuted',
    instead: 'Three retries are four attempts: 4,000.',
  },
  'q9-retries-3x-load': {
    says: 'Retries triple the load on a failing service.',
    verdict: 'refuted',
    instead:
      'Three retries quadruple it in a full outage, and the retries of several tiers multiply.',
  },
  'qf-backoff-formula': {
    says: 'A capped delay that doubles with each attempt, times a random factor, spreads retries.',
    verdict: 'confirmed',
  },
  'one-thundering-herd': {
    says: 'Jitter, a breaker and coalescing tame a herd together.',
    verdict: 'confirmed',
  },
  'q9-100ms-blip-30s-lost': {
    says: 'A breaker that opens for 30 s over a blip of 100 ms does far more harm than the blip.',
    verdict: 'confirmed',
  },
  'pat-breaker-not-for-transient': {
    says: 'For short faults and cheap retries a breaker costs availability.',
    verdict: 'confirmed',
  },
  'q9-thresholds': {
    says: 'Open after 5 consecutive failures or when half of the calls in 10 s fail, and stay open for 30 s.',
    verdict: 'depends',
    instead: 'A good choice for an outage; after a blip the open time itself loses requests.',
  },
  'q9-count-only-5xx': {
    says: 'A breaker must not count the client’s own errors.',
    verdict: 'confirmed',
  },
  'q9-half-open-gradual': {
    says: 'Half-open lets the load back slowly.',
    verdict: 'refuted',
    instead: 'It lets probes through, then everything at once; a ramp is a separate mechanism.',
  },
  'q9-three-states': {
    says: 'A breaker is closed, open or half-open, and probes decide which comes next.',
    verdict: 'confirmed',
  },
  'pat-bulkhead-isolates': {
    says: 'Bulkheads keep a slow dependency from taking resources that others need.',
    verdict: 'confirmed',
  },
  'q9-bulkhead-orthogonal': {
    says: 'With a pool for each dependency, dependency B stays healthy while A is slow.',
    verdict: 'confirmed',
  },
  'q9-threads-pile-up': {
    says: 'Without a breaker, callers pile up behind a dependency that does not answer.',
    verdict: 'confirmed',
  },
  'q9-fail-fast-latency': {
    says: 'An open breaker refuses at once instead of after the timeout.',
    verdict: 'confirmed',
  },
  'num-breaker-5-10-consecutive': {
    says: '5 to 10 consecutive failures are a sound threshold.',
    verdict: 'depends',
    instead:
      'It depends on the error rate: the expected number of calls until such a run grows geometrically with its length.',
  },
  'q9-5pct-expected-errors-trip': {
    says: 'A steady 5% of errors may open the breaker.',
    verdict: 'depends',
    instead:
      'A rule of 5 consecutive failures opens sooner or later; a rule of half the window practically never.',
  },
  'q9-single-dependency-useless': {
    says: 'If the only dependency is down, a breaker is useless.',
    verdict: 'refuted',
    instead: 'Availability is the same, but callers are told at once and their threads stay free.',
  },
  'pat-breaker-stops-cascade': {
    says: 'A breaker keeps the failure of one service from its callers’ other work.',
    verdict: 'confirmed',
  },
  'q16-pool-40x': {
    says: 'A 40-fold latency needs 40 times the connections for the same load.',
    verdict: 'confirmed',
  },
  'q16-pool-50-to-200': {
    says: 'A pool of 200 connections instead of 50 cures a slow dependency.',
    verdict: 'depends',
    instead:
      'Only up to the load that Little’s law allows, and only if the dependency has capacity left.',
  },
  'lat-littles-law': {
    says: 'Calls in flight are the arrival rate times the time each takes.',
    verdict: 'confirmed',
  },
  'q9-timeout-p99-plus': {
    says: 'A timeout slightly above the P99 cuts off few good calls.',
    verdict: 'confirmed',
  },
};
