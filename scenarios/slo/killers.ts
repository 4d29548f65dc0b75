/** For each rule, a run that shows what happens without it. */
import type { SloRule } from '../../sims/slo/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `slo/${name}`, seed: '1' });

export const sloKillers: Killers<SloRule> = {
  'both-windows-must-burn': killer('alert-reset'),
  'several-burn-rates': killer('slow-burn'),
  'threshold-from-budget-share': killer('slow-burn'),
  'minimum-volume': killer('low-traffic'),
  'no-data-is-not-good': killer('silent-exporter'),
  'budget-by-requests': killer('night-outage'),
  'count-outcomes-not-statuses': killer('green-checkout'),
  'count-at-the-edge': killer('green-checkout'),
  'objective-for-each-journey': killer('masked-endpoint'),
  'sum-then-divide': killer('mean-of-ratios'),
  'latency-from-intended-start': killer('omitted-waiting'),
  'probe-the-whole-journey': killer('probe-interval'),
  'alert-on-absence': killer('missing-webhook'),
  'threshold-fits-volume': killer('half-of-last-week'),
  'judge-each-step': killer('checkout-funnel'),
  'page-on-symptoms': killer('symptom-pages'),
  'promise-below-dependencies': killer('three-dependencies'),
};
