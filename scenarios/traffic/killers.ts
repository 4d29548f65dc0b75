/** For each rule, a run that shows what happens without it. */
import type { TrafficRule } from '../../sims/traffic/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const trafficKillers: Killers<TrafficRule> = {
  'count-each-request-once': { scenario: 'traffic/repeated-requests', seed: '1' },
};
