/** What is said of resilience, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const resilienceClaims: Claims = {
  'pat-layer-order': {
    says: 'There is one right order of bulkhead, breaker, retry and timeout.',
    verdict: 'refuted',
    instead:
      'The order taught and resilience4j’s both have a price: the first sends a dead service more calls, and a timeout around the breaker hides failures from it.',
  },
  'q9-breaker-counts-final': {
    says: 'A breaker should stand around the retries and count final failures.',
    verdict: 'depends',
    instead: 'It then opens later, by all tries and waits of the calls it counts.',
  },
  'q9-retry-jitter-needed': { says: 'Without jitter clients retry in step.', verdict: 'confirmed' },
  'qf-backoff-alone-herds': {
    says: 'Exponential backoff without jitter only spaces the herds out.',
    verdict: 'confirmed',
  },
  'pat-3-retries-3000-requests': {
    says: 'With three retries, 1,000 requests to a dead service become 3,000.',
    verdict: 'refuted',
    instead: 'Three retries are four tries: 4,000.',
  },
  'q9-retries-3x-load': {
    says: 'Retries triple the load on a failing service.',
    verdict: 'refuted',
    instead: 'Three retries quadruple it in a full outage, and tiers that all retry multiply.',
  },
  'qf-backoff-formula': {
    says: 'A delay that doubles with each try, times a random factor and capped, spreads retries.',
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
    says: 'Open after 5 failures in a row or half of 10 s failing, and stay open for 30 s.',
    verdict: 'depends',
    instead: 'A good choice for an outage; over a blip the time open is what is lost.',
  },
  'q9-count-only-5xx': {
    says: 'A breaker must not count the client’s own errors.',
    verdict: 'confirmed',
  },
  'q9-half-open-gradual': {
    says: 'Half-open lets the load back slowly.',
    verdict: 'refuted',
    instead: 'It lets probes through, and then everything at once; a ramp is a separate mechanism.',
  },
  'q9-three-states': {
    says: 'A breaker is closed, open or half-open, and probes decide which comes next.',
    verdict: 'confirmed',
  },
  'pat-bulkhead-isolates': {
    says: 'Bulkheads keep a slow dependency from taking what others need.',
    verdict: 'confirmed',
  },
  'q9-bulkhead-orthogonal': {
    says: 'With a pool for each, dependency B stays healthy while A is slow.',
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
    says: '5 to 10 failures in a row are a sound threshold.',
    verdict: 'depends',
    instead:
      'It depends on the error rate: the expected calls until such a row grow geometrically with its length.',
  },
  'q9-5pct-expected-errors-trip': {
    says: 'A steady 5% of errors may open the breaker.',
    verdict: 'depends',
    instead:
      'A rule of 5 in a row opens sooner or later; one of half the window practically never.',
  },
  'q9-single-dependency-useless': {
    says: 'If the only dependency is down, a breaker is of no use.',
    verdict: 'refuted',
    instead: 'Availability is the same, but callers hear at once and their threads stay free.',
  },
  'pat-breaker-stops-cascade': {
    says: 'A breaker keeps the failure of one service from its callers’ other work.',
    verdict: 'confirmed',
  },
  'q16-pool-40x': {
    says: 'Latency that grows 40-fold needs 40 times the connections for the same load.',
    verdict: 'confirmed',
  },
  'q16-pool-50-to-200': {
    says: 'A pool of 200 connections instead of 50 cures a slow dependency.',
    verdict: 'depends',
    instead:
      'Only up to the load that Little’s law allows, and only if the dependency can do more at once.',
  },
  'lat-littles-law': {
    says: 'Calls in flight are the arrival rate times the time each takes.',
    verdict: 'confirmed',
  },
  'q9-timeout-p99-plus': {
    says: 'A timeout somewhat above the P99 cuts few good calls off.',
    verdict: 'confirmed',
  },
};
