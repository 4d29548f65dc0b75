/** The rules of objectives and alerts, each with what goes wrong without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const workbook = 'Beyer et al., The Site Reliability Workbook, 2018';
const sre = 'Beyer et al., Site Reliability Engineering, 2016';
const found = 'outage-is-found';

export const sloRules = defineRules('slo', {
  'both-windows-must-burn': {
    protects: 'alert-resets-in-time',
    source: `${workbook}, chapter 5, approach 6`,
    because: 'a window of an hour is full of failures for an hour after they stopped',
  },
  'several-burn-rates': {
    protects: found,
    source: `${workbook}, chapter 5, approach 5`,
    because: 'at a burn rate below the only threshold the budget is gone before anything fires',
  },
  'threshold-from-budget-share': {
    protects: 'page-is-worth-waking',
    source: `${workbook}, chapter 5, approach 4`,
    because: 'a short window that burns at rate 1 has used next to nothing of a month’s budget',
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
    because: 'a minute at night has a fraction of the requests of a minute at noon',
  },
  'count-outcomes-not-statuses': {
    protects: 'indicator-sees-users',
    source: `${sre}, chapter 6`,
    because: 'a response of status 200 may say in its body that the purchase failed',
  },
  'count-at-the-edge': {
    protects: 'indicator-sees-users',
    source: `${workbook}, chapter 2`,
    because: 'a server that is down writes no line into its log',
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
    because: 'a client that waits for a reply does not send what would have waited too',
  },
  'probe-the-whole-journey': {
    protects: found,
    source: `${sre}, chapter 6`,
    because: 'a health check that skips the broken step passes',
  },
  'alert-on-absence': {
    protects: found,
    source: `${sre}, chapter 10`,
    because: 'events that never arrive fail nothing',
  },
  'threshold-fits-volume': {
    protects: 'no-false-alarm',
    source: 'Montgomery, Introduction to Statistical Quality Control, 2012, §7.3',
    because: 'half of a small count is within chance',
  },
  'judge-each-step': {
    protects: 'journey-is-watched',
    source: 'Kohavi et al., Trustworthy Online Controlled Experiments, 2020, chapter 7',
    because: 'that one user in five finishes may be normal, or a step that has broken',
  },
  'page-on-symptoms': {
    protects: 'page-means-users-suffer',
    source: `${sre}, chapter 6`,
    because: 'a busy processor or a restarted pod may hurt nobody',
  },
  'promise-below-dependencies': {
    protects: 'promise-can-be-kept',
    source: 'Treynor et al., The Calculus of Service Availability, ACM Queue 15:2, 2017',
    because: 'what needs all of its dependencies is up less often than each of them',
  },
});

export type SloRules = RulesOf<typeof sloRules>;
export type SloRule = keyof SloRules;
