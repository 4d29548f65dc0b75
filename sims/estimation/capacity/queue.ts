/** One server with a queue, simulated. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';

/** Mean time in the system in service times, of requests at Poisson times with exponential service (Lindley 1952). */
export function meanTimeInSystem(
  utilisation: number,
  requests: number,
  stream: RandomStream,
): number {
  const gap = sampler(exponential(1 / utilisation), stream);
  const service = sampler(exponential(1), stream);
  let [wait, sum] = [0, 0];
  for (let request = 0; request < requests; request++) {
    const own = service();
    sum += wait + own;
    wait = Math.max(0, wait + own - gap());
  }
  return sum / requests;
}
