/** Pods as the autoscaler sees them: what they ask for, what they use, and whether that counts. */

/** Thousandths of a processor, or of any unit, as Kubernetes counts. */
export type Milli = number;

export interface Pod {
  readonly name: string;
  /** What the scheduler keeps free for it. */
  readonly requestMilli: Milli;
  /** What it may use at most; as much as there is if undefined. */
  readonly limitMilli?: Milli;
  /** Undefined if no metric arrived. */
  readonly usedMilli: Milli | undefined;
  /**
   * `unready`: it runs, and has not been ready for as long as its last sample; `pending`: it does not run yet; `ending`:
   * it is being deleted, or has failed.
   */
  readonly state: 'ready' | 'unready' | 'pending' | 'ending';
}

export interface Readiness {
  readonly startedMs: number;
  /** What its Ready condition says, and since when; undefined if it has none yet. */
  readonly condition: { readonly isReady: boolean; readonly sinceMs: number } | undefined;
  /** The latest sample of its processor, and over how long it was taken. */
  readonly sampleMs: number;
  readonly windowMs: number;
}

/** --horizontal-pod-autoscaler-cpu-initialization-period, and -initial-readiness-delay. */
export const initialPeriods = { initializationMs: 300_000, readinessDelayMs: 30_000 };

/**
 * Whether the processor of a pod that runs does not count yet (groupPods): while it may be starting it must be ready, and
 * sampled over a whole window since; later only a pod that has never been ready is left out.
 */
export function isStarting(
  { startedMs, condition, sampleMs, windowMs }: Readiness,
  nowMs: number,
  { initializationMs, readinessDelayMs } = initialPeriods,
): boolean {
  if (condition === undefined) return true;
  const { isReady, sinceMs } = condition;
  if (startedMs + initializationMs > nowMs) return !isReady || sampleMs < sinceMs + windowMs;
  return !isReady && startedMs + readinessDelayMs > sinceMs;
}

export interface Grouped {
  /** Their metrics count. */
  readonly counted: readonly Pod[];
  /** They start: their metrics say nothing yet. */
  readonly ignored: readonly Pod[];
  /** They run, and are silent. */
  readonly missing: readonly Pod[];
}

/**
 * groupPods of replica_calculator.go: pods that end or have failed count nowhere. A pod that starts uses more processor than
 * later, which is why only this resource waits until it is ready; every other metric counts as soon as it arrives.
 */
export function grouped(pods: readonly Pod[], isCpu: boolean): Grouped {
  const groups = { counted: [] as Pod[], ignored: [] as Pod[], missing: [] as Pod[] };
  for (const pod of pods) {
    if (pod.state === 'ending') continue;
    if (pod.state === 'pending') groups.ignored.push(pod);
    else if (pod.usedMilli === undefined) groups.missing.push(pod);
    else if (isCpu && pod.state === 'unready') groups.ignored.push(pod);
    else groups.counted.push(pod);
  }
  return groups;
}

/** Pods that are all ready and all do the same. */
export const readyPods = (pods: number, requestMilli: Milli, usedMilli: Milli): Pod[] =>
  Array.from({ length: pods }, (_, place) => ({
    name: `pod-${place + 1}`,
    requestMilli,
    usedMilli,
    state: 'ready',
  }));
