/** For each rule, a run that shows what happens without it. */
import type { EstimationRule } from '../../sims/estimation/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const estimationKillers: Killers<EstimationRule> = {
  'peak-not-average': { scenario: 'estimation/daily-load', seed: '1' },
  'multiply-by-replicas': { scenario: 'estimation/url-shortener', seed: '1' },
  'add-overhead': { scenario: 'estimation/url-shortener', seed: '1' },
};
