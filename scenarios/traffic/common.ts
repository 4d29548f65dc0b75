/** What the scenarios of traffic share. */
import { traffic } from '../../sims/traffic/traffic.ts';
import { uniform } from '../../src/kernel/distribution.ts';

/**
 * Spread into a scenario. A message takes less than a millisecond, so a message sent at a whole
 * millisecond arrives within it.
 */
export const aboutTraffic = {
  sim: traffic,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
};
