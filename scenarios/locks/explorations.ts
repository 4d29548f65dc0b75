/**
 * For each rule that does not depend on clocks, a search over every order of a few clients for what
 * happens without it.
 */
import type { LocksRule } from '../../sims/locks/rules.ts';
import type { RuleExploration } from '../../src/check/exploration.ts';

const scenario = 'locks/every-order';
const noCrash = { crashes: 0, timeouts: { ask: 2, expire: 1 } };

export const locksExplorations: Readonly<Partial<Record<LocksRule, RuleExploration>>> = {
  'release-only-own': {
    scenario,
    params: { clients: 3 },
    bounds: { crashes: 0, timeouts: { ask: 3, expire: 1 } },
  },
  'grant-is-durable': { scenario },
  'grant-is-replicated': { scenario, bounds: { disks: 'any-time' } },
  'write-carries-token': { scenario, bounds: noCrash },
  'store-refuses-older-token': { scenario, bounds: noCrash },
  'store-accepts-equal-token': { scenario, params: { writes: 2 }, bounds: noCrash },
  'store-remembers-highest': { scenario },
};
