/** How fast the number of replicas may change, and how long it waits (Kubernetes, autoscaling/v2, spec.behavior). */

export interface Policy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodS: number;
}

export interface ScalingRules {
  readonly windowS: number;
  readonly select: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly Policy[];
}

export interface Behaviour {
  readonly up: ScalingRules;
  readonly down: ScalingRules;
}

/** What is not said: up at once, by 100% or 4 pods in 15 s; down after 5 minutes, by all of them. */
export const defaultBehaviour: Behaviour = {
  up: {
    windowS: 0,
    select: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodS: 15 },
      { type: 'Pods', value: 4, periodS: 15 },
    ],
  },
  down: {
    windowS: 300,
    select: 'Max',
    policies: [{ type: 'Percent', value: 100, periodS: 15 }],
  },
};

/** A number of replicas that was recommended, or added, or removed. */
export interface Timed {
  readonly atMs: number;
  readonly count: number;
}

/** What has been recommended, added and removed so far. */
export interface History {
  readonly recommended: readonly Timed[];
  readonly added: readonly Timed[];
  readonly removed: readonly Timed[];
}

/** Strictly younger: what is as old as the window has left it (Time.After). */
const isWithinMs =
  (nowMs: number, windowMs: number) =>
  ({ atMs }: Timed) =>
    atMs > nowMs - windowMs;

/**
 * stabilizeRecommendationWithBehaviors: not above the smallest recommendation of the window upwards, not below the
 * largest of the window downwards, and otherwise as it is.
 */
export function stabilised(
  wanted: number,
  current: number,
  { up, down }: Behaviour,
  { recommended }: Pick<History, 'recommended'>,
  nowMs: number,
): number {
  const countsIn = (windowS: number) =>
    recommended.filter(isWithinMs(nowMs, 1_000 * windowS)).map(({ count }) => count);
  const upTo = Math.min(wanted, ...countsIn(up.windowS));
  const downTo = Math.max(wanted, ...countsIn(down.windowS));
  return Math.min(Math.max(current, upTo), downTo);
}

function sizesAtStart(
  current: number,
  { policies }: ScalingRules,
  { added, removed }: History,
  nowMs: number,
): readonly (readonly [Policy, number])[] {
  const changed = (list: readonly Timed[], periodS: number) =>
    list.filter(isWithinMs(nowMs, 1_000 * periodS)).reduce((sum, { count }) => sum + count, 0);
  return policies.map((policy) => [
    policy,
    current - changed(added, policy.periodS) + changed(removed, policy.periodS),
  ]);
}

/** calculateScaleUpLimitWithScalingRules: policies count from the size at the start of their period, percents up. */
export function upLimit(
  current: number,
  scaling: ScalingRules,
  history: History,
  nowMs: number,
): number {
  if (scaling.select === 'Disabled') return current;
  const proposed = sizesAtStart(current, scaling, history, nowMs).map(([policy, size]) =>
    policy.type === 'Pods' ? size + policy.value : Math.ceil(size * (1 + policy.value / 100)),
  );
  const limit = scaling.select === 'Min' ? Math.min(...proposed) : Math.max(...proposed);
  return Math.max(current, limit);
}

/** calculateScaleDownLimitWithBehaviors: percents are cut. */
export function downLimit(
  current: number,
  scaling: ScalingRules,
  history: History,
  nowMs: number,
): number {
  if (scaling.select === 'Disabled') return current;
  const proposed = sizesAtStart(current, scaling, history, nowMs).map(([policy, size]) =>
    policy.type === 'Pods' ? size - policy.value : Math.trunc(size * (1 - policy.value / 100)),
  );
  const limit = scaling.select === 'Min' ? Math.max(...proposed) : Math.min(...proposed);
  return Math.min(current, limit);
}
