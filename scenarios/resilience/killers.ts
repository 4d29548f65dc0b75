/** For each rule of resilience, a run that shows what happens without it. */
import type { ResilienceRule } from '../../sims/resilience/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const resilienceKillers: Killers<ResilienceRule> = {
  'cancel-what-timed-out': { scenario: 'resilience/uncancelled-timeout', seed: '1' },
  'stop-work-nobody-waits-for': { scenario: 'resilience/uncancelled-timeout', seed: '1' },
  'stay-within-deadline': { scenario: 'resilience/caller-deadline', seed: '1' },
  'retry-only-idempotent': { scenario: 'resilience/double-charge', seed: '1' },
  'do-not-retry-rejections': { scenario: 'resilience/breaker-and-retry', seed: '1' },
  'honour-retry-after': { scenario: 'resilience/retry-after', seed: '1' },
  'randomize-backoff': { scenario: 'resilience/thundering-herd', seed: '1' },
  'grow-with-every-try': { scenario: 'resilience/long-outage', seed: '1' },
  'cap-before-overflow': { scenario: 'resilience/long-outage', seed: '1' },
  'retry-at-one-layer': { scenario: 'resilience/retry-storm', seed: '1', params: { requests: 20 } },
  'spend-retry-budget': { scenario: 'resilience/metastable', seed: '1' },
  'breaker-inside-retry': { scenario: 'resilience/breaker-and-retry', seed: '1' },
  'count-only-health-errors': { scenario: 'resilience/client-errors', seed: '1' },
  'minimum-volume': { scenario: 'resilience/random-faults', seed: '4' },
  'evict-old-results': { scenario: 'resilience/random-faults', seed: '1' },
  'limit-probes': { scenario: 'resilience/recovery', seed: '1' },
  'release-probe-permit': { scenario: 'resilience/random-faults', seed: '1' },
  'ignore-late-results': { scenario: 'resilience/random-faults', seed: '1' },
  'separate-pools': {
    scenario: 'resilience/slow-dependency',
    seed: '1',
    params: { slowForMs: 5_000 },
  },
  'shed-least-critical-first': { scenario: 'resilience/priority-shedding', seed: '1' },
  'propagate-criticality': { scenario: 'resilience/priority-shedding', seed: '1' },
};
