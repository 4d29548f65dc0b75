/** What is said of canary releases, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const canaryClaims: Claims = {
  'q8-phases-1-5-25-100': {
    says: 'Steps of 1, 5, 25 and 100% limit the harm of a bad release.',
    verdict: 'confirmed',
  },
  'deploy-canary-blast-radius-600x': {
    shownBy: 'canary/six-strategies',
    says: 'A canary of 1% for 30 s exposes 600 times fewer users than 3 minutes of everybody.',
    verdict: 'depends',
    instead:
      'The product is right; whether 30 s of 1% are enough to see the defect depends on the traffic.',
  },
  'top-canary-flags-gold': {
    says: 'Canaries with feature flags are the best way to roll out.',
    verdict: 'depends',
    instead:
      'It depends on what a release costs: few users are harmed, and a false alarm or an unseen small defect remains possible.',
  },
  'q8-wait-until-significant': {
    says: 'Wait until the difference is significant.',
    verdict: 'refuted',
    instead: 'Each look is another chance of a false alarm: use a sequential test or a fixed size.',
  },
  'q8-p05-gates': {
    says: 'A gate at p < 0.05 for each metric decides by itself.',
    verdict: 'refuted',
    instead:
      'With many metrics a harmless release is significant somewhere: correct for their number.',
  },
  'q8-baseline-same-time': {
    says: 'A baseline run beside the canary cancels the time of day.',
    verdict: 'confirmed',
  },
  'q8-warmup-ignored': {
    says: 'Leave the minutes of warming up out of the comparison.',
    verdict: 'confirmed',
  },
  'q8-mann-whitney-latency': {
    says: 'Mann-Whitney is the test for latencies.',
    verdict: 'depends',
    instead:
      'For a shift of most requests; one percent that got slow is hardly found, so add a test of the tail.',
  },
  'q8-chi-fisher-errors': {
    says: 'Fisher’s exact test suits error counts, small ones too.',
    verdict: 'confirmed',
  },
  'canary-half-percent-under-1000-noise': {
    says: 'Half a point more errors in fewer than 1,000 requests is noise.',
    verdict: 'depends',
    instead:
      'It depends on the error rate that it is compared with: the rarer errors are, the sooner it is seen.',
    shownBy: 'canary/half-percent',
  },
  'canary-100k-enough': {
    says: '100,000 requests tell half a point of errors from chance.',
    verdict: 'confirmed',
    shownBy: 'canary/half-percent',
  },
  'canary-ci-overlap-rule': {
    says: 'Two confidence intervals that overlap show no regression.',
    verdict: 'refuted',
    instead: 'Intervals can overlap although the difference is significant: test the difference.',
    shownBy: 'canary/overlapping-intervals',
  },
  'q8-when-in-doubt-rollback': {
    says: 'In doubt, roll back.',
    verdict: 'depends',
    instead: 'It depends on what harm and delay cost: harmless releases are rolled back too.',
  },
  'qf-canary-steps': {
    says: 'Steps with gates show a release to its share of the users.',
    verdict: 'confirmed',
  },
  'q8-2pct-100-requests-meaningless': {
    says: '2% more errors on 100 requests mean nothing.',
    verdict: 'depends',
    instead:
      'It depends on whether points or a fiftieth are meant, and on the error rate; the run’s are not found.',
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
    says: 'Blue-green is back as soon as traffic is switched; a rolling deploy, batch by batch.',
    verdict: 'confirmed',
  },
  'deploy-rolling-zero-downtime': {
    says: 'A rolling deploy has no downtime.',
    verdict: 'depends',
    instead:
      'If instances are ready before they serve and drain before they stop; the defect’s failures come on top.',
  },
  'deploy-recreate-downtime': {
    says: 'Recreate serves nothing while it stops and starts.',
    verdict: 'confirmed',
  },
  'deploy-flag-rollback-ms': {
    says: 'A flag is off within milliseconds.',
    verdict: 'depends',
    instead: 'If changes are pushed; with polling, after an interval.',
  },
};
