/** How many requests fail because no pod is ready: a Poisson number of those that come meanwhile. */
import { noticedMs } from '../../sims/autoscaling/containers/probe.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { lateMostMs, messagesMs, type ProbeParams, probeOf } from './probes-kit.ts';

/**
 * No pod is ready from the moment when the last one is taken out, until the first one is back: for readiness that is the
 * outage and up to a period, for liveness a start, less what lies between the first kill and the last.
 */
export function failingPages(
  arm: 'readiness' | 'liveness',
  outageS: number,
  p: ProbeParams,
): Bound {
  const noticed = noticedMs(probeOf(p));
  const outageMs = 1_000 * outageS;
  const [periodMs, timeoutMs] = [1_000 * p.periodS, 1_000 * p.timeoutS];
  if (outageMs + timeoutMs < noticed.atLeast) return { atLeast: 0, atMost: 0 };
  const isSure = outageMs > noticed.atMost + messagesMs;
  const leastMs = arm === 'readiness' ? outageMs - noticed.atMost : 1_000 * p.startS - periodMs;
  const untilMs = outageMs + (arm === 'readiness' ? periodMs + timeoutMs : lateMostMs(outageMs, p));
  const perMs = p.perSecond / 1_000;
  return {
    atLeast: isSure ? poissonBounds(Math.max(0, leastMs - messagesMs) * perMs).atLeast : 0,
    atMost: poissonBounds((untilMs - noticed.atLeast + messagesMs) * perMs).atMost,
  };
}
