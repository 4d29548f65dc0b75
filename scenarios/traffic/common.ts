/** What the scenarios of traffic have in common. */
import { traffic } from '../../sims/traffic/traffic.ts';
import { uniform } from '../../src/kernel/distribution.ts';

/** Spread into a scenario. A message takes less than a millisecond: what is sent at a whole one also comes in it. */
export const aboutTraffic = {
  sim: traffic,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
};
