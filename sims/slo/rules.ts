/** The rules of objectives and alerts, each with what goes wrong without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const workbook = 'Beyer et al., The Site Reliability Workbook, 2018';
const sre = 'Beyer et al., Site Reliability Engineering, 2016';
const found = 'outage-is-found';

export const sloRules = defineRules('slo', {
  'both-windows-must-burn': {
    protects: 'alert-resets-in-time',
    source: `${workbook}, chapter 5, approach 6`,
    because:
      'an alert goes on for an hour after the failures, because its window is still full of them',
  },
  'several-burn-rates': {
    protects: found,
    source: `${workbook}, chapter 5, approach 5`,
    because: 'at a burn rate below the only threshold the budget is gone before anything fires',
  },
  'threshold-from-budget-share': {
    protects: 'page-is-worth-waking',
    source: `${workbook}, chapter 5, approach 4`,
    because:
      'a short window fires at a rate of 1, at which it uses next to nothing of a month’s budget',
  },
  'minimum-volume': {
    protects: 'page-has-more-than-one-failure',
    source: `${workbook}, chapter 5, low-traffic services`,
    because: 'at ten requests an hour one failure is a burn rate of 100',
  },
  'no-data-is-not-good': {
    protects: found,
    source: `${sre}, chapter 10`,
    because: 'a service that takes its exporter down with it reports 0 failures of 0 requests',
  },
  'budget-by-requests': {
    protects: 'budget-counts-requests',
    source: `${workbook}, chapter 2`,
    because: 'a minute at night counts like one at noon, with a fraction of its requests',
  },
  'count-outcomes-not-statuses': {
    protects: 'indicator-sees-users',
    source: `${sre}, chapter 6`,
    because:
      'a response counts as good that has status 200 and says in its body that the purchase failed',
  },
  'count-at-the-edge': {
    protects: 'indicator-sees-users',
    source: `${workbook}, chapter 2`,
    because:
      'requests to a server that is down are missing, because it writes no line into its log',
  },
  'objective-for-each-journey': {
    protects: 'journey-is-watched',
    source: `${workbook}, chapter 2`,
    because: 'the failures of a small journey drown in the requests of the others',
  },
  'sum-then-divide': {
    protects: 'ratio-of-all-requests',
    source: 'Prometheus documentation, Recording rules, 2024, aggregation',
    because: 'a mean of ratios gives an instance with one request the weight of one with thousands',
  },
  'latency-from-intended-start': {
    protects: 'p99-is-what-users-wait',
    source: 'Tene, How NOT to Measure Latency, Strange Loop 2015',
    because:
      'the longest waits are missing: a client that waits for a reply does not send what would have waited too',
  },
  'probe-the-whole-journey': {
    protects: found,
    source: `${sre}, chapter 6`,
    because: 'a health check that skips the broken step passes',
  },
  'alert-on-absence': {
    protects: found,
    source: `${sre}, chapter 10`,
    because: 'no alert fires for events that never arrive, because they fail nothing',
  },
  'threshold-fits-volume': {
    protects: 'no-false-alarm',
    source: 'Montgomery, Introduction to Statistical Quality Control, 2012, §7.3',
    because: 'an alert fires by chance, because half of a small count is within it',
  },
  'judge-each-step': {
    protects: 'journey-is-watched',
    source: 'Kohavi et al., Trustworthy Online Controlled Experiments, 2020, chapter 7',
    because:
      'a step that has broken is taken for normal, because only one user in five finishes anyway',
  },
  'page-on-symptoms': {
    protects: 'page-means-users-suffer',
    source: `${sre}, chapter 6`,
    because: 'a busy processor or a restarted pod pages, though it may hurt no user',
  },
  'promise-below-dependencies': {
    protects: 'promise-can-be-kept',
    source: 'Treynor et al., The Calculus of Service Availability, ACM Queue 15:2, 2017',
    because:
      'a service promises what it cannot keep: it needs all of its dependencies, and is up less often than each',
  },
});

export type SloRules = RulesOf<typeof sloRules>;
export type SloRule = keyof SloRules;
