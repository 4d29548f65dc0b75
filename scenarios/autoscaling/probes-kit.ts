/** What the scenarios on probes have in common: a service on three machines, its probes, and its figures. */
import {
  defaultProbe,
  noticedMs,
  type ProbeKind,
  type ProbeSpec,
} from '../../sims/autoscaling/containers/probe.ts';
import { backoffResetMs } from '../../sims/autoscaling/containers/restarts.ts';
import type { ServiceOptions } from '../../sims/autoscaling/containers/service.ts';
import { real, whole } from '../../src/lab/param.ts';
import { minuteMs } from './kit.ts';

/** Spread into the parameters. */
export const probeParams = {
  pods: whole(2, 20, 3, 'pods of the service, each with a kubelet of its own'),
  periodS: whole(2, 60, 10, 'from one probe to the next, seconds (periodSeconds)'),
  failures: whole(2, 10, 3, 'failures in a row that decide (failureThreshold)'),
  timeoutS: real(0.1, 1, 1, 'until a probe is given up, seconds (timeoutSeconds)'),
  startS: real(1, 120, 20, 'how long the container takes to start, seconds'),
  perSecond: whole(1, 50, 3, 'requests a second of each kind'),
};

export interface ProbeParams {
  readonly pods: number;
  readonly periodS: number;
  readonly failures: number;
  readonly timeoutS: number;
  readonly startS: number;
  readonly perSecond: number;
}

export const probeOf = ({ periodS, failures, timeoutS }: ProbeParams): ProbeSpec => ({
  ...defaultProbe,
  periodMs: 1_000 * periodS,
  timeoutMs: 1_000 * timeoutS,
  failuresMax: failures,
});

/** Enough for the slowest start. */
const startupFailures = 120;

function probesOf(p: ProbeParams): Readonly<Record<ProbeKind, ProbeSpec>> {
  const probe = probeOf(p);
  const startup = { ...probe, failuresMax: startupFailures };
  return { startup, liveness: probe, readiness: probe };
}

/** terminationGracePeriodSeconds, by default. */
export const graceMs = 30_000;

/** By then every pod has started, and its probes have said so. */
export const steadyMs = ({ startS, periodS }: ProbeParams): number =>
  1_000 * (startS + 2 * periodS) + minuteMs;

/** What messages take, for bounds on what comes after several of them. */
export const messagesMs = 20;

export const serviceOf = (name: string, p: ProbeParams, untilMs: number): ServiceOptions => ({
  name,
  pods: p.pods,
  startMs: 1_000 * p.startS,
  graceMs,
  databaseTimeoutMs: 5_000,
  probes: probesOf(p),
  perSecond: p.perSecond,
  fromMs: steadyMs(p) - minuteMs / 2,
  untilMs,
  timeoutMs: 10_000,
});

/**
 * Waits before the restarts of a pod whose liveness probe fails as long as the outage lasts: those that come at least,
 * and at most. From one restart to the next kill pass a start, up to a period until the startup probe finds it, up to a
 * period until the next liveness probe, and its failures.
 */
export function restartsOf(outageMs: number, p: ProbeParams) {
  const { atLeast, atMost } = noticedMs(probeOf(p));
  const startMs = 1_000 * p.startS;
  const longestRunMs = startMs + 1_000 * p.periodS + atMost + messagesMs;
  const waits = (firstMs: number, runMs: number, untilMs: number, canReset: boolean) => {
    const all: number[] = [];
    for (let killMs = firstMs; killMs <= untilMs; ) {
      const waitMs = canReset ? 0 : waitOf(all.length + 1);
      all.push(waitMs);
      killMs += waitMs + runMs;
    }
    return all;
  };
  return {
    atLeast: waits(atMost + messagesMs, longestRunMs, outageMs - messagesMs, false),
    // A run of more than ten minutes starts the waits anew.
    atMost: waits(
      atLeast,
      startMs + atLeast,
      outageMs + 1_000 * p.timeoutS + messagesMs,
      longestRunMs > backoffResetMs,
    ),
  };
}

/** Pod Lifecycle: at once, then 10, 20, 40, 80, 160 and 300 s. */
const waitOf = (restart: number) => 1_000 * ([0, 10, 20, 40, 80, 160][restart - 1] ?? 300);

/** How long after the outage the last pod is ready, at most. */
export function lateMostMs(outageMs: number, p: ProbeParams): number {
  const { length } = restartsOf(outageMs, p).atMost;
  if (length === 0) return 1_000 * (p.periodS + p.timeoutS);
  return waitOf(length) + 1_000 * (p.timeoutS + p.startS + p.periodS) + messagesMs;
}
