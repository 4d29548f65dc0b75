/**
 * What raises the alarm: errors of the new version are counted, and once they are far more than the
 * old version's rate would bring about, somebody notices. The fewer requests it gets, the longer that
 * takes.
 */

import { drawBinomial } from '../../../src/kernel/counts.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import { binomialAtLeast } from '../statistics/binomial-test.ts';
import type { Alarm } from './deploy.ts';
import type { Fleet } from './fleet.ts';

export interface MonitorOptions {
  readonly intervalMs: number;
  readonly baselineErrorRate: number;
  /** How improbable what is seen must be without a defect. */
  readonly alpha: number;
}

export function* monitor(
  fleet: Fleet,
  alarm: Alarm,
  { intervalMs, baselineErrorRate, alpha }: MonitorOptions,
  stream: RandomStream,
  onLook: (seen: { requests: number; errors: number }) => void,
): Process<void> {
  const { failingShare } = fleet.options;
  const rate = Math.min(1, baselineErrorRate + failingShare);
  let [requests, errors] = [0, 0];
  while (!alarm.raised) {
    yield* sleep(intervalMs);
    fleet.settle();
    const seen = Math.floor(fleet.newRequests) - requests;
    requests += seen;
    errors += drawBinomial(seen, rate, stream);
    onLook({ requests, errors });
    if (errors > 0 && binomialAtLeast(errors, requests, baselineErrorRate) < alpha) alarm.raise();
  }
}
