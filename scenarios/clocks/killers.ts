/** For each rule, a run that shows what happens without it. */
import type { ClocksRule } from '../../sims/clocks/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const clocksKillers: Killers<ClocksRule> = {
  'count-each-request-once': { scenario: 'clocks/repeated-requests', seed: '1' },
};
