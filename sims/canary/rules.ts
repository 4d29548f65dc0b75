/**
 * The rules of canary analysis, each with the property that fails without it.
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const falseAlarms = 'false-alarms-at-most-alpha';
const missed = 'defects-pass-at-most-beta';

export const canaryRules = defineRules('canary', {
  'spend-alpha-over-looks': {
    protects: falseAlarms,
    source: 'Armitage, McPherson and Rowe 1969; Lan and DeMets 1983',
    because:
      'every further look at a nominal 5% is another chance to find something that is not there',
  },
  'correct-for-many-metrics': {
    protects: falseAlarms,
    source: 'Holm 1979',
    because: 'with 24 metrics tested at 5% each, at least one looks bad in most harmless releases',
  },
  'concurrent-control': {
    protects: falseAlarms,
    source: 'Google SRE workbook, chapter 16, Before/After Evaluation Is Risky',
    because: 'changes between yesterday and today would be blamed on the release',
  },
  'baseline-of-the-same-age': {
    protects: falseAlarms,
    source:
      'Kayenta documentation, Canary best practices: compare canary against baseline, not production',
    because: 'new instances with cold caches would be compared with old ones that are warm',
  },
  'stratify-by-phase': {
    protects: falseAlarms,
    source: 'Simpson 1951; Mantel and Haenszel 1959',
    because:
      'pooled counts take a change of traffic shares for a change of error rates, if both change from phase to phase',
  },
  'check-sample-ratio': {
    protects: 'no-verdict-on-a-mismatch',
    source: 'Fabijan et al., Diagnosing sample ratio mismatch, KDD 2019',
    because:
      'requests that never reach the metrics go unnoticed, and they are not missing at random',
  },
  'exact-test-for-small-counts': {
    protects: falseAlarms,
    source: 'Fisher 1935; Cochran 1954',
    because: 'an approximation decides: chi-squared, which is a bad one if few errors are expected',
  },
  'compare-the-tail': {
    protects: missed,
    source:
      'Przyborowski and Wilenski, Homogeneity of results in testing samples from Poisson series, 1940',
    because: 'a hundredth of the requests that became ten times slower hardly moves the ranks',
  },
  'count-users-not-requests': {
    protects: falseAlarms,
    source: 'Deng, Lu and Litz, Trustworthy analysis of online A/B tests, WSDM 2017',
    because:
      'one broken client, all of whose requests fail, counts as that many independent observations',
  },
  'minimum-sample': {
    protects: 'no-pass-without-data',
    source: 'Kayenta, NetflixACAJudge, Nodata',
    because: 'a canary without traffic passes, because it shows no errors',
  },
  'power-before-pass': {
    protects: missed,
    source: 'Altman and Bland, Absence of evidence is not evidence of absence, BMJ 1995',
    because: 'a sample that is too small to show the defect passes',
  },
  'direction-of-harm': {
    protects: missed,
    source: 'Kayenta, canary configuration, direction',
    because:
      'the judge takes more errors for an improvement, and promotes every release with a defect',
  },
  'missing-is-not-zero': {
    protects: missed,
    source: 'Kayenta, canary configuration, nanStrategy',
    because: 'requests whose latency was not recorded would count as the fastest of all',
  },
  'practical-threshold': {
    protects: falseAlarms,
    source: 'Wasserstein and Lazar, The ASA statement on p-values, 2016, principle 5',
    because:
      'any difference becomes significant with enough requests, even one that does not matter',
  },
  'sticky-bucketing': {
    protects: 'users-keep-their-version',
    source: 'Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, 2020, chapter 14',
    because: 'a user who is drawn anew at every request sees both versions in turn',
  },
  'fresh-evidence-after-rollback': {
    protects: falseAlarms,
    source: 'Argo Rollouts, analysis runs belong to one revision',
    because: 'the errors of the release that was rolled back would count against its repair',
  },
  'count-timeouts': {
    protects: missed,
    source: 'Tene, How not to measure latency (coordinated omission), 2015',
    because: 'requests that took too long never finish, and would be missing from the latencies',
  },
});

export type CanaryRules = RulesOf<typeof canaryRules>;
export type CanaryRule = keyof CanaryRules;
