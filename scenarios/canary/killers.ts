/** For each rule of canary analysis, a run that shows what happens without it. */
import type { CanaryRule } from '../../sims/canary/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

// A share counts as too high only if chance hardly explains it, so one study needs more releases
// than its default.
export const canaryKillers: Killers<CanaryRule> = {
  'spend-alpha-over-looks': {
    scenario: 'canary/peeking',
    seed: '1',
    params: { releases: 200 },
  },
  'correct-for-many-metrics': { scenario: 'canary/many-metrics', seed: '1' },
  'concurrent-control': { scenario: 'canary/before-after', seed: '1' },
  'baseline-of-the-same-age': { scenario: 'canary/old-fleet', seed: '1' },
  'stratify-by-phase': { scenario: 'canary/busy-ramp', seed: '1' },
  'check-sample-ratio': { scenario: 'canary/unrecorded-errors', seed: '1' },
  'exact-test-for-small-counts': { scenario: 'canary/few-errors', seed: '1' },
  'compare-the-tail': { scenario: 'canary/slow-hundredth', seed: '1' },
  'count-users-not-requests': { scenario: 'canary/broken-client', seed: '1' },
  'minimum-sample': { scenario: 'canary/no-traffic', seed: '1' },
  'power-before-pass': { scenario: 'canary/too-small', seed: '1' },
  'direction-of-harm': { scenario: 'canary/wrong-direction', seed: '1' },
  'missing-is-not-zero': { scenario: 'canary/lost-latencies', seed: '1' },
  'practical-threshold': { scenario: 'canary/trivial-difference', seed: '1' },
  'sticky-bucketing': { scenario: 'canary/sticky-users', seed: '1' },
  'fresh-evidence-after-rollback': { scenario: 'canary/repaired', seed: '1' },
  'count-timeouts': { scenario: 'canary/timeouts', seed: '1' },
};
