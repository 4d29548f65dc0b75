/** For each rule, a run that shows what happens without it. */
import type { EstimationRule } from '../../sims/estimation/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const estimationKillers: Killers<EstimationRule> = {
  'count-each-request-once': { scenario: 'estimation/repeated-requests', seed: '1' },
};
