/** Random faults of services and their callers. */
import { pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import {
  brownout,
  crash,
  type Fault,
  type FaultPlan,
  outage,
  pause,
  restart,
  slow,
  stall,
} from '../../src/world/fault.ts';

export const faultMsMax = 4_000;

/**
 * That many faults that begin within `stormMs`, each of one service or of the callers on its node.
 */
export function drawStorm(
  random: RandomStream,
  services: readonly string[],
  { faults, stormMs }: { readonly faults: number; readonly stormMs: number },
): FaultPlan {
  return Array.from({ length: faults }, () =>
    drawFault(random, services, randomInteger(random, 0, stormMs)),
  ).flat();
}

/** A fault, and what ends it if it does not end by itself. */
function drawFault(random: RandomStream, services: readonly string[], atMs: number): FaultPlan {
  const service = pick(random, services);
  const node = pick(random, [service, `callers-${service}`]);
  const durationMs = randomInteger(random, 50, faultMsMax);
  const now = (fault: Fault): FaultPlan => [{ atMs, fault }];
  switch (randomInteger(random, 0, 7)) {
    case 0:
      return now(outage(service, 'hangs', durationMs));
    case 1:
      return now(outage(service, 'refuses', durationMs));
    case 2:
      return now(stall(service, durationMs));
    case 3:
      return now(pause(node, durationMs));
    case 4:
      return [...now(crash(node)), { atMs: atMs + durationMs, fault: restart(node) }];
    case 5:
      return now(slow(node, randomInteger(random, 2, 10), durationMs));
    default: {
      const factor = randomInteger(random, 1, 20);
      const failureRate = randomInteger(random, 0, 10) / 10;
      return now(brownout(service, { factor, failureRate }, durationMs));
    }
  }
}
