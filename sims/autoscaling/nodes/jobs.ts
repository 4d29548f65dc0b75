/** Jobs that need several pods at once, on a cluster with few slots. */
import type { AutoscalingRules } from '../rules.ts';

export interface GangJob {
  readonly name: string;
  readonly needs: number;
  holds: number;
}

/** One more slot for a job, or all that it needs at once; how many it got. */
export function grant(job: GangJob, free: number, rules: AutoscalingRules): number {
  const missing = job.needs - job.holds;
  // Ousterhout 1982, coscheduling: all of a job's processes, or none.
  const granted = rules['gang-all-or-nothing']
    ? free >= missing
      ? missing
      : 0
    : Math.min(1, missing, free);
  job.holds += granted;
  return granted;
}

export interface WaitingPod {
  readonly name: string;
  readonly priority: number;
  readonly sinceMs: number;
}

/** The pod that is placed next: by priority, which waiting raises by one each `agesMs`. */
export function nextPlaced(
  waiting: readonly WaitingPod[],
  nowMs: number,
  agesMs: number,
  rules: AutoscalingRules,
): WaitingPod | undefined {
  // Silberschatz §5.3.4: ageing is the remedy for indefinite blocking.
  const rank = ({ priority, sinceMs }: WaitingPod) =>
    priority + (rules['waiting-ages'] ? (nowMs - sinceMs) / agesMs : 0);
  return waiting.reduce<WaitingPod | undefined>(
    (best, pod) => (best === undefined || rank(pod) > rank(best) ? pod : best),
    undefined,
  );
}
