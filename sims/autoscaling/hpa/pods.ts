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
  /** Pending pods, and those that are not ready yet, count as unready. */
  readonly state: 'ready' | 'unready' | 'ending';
}

export interface Grouped {
  readonly ready: readonly Pod[];
  readonly unready: readonly Pod[];
  /** Ready, or they were, and silent. */
  readonly missing: readonly Pod[];
}

/** groupPods of replica_calculator.go: pods that end or have failed count nowhere. */
export function grouped(pods: readonly Pod[]): Grouped {
  const there = pods.filter(({ state }) => state !== 'ending');
  const unready = there.filter(({ state }) => state === 'unready');
  const others = there.filter(({ state }) => state === 'ready');
  return {
    unready,
    missing: others.filter(({ usedMilli }) => usedMilli === undefined),
    ready: others.filter(({ usedMilli }) => usedMilli !== undefined),
  };
}
