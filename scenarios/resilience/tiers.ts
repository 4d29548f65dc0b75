/** Chains of services, each of which calls the one below it. */
import type { Service } from '../../sims/resilience/service/service.ts';
import type { System } from '../../sims/resilience/system.ts';
import type { Distribution } from '../../src/kernel/distribution.ts';
import { retryingAtOnce } from './policies.ts';

interface Tiers {
  readonly tiers: number;
  /** The nodes are `tier1-<kind>` and so on, from the top. */
  readonly kind: string;
  readonly serviceMs: Distribution;
  readonly maxAttempts: number;
  readonly retriesAt: (tier: number) => boolean;
}

/** Adds that many tiers over a service, each a node; returns the first of them. */
export function tiersOver(system: System, bottom: Service, options: Tiers): Service {
  const { tiers, kind, serviceMs, maxAttempts, retriesAt } = options;
  let below = bottom;
  for (let tier = tiers; tier >= 1; tier--) {
    const callee = below;
    below = system.service({
      name: `tier${tier}-${kind}`,
      serviceMs,
      downstream: (machine) => {
        const call = machine.call(callee);
        return retriesAt(tier) ? retryingAtOnce(machine, maxAttempts)(call) : call;
      },
    });
  }
  return below;
}
