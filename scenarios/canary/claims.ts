/** Statements about canary releases in the lab's own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const canaryClaims: Claims = {
  'q8-phases-1-5-25-100': {
    says: 'Steps of 1, 5, 25 and 100% limit the harm of a bad release.',
    verdict: 'confirmed',
  },
  'deploy-canary-blast-radius-600x': {
    shownBy: 'canary/six-strategies',
    says: 'A canary of 1% for 30 s exposes 600 times fewer users than 3 minutes at 100%.',
    verdict: 'depends',
    instead: 'The product is right; whether 30 s at 1% reveal the defect depends on the traffic.',
  },
  'top-canary-flags-gold': {
    says: 'Canaries with feature flags are the best way to roll out.',
    verdict: 'depends',
    instead:
      'It depends on the cost of a release: few users are harmed, but false alarms and undetected small defects remain possible.',
  },
  'q8-wait-until-significant': {
    says: 'Wait until the difference is significant.',
    verdict: 'refuted',
    instead: 'Each look is another chance of a false alarm: use a sequential test or a fixed size.',
  },
  'q8-p05-gates': {
    says: 'A gate at p < 0.05 for each metric is enough.',
    verdict: 'refuted',
    instead:
      'With many metrics some metric of a harmless release is significant: correct for their number.',
  },
  'q8-baseline-same-time': {
    says: 'A concurrent baseline cancels the time of day.',
    verdict: 'confirmed',
  },
  'q8-warmup-ignored': {
    says: 'Leave the warm-up minutes out of the comparison.',
    verdict: 'confirmed',
  },
  'q8-mann-whitney-latency': {
    says: 'Mann-Whitney is the test for latencies.',
    verdict: 'depends',
    instead:
      'For a shift of most requests; it hardly detects that one percent became slow, so add a test of the tail.',
  },
  'q8-chi-fisher-errors': {
    says: 'Fisher’s exact test suits error counts, including small ones.',
    verdict: 'confirmed',
  },
  'canary-half-percent-under-1000-noise': {
    says: 'Half a point more errors in fewer than 1,000 requests is noise.',
    verdict: 'depends',
    instead:
      'It depends on the baseline error rate: the rarer errors are, the sooner the rise is detected.',
    shownBy: 'canary/half-percent',
  },
  'canary-100k-enough': {
    says: '100,000 requests distinguish half a point of errors from chance.',
    verdict: 'confirmed',
    shownBy: 'canary/half-percent',
  },
  'canary-ci-overlap-rule': {
    says: 'If two confidence intervals overlap, there is no regression.',
    verdict: 'refuted',
    instead: 'Intervals can overlap although the difference is significant: test the difference.',
    shownBy: 'canary/overlapping-intervals',
  },
  'q8-when-in-doubt-rollback': {
    says: 'In doubt, roll back.',
    verdict: 'depends',
    instead: 'It depends on the cost of harm and of delay: harmless releases are rolled back too.',
  },
  'qf-canary-steps': {
    says: 'Gated phases expose a release only to its share of the users.',
    verdict: 'confirmed',
  },
  'q8-2pct-100-requests-meaningless': {
    says: '2% more errors on 100 requests mean nothing.',
    verdict: 'depends',
    instead:
      'It depends on whether points or a fiftieth are meant, and on the error rate; those of the run are not detected.',
  },
  'q8-2pct-100k-real': {
    says: '2% more errors on 100,000 requests are real.',
    verdict: 'depends',
    instead: 'Two points are; a fiftieth more takes millions of requests.',
  },
  'deploy-ten-a-day-3650': {
    says: 'Ten releases a day are 3,650 decisions a year.',
    verdict: 'confirmed',
  },
  'deploy-blue-green-double-cost': {
    says: 'Blue-green runs two fleets while it switches.',
    verdict: 'confirmed',
  },
  'deploy-blue-green-instant-rollback': {
    says: 'Blue-green is back as soon as traffic is switched; a rolling deploy goes back batch by batch.',
    verdict: 'confirmed',
  },
  'deploy-rolling-zero-downtime': {
    says: 'A rolling deploy has no downtime.',
    verdict: 'depends',
    instead:
      'If instances are ready before they serve and drain before they stop; failures of the defect add to that.',
  },
  'deploy-recreate-downtime': {
    says: 'Recreate serves no request between stopping and starting.',
    verdict: 'confirmed',
  },
  'deploy-flag-rollback-ms': {
    says: 'A flag is off within milliseconds.',
    verdict: 'depends',
    instead: 'If changes are pushed; with polling, after an interval.',
  },
};
