/**
 * For each rule of the channel that does not depend on clocks, a search over every order of a few events for what
 * happens without it.
 */
import type { FanoutRule } from '../../sims/fanout/rules.ts';
import type { RuleExploration } from '../../src/check/exploration.ts';

const scenario = 'fanout/missed-events';

export const fanoutExplorations: Readonly<Partial<Record<FanoutRule, RuleExploration>>> = {
  'subscribe-before-snapshot': { scenario },
  'resume-from-last-id': { scenario },
  'too-old-means-snapshot': { scenario },
  'dedup-at-client': { scenario },
  'ack-after-store': { scenario, bounds: { crashes: 1, disks: 'any-time' } },
};
