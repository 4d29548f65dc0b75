/** What is said of objectives and alerts, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const sloClaims: Claims = {
  'q20-aggregate-hides-endpoint': {
    says: 'An error ratio of 0.1% over all requests can hide that 8% of the payments fail.',
    verdict: 'depends',
    instead:
      'On the share of payments: up to 1.25% of the traffic, which is the allowed share divided by 8%, they hide; above that the ratio shows it.',
  },
  'q20-synthetic-1-5min': {
    says: 'Synthetic purchases every one to five minutes catch what health checks miss.',
    verdict: 'depends',
    instead:
      'On how often the step fails: one that always fails is found within an interval, half of it on average; one that fails with probability p takes 1/p probes.',
  },
  'q20-funnel': {
    says: 'If 1,000 users start to check out and 200 finish, a step is broken.',
    verdict: 'depends',
    instead:
      'On what is usual: four steps that each pass 66.9% leave a fifth too. Each step must be compared with its own past.',
  },
  'q20-half-last-week': {
    says: 'A good alert on business figures fires below half of the same hour of last week.',
    verdict: 'depends',
    instead:
      'On the volume: at 10 an hour it is false every few dozen hours; the counts that are compared need about 210 events.',
  },
  'q20-webhook-no-metric': {
    says: 'Webhooks that stop arriving need an alert on their absence.',
    verdict: 'confirmed',
  },
  'one-alert-symptoms': {
    says: 'Page on symptoms, not on causes.',
    verdict: 'depends',
    instead:
      'On how often causes hurt: that share is the precision of alerts on them. Pages on symptoms have none in vain; a cause that will hurt later, such as a disk that fills up, is worth a ticket.',
  },
};
